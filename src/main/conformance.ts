/**
 * The conformance door: commands that read data only and answer through the product's own modules, so that anyone can
 * check us with cases we have never seen. JSON lines in, JSON lines out, in the same order.
 */

import { readFile } from "node:fs/promises";

import { Command, Option } from "commander";

import { exitCodeOf, standardOutput } from "../cli/index.ts";
import { answerPipfileLock } from "./conformance/pipfile-lock.ts";
import { answerStandards } from "./conformance/standards.ts";
import { runUniverse, type UniverseOptions } from "./conformance/universe.ts";
import { FileUnreadable } from "./folder.ts";

const program = new Command("conformance").description("Answer cases through the product's own modules");

program
  .command("standards")
  .description("one case a line on standard input, one answer a line: versions, specifiers, markers, names, files")
  .action(() => answerLines(answerStandards));

program
  .command("pipfile-lock")
  .description("pins and index data on standard input, the bytes of the lock on standard output")
  .action(() => answerLines(answerPipfileLock));

program
  .command("universe")
  .description("resolve the scenarios of a universe/1 document")
  .argument("<file>")
  .addOption(new Option("--objective <name>", "what to minimise").choices(["freshness", "hash101"]))
  .option("--level <names>", "levels to run, separated by commas", (text) => text.split(","))
  .action(async (file: string, { objective, level }: { objective?: "freshness" | "hash101"; level?: string[] }) => {
    const options = { ...(objective && { objective }), ...(level && { levels: level }) };
    process.exitCode = await exitCodeOf(() => answerUniverse(file, options), standardOutput(), false);
  });

await program.parseAsync();

async function answerUniverse(file: string, options: UniverseOptions): Promise<number> {
  for await (const answer of runUniverse(await readJson(file), options)) writeLine(JSON.stringify(answer));
  return 0;
}

/** @throws {FileUnreadable} */
async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, "utf8"));
  } catch (cause) {
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
