/** What recommendation types make of one question, and what each of them trades, in words. */

import { Version } from "../../python/index.ts";
import type { TypeAnswer, TypeStack } from "../advice-types.ts";
import { code, join, type Markdown, marked, text } from "../encode.ts";
import { count, enumerate, sayRelease } from "./words.ts";

/** Titles of the columns of {@link typeRow}. */
export const typeTitles: readonly Markdown[] = [
  marked`Type`,
  marked`Changes`,
  marked`Advisories`,
  marked`Behind`,
  marked`Major moves`,
  marked`Costs`,
  marked`Trade`,
];

/** One row for each type, with as many cells as there are titles. @param answers of one environment. */
export function typeRows(answers: readonly TypeAnswer[]): readonly (readonly Markdown[])[] {
  const own = answers.find(({ advised }) => advised)?.outcome;
  return answers.map(({ recommendation_type: type, advised, outcome }) => {
    if (outcome.kind === "none") return [code(type), ...Array(5).fill(marked`–`), text(outcome.reason)];
    const [first] = answers.filter((other) => !other.advised && isSameStack(other.outcome, outcome));
    const isRepeated = outcome.differs.length > 0 && first !== undefined && first.recommendation_type !== type;
    const other = isRepeated
      ? marked`the same stack as ${code(first.recommendation_type)}`
      : sayTrade(outcome, own?.kind === "solved" ? own : undefined);
    const trade = advised ? marked`what is advised here` : other;
    return [
      code(type),
      marked`${outcome.changes}`,
      outcome.advisories === null ? marked`not judged` : sayCounts(outcome.advisories),
      marked`${outcome.behind} of ${outcome.packages}`,
      marked`${outcome.major_moves}`,
      sayCosts(outcome),
      outcome.proved ? trade : marked`${trade} (the best found in time)`,
    ];
  });
}

function isSameStack(a: TypeAnswer["outcome"], b: TypeStack): boolean {
  return a.kind === "solved" && JSON.stringify(a.differs) === JSON.stringify(b.differs);
}

type Counts = NonNullable<TypeStack["advisories"]>;

const severities = ["critical", "high", "medium", "low", "unknown"] as const;
const severityWords: Readonly<Record<keyof Counts, Markdown>> = {
  critical: marked`critical`,
  high: marked`high`,
  medium: marked`medium`,
  low: marked`low`,
  unknown: marked`unknown`,
};

/** Such as `1 high, 2 low`, or `none`. */
function sayCounts(counts: Counts): Markdown {
  const told = severities.filter((severity) => counts[severity] > 0);
  if (told.length === 0) return marked`none`;
  return join(
    told.map((severity) => marked`${counts[severity]} ${severityWords[severity]}`),
    ", ",
  );
}

/** How many packages cost something, by tier, such as `freshness: 1 package`. */
function sayCosts({ costs }: TypeStack): Markdown {
  if (costs.length === 0) return marked`none`;
  return join(
    costs.map(
      ({ tier, packages }) =>
        marked`${text(tier)}: ${packages === 0 ? marked`several together` : count(packages, "package")}`,
    ),
    ", ",
  );
}

/** What one gets for what, against the stack that is advised. */
export function sayTrade(stack: TypeStack, advised: TypeStack | undefined): Markdown {
  if (stack.differs.length === 0) return marked`the same stack`;
  const moved = stack.differs.map((each) => ({ ...each, order: orderOf(each) }));
  const list = (word: Markdown, items: typeof moved): readonly Markdown[] =>
    items.length === 0
      ? []
      : [marked`${word} ${enumerate(items.map(({ name, version }) => sayRelease(name, version)))}`];
  const named = (order: ReturnType<typeof orderOf>) => moved.filter((each) => each.order === order);
  const by = [
    ...(stack.better_by === null ? [] : [marked`better by ${text(stack.better_by)}`]),
    ...(stack.worse_by === null ? [] : [marked`worse by ${text(stack.worse_by)}`]),
  ];
  const parts = [
    ...(by.length === 0 ? [] : [join(by, ", ")]),
    ...sayAdvisories(stack.advisories, advised?.advisories ?? null),
    ...list(marked`newer`, named("newer")),
    ...list(marked`older`, named("older")),
    ...list(marked`with`, named("more")),
    ...list(marked`without`, named("less")),
  ];
  return join(parts, "; ");
}

function orderOf({ version, advised }: TypeStack["differs"][number]): "newer" | "older" | "more" | "less" {
  if (advised === null) return "more";
  if (version === null) return "less";
  return Version.compare(Version.parse(version), Version.parse(advised)) > 0 ? "newer" : "older";
}

/** Fewer or more, whatever the severity; nothing where they are as many. */
function sayAdvisories(own: Counts | null, advised: Counts | null): readonly Markdown[] {
  if (own === null || advised === null) return [];
  const sum = (counts: Counts) => severities.reduce((all, severity) => all + counts[severity], 0);
  const more = sum(own) - sum(advised);
  if (more === 0) return sayCounts(own) === sayCounts(advised) ? [] : [marked`other advisories`];
  return [marked`${count(Math.abs(more), "advisory")} ${more > 0 ? marked`more` : marked`fewer`}`];
}
