/**
 * Reasons in words. Pull request, comment and terminal use these sentences and no others, so that the same reason reads
 * the same everywhere. Sentence case, present tense, names and values as code, no period at the end.
 */

import type {
  Advice,
  AdviceChange,
  AdviceConflictLine,
  AdviceDemand,
  AdviceOutcome,
  AdviceRelaxation,
  AdvisoryHit,
  BecauseReason,
  HeldBack,
  HoldReason,
  RuleReason,
  UserLine,
} from "./advice.ts";
import { type Markdown, code, join, link, marked, prose, source, text } from "./encode.ts";
import type { Plain } from "./plain.ts";
import { shortened } from "./reasons/explain-conflict.ts";
import type { LinePrice } from "./reasons/price.ts";

type DataUsed = Advice["data"][number];

/** Steps of a conflict that a page or a message gives; the document has them all. */
const mostSteps = 10;

/** Packages that would move without a line's bounds, as a sentence lists them. */
const mostMoves = 12;

/** How many names or ids a sentence lists before it counts. */
const listed = 3;

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
  const day = /^\d{4}-\d\d-\d\d(?=T|$)/.exec(time)?.[0];
  return day === undefined ? marked`an unknown day` : (day as Markdown);
}

/** The advisories of an advice by id, for `sayBecause` to link them. */
export function advisoriesById({ advisories }: Advice): ReadonlyMap<string, AdvisoryHit> {
  return new Map(advisories.judged ? [...advisories.after, ...advisories.before].map((hit) => [hit.id, hit]) : []);
}

/** Why the package is at its release. @param advisories links of the advice's advisories by id. */
export function sayBecause(because: BecauseReason, advisories: ReadonlyMap<string, AdvisoryHit>): Markdown {
  switch (because.kind) {
    case "required":
    case "demanded":
      return sayDemand(because.demand);
    case "not-required":
      return marked`Nothing in the stack requires it any more`;
    case "fixes":
      return marked`Fixes ${enumerate(because.advisories.map((id) => sayAdvisoryId(id, advisories)))}`;
    case "rule":
      return sayRule(because.rule);
    case "excluded":
      return marked`The locked release may not be chosen: ${sayRule(because.rule)}`;
    case "newest":
      return marked`Newest eligible release`;
    case "newest-admitted":
      return marked`Newest release that the stack admits`;
    case "index":
      return marked`Same version, from index ${code(because.to)} instead of ${code(because.from)}`;
  }
}

function sayAdvisoryId(id: string, advisories: ReadonlyMap<string, AdvisoryHit>): Markdown {
  const hit = advisories.get(id);
  return hit === undefined ? text(id) : sayAdvisory(hit);
}

/** Who asks for what, such as `flask 3.0.3` requires `blinker>=1.6.2`. */
export function sayDemand(demand: AdviceDemand): Markdown {
  if (demand.by !== null)
    return marked`${sayRelease(demand.by, demand.by_version)} requires ${code(demand.requirement)}${byRule(demand)}`;
  if (demand.line !== undefined) return sayLine(demand.line);
  return marked`The project requires ${code(demand.requirement)}`;
}

/** A line of the user's file, such as `Pipfile:7` asks for `flask = "*"`. */
export function sayLine(line: UserLine): Markdown {
  return marked`${sayPlace(line)} asks for ${code(line.text)}`;
}

function byRule({ rule }: AdviceDemand): Markdown {
  return rule === undefined ? marked`` : marked`; by a rule: ${sayRule(rule)}`;
}

function sayPlace({ file, line }: UserLine): Markdown {
  return code(line === 0 ? file : `${file}:${line}`);
}

/** One step of a conflict. */
export function sayConflictLine(line: AdviceConflictLine): Markdown {
  switch (line.kind) {
    case "requires":
      return marked`${code(line.name)} ${text(line.versions)} requires ${code(line.requirement)}`;
    case "excluded":
      return marked`${code(line.name)} ${text(line.versions)} cannot be chosen: ${sayRule(line.rule)}`;
    case "forbidden":
      return marked`${enumerate(line.names.map(code), line.names.length)} may not meet: ${sayRule(line.rule)}`;
    case "added":
      return marked`${enumerate(line.names.map(code), line.names.length)} ${line.names.length === 1 ? marked`requires` : marked`require`} ${code(line.requirement)} by a rule: ${sayRule(line.rule)}`;
    case "offered":
      return marked`${sayRelease(line.instead, line.instead_version)} may stand in for ${sayRelease(line.name, line.version)}: ${sayRule(line.rule)}`;
    case "missing":
      return marked`${code(line.name)} ${prose(line.reason)}`;
    case "root":
      return sayLine(line.line);
    case "omitted":
      return marked`And so on, ${count(line.steps, "more step")}`;
  }
}

/** The steps of a conflict, a line each; of a long one the number of those left out. */
export function sayConflict(explanation: readonly AdviceConflictLine[]): Markdown[] {
  return shortened(explanation, mostSteps).map(sayConflictLine);
}

/**
 * What the user may do where there is no stack, such as "allow `pandas 2.3.3` (`Pipfile:7` asks for `>=3`), or leave out
 * `web` (`Pipfile:8`)"; undefined where nothing is known to help.
 */
export function sayRelaxations(relaxations: readonly AdviceRelaxation[]): Markdown | undefined {
  if (relaxations.length === 0) return undefined;
  return join(
    relaxations.map(({ lines }) => enumerate(lines.map(sayRelaxedLine), lines.length)),
    ", or ",
  );
}

function sayRelaxedLine({ name, line, bounds, without, gives }: AdviceRelaxation["lines"][number]): Markdown {
  return without === "line"
    ? marked`leave out ${code(name)} (${sayPlace(line)})`
    : marked`allow ${sayRelease(name, gives)} (${sayPlace(line)} asks for ${code(bounds)})`;
}

/** What a line's bounds cost: the line, and then what would be better without them, one for each tier. */
export function sayPrice({ line, better, proved }: LinePrice): Markdown[] {
  if (better.length === 0)
    return [
      sayLine(line),
      proved ? marked`Nothing would be better without the bounds` : marked`Nothing better was found without the bounds`,
    ];
  return [
    sayLine(line),
    ...better.map(({ tier, packages }) => {
      const moves = packages.map(({ name, from, to }) =>
        to === null ? marked`no ${code(name)}` : marked`${code(name)} ${code(from)} → ${code(to)}`,
      );
      return marked`Better by ${text(tier)} without the bounds: ${enumerate(moves, mostMoves)}`;
    }),
  ];
}

/** A package at a version in one code span. */
export function sayRelease(name: string, version: string | null): Markdown {
  return code(version === null ? name : `${name} ${version}`);
}

/** What a rule says, and where to read more. */
export function sayRule(rule: RuleReason): Markdown {
  return withSource(prose(rule.message), rule.link);
}

/** Words, and in brackets where they come from. */
export function withSource(words: Markdown, address: string | undefined): Markdown {
  const where = address === undefined ? marked`` : source(address);
  return where === "" ? words : marked`${words} (${where})`;
}

/**
 * Which newer releases are not chosen, and why: one line for each reason, those of one unit together.
 *
 * @param name the package they belong to.
 */
export function sayHeldBack(name: string, heldBack: readonly HeldBack[]): Markdown[] {
  const groups = Map.groupBy(heldBack, (item) => (item.hold.kind === "excluded" ? item.hold.rule.unit : item));
  return [...groups.values()].map((group) => {
    const older = group.reduce((sum, { count: covered }) => sum + covered, -1);
    const newest = sayRelease(name, group[0]!.version);
    const releases = older > 0 ? marked`${newest} and ${older} more` : newest;
    return sayHolds(
      releases,
      older > 0,
      group.map(({ hold }) => hold),
    );
  });
}

/** @param holds one, or several of the kind `excluded`. */
function sayHolds(releases: Markdown, several: boolean, holds: readonly HoldReason[]): Markdown {
  const [hold] = holds;
  if (hold === undefined) throw new Error("a release is held back by something");
  switch (hold.kind) {
    case "excluded": {
      const rules = holds.flatMap((each) => (each.kind === "excluded" ? [sayRule(each.rule)] : []));
      return marked`${releases} may not be chosen: ${join(rules.slice(0, listed), "; ")}`;
    }
    case "demanded":
      return marked`${releases} ${several ? marked`do` : marked`does`} not fit: ${sayDemand(hold.demand)}`;
    case "conflict":
      return marked`No stack has ${releases}: ${join(hold.chain.map(sayConflictLine), "; ")}`;
    case "worse":
      return marked`${releases} ${several ? marked`are` : marked`is`} worse by ${text(hold.tier)}: ${join(hold.by.slice(0, listed).map(sayRule), "; ")}`;
    case "parted": {
      const fits = marked`${releases} ${several ? marked`fit` : marked`fits`}`;
      const differ = [...Map.groupBy(hold.from, ({ environment }) => environment)].map(([environment, parted]) => {
        const names = enumerate(parted.map(({ name }) => code(name)));
        return marked`${names} would differ from ${code(environment)}`;
      });
      return marked`${fits}, but ${enumerate(differ)}`;
    }
    case "traded": {
      const older = enumerate(hold.price.map(({ name, version }) => sayRelease(name, version)));
      const fits = marked`${releases} ${several ? marked`fit` : marked`fits`}`;
      return older === "" ? marked`${fits}, but no stack with it is better` : marked`${fits} only with older ${older}`;
    }
  }
}

/** What moves, such as `2.2.2` → `3.0.3` from `aicoe`. */
export function sayMove(change: AdviceChange): Markdown {
  const versions = [change.from, change.to].filter((version) => version !== null);
  const move = join(versions.map(code), " → ");
  return change.index === undefined ? move : marked`${move} from ${code(change.index)}`;
}

/** Whether a stack is known to be best. @param environments names, already encoded. */
export function sayProof(proved: boolean, environments: Markdown): Markdown {
  return proved
    ? marked`Proved best for ${environments}: no other stack is better by the objective`
    : marked`Not proved best for ${environments}: the stack satisfies every requirement, and a better one may exist`;
}

/** Why the environment has no lock of ours; undefined where it has one. One sentence, without the steps of a conflict. */
export function sayFailure(outcome: AdviceOutcome): Markdown | undefined {
  switch (outcome.kind) {
    case "solved":
      return undefined;
    case "unsolvable":
      return outcome.requirements.length < 2
        ? marked`No stack satisfies it: ${join(outcome.requirements.map(sayLine), ", ")}`
        : marked`No stack satisfies these lines together: ${enumerate(outcome.requirements.map(sayLine), 10)}`;
    case "refused":
      return marked`Refused: ${sayRule(outcome.rule)}`;
    case "failed":
      return outcome.hint === undefined
        ? prose(outcome.message)
        : marked`${prose(outcome.message)}; ${prose(outcome.hint)}`;
  }
}

/** Outside knowledge with its date, such as "advisories as of 2024-10-10". */
export function sayData(data: DataUsed): Markdown {
  switch (data.kind) {
    case "index":
      return marked`index ${withSource(code(data.name), data.url)} as of ${sayDay(data.as_of)}`;
    case "snapshot":
      return marked`index snapshot ${code(data.name)} of ${sayDay(data.as_of)}`;
    case "advisories":
      return marked`advisories as of ${sayDay(data.as_of)}`;
    case "rules":
      return marked`rules ${code(data.name)} of ${sayDay(data.as_of)}`;
  }
}
