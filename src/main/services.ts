/** What advice is made with on a person's own machine: the shipped rules and knowledge, and indexes offline or online. */

import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import type { AdviceServices } from "../advise/index.ts";
import { readBundle } from "../knowledge/index.ts";
import { DiskCache, HttpIndex, HttpTransport, IndexPolicy, type PackageIndex } from "../package-index/index.ts";
import type { Clock } from "../ports/index.ts";
import { readPrescriptions } from "../prescriptions/index.ts";
import { expandVariables } from "./expand-variables.ts";
import { OfflineIndexes } from "./offline-indexes.ts";

const root = new URL("../../", import.meta.url);

/** "Why not a newer one" may cost this long per environment; the search itself has no such bound. */
const explainWithin = 20_000;

export interface ServiceOptions {
  /** Whether to ask the real indexes; without it the shipped, dated snapshots answer. */
  readonly online: boolean;
  readonly progress: NonNullable<AdviceServices["progress"]>;
}

export interface OpenServices {
  readonly services: AdviceServices;
  /** The moment that the data speaks of, for whatever the run writes. */
  readonly clock: Clock;
}

/** @throws {UserError} when the shipped rules or knowledge cannot be read. */
export async function openServices(options: ServiceOptions, signal: AbortSignal): Promise<OpenServices> {
  const indexes = options.online ? onlineIndexes() : await offlineIndexes(signal);
  const prescriptions = await readPrescriptions(
    fileURLToPath(new URL("prescriptions", root)),
    { strict: true },
    signal,
  );
  const { advisories } = await readBundle(fileURLToPath(new URL("data/knowledge", root)), signal);
  const services: AdviceServices = {
    openIndexes: (addresses, rank) =>
      new IndexPolicy(
        addresses.map((address) => indexes.open(address)),
        rank,
      ),
    advisories:
      advisories === undefined
        ? { kind: "missing", reason: "no advisories are installed" }
        : { kind: "loaded", advisories },
    rules: {
      units: prescriptions.units,
      name: "prescriptions",
      asOf: prescriptions.release,
      digest: prescriptions.digest,
    },
    explainWithin,
    progress: options.progress,
  };
  return { services, clock: indexes.clock };
}

interface Indexes {
  open(address: { readonly name: string; readonly url: string; readonly verify: boolean }): PackageIndex;
  readonly clock: Clock;
}

/** The clock stands at the cut of the data, so that the same run gives the same answer on any day. */
async function offlineIndexes(signal: AbortSignal): Promise<Indexes> {
  const shipped = await OfflineIndexes.open(new URL("data/example-index/", root), signal);
  const now = new Date(shipped.cut);
  return { open: ({ name, url }) => shipped.index(name, url), clock: { now: () => now } };
}

function onlineIndexes(): Indexes {
  const clock = { now: () => new Date() };
  const transport = new HttpTransport({ proxies: "environment" });
  const cache = new DiskCache(join(process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "thoth"));
  return {
    open: ({ name, url, verify }) =>
      new HttpIndex({ name, address: expandVariables(name, url, process.env), verify, transport, clock, cache }),
    clock,
  };
}
