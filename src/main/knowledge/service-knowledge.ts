/** Knowledge of a running service: what it begins with, and the job that keeps it fresh. */

import type { Log } from "../../bot/index.ts";
import { ageInDays, readBundle, warnAfter } from "../../knowledge/index.ts";
import type { Clock } from "../../ports/index.ts";
import type { AppSettings } from "../app-settings.ts";
import { KnowledgeJob } from "./knowledge-job.ts";
import { type KnowledgeInUse, openKnowledge, serviceWire, usualUpdate } from "./open-knowledge.ts";
import { updateKnowledge } from "./update.ts";

interface Surroundings {
  readonly log: Log;
  readonly clock: Clock;
}

type Settings = Pick<AppSettings, "knowledge" | "indexes" | "online">;

/** What is in use at the start, with a warning where it is old. @throws {UserError} */
export async function openServiceKnowledge(
  { knowledge: { place, sources }, online }: Settings,
  { log, clock }: Surroundings,
  signal: AbortSignal,
): Promise<KnowledgeInUse & { readonly asOf: string | undefined }> {
  const inUse = await openKnowledge({ place, sources: online ? sources : undefined }, clock, signal);
  const { advisories } = await readBundle(inUse.folder, signal);
  const asOf = advisories?.asOf;
  const age = asOf === undefined ? undefined : ageInDays(asOf, clock.now().toISOString());
  if (online && (age === undefined || age > warnAfter))
    log.warn({ asOf, age, place: inUse.place }, "the advisories are missing or old; see docs/knowledge.md");
  return { ...inUse, asOf };
}

/** Undefined where nothing is to be fetched. @param useKnowledge is told the folder of each new bundle. */
export async function startKnowledgeJob(
  { knowledge: { place, sources }, indexes, online }: Settings,
  asOf: string | undefined,
  useKnowledge: (folder: string) => void,
  { log, clock }: Surroundings,
  signal: AbortSignal,
): Promise<KnowledgeJob | undefined> {
  if (place !== undefined || sources === undefined || !online) return undefined;
  const options = await usualUpdate(sources, serviceWire(indexes), clock, signal);
  return KnowledgeJob.start({
    update: (stop) => updateKnowledge(options, stop),
    asOf,
    onNew: ({ folder }) => useKnowledge(folder),
    clock,
    random: Math.random,
    log,
  });
}
