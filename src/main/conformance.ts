/**
 * The conformance door: commands that read data only and answer through the product's own modules, so that anyone can
 * check us with cases we have never seen. JSON lines in, JSON lines out, in the same order.
 */

import { readFile } from "node:fs/promises";
import { enableCompileCache } from "node:module";
import { fileURLToPath } from "node:url";

import { Command, InvalidArgumentError, Option } from "commander";

import type { SnapshotOptions } from "./conformance/snapshot.ts";
import type { UniverseOptions } from "./conformance/universe.ts";

// Each command loads what it needs, and the compiled form of that is kept.
enableCompileCache();
const shippedRules = fileURLToPath(new URL("../../prescriptions", import.meta.url));
const program = new Command("conformance").description("Answer cases through the product's own modules");

program
  .command("standards")
  .description("one case a line on standard input, one answer a line: versions, specifiers, markers, names, files")
  .action(async () => answerLines((await import("./conformance/standards.ts")).answerStandards));

program
  .command("pipfile-lock")
  .description("pins and index data on standard input, the bytes of the lock on standard output")
  .action(async () => answerLines((await import("./conformance/pipfile-lock.ts")).answerPipfileLock));

program
  .command("universe")
  .description("resolve the scenarios of a universe/1 document")
  .argument("<file>")
  .addOption(new Option("--objective <name>", "what to minimise").choices(["freshness", "hash101"]))
  .option("--level <names>", "levels to run, separated by commas", (text) => text.split(","))
  .action(async (file: string, { objective, level }: { objective?: "freshness" | "hash101"; level?: string[] }) => {
    const options = { ...(objective && { objective }), ...(level && { levels: level }) };
    await endWith(() => answerUniverse(file, options));
  });

program
  .command("snapshot")
  .description("resolve sets of requirements on a frozen snapshot of an index")
  .argument("<folder>", "holds index-snapshot.json.gz")
  .requiredOption("--sets <file>", "a document of the format sets/1")
  .option("--set <name>", "the one set to answer, instead of all")
  .addOption(new Option("--objective <name>", "what to minimise").choices(["freshness", "latest"]).default("freshness"))
  .option("--repeat <times>", "answer each set so often, and print medians", readTimes, 1)
  .action(async (folder: string, { sets, ...options }: { sets: string } & SnapshotChoice) => {
    await endWith(() => answerSnapshot(folder, sets, options));
  });

program
  .command("prescriptions")
  .description("load a folder of rules: a line for each file that is left out, and one of counts; or answer cases")
  .option("--data <folder>", "the folder of the rules; those that ship without it", shippedRules)
  .option("--cases <file>", "answer these: a line for each check")
  .action(async ({ data, cases }: { data: string; cases?: string }) =>
    endWith(() => (cases === undefined ? answerPrescriptions(data) : answerCasesIn(cases, data))),
  );

program
  .command("advisories")
  .description(
    "`name==version` a line on standard input, the advisories of each on standard output; or scores of vectors",
  )
  .addOption(new Option("--data <folder>", "a knowledge bundle, or advisory databases").conflicts("vectors"))
  .option("--vectors", "CVSS vectors on standard input in place of releases", false)
  .action(async ({ data, vectors }: { data?: string; vectors: boolean }) =>
    endWith(() => answerAdvisories(data, vectors)),
  );

await program.parseAsync();

type SnapshotChoice = Omit<SnapshotOptions, "cache">;

/** Errors for people become one sentence and the exit code 1. */
async function endWith(run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    const { exitCodeOf, standardOutput } = await import("../cli/index.ts");
    process.exitCode = await exitCodeOf(() => Promise.reject(error), standardOutput(), false);
  }
}

function readTimes(text: string): number {
  if (/^[1-9][0-9]{0,5}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("write a whole number from 1");
}

async function answerSnapshot(folder: string, sets: string, choice: SnapshotChoice): Promise<void> {
  const { runSnapshot } = await import("./conformance/snapshot.ts");
  const cache = (await import("./shared-cache.ts")).sharedCache();
  const answers = runSnapshot(folder, await readJson(sets), { ...choice, cache });
  for await (const answer of answers) writeLine(JSON.stringify(answer));
  for (const note of cache.notes()) process.stderr.write(`${note}\n`);
}

async function answerPrescriptions(folder: string): Promise<void> {
  const { checkPrescriptions } = await import("./conformance/prescriptions.ts");
  const { signal } = new AbortController();
  for await (const line of checkPrescriptions(folder, signal)) writeLine(JSON.stringify(line));
}

async function answerCasesIn(file: string, folder: string): Promise<void> {
  const { answerRuleCases } = await import("./conformance/rule-cases.ts");
  const { signal } = new AbortController();
  for await (const line of answerRuleCases(file, folder, signal)) writeLine(JSON.stringify(line));
}

async function answerUniverse(file: string, options: UniverseOptions): Promise<void> {
  const { runUniverse } = await import("./conformance/universe.ts");
  for await (const answer of runUniverse(await readJson(file), options)) writeLine(JSON.stringify(answer));
}

async function answerAdvisories(data: string | undefined, vectors: boolean): Promise<void> {
  const { answerRelease, answerVector, openAdvisories } = await import("./conformance/advisories.ts");
  if (vectors) return await answerLines(answerVector);
  const { shippedKnowledge } = await import("./knowledge/settings.ts");
  const advisories = await openAdvisories(data ?? shippedKnowledge, new AbortController().signal);
  await answerLines((line) => answerRelease(line, advisories));
}

/** @throws {FileUnreadable} */
async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, "utf8"));
  } catch (cause) {
    const { FileUnreadable } = await import("./folder.ts");
    throw new FileUnreadable(file, cause);
  }
}

/** Lines end in a line feed and in nothing else: JSON may hold U+2028, which `node:readline` would split at. */
async function answerLines(answer: (line: string) => string): Promise<void> {
  let rest = "";
  for await (const chunk of process.stdin.setEncoding("utf8")) {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop()!;
    for (const line of lines) answerLine(line, answer);
  }
  answerLine(rest, answer);
}

function answerLine(line: string, answer: (line: string) => string): void {
  const text = line.replace(/^\uFEFF/, "");
  if (text.trim() !== "") writeLine(answer(text));
}

function writeLine(text: string): void {
  process.stdout.write(`${text}\n`);
}
