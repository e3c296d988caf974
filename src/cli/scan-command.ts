/** `thoth scan [PATH]`: what the rules on source find in a folder, by rule for people, as JSON and SARIF for programs. */

import { formatSafeJson, scanSource, terminalLine } from "../advise/index.ts";
import { isLockFile } from "../project/index.ts";
import type { Finding, Level, Rule, SourceScan } from "../source/index.ts";
import type { ProjectFolder } from "./advise-command.ts";
import type { Output } from "./output.ts";
import { count } from "./rules/check-rules.ts";

export interface ScanOptions {
  readonly json: boolean;
  readonly sarif: boolean;
  /** In place of looking: the table of rules. */
  readonly rules: boolean;
  /** With information, and every place of a rule. */
  readonly all: boolean;
}

/** @param version of this program. @returns 1 where something of level `error` is found, else 0. @throws {UserError} */
export async function runScan(
  open: () => Promise<ProjectFolder>,
  { json, sarif, rules, all }: ScanOptions,
  version: string,
  output: Output,
  signal: AbortSignal,
): Promise<number> {
  // Loaded by this command alone: other commands start without the parser.
  const { sarifOf, sourceRules } = await import("../source/index.ts");
  if (rules) return showRules(sourceRules, json, output);
  const folder = await open();
  const files = await folder.list(signal);
  const progress = countingLines(output);
  const request = { files, locks: files.filter(isLockFile), readFile: folder.read, readSource: folder.readBytes };
  const scan = await scanSource(request, signal, progress);
  const findings = all ? scan.findings : scan.findings.filter(({ level }) => level !== "info");
  if (sarif) output.data(`${formatSafeJson(sarifOf({ ...scan, findings }, version), 2)}\n`);
  else if (json) output.data(`${formatSafeJson({ ...scan, findings }, 2)}\n`);
  else writeFindings(findings, all, output);
  saySummary(scan, all, output);
  return findings.some(({ level }) => level === "error") ? 1 : 0;
}

/** A line each so many files, so that a person sees that it goes on. */
const filesBetween = 500;

function countingLines(output: Output): (path: string) => void {
  const started = Date.now();
  let files = 0;
  return (path) => {
    if (++files % filesBetween === 0)
      output.say(`${((Date.now() - started) / 1000).toFixed(1).padStart(5)} s  ${files} files read, now ${path}`);
  };
}

/** Places of a rule that are shown unless all are asked for. */
const mostPlaces = 10;

function writeFindings(findings: readonly Finding[], all: boolean, output: Output): void {
  const byRule = findings.toSorted((a, b) => (a.level !== b.level || a.rule === b.rule ? 0 : a.rule < b.rule ? -1 : 1));
  const groups = Map.groupBy(byRule, ({ level, rule }) => `${level} ${rule}`);
  let isFirst = true;
  for (const [title, group] of groups) {
    const { message, link } = group[0]!;
    output.data(`${isFirst ? "" : "\n"}${title}: ${message}\n  ${link}\n`);
    isFirst = false;
    const shown = all ? group : group.slice(0, mostPlaces);
    for (const finding of shown) output.data(`  ${placeOf(finding)}\n`);
    if (shown.length < group.length) output.data(`  and ${group.length - shown.length} more, which --all shows\n`);
  }
}

function placeOf({ file, line, column, scope, part }: Finding): string {
  const where = scope === "" ? "" : `  in ${scope}`;
  return terminalLine(`${file}:${line}:${column}${where}${part === "code" ? "" : ` (${part})`}`);
}

/** Files that are named one by one. */
const mostUnread = 10;

function saySummary({ findings, suppressed, files, lines, unread }: SourceScan, all: boolean, output: Output): void {
  const own = unread.filter(({ isOwn }) => isOwn);
  for (const { file, reason } of own.slice(0, mostUnread)) output.say(`not read: ${file}: ${reason}`);
  const more = own.length - mostUnread;
  if (more > 0) output.say(`not read: ${more} more ${more === 1 ? "file" : "files"}`);
  const told = (["error", "warning", "info"] as const).map((level) => amountOf(level, findings));
  output.say(`${told.join(", ")} in ${count(files, "file")} (${count(lines, "line")})`);
  if (!all && findings.some(({ level }) => level === "info")) output.say("hint: --all shows information, too");
  if (suppressed.length > 0) output.say(`${count(suppressed.length, "finding")} switched off by comments`);
  if (files === 0) output.say("hint: there is no Python in this folder; name another one");
}

function amountOf(level: Level, findings: readonly Finding[]): string {
  const amount = findings.filter((finding) => finding.level === level).length;
  return level === "info" ? `${amount} for information` : count(amount, level);
}

function showRules(rules: readonly Rule[], json: boolean, output: Output): number {
  const rows = rules.map(({ id, level, underSecurity, cwe, bandit, finds, message, link }) => ({
    id,
    level,
    ...(underSecurity !== undefined && { under_security: underSecurity }),
    cwe,
    bandit,
    finds,
    message,
    link,
  }));
  if (json) output.data(`${formatSafeJson({ rules: rows }, 2)}\n`);
  else for (const { id, level, cwe, finds } of rows) output.data(`${id}  ${level.padEnd(7)}  CWE-${cwe}: ${finds}\n`);
  return 0;
}
