/** What became of a question, in words: how good the answer is and what it rests on, or why there is none. */

import type { Advice, AdviceConflictLine, AdviceOutcome, AdviceRelaxation } from "../advice.ts";
import { type Markdown, code, join, marked, prose, source, text } from "../encode.ts";
import { shortened } from "../reasons/explain-conflict.ts";
import type { LinePrice } from "../reasons/price.ts";
import { cited, count, enumerate, sayDay, sayLine, sayPlace, sayRelease, sayRule, tryDay } from "./words.ts";

type DataUsed = Advice["data"][number];

/** Steps of a conflict that a page or a message gives; the document has them all. */
const mostSteps = 10;

/** Packages that would move without a line's bounds, as a sentence lists them. */
const mostMoves = 12;

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
  switch (without) {
    case "line":
      return marked`leave out ${code(name)} (${sayPlace(line)})`;
    case "bounds":
      return marked`allow ${sayRelease(name, gives)} (${sayPlace(line)} asks for ${code(bounds)})`;
    case "hold":
      return marked`lift the hold of ${code(name)} (${sayPlace(line)})${sayGiven(name, gives)}`;
    case "cooldown":
      return marked`end the cooldown of ${code(name)} (${text(bounds)}, ${sayPlace(line)})${sayGiven(name, gives)}`;
  }
}

function sayGiven(name: string, gives: string | null): Markdown {
  return gives === null ? marked`` : marked`, which gives ${sayRelease(name, gives)}`;
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

/** Whether a stack is known to be best, or the nearest to the lock. @param environments names, already encoded. */
export function sayProof(proved: boolean, environments: Markdown, isSmallest: boolean): Markdown {
  if (isSmallest)
    return proved
      ? marked`Proved smallest for ${environments}: no smaller change of the lock does as much`
      : marked`Not proved smallest for ${environments}: the stack satisfies every requirement, and a smaller change may do`;
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
      return marked`index ${cited(code(data.name), data.url === undefined ? [] : [source(data.url)])} as of ${sayDay(data.as_of)}`;
    case "snapshot":
      return marked`index snapshot ${code(data.name)} of ${sayDay(data.as_of)}`;
    case "advisories":
      return marked`advisories as of ${sayDay(data.as_of)}`;
    case "rules": {
      const day = tryDay(data.as_of);
      return day === undefined ? marked`rules ${code(data.name)}` : marked`rules ${code(data.name)} of ${day}`;
    }
  }
}
