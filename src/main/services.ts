/** What advice is made with: the shipped rules and knowledge, and indexes offline, online, or as a service may reach them. */

import { fileURLToPath } from "node:url";

import type { AdviceServices, AdvisoryKnowledge, RuleSet } from "../advise/index.ts";
import { type Advisories, readBundle } from "../knowledge/index.ts";
import { IndexPolicy } from "../package-index/index.ts";
import { listStore } from "../pipeline/index.ts";
import type { Clock } from "../ports/index.ts";
import { readPrescriptions } from "../prescriptions/index.ts";
import type { IndexAccess } from "./index-access.ts";
import { emptyCatalogue, type IndexCatalogue, readCatalogue } from "./index-catalogue.ts";
import { OfflineIndexes } from "./offline-indexes.ts";
import { type Indexes, ownIndexes, serviceIndexes, type ServiceReach } from "./online-indexes.ts";
import { sharedCache } from "./shared-cache.ts";

const root = new URL("../../", import.meta.url);

/** The search may take this long per environment, and so may "why not a newer one" after it. */
const searchWithin = 60_000;
const explainWithin = 20_000;

export interface ServiceIndexes extends ServiceReach {
  readonly catalogue: IndexCatalogue;
}

export interface ServiceOptions {
  /** The shipped, dated snapshots; the real indexes as a person's own machine may ask them; or as a service may. */
  readonly indexes: "shipped" | "own machine" | ServiceIndexes;
  readonly progress: NonNullable<AdviceServices["progress"]>;
  /** Besides those that ship. */
  readonly rules?: readonly RuleSet[];
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
  const { advisories } = await readBundle(fileURLToPath(new URL("data/knowledge", root)), signal);
  const servicesFor = (repository: string): AdviceServices => ({
    openIndexes: (own, offers, rank, strategy) =>
      new IndexPolicy(
        own.map((index) => indexes.open(index, repository)),
        rank,
        offers.map((offer) => ({ index: indexes.open(offer, repository), packages: offer.packages })),
        strategy,
      ),
    catalogue: catalogue.indexes,
    advisories: judgeAge(advisories, options.indexes, indexes.clock.now()),
    rules: { sets, today: indexes.clock.now().toISOString().slice(0, 10) },
    searchWithin,
    explainWithin,
    progress: options.progress,
  });
  return { services: servicesFor(""), servicesFor, clock: indexes.clock };
}

async function shippedRules(signal: AbortSignal): Promise<RuleSet> {
  const folder = fileURLToPath(new URL("prescriptions", root));
  const { units, release, digest, pathOf } = await readPrescriptions(folder, { strict: true }, signal);
  return { name: "prescriptions", asOf: release, digest, store: listStore(units), pathOf };
}

/** Days after which a running service does not judge by its advisories any more. Whoever runs a command reads their date. */
const oldestAdvisories = 45;

/** What is too old would call a release safe that is known not to be. */
export function judgeAge(
  advisories: Advisories | undefined,
  which: ServiceOptions["indexes"],
  now: Date,
): AdvisoryKnowledge {
  if (advisories === undefined) return { kind: "missing", reason: "no advisories are installed" };
  const days = (now.getTime() - Date.parse(advisories.asOf)) / 86_400_000;
  const isService = typeof which === "object";
  if (!isService || days <= oldestAdvisories) return { kind: "loaded", advisories };
  return { kind: "missing", reason: `the advisories are as of ${advisories.asOf.slice(0, 10)}, too old to judge by` };
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
