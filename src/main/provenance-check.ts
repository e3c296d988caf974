/** The command `thoth provenance-check`, which was called so in the older tool too, and `provenance` in its service. */

import type { Command } from "commander";

import { exitCodeOf, type Output, progressLines, type ProvenanceOptions, runProvenanceCheck } from "../cli/index.ts";
import { openFolder } from "./folder.ts";
import { ownKnowledge, warnOfAge } from "./knowledge/own-knowledge.ts";
import { openServices } from "./services.ts";
import { signalOfRun } from "./signal-of-run.ts";

interface Options extends ProvenanceOptions {
  readonly before?: string;
  readonly offline: boolean;
}

export function addProvenanceCheck(program: Command, output: Output): void {
  program
    .command("provenance-check")
    .alias("provenance")
    .description("check that what is locked comes from where the locks say, and who published it")
    .argument("[path]", "the folder of the repository", ".")
    .option("--project <dir>", "only this folder or notebook of the repository")
    .option("--environment <name>", "only this runtime environment")
    .option("--before <folder>", "the same repository as it was, to tell what is new in its locks")
    .option("--locked-on <day>", "the day on which the locks were written, such as 2026-11-26")
    .option("--allow-index <url...>", "only these sources may be used")
    .option("--compare-all-indexes", "ask every source about every package, whose names it then learns", false)
    .option("--offline", "use the shipped, dated data in place of the real indexes", false)
    .option("--json", "print the findings as JSON", false)
    .action(async (path: string, options: Options) => {
      const signal = signalOfRun();
      process.exitCode = await exitCodeOf(() => check(path, options, output, signal), output, options.json, signal);
    });
}

async function check(path: string, options: Options, output: Output, signal: AbortSignal): Promise<number> {
  const folder = await openFolder(path);
  const before = options.before === undefined ? undefined : await openFolder(options.before);
  const indexes = options.offline ? "shipped" : "own machine";
  const knowledge = await ownKnowledge(!options.offline, signal);
  const { services } = await openServices({ indexes, progress: progressLines(output), knowledge }, signal);
  warnOfAge(services.advisories, output);
  return runProvenanceCheck({ folder, before }, options, services, output, signal);
}
