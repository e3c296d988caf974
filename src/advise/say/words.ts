/**
 * Reasons in words: what all sentences are made of. Pull request, comment and terminal use these sentences and no others,
 * so that the same reason reads the same everywhere. Sentence case, present tense, names and values as code, no period at
 * the end.
 */

import type { AdviceDemand, AdvisoryHit, RuleReason, UserLine } from "../advice.ts";
import { type Markdown, code, join, link, marked, prose, source } from "../encode.ts";
import type { Plain } from "../plain.ts";

/** What sentences count, with its plural. */
const nouns = {
  advisory: "advisories",
  change: "changes",
  conflict: "conflicts",
  decision: "decisions",
  environment: "environments",
  lock: "locks",
  "more step": "more steps",
  package: "packages",
  release: "releases",
} as const;

/** How many names or ids a sentence lists before it counts. */
export const listed = 3;

/** Such as `1 advisory` or `2 advisories`; words of ours, which may stand anywhere. */
export function count(n: number, noun: keyof typeof nouns): Markdown & Plain {
  return `${n} ${n === 1 ? noun : nouns[noun]}` as Markdown & Plain;
}

/** `a`, `a and b`, `a, b and c`, `a, b, c and 4 more`. */
export function enumerate(items: readonly Markdown[], most: number = listed): Markdown {
  const shown = items.slice(0, items.length === most + 1 ? most + 1 : most);
  const left = items.length - shown.length;
  const parts = left > 0 ? [...shown, marked`${left} more`] : shown;
  if (parts.length < 2) return join(parts, "");
  return marked`${join(parts.slice(0, -1), ", ")} and ${parts.at(-1)!}`;
}

/** An id as a link to its page, with the address that the advice gives it. */
export function sayAdvisory(hit: AdvisoryHit): Markdown {
  return link(hit.id, hit.link);
}

/** The day of an ISO 8601 time, such as 2024-10-10. */
export function sayDay(time: string): Markdown {
  return tryDay(time) ?? marked`an unknown day`;
}

/** Undefined where `time` is no time. */
export function tryDay(time: string): Markdown | undefined {
  return /^\d{4}-\d\d-\d\d(?=T|$)/.exec(time)?.[0] as Markdown | undefined;
}

/** Who asks for what, such as `flask 3.0.3` requires `blinker>=1.6.2`. */
export function sayDemand(demand: AdviceDemand): Markdown {
  if (demand.by !== null)
    return marked`${sayRelease(demand.by, demand.by_version)} requires ${code(demand.requirement)}${byRule(demand)}`;
  if (demand.line !== undefined) return marked`${sayLine(demand.line)}${byRule(demand)}`;
  return marked`The project requires ${code(demand.requirement)}`;
}

function byRule({ rule }: AdviceDemand): Markdown {
  return rule === undefined ? marked`` : marked`; by a rule: ${sayRule(rule)}`;
}

/** A line of the user's file, such as `Pipfile:7` asks for `flask = "*"`. */
export function sayLine(line: UserLine): Markdown {
  return marked`${sayPlace(line)} asks for ${code(line.text)}`;
}

/** Such as `Pipfile:7`, or the file alone where the line is not known. */
export function sayPlace({ file, line }: UserLine): Markdown {
  return code(line === 0 ? file : `${file}:${line}`);
}

/** A package at a version in one code span. */
export function sayRelease(name: string, version: string | null): Markdown {
  return code(version === null ? name : `${name} ${version}`);
}

/** What a rule says, and in brackets its name and where to read more. Units of ours have no name that a reader could use. */
export function sayRule({ unit, message, link: address }: RuleReason): Markdown {
  return cited(prose(message), [
    isRule(unit) ? code(unit) : marked``,
    address === undefined ? marked`` : source(address),
  ]);
}

/** Rules are called after their namespace, which built-in units lack. */
export function isRule(unit: string): boolean {
  return unit.includes(".");
}

/** Words, and in brackets whatever there is of `sources`. */
export function cited(words: Markdown, sources: readonly Markdown[]): Markdown {
  const said = join(sources, ", ");
  return said === "" ? words : marked`${words} (${said})`;
}
