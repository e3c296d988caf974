/** A provenance report in words: the same page for a check run and, rendered, for a terminal. Pure. */

import { code, join, marked, type Markdown, prose } from "../encode.ts";
import type { ProvenanceReport } from "./check-provenance.ts";
import type { Finding, Level } from "./finding.ts";

/** Findings that a page lists of one level; the others are counted. */
const mostListed: Readonly<Record<Level, number>> = { failure: 100, warning: 100, "not-checked": 20, info: 20 };

const headings: Readonly<Record<Level, Markdown>> = {
  failure: marked`## Failures`,
  warning: marked`## Warnings`,
  "not-checked": marked`## Not checked`,
  info: marked`## For information`,
};

/** A sentence without a period, such as `1 failure, 2 warnings`. */
export function provenanceTitle({ counts, locks }: Pick<ProvenanceReport, "counts" | "locks">): string {
  if (locks.length === 0) return "There is no lock to check";
  const parts = [
    ...(counts.failure > 0 ? [`${counts.failure} ${counts.failure === 1 ? "failure" : "failures"}`] : []),
    ...(counts.warning > 0 ? [`${counts.warning} ${counts.warning === 1 ? "warning" : "warnings"}`] : []),
    ...(counts["not-checked"] > 0 ? [`${counts["not-checked"]} not checked`] : []),
  ];
  return parts.length === 0 ? "What is locked comes from where the locks say" : parts.join(", ");
}

/** What was checked, then what was found, worst first. */
export function provenancePage(report: ProvenanceReport): Markdown {
  const { locks, unchecked } = report;
  const checked = locks.map(
    ({ environment, path, packages }) =>
      marked`- ${code(path)} for ${code(environment)}: ${packages} ${packages === 1 ? marked`entry` : marked`entries`}`,
  );
  const others = unchecked.map(
    ({ environment, path, reason }) =>
      marked`- ${code(path)} for ${code(environment)} was not checked: ${prose(reason)}`,
  );
  const levels = ["failure", "warning", "not-checked", "info"] as const;
  return join(
    [join([...checked, ...others], "\n"), ...levels.map((level) => sayLevel(level, report)), signatures(report)],
    "\n\n",
  );
}

/** Said wherever an attestation was read. */
function signatures({ findings }: ProvenanceReport): Markdown {
  const isRead = findings.some(({ evidence }) => evidence["verification"] !== undefined);
  return isRead
    ? marked`Publishers are told as the index tells them. Whether the signatures of attestations are genuine was not checked.`
    : marked``;
}

function sayLevel(level: Level, { findings, counts }: ProvenanceReport): Markdown {
  const own = groupAlike(findings.filter((finding) => finding.level === level));
  if (own.length === 0) return marked``;
  const shown = own.slice(0, mostListed[level]);
  const told = shown.reduce((sum, { times }) => sum + times, 0);
  const left = counts[level] - told;
  const lines = shown.map(sayFinding);
  if (left > 0) lines.push(marked`- and ${left} more`);
  return join([headings[level], join(lines, "\n")], "\n\n");
}

interface Alike {
  readonly first: Finding;
  readonly places: readonly string[];
  readonly times: number;
}

/** The same sentence for several environments or sections is said once. */
function groupAlike(findings: readonly Finding[]): readonly Alike[] {
  const groups = Map.groupBy(findings, ({ id, message }) => `${id} ${message}`);
  return [...groups.values()].map((group) => ({
    first: group[0]!,
    places: [...new Set(group.map(({ path, line }) => `${path}:${line}`))],
    times: group.length,
  }));
}

function sayFinding({ first, places }: Alike): Markdown {
  const shown = places.slice(0, 3).map(code);
  const more = places.length > shown.length ? marked` and ${places.length - shown.length} more` : marked``;
  return marked`- ${code(first.id)} ${prose(first.message)} (${join(shown, ", ")}${more})`;
}
