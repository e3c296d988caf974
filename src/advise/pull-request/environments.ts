/** The environments in one table, and what keeps some of them from an answer. */

import { type Markdown, code, join, marked } from "../encode.ts";
import { sayConflict, sayFailure, sayRelaxations } from "../say/outcome.ts";
import { list, nested, section, table, underHeading } from "./blocks.ts";
import type { EnvironmentSummary, Summary } from "./summary.ts";

/** Rows of the table; more are counted. */
const mostRows = 40;

export function writeEnvironments({ environments }: Summary, budget: number): Markdown {
  const titles = [
    marked`Environment`,
    marked`Runs on`,
    marked`Lock`,
    marked`Changes`,
    marked`Advisories`,
    marked`Status`,
  ];
  return table(titles, environments.map(row), budget, mostRows);
}

function row(environment: EnvironmentSummary): Markdown[] {
  const { advice } = environment;
  return [
    marked`${code(environment.name)} (${code(advice.environment.recommendation_type)})`,
    sayPlatform(advice.environment),
    code(advice.lock_path),
    marked`${environment.changes.length}`,
    sayAdvisoryCount(environment),
    sayStatus(environment),
  ];
}

function sayPlatform(environment: EnvironmentSummary["advice"]["environment"]): Markdown {
  return join(
    [
      marked`Python ${code(environment.python)}`,
      code(environment.operating_system ?? ""),
      code(environment.platform),
      environment.cuda === null ? marked`` : marked`CUDA ${code(environment.cuda)}`,
    ],
    ", ",
  );
}

function sayAdvisoryCount({ advisories, isRewritten }: EnvironmentSummary): Markdown {
  if (advisories === undefined) return marked`not judged`;
  const { before, after } = advisories;
  return isRewritten ? marked`${before.length} → ${after.length}` : marked`${before.length}`;
}

function sayStatus({ status }: EnvironmentSummary): Markdown {
  switch (status.kind) {
    case "changed":
      return marked`changed`;
    case "unchanged":
      return marked`unchanged`;
    case "shared":
      return status.holds
        ? marked`not written: ${code(status.writer)} has the same lock`
        : marked`needs another lock than ${code(status.writer)}`;
    case "unsolvable":
      return marked`no solution`;
    case "refused":
      return marked`refused`;
    case "failed":
      return marked`failed`;
  }
}

/** One item for each environment without an answer; below it what would help, and before that the steps of the conflict while there is room for all of them. */
export function writeFailures({ environments }: Summary, budget: number): Markdown {
  const title = marked`Without an answer`;
  const room = underHeading(title, budget);
  const long = list(
    environments.flatMap((environment) => failure(environment, true)),
    Infinity,
  );
  const short = environments.flatMap((environment) => failure(environment, false));
  return section(title, [long.length <= room ? long : list(short, room)]);
}

function failure({ name, advice: { outcome } }: EnvironmentSummary, withSteps: boolean): Markdown[] {
  const sentence = sayFailure(outcome);
  if (sentence === undefined) return [];
  const item = marked`${code(name)}: ${sentence}`;
  if (outcome.kind !== "unsolvable") return [item];
  const hint = sayRelaxations(outcome.relaxations);
  const hints = hint === undefined ? [] : [marked`Hint: ${hint}`];
  return [nested(item, [...(withSteps ? sayConflict(outcome.explanation) : []), ...hints])];
}
