/** `thoth knowledge`: show what is in use, and fetch what is newer. */

import type { Command } from "commander";

import { exitCodeOf, type Output, showKnowledge } from "../../cli/index.ts";
import { UserError } from "../../base/index.ts";
import { signalOfRun } from "../signal-of-run.ts";
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

export function addKnowledge(program: Command, output: Output): void {
  const knowledge = program.command("knowledge").description("show and update what is known of releases");
  const add = (name: string, description: string, run: (options: Options, signal: AbortSignal) => Promise<number>) =>
    knowledge
      .command(name)
      .description(description)
      .option("--json", "print the answer as JSON", false)
      .action(async (options: Options) => {
        const signal = signalOfRun();
        process.exitCode = await exitCodeOf(() => run(options, signal), output, options.json, signal);
      });
  add("show", "which knowledge is in use, how old it is, and whose", (options, signal) =>
    show(options, output, signal),
  );
  add("update", "make the knowledge anew of the sources in THOTH_KNOWLEDGE_SOURCES", (options, signal) =>
    update(options, output, signal),
  );
}

const clock = { now: () => new Date() };

async function show(options: Options, output: Output, signal: AbortSignal): Promise<number> {
  const { openKnowledge } = await import("./open-knowledge.ts");
  const { reportKnowledge } = await import("./report.ts");
  const inUse = await openKnowledge(knowledgeSettings(process.env), clock, signal);
  return showKnowledge(await reportKnowledge(inUse, clock.now().toISOString(), signal), options, output);
}

async function update(options: Options, output: Output, signal: AbortSignal): Promise<number> {
  const { ownWire, usualUpdate } = await import("./open-knowledge.ts");
  const { updateKnowledge } = await import("./update.ts");
  const { sources } = knowledgeSettings(process.env);
  if (sources === undefined) throw new NoKnowledgeSources();
  const started = Date.now();
  const progress = (step: string) =>
    output.say(`${((Date.now() - started) / 1_000).toFixed(1).padStart(5)} s  ${step}`);
  await updateKnowledge({ ...(await usualUpdate(sources, ownWire(), clock, signal)), progress }, signal);
  return await show(options, output, signal);
}
