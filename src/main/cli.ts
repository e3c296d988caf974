/** The command line `thoth`: arguments to use cases. It needs neither a server nor a database. */

import { enableCompileCache } from "node:module";

import { Command } from "commander";

import { type AdviseOptions, exitCodeOf, progressLines, runAdvise, standardOutput } from "../cli/index.ts";
import { openFolder } from "./folder.ts";
import { openServices } from "./services.ts";
import { signalOfRun } from "./signal-of-run.ts";

enableCompileCache();
const output = standardOutput();
const program = new Command("thoth").description("Keeps the locked dependencies of Python repositories right");

program
  .command("advise")
  .description("find the best set of releases for every runtime environment of a folder")
  .argument("[path]", "the folder of the repository", ".")
  .option("--write", "write the locks into the folder", false)
  .option("--online", "ask the real indexes in place of the shipped, dated data", false)
  .option("--python <X.Y>", "the Python to advise for, in place of what the files say")
  .option("--environment <name>", "only this runtime environment")
  .option("--json", "print the answer as JSON", false)
  .action(async (path: string, options: AdviseOptions) => {
    const signal = signalOfRun();
    process.exitCode = await exitCodeOf(() => advise(path, options, signal), output, options.json, signal);
  });

await program.parseAsync();

async function advise(path: string, options: AdviseOptions, signal: AbortSignal): Promise<number> {
  const folder = await openFolder(path);
  const { services } = await openServices(
    { indexes: options.online ? "own machine" : "shipped", progress: progressLines(output) },
    signal,
  );
  return runAdvise(folder, options, services, output, signal);
}
