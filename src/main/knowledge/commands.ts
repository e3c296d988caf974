/** `thoth knowledge`: show what is in use, and fetch what is newer. */

import { type Output, showKnowledge as writeKnowledge } from "../../cli/index.ts";
import { UserError } from "../../base/index.ts";
import { knowledgeSettings } from "./settings.ts";

/** Nobody said where knowledge comes from. */
class NoKnowledgeSources extends UserError {
  readonly code = "NO_KNOWLEDGE_SOURCES";
  constructor() {
    super("no sources of knowledge are named", {
      hint: "write a list of them, see docs/knowledge.md, and set THOTH_KNOWLEDGE_SOURCES to its path",
    });
  }
}

interface Options {
  readonly json: boolean;
}

interface Run {
  readonly output: Output;
  readonly signal: AbortSignal;
}

const clock = { now: () => new Date() };

/** @returns the exit code. */
export async function showKnowledge(options: Options, { output, signal }: Run): Promise<number> {
  const { openKnowledge } = await import("./open-knowledge.ts");
  const { reportKnowledge } = await import("./report.ts");
  const inUse = await openKnowledge(knowledgeSettings(process.env), clock, signal);
  return writeKnowledge(await reportKnowledge(inUse, clock.now().toISOString(), signal), options, output);
}

/** @returns the exit code. @throws {UserError} */
export async function updateKnowledge(options: Options, { output, signal }: Run): Promise<number> {
  const { ownWire, usualUpdate } = await import("./open-knowledge.ts");
  const { updateKnowledge: update } = await import("./update.ts");
  const { sources } = knowledgeSettings(process.env);
  if (sources === undefined) throw new NoKnowledgeSources();
  const started = Date.now();
  const progress = (step: string) =>
    output.say(`${((Date.now() - started) / 1_000).toFixed(1).padStart(5)} s  ${step}`);
  await update({ ...(await usualUpdate(sources, ownWire(), clock, signal)), progress }, signal);
  return await showKnowledge(options, { output, signal });
}
