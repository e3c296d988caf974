/** What advice is made with: the shipped rules and knowledge, and indexes offline, online, or as a service may reach them. */

import { fileURLToPath } from "node:url";

import type { AdviceServices, AdvisoryKnowledge, RuleSet } from "../advise/index.ts";
import { type Advisories, ageInDays, judgeWithin, readBundle } from "../knowledge/index.ts";
import { IndexPolicy } from "../package-index/index.ts";
import { listStore } from "../pipeline/index.ts";
import type { Clock } from "../ports/index.ts";
import { readPrescriptions } from "../prescriptions/index.ts";
import type { IndexAccess } from "./index-access.ts";
import { shippedKnowledge } from "./knowledge/settings.ts";
import { emptyCatalogue, type IndexCatalogue, readCatalogue } from "./index-catalogue.ts";
import { OfflineIndexes } from "./offline-indexes.ts";
import { type Indexes, ownIndexes, serviceIndexes, type ServiceReach } from "./online-indexes.ts";
import { sharedCache } from "./shared-cache.ts";
import { readWellKnownNames } from "./well-known-names.ts";

const root = new URL("../../", import.meta.url);

/** The search may take this long per environment, and so may "why not a newer one" after it. */
const searchWithin = 60_000;
const explainWithin = 20_000;
/** A comparison of the recommendation types is worth no more, per environment. */
const compareWithin = 20_000;

export interface ServiceIndexes extends ServiceReach {
  readonly catalogue: IndexCatalogue;
}

export interface ServiceOptions {
  /** The shipped, dated snapshots; the real indexes as a person's own machine may ask them; or as a service may. */
  readonly indexes: "shipped" | "own machine" | ServiceIndexes;
  readonly progress: NonNullable<AdviceServices["progress"]>;
  /** Besides those that ship. */
  readonly rules?: readonly RuleSet[];
  /** The folder of a knowledge bundle; the shipped one without it. */
  readonly knowledge?: string | undefined;
}

export interface OpenServices {
  readonly services: AdviceServices;
  /** The same for a repository on a code host, whose sealed credentials are opened. @param repository `OWNER/NAME` */
  servicesFor(repository: string): AdviceServices;
  /** The moment that the data speaks of, for whatever the run writes. */
  readonly clock: Clock;
}

/** @throws {UserError} when the shipped rules or knowledge cannot be read. */
export async function openServices(options: ServiceOptions, signal: AbortSignal): Promise<OpenServices> {
  const catalogue = await openCatalogue(options.indexes, signal);
  const indexes = await openIndexes(options.indexes, catalogue, signal);
  const sets = [await shippedRules(signal), ...(options.rules ?? [])];
  const { advisories, scorecards, images } = await readBundle(options.knowledge ?? shippedKnowledge, signal);
  const wellKnownNames = await readWellKnownNames(signal);
  const servicesFor = (repository: string): AdviceServices => ({
    openIndexes: (own, offers, rank, strategy) =>
      new IndexPolicy(
        own.map((index) => indexes.open(index, repository)),
        rank,
        offers.map((offer) => ({ index: indexes.open(offer, repository), packages: offer.packages })),
        strategy,
      ),
    catalogue: catalogue.indexes,
    scorecards,
    images,
    wellKnownNames,
    advisories: judgeAge(advisories, options.indexes, indexes.clock.now()),
    rules: { sets, today: indexes.clock.now().toISOString().slice(0, 10) },
    searchWithin,
    explainWithin,
    compareWithin,
    progress: options.progress,
  });
  return { services: servicesFor(""), servicesFor, clock: indexes.clock };
}

async function shippedRules(signal: AbortSignal): Promise<RuleSet> {
  const folder = fileURLToPath(new URL("prescriptions", root));
  const { units, release, digest, pathOf } = readPrescriptions(folder, { strict: true }, signal);
  return { name: "prescriptions", asOf: release, digest, store: listStore(units), pathOf };
}

/** What is too old would call a release safe that is known not to be. The shipped data is of one day, whatever the day. */
export function judgeAge(
  advisories: Advisories | undefined,
  which: ServiceOptions["indexes"],
  now: Date,
): AdvisoryKnowledge {
  if (advisories === undefined) return { kind: "missing", reason: "no advisories are installed" };
  if (which === "shipped") return { kind: "loaded", advisories };
  const age = ageInDays(advisories.asOf, now.toISOString());
  if (age <= judgeWithin) return { kind: "loaded", advisories, age };
  const day = advisories.asOf.slice(0, 10);
  return { kind: "missing", reason: `the advisories are as of ${day}, ${age} days old and too old to judge by` };
}

/** The shipped data has no index besides. */
async function openCatalogue(which: ServiceOptions["indexes"], signal: AbortSignal): Promise<IndexCatalogue> {
  if (which === "shipped") return emptyCatalogue;
  if (which !== "own machine") return which.catalogue;
  const path = process.env["THOTH_INDEXES"];
  return path ? await readCatalogue(path, process.env, signal) : emptyCatalogue;
}

async function openIndexes(
  which: ServiceOptions["indexes"],
  access: IndexAccess,
  signal: AbortSignal,
): Promise<Indexes> {
  if (which === "shipped") return await offlineIndexes(signal);
  return which === "own machine" ? await ownIndexes(access) : serviceIndexes(which, access);
}

/** The clock stands at the cut of the data, so that the same run gives the same answer on any day. */
async function offlineIndexes(signal: AbortSignal): Promise<Indexes> {
  const shipped = await OfflineIndexes.open(new URL("data/example-index/", root), sharedCache(), signal);
  const now = new Date(shipped.cut);
  return { open: ({ name, url }) => shipped.index(name, url), clock: { now: () => now } };
}
