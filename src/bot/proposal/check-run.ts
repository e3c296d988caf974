/** The check run: the verdict on one commit for whoever looks at it, with each mistake on its line. Pure. */

import { count, type ProjectAdvice, terminalLine } from "../../advise/index.ts";
import type { UserError } from "../../base/index.ts";
import type { Annotation, CheckRun } from "../../ports/index.ts";
import type { Reason } from "./decide.ts";
import type { Deed, VisitOutcome } from "./outcome.ts";
import { tryReadPlace } from "./place.ts";
import { sayMistake, sayRest } from "./replies.ts";

const name = "Thoth";
const key = "advise";

/**
 * Undefined where there is nothing to say about a commit: nobody asks, and the repository has no manifest; or somebody asks
 * for an environment that it does not have, which is the command's mistake.
 */
export function checkOf(outcome: VisitOutcome, reasons: ReadonlySet<Reason>): CheckRun | undefined {
  if (outcome.kind === "advised") return adviceCheck(outcome.advice, outcome.deed);
  const isAsked = reasons.has("command") || reasons.has("rebase");
  const { code } = outcome.error;
  const isSilent = isAsked ? code === "UNKNOWN_ENVIRONMENT" : code === "NO_MANIFEST";
  return isSilent ? undefined : mistakeCheck(outcome.error);
}

function mistakeCheck(error: UserError): CheckRun {
  const place = tryReadPlace(error.message);
  // Only a line of the user's is a failure of the commit.
  return {
    name,
    key,
    conclusion: place === undefined ? "neutral" : "failure",
    title: place === undefined ? "Nothing could be proposed" : "The configuration cannot be read",
    summary: sayMistake(error),
    annotations: place === undefined ? [] : [annotation(place.path, place.line, place.message)],
  };
}

function adviceCheck(advice: ProjectAdvice, deed: Deed): CheckRun {
  const { environments, plan } = advice;
  const without = environments.filter((each) => each.advice.outcome.kind !== "solved").length;
  const words = without === 0 ? "" : `, and no answer for ${count(without, "environment")}`;
  return {
    name,
    key,
    conclusion: conclude(advice),
    title: `${titleOf(deed)}${words}`,
    summary: plan.checkPage,
    annotations: environments.flatMap(annotate),
  };
}

/** Only what is certain and the user's to mend is a failure. */
function conclude({ environments }: ProjectAdvice): CheckRun["conclusion"] {
  const outcomes = environments.map(({ advice }) => advice.outcome);
  if (outcomes.some((outcome) => outcome.kind === "unsolvable" || isMistake(outcome))) return "failure";
  const isJudged = environments.every(({ advice }) => advice.advisories.judged);
  return isJudged && outcomes.every(({ kind }) => kind === "solved") ? "success" : "neutral";
}

type Outcome = ProjectAdvice["environments"][number]["advice"]["outcome"];

/** Whether it is a line of the user's that is wrong, rather than an index that is down. */
function isMistake(outcome: Outcome): boolean {
  return outcome.kind === "failed" && tryReadPlace(outcome.message) !== undefined;
}

function titleOf(deed: Deed): string {
  switch (deed.kind) {
    case "proposed":
      return `A change is proposed in pull request ${deed.pullRequest.number}`;
    case "withdrawn":
      return "The locks are as they should be";
    case "kept-out":
      return `Branch ${deed.branch} has commits of somebody else and is left alone`;
    case "rested":
      return sayRest(deed.because);
  }
}

/** A conflict stands on each of the user's own lines that it rests on. */
function annotate({ advice }: ProjectAdvice["environments"][number]): Annotation[] {
  const { outcome, environment } = advice;
  if (outcome.kind === "failed") {
    const place = tryReadPlace(outcome.message);
    return place === undefined ? [] : [annotation(place.path, place.line, place.message)];
  }
  if (outcome.kind !== "unsolvable") return [];
  return outcome.requirements
    .filter(({ line }) => line > 0)
    .map(({ file, line }) =>
      annotation(
        file,
        line,
        `No stack for \`${environment.name}\` satisfies this line together with the others named in the summary`,
      ),
    );
}

function annotation(path: string, line: number, message: string): Annotation {
  // Shown as plain text: nothing in it is markup.
  return { path, line, level: "failure", title: name, message: terminalLine(message) };
}
