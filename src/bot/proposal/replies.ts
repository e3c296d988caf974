/** Everything the bot says besides the plan itself. Pure; what comes from outside goes through the encoder. */

import { type AdviceFix, code, join, marked, type Markdown, prose } from "../../advise/index.ts";
import type { UserError } from "../../base/index.ts";
import { recommendationTypes } from "../../environments/index.ts";
import type { Command } from "../intake/command.ts";
import type { Rest } from "./decide.ts";
import { projectPath } from "../../project/index.ts";
import type { Deed, ProjectOutcome, SeveralOutcome, VisitOutcome } from "./outcome.ts";
import { projectPage, withPages } from "./pages.ts";
import { tryReadPlace } from "./place.ts";

/** The sentence of an error with its place, and what to do about it. */
export function sayMistake({ message, hint }: Pick<UserError, "message" | "hint">): Markdown {
  const place = tryReadPlace(message);
  const sentence =
    place === undefined ? prose(message) : marked`${code(`${place.path}:${place.line}`)}: ${prose(place.message)}`;
  if (hint === undefined) return marked`${sentence}.`;
  return hint.endsWith("?") ? marked`${sentence}; ${prose(hint)}` : marked`${sentence}; ${prose(hint)}.`;
}

/** On top of the first pull request in a repository. @param project its path, undefined for the one in the root. */
export function sayInvitation(project?: string): Markdown {
  const where = project === undefined ? marked`here` : marked`for ${code(project)}`;
  return marked`**Thoth's first pull request ${where}.** It found the runtime environments below and proposes better locks for them.
Merge it, and Thoth looks again every week and whenever a manifest changes. Close it, and Thoth stays silent until someone
writes ${code("/thoth advise")} or a severe advisory concerns a lock.`;
}

export function sayWithdrawn(): Markdown {
  return marked`The locks of the default branch are as they should be now, so there is nothing left to propose. Thoth closes this pull request.`;
}

/** @param pullRequest number of the one that has the same fixes. */
export function sayCovered(pullRequest: number): Markdown {
  return marked`#${pullRequest} fixes the same advisories, so Thoth closes this pull request.`;
}

export function sayKeepOut(): Markdown {
  return marked`This branch has commits that are not Thoth's, so Thoth leaves it alone: it is yours now. Merge it when you like. To get
Thoth's own proposal back, close this pull request, delete the branch and write ${code("/thoth advise")}.`;
}

export function sayWorking(): Markdown {
  return marked`Thoth is looking at the default branch. The answer will stand here.`;
}

/** In reply to someone who may not do what they ask for. */
export function sayNotAllowed(): Markdown {
  return marked`This command needs write access to the repository, so nothing was done.`;
}

/** After a mistake of ours. */
export function sayFault(): Markdown {
  return marked`Something went wrong on Thoth's side. It tries again by itself for a day, and the answer will stand here.`;
}

/** After a day of mistakes of ours. */
export function sayGivenUp(): Markdown {
  return marked`Something went wrong on Thoth's side again and again for a day, so it has given up. Whoever runs it finds the reason in its log.`;
}

export function sayHelp(): Markdown {
  const types = recommendationTypes.map((type) => code(type));
  return marked`Write one of these at the start of a comment, or as the first line of a new issue:

- ${code("/thoth advise")}: look at all environments now and propose what is best
- ${code("/thoth advise ENVIRONMENT type=TYPE")}: the same with another idea of "best" for that environment, or for all if none is named: ${types[0]!}, ${types[1]!}, ${types[2]!}, ${types[3]!} or ${types[4]!}
- ${code("/thoth advise project=services/api")}: the same for one project of several
- ${code("/thoth fix CVE-2024-3651")}: the smallest change without this advisory, by whatever name
- ${code("/thoth fix all")}: the smallest change without any advisory that can go
- ${code("/thoth rebase")}: make the open proposal anew on top of the default branch
- ${code("/thoth help")}: this

What writes needs write access to the repository.`;
}

/** A command that is not understood. */
export function sayMisread({ word, expected }: Extract<Command, { readonly kind: "misread" }>): Markdown {
  return marked`${misreadWords[expected]}${word === "" ? marked`` : marked`: ${code(word)}`}.\n\n${sayHelp()}`;
}

const misreadWords = {
  verb: marked`Thoth does not know this command`,
  argument: marked`Thoth does not know what to do with this word`,
  type: marked`This is no recommendation type`,
  advisory: marked`This is no id of an advisory`,
} as const;

/** The answer to a command. */
export function sayAnswer(outcome: VisitOutcome): Markdown {
  return outcome.kind === "several" ? sayAnswers(outcome) : sayOneAnswer(outcome);
}

/** A line a project, and below it what the lines do not tell, as far as there is room. */
function sayAnswers({ projects }: SeveralOutcome): Markdown {
  const lines = projects.map(({ place, outcome }) => {
    const line =
      outcome.kind === "impossible" ? sayOneAnswer(outcome) : marked`${sayDeed(outcome.deed)}${sayTitle(outcome)}`;
    return marked`- ${code(projectPath(place))}: ${line}`;
  });
  const pages = projects.flatMap(({ place, outcome }) =>
    outcome.kind === "impossible" || tellsAll(outcome) ? [] : [projectPage(place, outcome.advice.plan.body)],
  );
  return withPages(join(lines, "\n"), pages);
}

function sayTitle({ advice: { plan } }: Advised): Markdown {
  return plan.kind === "change" ? marked` ${prose(plan.title)}.` : marked``;
}

type Advised = Extract<ProjectOutcome, { readonly kind: "advised" }>;

/** Whether the pull request has it all. */
function tellsAll({ deed, advice }: Advised): boolean {
  const isComplete = advice.environments.every(
    (each) => each.advice.outcome.kind === "solved" && isAllFixed(each.advice.fix),
  );
  return deed.kind === "proposed" && advice.plan.kind === "change" && isComplete;
}

function isAllFixed(fix: AdviceFix | undefined): boolean {
  return fix === undefined || (fix.remaining.length === 0 && fix.absent.length === 0);
}

function sayOneAnswer(outcome: ProjectOutcome): Markdown {
  if (outcome.kind === "impossible") return marked`**Nothing could be advised.** ${sayMistake(outcome.error)}`;
  const { deed, advice } = outcome;
  const { plan } = advice;
  if (tellsAll(outcome)) return marked`${sayDeed(deed)}${sayTitle(outcome)} The reasons stand there.`;
  return marked`${sayDeed(deed)}\n\n${plan.body}`;
}

function sayDeed(deed: Deed): Markdown {
  switch (deed.kind) {
    case "proposed":
      return deed.isNew
        ? marked`**Proposed in #${deed.pullRequest.number}.**`
        : marked`**#${deed.pullRequest.number} is what Thoth proposes.**`;
    case "withdrawn":
      return marked`**Nothing is left to propose**, so #${deed.pullRequest.number} was closed.`;
    case "kept-out":
      return deed.pullRequest === undefined
        ? marked`**Nothing was written:** branch ${code(deed.branch)} has commits that are not Thoth's. Delete it and ask again.`
        : marked`**Nothing was written:** the branch of #${deed.pullRequest.number} has commits that are not Thoth's.`;
    case "rested":
      return marked`**${prose(sayRest(deed.because))}.**`;
  }
}

/** Why nothing is done; one clause without its full stop, all of it ours. */
export function sayRest(rest: Rest): string {
  switch (rest.kind) {
    case "settled":
      return "The locks are as they should be";
    case "valid":
      return "The locks hold; what could be better comes with the next schedule";
    case "unfixable":
      return "There is no advisory that Thoth could fix";
    case "unanswered":
      return "Nothing can be proposed";
    case "declined":
      return rest.until === undefined
        ? `A change is known, and pull request ${rest.pullRequest} with it was closed`
        : `A change is known; pull request ${rest.pullRequest} was closed, so nothing is proposed before ${dayOf(rest.until)}`;
    case "not-now":
      return rest.pullRequest === undefined
        ? "A change is known and comes with the next schedule"
        : `Pull request ${rest.pullRequest.number} gets a newer proposal with the next schedule`;
    case "small":
      return "A change is known, and too small for a pull request that nobody asked for";
    case "switched-off":
      return "A change is known; unasked proposals are switched off";
  }
}

function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}
