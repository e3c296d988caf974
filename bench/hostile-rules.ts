/**
 * What it costs to refuse collections of rules that want to cost more: 200,000 units that nest, alias, repeat or swell.
 *
 *     node bench/hostile-rules.ts
 *
 * Each is an archive that goes the way of an operator's source: a process with limits reads it. Printed are the seconds it
 * took by the clock, and what came of it.
 */

import { gzipSync } from "node:zlib";
import { UserError } from "../src/base/index.ts";
import { compileInChild } from "../src/main/rules/compile-in-child.ts";
import { PackedStore } from "../src/prescriptions/index.ts";
import { tar } from "../test/support/tar.ts";
import { machine } from "./side-by-side.ts";

const files = 2_000;
const perFile = 100;

/** A unit in flow style, which only the slow reader knows. */
function unit(name: string, message: string): string {
  const run = `{stack_info: [{type: INFO, message: "${message}", link: "https://example.org"}]}`;
  return `  - {name: ${name}, type: wrap, should_include: {adviser_pipeline: true}, run: ${run}}\n`;
}

function file(number: number, message: string): string {
  const units = Array.from({ length: perFile }, (_, i) => unit(`U${number}x${i}`, message));
  return `units:\n  wraps:\n${units.join("")}`;
}

const anchors = Array.from({ length: 9 }, (_, i) => {
  const inner =
    i === 0
      ? "{k0: 1, l0: 2}"
      : `{<<: [${Array(9)
          .fill(`*a${i - 1}`)
          .join(", ")}], k${i}: 1}`;
  return `  m${i}: &a${i} ${inner}\n`;
}).join("");

/** Text of a file by its number. */
const packs: Readonly<Record<string, (number: number) => string>> = {
  "plain words in flow style": (number) => file(number, "hello"),
  "long messages, 400 MB": (number) => file(number, "x".repeat(2_000)),
  "anchors that multiply": (number) => `metadata:\n${anchors}${file(number, "hello")}`,
  "brackets, 1 MB a file, 100 files": (number) => (number < 100 ? "[".repeat(1_000_000) : file(number, "hello")),
  "mappings of 50,000 keys, 100 files": (number) =>
    number < 100 ? `metadata: {${Array.from({ length: 50_001 }, (_, i) => `k${i}: 1`).join(", ")}}` : "units: {}\n",
  "mistakes everywhere, 100 files of 1 MB": (number) => (number < 100 ? "]".repeat(1_000_000) : "units: {}\n"),
  "one message for all names": (number) => file(0, `hello ${number}`),
};

console.log(Object.values(machine()).join(", "));
for (const [title, textOf] of Object.entries(packs)) {
  const entries = Array.from({ length: files }, (_, i) => ({ path: `${i}.yaml`, content: textOf(i) }));
  const archive = gzipSync(tar(...entries));
  const start = performance.now();
  const outcome = await outcomeOf(archive);
  console.log(`${title.padEnd(40)} ${((performance.now() - start) / 1_000).toFixed(1).padStart(6)} s  ${outcome}`);
}

async function outcomeOf(bytes: Buffer): Promise<string> {
  const contents = { kind: "archive", place: "hostile.tar.gz", bytes, within: "" } as const;
  try {
    const options = { origin: Buffer.alloc(32), earlier: [] };
    const packed = await compileInChild()(contents, options, new AbortController().signal);
    const { unitCount, files: read, rejected } = PackedStore.open(packed).summary;
    const why = rejected.length === 0 ? "" : `, ${rejected.length} left out: ${rejected[0]!.errors[0].code}`;
    return `${unitCount} units of ${read} files${why}`;
  } catch (error) {
    if (error instanceof UserError) return `${error.code}: ${error.message}`;
    throw error;
  }
}
