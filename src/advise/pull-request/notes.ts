/**
 * What the reader should know beside the changes, as the advice and the readers of files say it. A pull request has the
 * most important ones; a check and a report have the rest.
 *
 * Notes that say the same of different things are one line: the first says it, and the others are named behind it. Those of
 * one *family* stand together: they are of units whose names are equal up to a digit, such as `acme.Release1` and
 * `acme.Release2`; a note that is of no unit is a family of its own.
 */

import type { Advice, AdviceNote } from "../advice.ts";
import { code, link, type Markdown, marked, prose, source } from "../encode.ts";
import { cited, enumerate } from "../say/words.ts";
import { list, section, underHeading } from "./blocks.ts";
import { type EnvironmentSummary, type Summary, merge, sayEnvironments } from "./summary.ts";

/** Lines in a pull request, and of one family in it. Whoever reviews it reads no more. */
const mostLines = 10;
const mostOfFamily = 3;

/** Of one note; the document has all of them. */
const mostLinks = 5;

/** Things that one line names behind the first one. */
const mostNamed = { pullRequest: 8, report: 40 } as const;

const labels: Readonly<Record<AdviceNote["severity"], Markdown>> = {
  error: marked`Error: `,
  warning: marked`Warning: `,
  info: marked``,
};

/** For the pull request: the gravest first; notes on the repository come before those on its environments. */
export function writeNotes(summary: Summary, budget: number): Markdown {
  const { shown, left } = choose(linesOf(summary));
  const rest = left.length === 0 ? [] : [marked`and ${left.length} more in the check and in a report`];
  const said = shown.map((line) => sayLine(line, mostNamed.pullRequest));
  return notesSection(marked`Notes`, [...said, ...rest], budget);
}

/** Of these, what concerns the change itself: errors, and what no unit says of the stack as a whole. */
export function writeOwnNotes(summary: Summary, budget: number): Markdown {
  const own = linesOf(summary).filter(([first]) => first!.note.unit === undefined || first!.note.severity === "error");
  const said = choose(own).shown.map((line) => sayLine(line, mostNamed.pullRequest));
  return notesSection(marked`Notes`, said, budget);
}

/** All of them, for a check. */
export function writeAllNotes(summary: Summary, budget: number): Markdown {
  return notesSection(marked`Notes`, linesOf(summary).map(sayFully), budget);
}

/** What a pull request leaves out, for a report that has it already. */
export function writeFurtherNotes(summary: Summary, budget: number): Markdown {
  return notesSection(marked`Further notes`, choose(linesOf(summary)).left.map(sayFully), budget);
}

/** What only whoever looks closely wants to know, such as what was assumed of an environment. */
export function writeDetails({ environments }: Summary, budget: number): Markdown {
  const lines = inFamilies(saidNotes(environments, ({ detail }) => detail !== undefined));
  return notesSection(marked`Details`, lines.map(sayFully), budget);
}

function notesSection(title: Markdown, items: readonly Markdown[], budget: number): Markdown {
  return section(title, [list(items, underHeading(title, budget))]);
}

interface SaidNote {
  readonly note: AdviceNote;
  /** Its environments in brackets; nothing where there is one only. */
  readonly where: Markdown;
}

/** Notes that say the same of different things; never empty. */
type NoteLine = readonly SaidNote[];

/** What a manifest has to change stands in a section of its own. */
function linesOf({ environments, input }: Summary): readonly NoteLine[] {
  const isMeant = (note: AdviceNote, advice: Advice) =>
    note.detail === undefined && note.manifest_changes === undefined && !isToldAsRule(note, advice);
  const own = input.notes.map((note) => ({ note, where: marked`` }));
  return inFamilies([...own, ...saidNotes(environments, isMeant)]);
}

/** Notes of environments, each once. */
export function saidNotes(
  environments: readonly EnvironmentSummary[],
  isMeant: (note: AdviceNote, advice: Advice) => boolean,
): readonly SaidNote[] {
  const merged = merge(
    environments,
    ({ advice }) => advice.notes.filter((note) => isMeant(note, advice)),
    ({ severity, message, link: address, manifest_changes: changes }) =>
      JSON.stringify([severity, message, address, changes]),
  );
  return merged.map(({ item, environments: those }) => ({ note: item, where: sayWhere(those, environments) }));
}

/** Nothing where there is one environment only. */
function sayWhere(those: readonly EnvironmentSummary[], all: readonly EnvironmentSummary[]): Markdown {
  return all.length === 1 ? marked`` : marked` (${sayEnvironments(those, all)})`;
}

/** Rules that had a say are cited where they had it. */
function isToldAsRule(note: AdviceNote, { rules }: Advice): boolean {
  return rules.some(({ unit, message }) => unit === note.unit && message === note.message);
}

const urgencies: Readonly<Record<AdviceNote["severity"], number>> = { error: 2, warning: 1, info: 0 };

/** The gravest first; of equal ones in their order, but the lines of a family together. */
function inFamilies(notes: readonly SaidNote[]): readonly NoteLine[] {
  const lines = [...Map.groupBy(notes, likeness).values()];
  const families = [...Map.groupBy(lines, ([first]) => familyOf(first!)).values()];
  return families.flat().toSorted(([a], [b]) => urgencies[b!.note.severity] - urgencies[a!.note.severity]);
}

function familyOf({ note: { unit, message } }: SaidNote): string {
  return unit === undefined ? `note ${message}` : `unit ${unit.replace(/\d.*$/s, "")}`;
}

/** Equal for notes that differ in nothing but the first name in them and their first link. */
function likeness({ note, where }: SaidNote): string {
  const { severity, unit, message, link: address, more_links: more } = note;
  const words = firstName(message)?.around ?? [message, address];
  return JSON.stringify([severity, unit, words, more, where]);
}

/** What stands in the first backticks of a message, and all the rest of it. */
function firstName(message: string): { readonly name: string; readonly around: readonly string[] } | undefined {
  const [before = "", name = "", ...after] = message.split("`");
  const isClosed = after.length % 2 === 1;
  return isClosed && name.trim() !== "" ? { name, around: [before, ...after] } : undefined;
}

function choose(lines: readonly NoteLine[]): {
  readonly shown: readonly NoteLine[];
  readonly left: readonly NoteLine[];
} {
  const members = new Map<string, number>();
  const shown = new Set<NoteLine>();
  for (const line of lines) {
    const family = `${line[0]!.note.severity} ${familyOf(line[0]!)}`;
    const before = members.get(family) ?? 0;
    members.set(family, before + 1);
    if (before < mostOfFamily && shown.size < mostLines) shown.add(line);
  }
  return { shown: [...shown], left: lines.filter((line) => !shown.has(line)) };
}

function sayFully(line: NoteLine): Markdown {
  return sayLine(line, mostNamed.report);
}

function sayLine([first, ...others]: NoteLine, most: number): Markdown {
  const { note, where } = first!;
  const names = others.flatMap(({ note: other }) => {
    const name = firstName(other.message)?.name;
    if (name === undefined) return [];
    return [other.link === undefined || other.link === note.link ? code(name) : link(name, other.link)];
  });
  const likewise = names.length === 0 ? marked`` : marked`; likewise ${enumerate(names, most)}`;
  return marked`${labels[note.severity]}${sayNote(note)}${likewise}${where}`;
}

/** What it says, and in brackets who says so and where to read more. */
export function sayNote({ message, unit, link: address, more_links: more = [] }: AdviceNote): Markdown {
  const links = [...(address === undefined ? [] : [address]), ...more].slice(0, mostLinks);
  return cited(prose(message), [...(unit === undefined ? [] : [code(unit)]), ...links.map(source)]);
}
