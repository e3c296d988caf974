/** The body of the pull request and the page of the check: their sections in their order, each within its budget. */

import type { Markdown } from "../encode.ts";
import { redact } from "../redact.ts";
import { paragraphs } from "./blocks.ts";
import { writeChanges } from "./changes.ts";
import { writeDecline, writeReproduce, writeUnchanged } from "./closing.ts";
import { writeEnvironments, writeFailures } from "./environments.ts";
import { writeDetails, writeNotes } from "./notes.ts";
import { writeReasons } from "./reasons.ts";
import { writeSecurity } from "./security.ts";
import type { Summary } from "./summary.ts";
import { writeVerdict } from "./verdict.ts";

/**
 * A row per section, top to bottom. A section answers with at most `budget` UTF-16 units, or with nothing. Their sum stays
 * below 60,000 of the 65,536 characters that GitHub takes, which leaves readers room for their own edits.
 */
export const sections: readonly {
  readonly budget: number;
  readonly write: (summary: Summary, budget: number) => Markdown;
}[] = [
  { budget: 1_000, write: writeVerdict },
  { budget: 6_000, write: writeEnvironments },
  { budget: 6_000, write: writeFailures },
  { budget: 14_000, write: writeChanges },
  { budget: 13_000, write: writeReasons },
  { budget: 8_000, write: writeSecurity },
  { budget: 4_000, write: writeUnchanged },
  { budget: 4_000, write: writeNotes },
  { budget: 2_000, write: writeReproduce },
  { budget: 600, write: writeDecline },
];

export function writeBody(summary: Summary): Markdown {
  return finish(paragraphs(sections.map(({ budget, write }) => write(summary, budget))));
}

/** What only makes sense on the page of the pull request itself, or is told there at length. */
const notOnCheck: ReadonlySet<unknown> = new Set([writeReasons, writeReproduce, writeDecline]);

/** For those who look at a commit. */
export function writeCheckPage(summary: Summary): Markdown {
  const shown = sections.filter(({ write }) => !notOnCheck.has(write));
  return finish(paragraphs([...shown.map(({ budget, write }) => write(summary, budget)), writeDetailsPage(summary)]));
}

/** UTF-16 units, within what the sections leave that are not on a check. */
const roomForDetails = 6_000;

/** What a report tells besides. */
export function writeDetailsPage(summary: Summary): Markdown {
  return finish(writeDetails(summary, roomForDetails));
}

/** The last pass over a finished page. */
export function finish(page: Markdown): Markdown {
  // Redaction only puts `[redacted]` in place of other characters, which means nothing to Markdown.
  return redact(page) as Markdown;
}
