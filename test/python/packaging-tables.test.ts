// Every question that the test suite of pypa's `packaging` asks of what we have too, and its answers: see
// `test/data/packaging/README.md`.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";

import { Version } from "../../src/python/index.ts";
import { describeDifference } from "../support/packaging-answers.ts";
import type { StandardsQuestion } from "../support/standards-cases.ts";

const [head, ...lines] = gunzipSync(readFileSync(new URL("../data/packaging/questions.jsonl.gz", import.meta.url)))
  .toString()
  .trimEnd()
  .split("\n");
const { ascending } = JSON.parse(head!) as { readonly ascending: readonly string[] };

/** Questions and answers take turns. The answers stay text: a number of many digits would not survive being parsed. */
const rows = Array.from({ length: lines.length / 2 }, (_, i) => ({
  question: JSON.parse(lines[2 * i]!) as StandardsQuestion,
  answer: lines[2 * i + 1]!,
}));

/** Where we differ on purpose. */
const differences: readonly { readonly why: string; readonly concerns: (question: StandardsQuestion) => boolean }[] = [
  {
    // PEP 440 knows no longest number. CPython refuses to read more than 4300 digits, and `packaging` finds that out when
    // it first compares with the specifier; we say so at once.
    why: "a specifier with a number of more than 4300 digits is refused when it is read",
    concerns: ({ op, text }) => op === "set" && /[0-9]{4301}/.test(String(text)),
  },
];

const byOperation = Map.groupBy(
  rows.filter(({ question }) => !differences.some(({ concerns }) => concerns(question))),
  ({ question }) => question.op,
);

for (const [op, cases] of byOperation) {
  test(`answers packaging's ${cases.length} questions of \`${op}\` as packaging does`, () => {
    const found = cases.flatMap(({ question, answer }) => describeDifference(question, answer));
    assert.deepEqual(found, []);
  });
}

for (const { why, concerns } of differences) {
  test(`differs from packaging: ${why}`, () => {
    const cases = rows.filter(({ question }) => concerns(question));
    assert.ok(cases.length > 0);
    for (const { question, answer } of cases) assert.equal(describeDifference(question, answer).length, 1);
  });
}

/** What each operator of Python says of two that stand in this order. */
const operators: Readonly<Record<string, (order: number) => boolean>> = {
  "<": (order) => order < 0,
  "<=": (order) => order <= 0,
  "==": (order) => order === 0,
  "!=": (order) => order !== 0,
  ">=": (order) => order >= 0,
  ">": (order) => order > 0,
};

for (const [operator, holds] of Object.entries(operators)) {
  test(`orders each pair of packaging's ${ascending.length} versions: ${operator}`, () => {
    const versions = ascending.map((text) => Version.parse(text));
    const wrong: string[] = [];
    for (const [i, left] of versions.entries()) {
      for (const [j, right] of versions.entries()) {
        if (holds(Version.compare(left, right)) !== holds(i - j)) wrong.push(`${left.text} ${operator} ${right.text}`);
      }
    }
    assert.deepEqual(wrong, []);
  });
}
