/** What advice is made with: the shipped rules and knowledge, and indexes offline, online, or as a service may reach them. */

import { fileURLToPath } from "node:url";

import type { AdviceServices, AdvisoryKnowledge } from "../advise/index.ts";
import { type Advisories, readBundle } from "../knowledge/index.ts";
import { IndexPolicy } from "../package-index/index.ts";
import type { Clock } from "../ports/index.ts";
import { readPrescriptions } from "../prescriptions/index.ts";
import { readCatalogue } from "./index-catalogue.ts";
import type { IndexSettings } from "./index-settings.ts";
import { OfflineIndexes } from "./offline-indexes.ts";
import { type Indexes, ownIndexes, serviceIndexes } from "./online-indexes.ts";

const root = new URL("../../", import.meta.url);

/** The search may take this long per environment, and so may "why not a newer one" after it. */
const searchWithin = 60_000;
const explainWithin = 20_000;

export interface ServiceOptions {
  /** The shipped, dated snapshots; the real indexes as a person's own machine may ask them; or as a service with these settings may. */
  readonly indexes: "shipped" | "own machine" | IndexSettings;
  readonly progress: NonNullable<AdviceServices["progress"]>;
}

export interface OpenServices {
  readonly services: AdviceServices;
  /** The moment that the data speaks of, for whatever the run writes. */
  readonly clock: Clock;
}

/** @throws {UserError} when the shipped rules or knowledge cannot be read. */
export async function openServices(options: ServiceOptions, signal: AbortSignal): Promise<OpenServices> {
  const indexes = await openIndexes(options.indexes, signal);
  const path = cataloguePath(options.indexes);
  const catalogue = path === undefined ? [] : await readCatalogue(path, signal);
  const prescriptions = await readPrescriptions(
    fileURLToPath(new URL("prescriptions", root)),
    { strict: true },
    signal,
  );
  const { advisories } = await readBundle(fileURLToPath(new URL("data/knowledge", root)), signal);
  const services: AdviceServices = {
    openIndexes: (own, offers, rank) =>
      new IndexPolicy(
        own.map((index) => indexes.open(index)),
        rank,
        offers.map((offer) => ({ index: indexes.open(offer), packages: offer.packages })),
      ),
    catalogue,
    advisories: judgeAge(advisories, options.indexes, indexes.clock.now()),
    rules: {
      units: prescriptions.units,
      name: "prescriptions",
      asOf: prescriptions.release,
      digest: prescriptions.digest,
    },
    searchWithin,
    explainWithin,
    progress: options.progress,
  };
  return { services, clock: indexes.clock };
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
function cataloguePath(which: ServiceOptions["indexes"]): string | undefined {
  if (which === "shipped") return undefined;
  return which === "own machine" ? process.env["THOTH_INDEXES"] || undefined : which.catalogue;
}

async function openIndexes(which: ServiceOptions["indexes"], signal: AbortSignal): Promise<Indexes> {
  if (which === "shipped") return await offlineIndexes(signal);
  return which === "own machine" ? await ownIndexes() : serviceIndexes(which);
}

/** The clock stands at the cut of the data, so that the same run gives the same answer on any day. */
async function offlineIndexes(signal: AbortSignal): Promise<Indexes> {
  const shipped = await OfflineIndexes.open(new URL("data/example-index/", root), signal);
  const now = new Date(shipped.cut);
  return { open: ({ name, url }) => shipped.index(name, url), clock: { now: () => now } };
}
