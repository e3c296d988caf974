/**
 * Makes a new bundle of all sources, and keeps it where it can be read. A source that cannot be reached, or holds what is
 * no knowledge, fails the whole update: half of the advisories would read as "no advisories". What was kept before stays
 * in use then.
 */

import { type KnowledgeBundle, readBundle } from "../../knowledge/index.ts";
import type { Clock } from "../../ports/index.ts";
import { gatherKnowledge, type GatherOptions, type GatheredKnowledge } from "./gather.ts";
import type { KeptBundle } from "./kept-bundle.ts";
import type { KnowledgeSource } from "./knowledge-settings.ts";
import type { PackKnowledge } from "./pack.ts";

export interface UpdateOptions extends GatherOptions {
  readonly sources: readonly KnowledgeSource[];
  readonly kept: KeptBundle;
  readonly pack: PackKnowledge;
  readonly clock: Clock;
  /** Talk, for whoever waits. */
  readonly progress?: (step: string) => void;
}

/** The bundle that is kept now. */
export interface UpdatedKnowledge extends KnowledgeBundle {
  readonly folder: string;
  /** Whether it is another one than before. */
  readonly isNew: boolean;
}

/** @throws {UserError} naming the source, the file and what is wrong; then nothing has changed. */
export async function updateKnowledge(options: UpdateOptions, signal: AbortSignal): Promise<UpdatedKnowledge> {
  const { sources, kept, pack, clock, progress = () => undefined } = options;
  const gathered: GatheredKnowledge[] = [];
  for (const source of sources) {
    progress(`reading ${source.name}`);
    gathered.push(await gatherKnowledge(source, options, signal));
  }
  progress("making the bundle");
  const files = await pack(gathered, clock.now().toISOString().slice(0, 10), signal);
  const before = await kept.current();
  const folder = await kept.write(files);
  // It counts only once it was read back.
  const bundle = await readBundle(folder, signal);
  await kept.choose(folder);
  progress("done");
  return { ...bundle, folder, isNew: folder !== before };
}
