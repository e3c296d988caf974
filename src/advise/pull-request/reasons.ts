/** What rules out the releases newer than the chosen one: in the body for what a reviewer looks at, in the comment for all. */

import type { HeldBack } from "../advice.ts";
import { type Markdown, marked } from "../encode.ts";
import { sayHeldBack } from "../say/changes.ts";
import { sayRelease } from "../say/words.ts";
import { list, nested, section, underHeading } from "./blocks.ts";
import { type SaidChange, mergeChanges } from "./changes.ts";
import { type Merged, type Summary, sayEnvironments } from "./summary.ts";

/** Reasons against newer releases that the body gives per package; the comment has more. */
const mostInBody = 2;

/** Direct dependencies and security fixes that are not at their newest release. */
export function writeReasons(summary: Summary, budget: number): Markdown {
  const title = marked`Why not newer`;
  const items = mergeReasons(summary)
    .filter(({ item: { change } }) => change.held_back.length > 0)
    .filter(({ item: { change } }) => change.direct || change.because.kind === "fixes")
    .map((reason) => nested(sayWhere(reason, summary), sayHolds(actionableFirst(reason), mostInBody)));
  return section(title, [list(items, underHeading(title, budget))]);
}

/** A requirement or a rule can be argued with; a release that fits no Python of the environment cannot. */
function actionableFirst(reason: Merged<SaidChange>): Merged<SaidChange> {
  const { change } = reason.item;
  const held_back = change.held_back.toSorted((a, b) => rank(a) - rank(b));
  return { ...reason, item: { ...reason.item, change: { ...change, held_back } } };
}

function rank({ hold }: HeldBack): number {
  return hold.kind === "excluded" ? 1 : 0;
}

/** The changes; two are one only where the same things hold them back. */
export function mergeReasons(summary: Summary): Merged<SaidChange>[] {
  return mergeChanges(summary, (change) => change.held_back);
}

/** The release, and in which of several environments. */
export function sayWhere(
  { item, environments }: Merged<SaidChange>,
  { changed, environments: all }: Summary,
): Markdown {
  const release = sayRelease(item.change.name, item.change.to);
  return changed.length > 1 ? marked`${release} in ${sayEnvironments(environments, all)}` : release;
}

/** One line for each reason against newer releases, at most `most` and then the number of the rest. */
export function sayHolds({ item: { change } }: Merged<SaidChange>, most: number): Markdown[] {
  const said = sayHeldBack(change.name, change.held_back);
  const left = said.length - most;
  return left > 0 ? [...said.slice(0, most), marked`and ${left} more`] : said;
}
