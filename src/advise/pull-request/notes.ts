/** What the reader should know beside the changes, as the advice and the readers of files say it. */

import type { Advice, AdviceNote } from "../advice.ts";
import { type Markdown, marked, prose } from "../encode.ts";
import { withSource } from "../say.ts";
import { list, section, underHeading } from "./blocks.ts";
import { type EnvironmentSummary, type Summary, merge, sayEnvironments } from "./summary.ts";

/** Warnings first, each note once; notes on the repository come before those on its environments. */
export function writeNotes({ environments, input }: Summary, budget: number): Markdown {
  const title = marked`Notes`;
  const merged = merge(
    environments,
    ({ advice }) => advice.notes.filter((note) => !isToldAsRule(note, advice)),
    (note) => JSON.stringify([note.message, note.link]),
  );
  const said = [
    ...input.notes.map((note) => ({ note, where: marked`` })),
    ...merged.map(({ item, environments: those }) => ({ note: item, where: sayWhere(those, environments) })),
  ];
  const sorted = said.toSorted((a, b) => Number(isWarning(b.note)) - Number(isWarning(a.note)));
  const items = sorted.map(({ note, where }) => marked`${sayNote(note)}${where}`);
  return section(title, [list(items, underHeading(title, budget))]);
}

/** Rules that had a say are cited where they had it. */
function isToldAsRule(note: AdviceNote, { rules }: Advice): boolean {
  return rules.some(({ unit, message }) => unit === note.unit && message === note.message);
}

function isWarning(note: AdviceNote): boolean {
  return note.severity === "warning";
}

/** Nothing where there is one environment only. */
function sayWhere(those: readonly EnvironmentSummary[], all: readonly EnvironmentSummary[]): Markdown {
  return all.length === 1 ? marked`` : marked` (${sayEnvironments(those, all)})`;
}

function sayNote(note: AdviceNote): Markdown {
  const message = withSource(prose(note.message), note.link);
  return isWarning(note) ? marked`Warning: ${message}` : message;
}
