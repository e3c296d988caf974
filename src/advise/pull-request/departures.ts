/** Where the lock is other than files and packages ask for, because rules say so: nobody should find out by surprise. */

import { type Markdown, marked } from "../encode.ts";
import { sayDeparture } from "../say/departures.ts";
import { sayRule } from "../say/words.ts";
import { list, nested, section, underHeading } from "./blocks.ts";
import { type EnvironmentSummary, type Summary, merge, sayEnvironments } from "./summary.ts";

/** An item for each departure, and below it the rule. */
export function writeDepartures({ environments }: Summary, budget: number): Markdown {
  const title = marked`Other than asked for`;
  const merged = merge(environments, departuresOf, (item) => JSON.stringify(item));
  const items = merged.map(({ item: { sentence, rule }, environments: those }) => {
    const where = environments.length > 1 ? marked` (${sayEnvironments(those, environments)})` : marked``;
    return nested(marked`${sentence}${where}`, [rule]);
  });
  return section(title, [list(items, underHeading(title, budget))]);
}

interface SaidDeparture {
  readonly sentence: Markdown;
  readonly rule: Markdown;
}

function departuresOf({ advice: { departures, outcome } }: EnvironmentSummary): readonly SaidDeparture[] {
  const packages = outcome.kind === "solved" ? outcome.packages : {};
  return departures.map((departure) => ({
    sentence: sayDeparture(departure, Object.hasOwn(packages, departure.name)),
    rule: sayRule(departure.rule),
  }));
}
