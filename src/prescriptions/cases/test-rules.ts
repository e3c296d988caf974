/** Runs the cases that stand beside rules: those of `NAME.test.yaml` are about the rules of `NAME.yaml`. */

import { isDeepStrictEqual } from "node:util";
import { compareText, UserError } from "../../base/index.ts";
import type { Unit } from "../../pipeline/index.ts";
import { loadUnits, type RuleFile } from "../load.ts";
import { isMetadataFile } from "../namespaces.ts";
import { answerCases } from "./answer-cases.ts";
import { type CaseAnswer, type CaseFile, parseCases, type WrittenCheck } from "./case-format.ts";
import { caseUnits, type CaseUnits } from "./case-units.ts";

export interface RuleTestReport {
  /** Checks that were run. */
  readonly checks: number;
  readonly units: number;
  /** By path, and in a file as they stand. */
  readonly failures: readonly CheckFailure[];
  /** Paths of rules that have no cases beside them, sorted. */
  readonly untested: readonly string[];
}

/** What is wrong, in one sentence with its place, and where an answer differs, how. */
export interface CheckFailure {
  readonly message: string;
  readonly differences: readonly Difference[];
}

/** Undefined where the answer lacks the key. */
export interface Difference {
  readonly key: string;
  readonly expected: unknown;
  readonly actual: unknown;
}

/**
 * Every key of `expect` must be in the answer with that value; about others a check says nothing. A file that cannot be
 * read, of rules or of cases, is a failure too.
 */
export function testRules(rules: readonly RuleFile[], cases: readonly RuleFile[]): RuleTestReport {
  const loaded: { readonly unit: Unit; readonly path: string }[] = [];
  const { rejected, unitCount } = loadUnits(rules, {}, (found) => loaded.push(found));
  const failures: CheckFailure[] = rejected.flatMap(({ errors }) => errors.map(({ message }) => failure(message)));
  const byPath = Map.groupBy(loaded, ({ path }) => path);
  const all = loaded.map(({ unit }) => unit);
  const tested = new Set<string>();
  let checks = 0;
  for (const file of cases.toSorted((a, b) => compareText(a.path, b.path))) {
    const sibling = rules.find(({ path }) => withoutEnding(path) === withoutEnding(file.path));
    if (sibling === undefined) {
      failures.push(failure(`${file.path}: there are no rules beside it, in a file without \`.test\``));
      continue;
    }
    tested.add(sibling.path);
    const units = (byPath.get(sibling.path) ?? []).map(({ unit }) => unit);
    const run = runCases(file, caseUnits(units, all));
    checks += run.checks;
    failures.push(...run.failures);
  }
  const untested = rules.map(({ path }) => path).filter((path) => !tested.has(path) && !isMetadataFile(path));
  return { checks, units: unitCount, failures, untested: untested.toSorted(compareText) };
}

function withoutEnding(path: string): string {
  return path.replace(/(?:\.test)?\.ya?ml$/, "");
}

function failure(message: string, differences: readonly Difference[] = []): CheckFailure {
  return { message, differences };
}

function runCases(file: RuleFile, units: CaseUnits): Pick<RuleTestReport, "checks" | "failures"> {
  let found: CaseFile;
  try {
    found = parseCases(file.path, file.text());
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { checks: 0, failures: [failure(error.message)] };
  }
  const failures: CheckFailure[] = [];
  let checks = 0;
  for (const { case: id, check, answer } of answerCases(found, units)) {
    checks++;
    failures.push(...judge(file.path, id, check, answer));
  }
  return { checks, failures };
}

function judge(path: string, id: string, check: WrittenCheck, answer: CaseAnswer): readonly CheckFailure[] {
  const title = `${check.place()}: case \`${id}\`, check \`${check.id}\``;
  let expected: CaseAnswer | undefined;
  try {
    expected = check.expected();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return [failure(error.message)];
  }
  // A complaint about the case itself begins with its own place, and names the check.
  if (answer.error !== undefined && answer.error !== null && expected?.error === undefined)
    return [failure(answer.error.startsWith(`${path}:`) ? answer.error : `${title}: ${answer.error}`)];
  const keys = Object.keys(expected ?? {}) as (keyof CaseAnswer)[];
  if (keys.length === 0) return [failure(`${title} expects nothing: write under \`expect\` what the answer must be`)];
  const differences = keys
    .map((key) => ({ key, expected: plain(expected?.[key]), actual: plain(answer[key]) }))
    .filter((one) => !isDeepStrictEqual(one.expected, one.actual));
  return differences.length === 0 ? [] : [failure(title, differences)];
}

/** As JSON has it: the order of keys does not matter, nor where a value comes from. */
function plain(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}
