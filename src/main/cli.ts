/** The command line `thoth`: arguments to use cases. It needs neither a server nor a database. */

import { enableCompileCache } from "node:module";

import { Command, Option } from "commander";

import {
  type AdviseOptions,
  exitCodeOf,
  progressLines,
  runAdvise,
  runSeal,
  type SealOptions,
  standardOutput,
} from "../cli/index.ts";
import { recommendationTypes } from "../environments/index.ts";
import { openFolder } from "./folder.ts";
import { openServices } from "./services.ts";
import { signalOfRun } from "./signal-of-run.ts";

enableCompileCache();
const output = standardOutput();
const program = new Command("thoth").description("Keeps the locked dependencies of Python repositories right");

program
  .command("advise")
  .description("find the best set of releases for every project of a repository and each of its runtime environments")
  .argument("[path]", "the folder of the repository", ".")
  .option("--write", "write the locks into the folder", false)
  .option("--online", "ask the real indexes in place of the shipped, dated data", false)
  .option("--project <dir>", "only this folder or notebook of the repository")
  .option("--python <X.Y>", "the Python to advise for, in place of what the files say")
  .option("--environment <name>", "only this runtime environment")
  .addOption(
    new Option("--recommendation-type <type>", 'what "best" means, in place of what the files say').choices(
      recommendationTypes,
    ),
  )
  .addOption(
    new Option("--price <name>", "instead say what would be better without your own bounds on a package").conflicts(
      "write",
    ),
  )
  .option("--json", "print the answer as JSON", false)
  .action(async (path: string, options: AdviseOptions) => {
    const signal = signalOfRun();
    process.exitCode = await exitCodeOf(() => advise(path, options, signal), output, options.json, signal);
  });

program
  .command("seal")
  .description("seal credentials of an index for a service; the password is read from standard input")
  .requiredOption("--key <file-or-url>", "the public key of the service")
  .requiredOption("--index <url>", "the credentials go to what lies below this https address, and nowhere else")
  .requiredOption("--for <owner[/repository]>", "who may use them")
  .requiredOption("--user <name>", "the user name")
  .option("--expires <date>", "the day from which they are refused, such as 2027-06-30")
  .option("--json", "print the entry as JSON", false)
  .action(async (options: SealOptions) => {
    const signal = signalOfRun();
    const { sealTools } = await import("./seal-tools.ts");
    const seal = () => runSeal(options, sealTools(new Date()), output, signal);
    process.exitCode = await exitCodeOf(seal, output, options.json, signal);
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
