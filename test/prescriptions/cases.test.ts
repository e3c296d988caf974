/** The cases of `cases/*.json`, which `README.md` explains: what the door `prescriptions` answers, to the letter. */

import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { test } from "node:test";
import { answerCases, caseUnits, parseCases } from "../../src/prescriptions/index.ts";
import { runMain } from "../support/command.ts";

const folder = join(import.meta.dirname, "cases");
const nothing = caseUnits([]);
let count = 0;

for (const path of globSync(join(folder, "*.json")).toSorted()) {
  const name = basename(path, ".json");
  for (const { case: id, check, answer } of answerCases(parseCases(path, readFileSync(path, "utf8")), nothing)) {
    count++;
    test(`${name}: ${id}: ${check.id}`, () => assert.deepEqual(plain(answer), plain(check.expected())));
  }
}

test("there are cases of everything", () => assert.ok(count >= 250, String(count)));

/** As JSON has it. */
function plain(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}

test("the door answers one line a check, in the order of the file", async () => {
  const path = join(folder, "groups.json");
  const { cases } = JSON.parse(readFileSync(path, "utf8")) as {
    readonly cases: readonly { readonly id: string; readonly checks: readonly { id: string; expect: object }[] }[];
  };
  const { stdout, code } = await runMain("conformance", ["prescriptions", "--data", "prescriptions", "--cases", path]);
  assert.equal(code, 0);
  assert.deepEqual(
    stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as unknown),
    cases.flatMap(({ id, checks }) => checks.map(({ id: check, expect }) => ({ case: id, check, ...expect }))),
  );
});

/** What the door says of `text` as a file of cases. */
function answers(text: string): readonly string[] {
  return [...answerCases(parseCases("cases.json", text), nothing)].map(({ answer }) => JSON.stringify(answer));
}

const unit = `{"name": "S", "type": "sieve", "should_include": {"adviser_pipeline": true}, "match": {"package_version": {"name": "a"}}}`;

for (const [what, text, expected] of [
  [
    "a unit that is wrong",
    `{"cases": [{"id": "c", "units": [{"name": "S"}], "checks": [{"id": "k"}]}]}`,
    "`type` is missing",
  ],
  [
    "two units of one name",
    `{"cases": [{"id": "c", "units": [${unit}, ${unit}], "checks": [{"id": "k"}]}]}`,
    "the unit `S` stands twice",
  ],
  [
    "an environment that is wrong",
    `{"cases": [{"id": "c", "checks": [{"id": "k", "environment": {"cuda": "11"}}]}]}`,
    "unknown key `environment.cuda`",
  ],
  [
    "two questions",
    `{"cases": [{"id": "c", "checks": [{"id": "k", "input": {"boot": [], "wrap": []}}]}]}`,
    "a check asks one question",
  ],
  [
    "a question without its subject",
    `{"cases": [{"id": "c", "checks": [{"id": "k", "input": {"boot": [], "resolved": []}}]}]}`,
    "`input.resolved` says nothing without `input.step`",
  ],
  [
    "a name that is none",
    `{"cases": [{"id": "c", "units": [${unit}], "checks": [{"id": "k", "input": {"candidates": [{"name": "-", "version": "1"}]}}]}]}`,
    "`-` is not a name",
  ],
] as const)
  test(`${what} is the answer, and the next check goes on`, () => {
    const [first] = answers(text);
    assert.ok(first?.includes(expected), first);
    assert.match(first ?? "", /^\{"error":/);
  });

test("a mistake in one case spoils no other", () => {
  const text = `{"cases": [{"id": "a", "units": [{}], "checks": [{"id": "k"}]}, {"id": "b", "units": [${unit}], "checks": [{"id": "k"}]}]}`;
  assert.equal(answers(text)[1], '{"included":true}');
});

test("what is no file of cases is refused with its place", () => {
  assert.throws(
    () => parseCases("cases.json", `{"cases": [{"id": "a"}]}`),
    /^Error: cases\.json:1:12: `cases\[0\]\.checks` is missing/,
  );
  assert.throws(() => parseCases("cases.json", `{"cases": {}}`), /`cases` must be a list/);
});
