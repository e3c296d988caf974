/** The command line `thoth`: arguments to use cases. It needs neither a server nor a database. */

import { readFileSync } from "node:fs";
import { enableCompileCache } from "node:module";

import { Command, Option } from "commander";

import {
  type AdviseOptions,
  type CheckRulesOptions,
  exitCodeOf,
  type FixOptions,
  progressLines,
  runAdvise,
  runCheckRules,
  runExplainRule,
  runFix,
  runScan,
  runSeal,
  runShowRules,
  runTestRules,
  type ScanOptions,
  type SealOptions,
  type ShowRulesOptions,
  standardOutput,
} from "../cli/index.ts";
import { recommendationTypes } from "../environments/index.ts";
import { openFolder } from "./folder.ts";
import { addProvenanceCheck } from "./provenance-check.ts";
import { ownRules } from "./rules/own-rules.ts";
import { openServices } from "./services.ts";
import { addKnowledge } from "./knowledge/commands.ts";
import { ownKnowledge, warnOfAge } from "./knowledge/own-knowledge.ts";
import { signalOfRun } from "./signal-of-run.ts";

enableCompileCache();
const output = standardOutput();
// `thoth scan | head`: whoever reads has seen enough.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit();
});
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
  .addOption(
    new Option("--compare-types", "instead say what each recommendation type would choose, and for what").conflicts([
      "write",
      "price",
    ]),
  )
  .addOption(
    new Option("--goal <goal>", "the best stack, or only the smallest change after which the locks hold").choices([
      "advise",
      "repair",
    ]),
  )
  .option("--json", "print the answer as JSON", false)
  .action(async (path: string, options: AdviseOptions) => {
    const signal = signalOfRun();
    process.exitCode = await exitCodeOf(() => advise(path, options, signal), output, options.json, signal);
  });

program
  .command("scan")
  .description("look for what is dangerous in the Python of a folder: nothing of it is run")
  .argument("[path]", "the folder of the repository", ".")
  .addOption(new Option("--json", "print the findings as JSON").default(false).conflicts("sarif"))
  .option("--sarif", "print the findings as SARIF 2.1.0", false)
  .addOption(new Option("--rules", "instead show the rules").default(false).conflicts("sarif"))
  .option("--all", "show information, too, and every place", false)
  .action(async (path: string, options: ScanOptions) => {
    const signal = signalOfRun();
    const scan = () => runScan(() => openFolder(path), options, ownVersion(), output, signal);
    process.exitCode = await exitCodeOf(scan, output, options.json, signal);
  });

program
  .command("fix")
  .description("find the smallest change without an advisory, or the proof that there is none")
  .argument("<ids>", "ids of advisories, several with commas, or `all`")
  .argument("[path]", "the folder of the repository", ".")
  .option("--write", "write the locks into the folder", false)
  .option("--edit-manifest", "widen your own bounds where nothing else helps", false)
  .option("--online", "ask the real indexes in place of the shipped, dated data", false)
  .option("--project <dir>", "only this folder or notebook of the repository")
  .option("--python <X.Y>", "the Python to advise for, in place of what the files say")
  .option("--environment <name>", "only this runtime environment")
  .option("--json", "print the answer as JSON", false)
  .action(async (ids: string, path: string, options: FixOptions) => {
    const signal = signalOfRun();
    process.exitCode = await exitCodeOf(() => fix(ids, path, options, signal), output, options.json, signal);
  });

addProvenanceCheck(program, output);
addKnowledge(program, output);

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

const prescriptions = program.command("prescriptions").description("check, test and look at rules");

prescriptions
  .command("check")
  .description("read rules, and print every complaint with its place")
  .argument("<folders...>", "folders of rules")
  .option("--strict", "end at the first complaint", false)
  .option("--json", "print the answer as JSON", false)
  .action(async (folders: string[], options: CheckRulesOptions) => {
    const signal = signalOfRun();
    process.exitCode = await exitCodeOf(
      () => runCheckRules(folders, options, output, signal),
      output,
      options.json,
      signal,
    );
  });

prescriptions
  .command("test")
  .description("run the cases that stand beside rules, in files called NAME.test.yaml")
  .argument("<folders...>", "folders of rules")
  .option("--json", "print the answer as JSON", false)
  .action(async (folders: string[], options: { json: boolean }) => {
    const signal = signalOfRun();
    process.exitCode = await exitCodeOf(
      () => runTestRules(folders, options, output, signal),
      output,
      options.json,
      signal,
    );
  });

prescriptions
  .command("show")
  .description("the rules that speak of a package or, without one, of what is locked in this folder")
  .option("--package <name[==version]>", "this package, or this release of it")
  .option("--environment <name>", "only this runtime environment")
  .option("--json", "print the answer as JSON", false)
  .action(async (options: ShowRulesOptions) => {
    const signal = signalOfRun();
    process.exitCode = await exitCodeOf(() => showRules(options, signal), output, options.json, signal);
  });

prescriptions
  .command("explain")
  .description("what a rule, or without a name every rule, would do to what is locked in this folder")
  .argument("[name]", "the full name of a rule")
  .option("--environment <name>", "only this runtime environment")
  .option("--json", "print the answer as JSON", false)
  .action(async (name: string | undefined, options: Omit<ShowRulesOptions, "package">) => {
    const signal = signalOfRun();
    process.exitCode = await exitCodeOf(() => explainRule(name, options, signal), output, options.json, signal);
  });

await program.parseAsync();

async function showRules(options: ShowRulesOptions, signal: AbortSignal): Promise<number> {
  const { folder, services } = await openHere(signal);
  return runShowRules(folder, options, services, output, signal);
}

async function explainRule(
  name: string | undefined,
  options: Omit<ShowRulesOptions, "package">,
  signal: AbortSignal,
): Promise<number> {
  if (name === undefined) return showRules(options, signal);
  const { folder, services } = await openHere(signal);
  return runExplainRule(folder, { ...options, name }, services, output, signal);
}

/** This folder and the rules in force. */
async function openHere(signal: AbortSignal) {
  const folder = await openFolder(".");
  const progress = progressLines(output);
  const [rules, knowledge] = [await ownRules(signal), await ownKnowledge(true, signal)];
  const { services } = await openServices({ indexes: "own machine", progress, rules, knowledge }, signal);
  return { folder, services };
}

async function fix(ids: string, path: string, options: FixOptions, signal: AbortSignal): Promise<number> {
  const { folder, services } = await openFor(path, options, signal);
  return runFix(ids, folder, options, services, output, signal);
}

async function advise(path: string, options: AdviseOptions, signal: AbortSignal): Promise<number> {
  const { folder, services } = await openFor(path, options, signal);
  return runAdvise(folder, options, services, output, signal);
}

/** The folder at `path`, and what advice on it is made with. */
async function openFor(path: string, options: Pick<AdviseOptions, "online">, signal: AbortSignal) {
  const folder = await openFolder(path);
  const { services } = await openServices(
    {
      indexes: options.online ? "own machine" : "shipped",
      progress: progressLines(output),
      rules: await ownRules(signal),
      knowledge: await ownKnowledge(options.online, signal),
    },
    signal,
  );
  warnOfAge(services.advisories, output);
  return { folder, services };
}

function ownVersion(): string {
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { readonly version: string }).version;
}
