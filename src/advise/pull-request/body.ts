/** The body of the pull request and the page of the check: their sections in their order, each within its budget. */

import type { Markdown } from "../encode.ts";
import { redact } from "../redact.ts";
import { paragraphs } from "./blocks.ts";
import { writeChanges } from "./changes.ts";
import { writeDecline, writeReproduce, writeUnchanged } from "./closing.ts";
import { writeDepartures } from "./departures.ts";
import { writeEnvironments, writeFailures } from "./environments.ts";
import { writeEdits, writeFixed, writeOthers, writeUnfixed } from "./fix.ts";
import { writeManifestChanges } from "./manifest-changes.ts";
import { writeAllNotes, writeDetails, writeFurtherNotes, writeNotes, writeOwnNotes } from "./notes.ts";
import { writeReasons } from "./reasons.ts";
import { writeSecurity } from "./security.ts";
import type { Summary } from "./summary.ts";
import { writeVerdict } from "./verdict.ts";

type Write = (summary: Summary, budget: number) => Markdown;

interface Section {
  readonly budget: number;
  readonly write: Write;
  /** What a check has in its place; false for what only makes sense on the pull request, or is told there at length. */
  readonly onCheck?: { readonly budget: number; readonly write: Write } | false;
}

/**
 * A row per section, top to bottom. A section answers with at most `budget` UTF-16 units, or with nothing. Their sum stays
 * below 60,000 of the 65,536 characters that GitHub takes, which leaves readers room for their own edits.
 */
export const sections: readonly Section[] = [
  { budget: 1_000, write: writeVerdict },
  { budget: 6_000, write: writeEnvironments },
  { budget: 5_000, write: writeFailures },
  { budget: 13_000, write: writeChanges },
  { budget: 3_000, write: writeDepartures },
  { budget: 3_000, write: writeManifestChanges },
  { budget: 11_000, write: writeReasons, onCheck: false },
  { budget: 7_000, write: writeSecurity },
  { budget: 3_000, write: writeUnchanged },
  { budget: 4_000, write: writeNotes, onCheck: { budget: 10_000, write: writeAllNotes } },
  { budget: 2_000, write: writeReproduce, onCheck: false },
  { budget: 600, write: writeDecline, onCheck: false },
];

/** The same for a fix: first what it is about, and nothing of what is best. */
export const fixSections: readonly Section[] = [
  { budget: 1_000, write: writeVerdict },
  { budget: 7_000, write: writeFixed },
  { budget: 9_000, write: writeChanges },
  { budget: 2_000, write: writeEdits },
  { budget: 9_000, write: writeUnfixed },
  { budget: 6_000, write: writeEnvironments },
  { budget: 5_000, write: writeFailures },
  { budget: 3_000, write: writeDepartures },
  { budget: 3_000, write: writeOthers },
  { budget: 4_000, write: writeOwnNotes, onCheck: { budget: 6_000, write: writeAllNotes } },
  { budget: 2_000, write: writeReproduce, onCheck: false },
  { budget: 600, write: writeDecline, onCheck: false },
];

function sectionsOf({ input }: Summary): readonly Section[] {
  return input.goal?.kind === "fix" ? fixSections : sections;
}

/** What a check has besides, within the room of the sections that are not on it. */
export const roomForDetails = 8_000;

export function writeBody(summary: Summary): Markdown {
  return finish(paragraphs(sectionsOf(summary).map(({ budget, write }) => write(summary, budget))));
}

/** For those who look at a commit. */
export function writeCheckPage(summary: Summary): Markdown {
  const shown = sectionsOf(summary).flatMap((row) => (row.onCheck === false ? [] : [row.onCheck ?? row]));
  const written = shown.map(({ budget, write }) => write(summary, budget));
  return finish(paragraphs([...written, writeDetails(summary, roomForDetails)]));
}

/** What a report tells besides the body. */
export function writeDetailsPage(summary: Summary): Markdown {
  return finish(paragraphs([writeFurtherNotes(summary, roomForDetails), writeDetails(summary, roomForDetails)]));
}

/** The last pass over a finished page. */
export function finish(page: Markdown): Markdown {
  // Redaction only puts `[redacted]` in place of other characters, which means nothing to Markdown.
  return redact(page) as Markdown;
}
