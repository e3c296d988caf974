/** The justification: for every package that moves, in every environment, why it is at its release and not at a newer one. */

import { type Markdown, code, marked, prose, source } from "../encode.ts";
import { plain } from "../plain.ts";
import { cited, count } from "../say/words.ts";
import { details, detailsLength, list, nested, paragraphs, section, underHeading } from "./blocks.ts";
import { finish } from "./body.ts";
import type { SaidChange } from "./changes.ts";
import { mergeReasons, sayHolds, sayWhere } from "./reasons.ts";
import { type Merged, type Summary, merge, sayEnvironments } from "./summary.ts";
import { writeTypes } from "./types.ts";

/** Kept for the packages that others require. */
const roomForCollapsed = 200;

/** Reasons against newer releases that are given per package. */
const mostHolds = 6;

/** UTF-16 units, with a sum as in `body.ts`; what direct dependencies leave of the first goes to the packages that they require. */
export const commentBudgets = { types: 6_000, releases: 43_000, rules: 6_000, search: 4_000 } as const;

export function writeComment(summary: Summary): Markdown {
  return finish(
    paragraphs([
      writeReleases(summary, commentBudgets.releases),
      writeTypes(summary, commentBudgets.types),
      writeRules(summary, commentBudgets.rules),
      writeSearch(summary, commentBudgets.search),
    ]),
  );
}

function writeReleases(summary: Summary, budget: number): Markdown {
  const title = marked`Why these releases`;
  const merged = mergeReasons(summary);
  const direct = merged.filter(({ item }) => item.change.direct);
  const others = merged.filter(({ item }) => !item.change.direct);
  const room = underHeading(title, budget);
  const first = reasonList(direct, summary, room - roomForCollapsed);
  const words = plain`${count(others.length, "change")} of packages that others require`;
  const left = room - first.length - 2 - detailsLength(words);
  return section(title, [first, details(words, reasonList(others, summary, left))]);
}

/** An item for each release, and below it what rules out the newer ones. */
function reasonList(merged: readonly Merged<SaidChange>[], summary: Summary, budget: number): Markdown {
  const items = merged.map((reason) =>
    nested(marked`${sayWhere(reason, summary)}: ${reason.item.because}`, sayHolds(reason, mostHolds)),
  );
  return list(items, budget);
}

/** Rules and units that had a say, whether or not they changed a pin. */
function writeRules({ environments }: Summary, budget: number): Markdown {
  const title = marked`Rules that had a say`;
  const merged = merge(
    environments,
    ({ advice }) => advice.rules,
    (rule) => JSON.stringify(rule),
  );
  const items = merged.map(({ item, environments: those }) => {
    const where = environments.length > 1 ? marked` (${sayEnvironments(those, environments)})` : marked``;
    const links = item.link === undefined ? [] : [source(item.link)];
    return marked`${code(item.unit)}: ${cited(prose(item.message), links)}${where}`;
  });
  return section(title, [list(items, underHeading(title, budget))]);
}

/** What the answer cost. */
function writeSearch({ environments }: Summary, budget: number): Markdown {
  const title = marked`Search`;
  const items = environments.flatMap(({ name, advice: { statistics } }) => {
    if (statistics === null) return [];
    const read = marked`read the metadata of ${count(statistics.metadata_read, "release")} of ${count(statistics.packages, "package")}`;
    const work = marked`${count(statistics.decisions, "decision")}, ${count(statistics.conflicts, "conflict")}`;
    return [marked`${code(name)}: ${read}; ${work}`];
  });
  return section(title, [list(items, underHeading(title, budget))]);
}
