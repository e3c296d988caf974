/** What moves: direct dependencies in a table, and what they bring along in a collapsed one. Both merged over environments. */

import { compareText } from "../../base/index.ts";
import type { AdviceChange } from "../advice.ts";
import { type Markdown, code, marked } from "../encode.ts";
import { plain } from "../plain.ts";
import { advisoriesById, sayBecause, sayMove } from "../say/changes.ts";
import { count } from "../say/words.ts";
import { details, detailsLength, section, table, underHeading } from "./blocks.ts";
import { moveLevel } from "./move-level.ts";
import { type Merged, type Summary, merge, sayEnvironments } from "./summary.ts";

/** A change with its reason in words, which is part of what makes two changes the same. */
export interface SaidChange {
  readonly change: AdviceChange;
  readonly because: Markdown;
}

/** Kept for the packages that others require, so that their number always has a place. */
const roomForCollapsed = 200;

export function writeChanges(summary: Summary, budget: number): Markdown {
  const title = marked`Changes`;
  const merged = mergeChanges(summary);
  // A small change is read whole: what it moves besides is what has to be explained.
  const isSmall = summary.input.goal !== undefined && summary.input.goal.kind !== "advise";
  const direct = merged.filter(({ item }) => isSmall || item.change.direct);
  const others = merged.filter(({ item }) => !isSmall && !item.change.direct);
  const room = underHeading(title, budget);
  const first = tableOf(direct, summary, room - roomForCollapsed);
  return section(title, [first, collapsed(others, summary, room - first.length - 2)]);
}

/**
 * All changes, each with the environments that share it; by name, then as the environments stand.
 * @param also what else has to be the same in them.
 */
export function mergeChanges(
  { changed }: Summary,
  also: (change: AdviceChange) => unknown = () => "",
): Merged<SaidChange>[] {
  const links = new Map(changed.map((environment) => [environment, advisoriesById(environment.advice)]));
  const merged = merge(
    changed,
    (environment) =>
      environment.changes.map((change) => ({ change, because: sayBecause(change.because, links.get(environment)!) })),
    ({ change, because }) =>
      JSON.stringify([change.name, change.kind, change.from, change.to, change.index, because, also(change)]),
  );
  return merged.toSorted((a, b) => compareText(a.item.change.name, b.item.change.name));
}

function collapsed(merged: readonly Merged<SaidChange>[], summary: Summary, budget: number): Markdown {
  const words = plain`${count(merged.length, "change")} of packages that others require`;
  return details(words, tableOf(merged, summary, budget - detailsLength(words)));
}

function tableOf(
  merged: readonly Merged<SaidChange>[],
  { changed, environments: all }: Summary,
  budget: number,
): Markdown {
  const several = changed.length > 1;
  const where = (environments: readonly Markdown[]): readonly Markdown[] => (several ? environments : []);
  return table(
    [marked`Package`, marked`Change`, marked`Kind`, ...where([marked`Environments`]), marked`Because`],
    merged.map(({ item, environments }) => [
      code(item.change.name),
      sayMove(item.change),
      sayKind(item.change),
      ...where([sayEnvironments(environments, all)]),
      item.because,
    ]),
    budget,
  );
}

function sayKind(change: AdviceChange): Markdown {
  const level = moveLevel(change);
  switch (change.kind) {
    case "added":
      return marked`new`;
    case "removed":
      return marked`removed`;
    case "moved":
      return marked`other index`;
    case "downgraded":
      return marked`downgrade`;
    case "upgraded":
      return level === undefined ? marked`upgrade` : levels[level];
  }
}

const levels = { major: marked`major`, minor: marked`minor`, patch: marked`patch` } as const;
