/** The end of the page: what stays as it is, how to get the same answer again, and how to decline. */

import { type Markdown, code, marked } from "../encode.ts";
import { sayData, sayProof } from "../say/outcome.ts";
import { count, enumerate } from "../say/words.ts";
import { list, section, underHeading } from "./blocks.ts";
import { type EnvironmentSummary, type Summary, isWithoutAnswer, merge, writtenFiles } from "./summary.ts";

/** A line for each environment, so that silence is never ambiguous. */
export function writeUnchanged({ environments }: Summary, budget: number): Markdown {
  const title = marked`Not changed`;
  const lines = environments.map((environment) => marked`${code(environment.name)}: ${sayUnchanged(environment)}`);
  return section(title, [list(lines, underHeading(title, budget))]);
}

function sayUnchanged({ advice, status, changes, isRewritten }: EnvironmentSummary): Markdown {
  if (isWithoutAnswer(status))
    return isRewritten ? marked`another environment writes the lock` : marked`the lock stays as it is`;
  if (status.kind === "shared")
    return marked`${code(status.writer)} writes the lock, and this environment asks for another one; give each its own overlay`;
  const packages = advice.outcome.kind === "solved" ? Object.keys(advice.outcome.packages).length : 0;
  const moved = changes.filter(({ kind }) => kind !== "removed").length;
  if (status.kind === "unchanged") return marked`all ${count(packages, "package")} stay, and the lock with them`;
  if (packages === moved) return marked`no package stays at its locked release`;
  return marked`${packages - moved} of ${count(packages, "package")} ${packages - moved === 1 ? marked`stays` : marked`stay`} at the locked release`;
}

/** The command, what it read, and how far the answer can be trusted to be the best. */
export function writeReproduce(summary: Summary, budget: number): Markdown {
  const { environments, input } = summary;
  const title = marked`Reproduce`;
  const data = merge(
    environments,
    ({ advice }) => advice.data,
    (item) => JSON.stringify(item),
  );
  const sources = data.map(({ item }) => sayData(item));
  const lines = [
    marked`Run ${code(input.command)} on the commit that this branch starts from; the files read have the SHA-256 ${code(input.inputDigest)}`,
    ...(isSmallest(summary) && summary.changed.length === 0 ? [] : sayProofs(summary)),
    data.length === 0 ? marked`` : marked`Data: ${enumerate(sources, mostData)}`,
  ];
  return section(title, [list(lines, underHeading(title, budget))]);
}

/** Pieces of data that are named. */
const mostData = 6;

function isSmallest({ input: { goal } }: Summary): boolean {
  return goal !== undefined && goal.kind !== "advise";
}

function sayProofs(summary: Summary): Markdown[] {
  const { environments } = summary;
  return [true, false].flatMap((proved) => {
    // Of a lock that is not written nobody needs to know.
    const those = environments.filter(
      ({ advice: { outcome }, status }) =>
        outcome.kind === "solved" && outcome.proved === proved && status.kind !== "shared",
    );
    return those.length === 0
      ? []
      : [sayProof(proved, enumerate(those.map(({ name }) => code(name))), isSmallest(summary))];
  });
}

/** Only what exists: closing is an answer. */
export function writeDecline(summary: Summary, budget: number): Markdown {
  if (summary.changed.length === 0) return marked``;
  const paths = writtenFiles(summary).map(({ path }) => path);
  const named = decline(enumerate(paths.map(code)));
  return named.length <= budget ? named : decline(count(paths.length, "lock"));
}

function decline(files: Markdown): Markdown {
  return section(marked`Decline`, [
    marked`Close this pull request without merging it. Nothing is written but ${files} on this branch.`,
  ]);
}
