/**
 * The conformance door: commands that read data only and answer through the product's own modules, so that anyone can
 * check us with cases we have never seen. JSON lines in, JSON lines out, in the same order.
 */

import { readFileSync } from "node:fs";

import { Command, Option } from "commander";

import { answerPipfileLock } from "./conformance/pipfile-lock.ts";
import { answerStandards } from "./conformance/standards.ts";
import { runUniverse, type UniverseOptions } from "./conformance/universe.ts";

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
  .action(async (file: string, options: UniverseOptions) => {
    for await (const answer of runUniverse(JSON.parse(readFileSync(file, "utf8")), options))
      writeLine(JSON.stringify(answer));
  });

await program.parseAsync();

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
  if (line.trim() !== "") writeLine(answer(line));
}

function writeLine(text: string): void {
  process.stdout.write(`${text}\n`);
}
