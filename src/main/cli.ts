/**
 * The command line `thoth`: its commands and their options. What they do is loaded when one of them is carried out, and the
 * compiled form of that is kept, so that help comes at once and the next command sooner.
 */

import { enableCompileCache } from "node:module";

import { Command, Option } from "commander";

import type {
  AdviseOptions,
  CheckRulesOptions,
  FixOptions,
  ScanOptions,
  SealOptions,
  ShowRulesOptions,
} from "../cli/index.ts";
import type { Commands, ProvenanceCheckOptions, Run } from "./commands.ts";
import { recommendationTypes } from "../environments/index.ts";

interface Json {
  readonly json: boolean;
}

enableCompileCache();
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
  .action((path: string, options: AdviseOptions) => act(options, ({ advise }, run) => advise(path, options, run)));

program
  .command("scan")
  .description("look for what is dangerous in the Python of a folder: nothing of it is run")
  .argument("[path]", "the folder of the repository", ".")
  .addOption(new Option("--json", "print the findings as JSON").default(false).conflicts("sarif"))
  .option("--sarif", "print the findings as SARIF 2.1.0", false)
  .addOption(new Option("--rules", "instead show the rules").default(false).conflicts("sarif"))
  .option("--all", "show information, too, and every place", false)
  .action((path: string, options: ScanOptions) => act(options, ({ scan }, run) => scan(path, options, run)));

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
  .action((ids: string, path: string, options: FixOptions) =>
    act(options, ({ fix }, run) => fix(ids, path, options, run)),
  );

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
  .action((path: string, options: ProvenanceCheckOptions) =>
    act(options, ({ checkProvenance }, run) => checkProvenance(path, options, run)),
  );

const knowledge = program.command("knowledge").description("show and update what is known of releases");

knowledge
  .command("show")
  .description("which knowledge is in use, how old it is, and whose")
  .option("--json", "print the answer as JSON", false)
  .action((options: Json) => act(options, ({ showKnowledge }, run) => showKnowledge(options, run)));

knowledge
  .command("update")
  .description("make the knowledge anew of the sources in THOTH_KNOWLEDGE_SOURCES")
  .option("--json", "print the answer as JSON", false)
  .action((options: Json) => act(options, ({ updateKnowledge }, run) => updateKnowledge(options, run)));

program
  .command("seal")
  .description("seal credentials of an index for a service; the password is read from standard input")
  .requiredOption("--key <file-or-url>", "the public key of the service")
  .requiredOption("--index <url>", "the credentials go to what lies below this https address, and nowhere else")
  .requiredOption("--for <owner[/repository]>", "who may use them")
  .requiredOption("--user <name>", "the user name")
  .option("--expires <date>", "the day from which they are refused, such as 2027-06-30")
  .option("--json", "print the entry as JSON", false)
  .action((options: SealOptions) => act(options, ({ seal }, run) => seal(options, run)));

const prescriptions = program.command("prescriptions").description("check, test and look at rules");

prescriptions
  .command("check")
  .description("read rules, and print every complaint with its place")
  .argument("<folders...>", "folders of rules")
  .option("--strict", "end at the first complaint", false)
  .option("--json", "print the answer as JSON", false)
  .action((folders: string[], options: CheckRulesOptions) =>
    act(options, ({ checkRules }, run) => checkRules(folders, options, run)),
  );

prescriptions
  .command("test")
  .description("run the cases that stand beside rules, in files called NAME.test.yaml")
  .argument("<folders...>", "folders of rules")
  .option("--json", "print the answer as JSON", false)
  .action((folders: string[], options: { json: boolean }) =>
    act(options, ({ testRules }, run) => testRules(folders, options, run)),
  );

prescriptions
  .command("show")
  .description("the rules that speak of a package or, without one, of what is locked in this folder")
  .option("--package <name[==version]>", "this package, or this release of it")
  .option("--environment <name>", "only this runtime environment")
  .option("--json", "print the answer as JSON", false)
  .action((options: ShowRulesOptions) => act(options, ({ showRules }, run) => showRules(options, run)));

prescriptions
  .command("explain")
  .description("what a rule, or without a name every rule, would do to what is locked in this folder")
  .argument("[name]", "the full name of a rule")
  .option("--environment <name>", "only this runtime environment")
  .option("--json", "print the answer as JSON", false)
  .action((name: string | undefined, options: Omit<ShowRulesOptions, "package">) =>
    act(options, ({ explainRule }, run) => explainRule(name, options, run)),
  );

await program.parseAsync();

/** Carries one out; its number is the exit code. */
async function act(options: Json, command: (commands: Commands, run: Run) => Promise<number>): Promise<void> {
  const { carryOut } = await import("./commands.ts");
  process.exitCode = await carryOut(command, options);
}
