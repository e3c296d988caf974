/**
 * The check run "Thoth source": what the rules on source say of the lines that a push or pull request touches, for a
 * repository that asks for it. Where no Python is touched there is no check, and what a broken `.thoth.yaml` says is told
 * by the check of the advice.
 */

import { code, join, marked, type Markdown, prose, type SourceScan, terminalLine } from "../../advise/index.ts";
import { UserError } from "../../base/index.ts";
import type { Annotation, Cause, ChangedFile, CheckRun, CommitSha } from "../../ports/index.ts";
import { isLockFile, isPythonFile } from "../../project/index.ts";
import { configurationPath, readSettings } from "../settings.ts";
import { sayMistake } from "./replies.ts";
import { fileReader, timeOf, type Visit } from "../visit.ts";

const name = "Thoth source";
const key = "source";

/** What is to be looked at, and since when: a commit or a branch. */
interface Span {
  readonly base: string;
  readonly head: CommitSha;
}

/** Undefined for a cause that brings no source. */
export function sourceIn(cause: Cause, defaultBranch: string): Span | undefined {
  if (cause.kind === "pull-request") return { base: defaultBranch, head: cause.head };
  return cause.kind === "source" ? cause : undefined;
}

/** Looks at what was touched, and writes the check. Doing it twice changes nothing. */
export async function checkSource({ base, head }: Span, visit: Visit): Promise<void> {
  const { host, signal } = visit;
  // Settings are those of the default branch: a pull request does not change what it is held against.
  const settings = fileReader(await host.head(signal), visit);
  if (!(await isWanted(settings, visit))) return;
  const changes = await host.changedFiles(base, head, signal);
  const files = changes.map(({ path }) => path).filter(isPythonFile);
  if (files.length === 0) return;
  await host.writeCheck(head, await lookAt(head, files, { changes, settings }, visit), signal);
}

async function isWanted(settings: Reader, { adviser, signal }: Visit): Promise<boolean> {
  try {
    return (await readSettings(settings, adviser, signal)).checksSource;
  } catch (error) {
    if (error instanceof UserError) return false;
    throw error;
  }
}

async function lookAt(
  head: CommitSha,
  files: readonly string[],
  { changes, settings }: { readonly changes: readonly ChangedFile[]; readonly settings: Reader },
  visit: Visit,
): Promise<CheckRun> {
  const locks = (await visit.host.listFiles(head, visit.signal)).filter(isLockFile);
  const own = fileReader(head, visit);
  const readFile: Reader = (path, ...rest) => (path === configurationPath ? settings : own)(path, ...rest);
  try {
    return sourceCheckOf(await visit.adviser.source({ files, locks, readFile }, timeOf(1, visit)), changes);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const title = "The source could not be looked at";
    return { name, key, conclusion: "neutral", title, summary: sayMistake(error), annotations: [] };
  }
}

type Reader = ReturnType<typeof fileReader>;

type Finding = SourceScan["findings"][number];

/** As many as GitHub takes at once. */
const mostAnnotations = 50;

/** Pure. */
export function sourceCheckOf(scan: SourceScan, changes: readonly ChangedFile[]): CheckRun {
  const touched = touchedLines(changes);
  // Information is told to who asks for everything.
  const told = scan.findings.filter((finding) => finding.level !== "info" && touched(finding));
  const shown = told.slice(0, mostAnnotations);
  const errors = told.filter(({ level }) => level === "error").length;
  return {
    name,
    key,
    conclusion: told.length === 0 ? "success" : errors > 0 && scan.security ? "failure" : "neutral",
    title:
      told.length === 0
        ? "Nothing dangerous on the lines that were touched"
        : `${amounts(told)} on the lines that were touched`,
    summary: join([rulesOf(told), ...notes(scan, told.length - shown.length, touched)], "\n\n"),
    annotations: shown.map((finding) => annotationOf(finding, scan.security)),
  };
}

/** @returns whether a finding stands on a line that was touched, with any of its lines. */
function touchedLines(changes: readonly ChangedFile[]): (finding: Finding) => boolean {
  const byPath = new Map(changes.map((change) => [change.path, change.lines]));
  return ({ file, line, endLine }) => {
    if (!byPath.has(file)) return false;
    const lines = byPath.get(file);
    return lines === undefined || lines.some(([first, last]) => first <= endLine && line <= last);
  };
}

function annotationOf({ rule, level, message, file, line, link, cwe }: Finding, security: boolean): Annotation {
  return {
    path: file,
    line,
    level: level === "error" && security ? "failure" : "warning",
    title: `${rule}: ${level}`,
    // Shown as plain text: nothing in it is markup.
    message: terminalLine(`${message} (CWE-${cwe}, ${link})`),
  };
}

/** A line for each rule. */
function rulesOf(told: readonly Finding[]): Markdown {
  const groups = [...Map.groupBy(told, ({ rule }) => rule).values()];
  return join(
    groups.map(
      (group) => marked`- ${code(group[0]!.rule)}, ${group.length} ${times(group.length)}: ${prose(group[0]!.message)}`,
    ),
    "\n",
  );
}

function times(count: number): Markdown {
  return count === 1 ? marked`line` : marked`lines`;
}

function amounts(told: readonly Finding[]): string {
  const parts = (["error", "warning"] as const).flatMap((level) => {
    const count = told.filter((finding) => finding.level === level).length;
    return count === 0 ? [] : [`${count} ${level}${count === 1 ? "" : "s"}`];
  });
  return parts.join(" and ");
}

/** Files that are named one by one. */
const mostUnread = 10;

function notes(
  { suppressed, unread }: SourceScan,
  hidden: number,
  touched: (finding: Finding) => boolean,
): readonly Markdown[] {
  const off = suppressed.filter(touched).length;
  const own = unread.filter(({ isOwn }) => isOwn);
  return [
    hidden === 0 ? marked`` : marked`${hidden} more are not shown on their lines; ${code("thoth scan")} shows all.`,
    off === 0 ? marked`` : marked`Comments switch ${off} off.`,
    join(
      own.slice(0, mostUnread).map(({ file, reason }) => marked`- ${code(file)} was not read: ${prose(reason)}`),
      "\n",
    ),
    own.length <= mostUnread ? marked`` : marked`${own.length - mostUnread} more files were not read.`,
    marked`How to switch a finding off: ${code("# thoth: ignore[PY030] reason")} on its line.`,
  ];
}
