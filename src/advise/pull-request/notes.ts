/** What the reader should know beside the changes, as the advice and the readers of files say it. */

import type { Advice, AdviceNote } from "../advice.ts";
import { code, type Markdown, marked, prose } from "../encode.ts";
import { withSource } from "../say.ts";
import { list, nested, section, underHeading } from "./blocks.ts";
import { type EnvironmentSummary, type Summary, merge, sayEnvironments } from "./summary.ts";

/** Of one note; the report has all of them. */
const mostLinks = 5;

/** Of one note. */
const mostOperations = 5;

const labels: Readonly<Record<AdviceNote["severity"], Markdown>> = {
  error: marked`Error: `,
  warning: marked`Warning: `,
  info: marked``,
};

/** The gravest first, each note once; notes on the repository come before those on its environments. */
export function writeNotes({ environments, input }: Summary, budget: number): Markdown {
  const title = marked`Notes`;
  const said = [
    ...input.notes.map((note) => ({ note, where: marked`` })),
    ...saidNotes(environments, (note, advice) => note.detail === undefined && !isToldAsRule(note, advice)),
  ];
  const sorted = said.toSorted((a, b) => urgencies[b.note.severity] - urgencies[a.note.severity]);
  const items = sorted.map(({ note, where }) => nested(marked`${sayNote(note)}${where}`, sayManifestChanges(note)));
  return section(title, [list(items, underHeading(title, budget))]);
}

/** What only whoever looks closely wants to know, such as what was assumed of an environment. */
export function writeDetails({ environments }: Summary, budget: number): Markdown {
  const title = marked`Details`;
  const items = saidNotes(environments, ({ detail }) => detail !== undefined).map(
    ({ note, where }) => marked`${sayNote(note)}${where}`,
  );
  return section(title, [list(items, underHeading(title, budget))]);
}

interface SaidNote {
  readonly note: AdviceNote;
  readonly where: Markdown;
}

/** Notes of environments, each once. */
function saidNotes(
  environments: readonly EnvironmentSummary[],
  isMeant: (note: AdviceNote, advice: Advice) => boolean,
): readonly SaidNote[] {
  const merged = merge(
    environments,
    ({ advice }) => advice.notes.filter((note) => isMeant(note, advice)),
    (note) => JSON.stringify([note.message, note.link]),
  );
  return merged.map(({ item, environments: those }) => ({ note: item, where: sayWhere(those, environments) }));
}

/** Rules that had a say are cited where they had it. */
function isToldAsRule(note: AdviceNote, { rules }: Advice): boolean {
  if (note.manifest_changes !== undefined) return false;
  return rules.some(({ unit, message }) => unit === note.unit && message === note.message);
}

const urgencies: Readonly<Record<AdviceNote["severity"], number>> = { error: 2, warning: 1, info: 0 };

/** Nothing where there is one environment only. */
function sayWhere(those: readonly EnvironmentSummary[], all: readonly EnvironmentSummary[]): Markdown {
  return all.length === 1 ? marked`` : marked` (${sayEnvironments(those, all)})`;
}

function sayNote(note: AdviceNote): Markdown {
  const links = [note.link, ...(note.more_links ?? [])].slice(0, mostLinks);
  const message = links.reduce<Markdown>(withSource, prose(note.message));
  return marked`${labels[note.severity]}${message}`;
}

/** One operation a line. */
function sayManifestChanges({ manifest_changes: changes = [] }: AdviceNote): readonly Markdown[] {
  const lines = changes.flatMap(({ api_version: version, kind, patch }) =>
    patch.map((operation) => marked`in a ${code(kind)} of ${code(version)}: ${code(JSON.stringify(operation))}`),
  );
  const left = lines.length - mostOperations;
  return left > 0 ? [...lines.slice(0, mostOperations), marked`and ${left} more`] : lines;
}
