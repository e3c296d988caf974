/** `thoth prescriptions test DIR…`: runs the cases that stand beside rules, and says where an answer is another one. */

import { formatSafeJson, terminalLine } from "../../advise/index.ts";
import {
  type CheckFailure,
  readCaseFolder,
  readRuleFolder,
  type RuleTestReport,
  testRules,
} from "../../prescriptions/index.ts";
import type { Output } from "../output.ts";
import { count, inFolder, refuseFile, sayEmpty } from "./check-rules.ts";

/** @returns 0 where each folder has rules and every check its answer, else 1. @throws {UserError} where a folder cannot be read. */
export async function runTestRules(
  folders: readonly string[],
  { json }: { readonly json: boolean },
  output: Output,
  signal: AbortSignal,
): Promise<number> {
  const tested: TestedFolder[] = [];
  for (const folder of folders) {
    refuseFile(folder);
    const report = testRules(readRuleFolder(folder, signal), readCaseFolder(folder, signal));
    tested.push({ folder, report });
  }
  if (json)
    output.data(`${formatSafeJson({ folders: tested.map(({ folder, report }) => ({ folder, ...report })) }, 2)}\n`);
  else for (const one of tested) writeFolder(one, output);
  const empty = tested.filter(isEmpty);
  for (const { folder } of empty) sayEmpty(folder, output);
  return empty.length > 0 || tested.some(({ report }) => report.failures.length > 0) ? 1 : 0;
}

interface TestedFolder {
  readonly folder: string;
  readonly report: RuleTestReport;
}

function isEmpty({ report: { units, failures } }: TestedFolder): boolean {
  return units === 0 && failures.length === 0;
}

function writeFolder({ folder, report }: TestedFolder, output: Output): void {
  for (const failure of report.failures) writeFailure(folder, failure, output);
  for (const path of report.untested) output.say(`${inFolder(folder, path)}: has no cases beside it`);
  if (isEmpty({ folder, report })) return;
  const { checks, units, failures } = report;
  const failed = failures.length === 0 ? "all right" : `${failures.length} not`;
  output.say(`${folder}: ran ${count(checks, "check")} on ${count(units, "rule")}, ${failed}`);
}

/** What was expected stands above what came, so that they can be compared by eye. */
function writeFailure(folder: string, { message, differences }: CheckFailure, output: Output): void {
  output.data(`${terminalLine(inFolder(folder, message))}\n`);
  for (const { key, expected, actual } of differences) {
    const indent = " ".repeat(key.length);
    output.data(`  ${key}: expected ${spell(expected)}\n  ${indent}  but got  ${spell(actual)}\n`);
  }
}

function spell(value: unknown): string {
  return value === undefined ? "nothing" : formatSafeJson(value);
}
