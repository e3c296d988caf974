/** The check run: the verdict on one commit for whoever looks at it, with each mistake on its line. Pure. */

import { code, count, join, marked, type ProjectAdvice, prose, terminalLine } from "../../advise/index.ts";
import type { UserError } from "../../base/index.ts";
import type { Annotation, CheckRun } from "../../ports/index.ts";
import type { Reason } from "./decide.ts";
import { projectPath } from "../../project/index.ts";
import type { Deed, ProjectOutcome, SeveralOutcome, VisitOutcome } from "./outcome.ts";
import { projectPage, sayChoice, withPages } from "./pages.ts";
import { tryReadPlace } from "./place.ts";
import { sayMistake, sayRest } from "./replies.ts";

const name = "Thoth";
const key = "advise";

/**
 * Undefined where there is nothing to say about a commit: nobody asks, and the repository has no manifest; or somebody asks
 * for an environment or a project that it does not have, which is the command's mistake.
 */
export function checkOf(outcome: VisitOutcome, reasons: ReadonlySet<Reason>): CheckRun | undefined {
  if (outcome.kind === "several") return severalCheck(outcome);
  if (outcome.kind === "advised") return adviceCheck(outcome);
  const isAsked = reasons.has("command") || reasons.has("rebase");
  const { code } = outcome.error;
  const isMistaken = code === "UNKNOWN_ENVIRONMENT" || code === "UNKNOWN_PROJECT";
  const isSilent = isAsked ? isMistaken : code === "NO_MANIFEST";
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

/** One verdict on all projects: a line each, then their pages as far as there is room. */
function severalCheck({ projects, choice }: SeveralOutcome): CheckRun {
  const checks = projects.map(({ place, outcome }) => ({
    place,
    outcome,
    check: outcome.kind === "advised" ? adviceCheck(outcome) : mistakeCheck(outcome.error),
  }));
  const lines = checks.map(({ place, check }) => marked`- ${code(projectPath(place))}: ${prose(check.title)}`);
  const front = join([join(lines, "\n"), sayChoice(choice)], "\n\n");
  const pages = checks.map(({ place, outcome }) =>
    projectPage(place, outcome.kind === "advised" ? outcome.advice.plan.checkPage : sayMistake(outcome.error)),
  );
  return {
    name,
    key,
    conclusion: worst(checks.map(({ check }) => check.conclusion)),
    title: severalTitle(projects.map(({ outcome }) => outcome)),
    summary: withPages(front, pages),
    annotations: checks.flatMap(({ check }) => check.annotations),
  };
}

function worst(conclusions: readonly CheckRun["conclusion"][]): CheckRun["conclusion"] {
  if (conclusions.includes("failure")) return "failure";
  return conclusions.every((conclusion) => conclusion === "success") ? "success" : "neutral";
}

/** Such as "3 projects: a change is proposed for 2, 1 is as it should be". */
function severalTitle(outcomes: readonly ProjectOutcome[]): string {
  const proposed = outcomes.filter(isProposed).length;
  const settled = outcomes.filter(
    (outcome) => !isProposed(outcome) && outcome.kind === "advised" && isSettled(outcome.deed),
  ).length;
  const others = outcomes.length - proposed - settled;
  const parts = [
    ...(proposed === 0 ? [] : [`a change is proposed for ${proposed}`]),
    ...(settled === 0 ? [] : [`${settled} ${settled === 1 ? "is as it" : "are as they"} should be`]),
    ...(others === 0 ? [] : [`nothing is proposed for ${others}`]),
  ];
  return `${outcomes.length} projects: ${parts.join(", ")}`;
}

function isProposed(outcome: ProjectOutcome): boolean {
  return outcome.kind === "advised" && [outcome.deed, outcome.security?.deed].some((deed) => deed?.kind === "proposed");
}

function isSettled(deed: Deed): boolean {
  if (deed.kind === "withdrawn") return true;
  return deed.kind === "rested" && (deed.because.kind === "settled" || deed.because.kind === "valid");
}

function adviceCheck(outcome: Extract<ProjectOutcome, { readonly kind: "advised" }>): CheckRun {
  const { advice, choice } = outcome;
  const { environments, plan } = advice;
  const without = environments.filter((each) => each.advice.outcome.kind !== "solved").length;
  const told = choice === undefined ? marked`` : sayChoice(choice);
  const words = without === 0 ? "" : `, and no answer for ${count(without, "environment")}`;
  return {
    name,
    key,
    conclusion: conclude(advice),
    title: `${sayDeeds(outcome)}${words}`,
    summary: join([plan.checkPage, told], "\n\n"),
    annotations: onceEach(environments.flatMap(annotate)),
  };
}

/** Only what is certain and the user's to mend is a failure. */
function conclude({ environments }: ProjectAdvice): CheckRun["conclusion"] {
  const outcomes = environments.map(({ advice }) => advice.outcome);
  if (outcomes.some((outcome) => outcome.kind === "unsolvable" || isMistake(outcome))) return "failure";
  if (environments.some(({ advice }) => advice.notes.some(({ fails }) => fails === true))) return "failure";
  const isJudged = environments.every(({ advice }) => advice.advisories.judged);
  return isJudged && outcomes.every(({ kind }) => kind === "solved") ? "success" : "neutral";
}

type Outcome = ProjectAdvice["environments"][number]["advice"]["outcome"];

/** Whether it is a line of the user's that is wrong, rather than an index that is down. */
function isMistake(outcome: Outcome): boolean {
  return outcome.kind === "failed" && tryReadPlace(outcome.message) !== undefined;
}

/** A security fix is the better news where there is nothing else. */
function sayDeeds({ deed, security }: Extract<ProjectOutcome, { readonly kind: "advised" }>): string {
  if (security?.deed.kind !== "proposed") return titleOf(deed);
  const { number } = security.deed.pullRequest;
  return deed.kind === "proposed"
    ? `${titleOf(deed)}, and a security fix in pull request ${number}`
    : `A security fix is proposed in pull request ${number}`;
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
  const { outcome, environment, notes } = advice;
  if (outcome.kind === "failed") {
    const place = tryReadPlace(outcome.message);
    return place === undefined ? [] : [annotation(place.path, place.line, place.message)];
  }
  const failing = notes.flatMap(({ fails, place, message }) =>
    fails === undefined || place === undefined ? [] : [annotation(place.file, place.line, message)],
  );
  if (outcome.kind !== "unsolvable") return failing;
  const lines = outcome.requirements
    .filter(({ line }) => line > 0)
    .map(({ file, line }) =>
      annotation(
        file,
        line,
        `No stack for \`${environment.name}\` satisfies this line together with the others named in the summary`,
      ),
    );
  return [...failing, ...lines];
}

/** Environments share files and lines. */
function onceEach(annotations: readonly Annotation[]): readonly Annotation[] {
  return [...new Map(annotations.map((each) => [JSON.stringify(each), each])).values()];
}

function annotation(path: string, line: number, message: string): Annotation {
  // Shown as plain text: nothing in it is markup.
  return { path, line, level: "failure", title: name, message: terminalLine(message) };
}
