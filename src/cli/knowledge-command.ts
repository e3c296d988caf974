/** `thoth knowledge show` and `thoth knowledge update`: which outside knowledge is in use, how old it is, and whose. */

import { formatSafeJson, terminalLine } from "../advise/index.ts";
import type { Output } from "./output.ts";

/** A part of the bundle in use. Keys are in snake case, as in the manifest that they come from. */
export interface KnowledgePartReport {
  readonly kind: string;
  readonly as_of: string;
  readonly age_days: number;
  readonly source: string;
  readonly licence: string;
  readonly attribution: string;
  readonly sha256: string;
}

export interface KnowledgeReport {
  /** `own`: what `THOTH_KNOWLEDGE` names; `sources`: made of the list of sources; `shipped`: what came with the program. */
  readonly in_use: "own" | "sources" | "shipped";
  readonly place: string;
  readonly parts: readonly KnowledgePartReport[];
  /** What its age means: `judged`, `old` (it is, with a warning), or `not-judged`. */
  readonly advisories: "judged" | "old" | "not-judged";
}

/** @returns 0, or 1 where the advisories are missing or too old to judge by. */
export function showKnowledge(report: KnowledgeReport, options: { readonly json: boolean }, output: Output): number {
  if (options.json) output.data(`${formatSafeJson(report, 2)}\n`);
  else {
    output.data(`${terminalLine(`${places[report.in_use]}: ${report.place}`)}\n`);
    for (const part of report.parts) writePart(part, output);
  }
  if (report.advisories !== "judged") output.say(warnings[report.advisories]);
  return report.advisories === "not-judged" ? 1 : 0;
}

const places: Readonly<Record<KnowledgeReport["in_use"], string>> = {
  own: "in use, as THOTH_KNOWLEDGE names it",
  sources: "in use, made of the sources in THOTH_KNOWLEDGE_SOURCES",
  shipped: "in use, as it was shipped",
};

const warnings: Readonly<Record<Exclude<KnowledgeReport["advisories"], "judged">, string>> = {
  old: "warning: the advisories are more than 7 days old; `thoth knowledge update` fetches newer ones",
  "not-judged": "warning: the advisories are missing or more than 30 days old, so online runs do not judge by them",
};

function writePart({ kind, as_of: asOf, age_days: age, source, licence }: KnowledgePartReport, output: Output): void {
  output.data(`  ${terminalLine(`${kind} as of ${asOf}, ${age === 1 ? "1 day" : `${age} days`} old`)}\n`);
  output.data(`    ${terminalLine(`from ${source} (${licence})`)}\n`);
}
