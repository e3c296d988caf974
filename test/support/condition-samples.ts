/** Conditions as they stand in a rule, for tests of what they mean. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { EnvironmentSettings } from "../../src/environments/index.ts";
import type { Condition } from "../../src/pipeline/index.ts";
import { compileInclusion } from "../../src/prescriptions/inclusion.ts";
import { RuleFileSource, RuleSource } from "../../src/prescriptions/rule-source.ts";
import { context, type ContextSketch } from "./pipeline-samples.ts";

/** @param text the value of `should_include`, which stands in line 1 of `rule.yaml`. */
export function condition(text: string): Condition {
  const file = RuleFileSource.parse("rule.yaml", `should_include: ${text}\n`);
  const { should_include: value } = file.value as { readonly should_include: unknown };
  return compileInclusion(value, new RuleSource(file, [], ""));
}

/** What advice has to be: `adviser_pipeline`, and under `runtime_environments` what `text` says without its braces. */
export function environmentCondition(text: string): Condition {
  return condition(`{adviser_pipeline: true, runtime_environments: {${text}}}`);
}

/** Of which settings an environment is, beside RHEL 8 and Python 3.8, and whether the condition holds there. */
export type EnvironmentRow = readonly [stated: string, expected: boolean, settings?: Partial<EnvironmentSettings>];

/** One test a row. */
export function testEnvironments(rows: readonly EnvironmentRow[]): void {
  for (const [stated, expected, settings = {}] of rows)
    test(`${stated} ${expected ? "holds" : "fails"} with ${JSON.stringify(settings)}`, () =>
      assert.equal(environmentCondition(stated).holds(context({ settings })), expected));
}

/** A condition, whether it holds, and of which run. */
export type RunRow = readonly [stated: string, expected: boolean, run?: ContextSketch["run"]];

/** One test a row; `title` tells of which run. */
export function testRuns(rows: readonly RunRow[], title: (row: RunRow) => string): void {
  for (const row of rows) {
    const [stated, expected, run = {}] = row;
    test(`${stated} ${expected ? "holds" : "fails"} ${title(row)}`, () =>
      assert.equal(condition(stated).holds(context({ run })), expected));
  }
}
