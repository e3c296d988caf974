/**
 * What is done about a plan: pure, so that every rule of politeness can be held against a table. A person's no is a no; what
 * a person committed is never overwritten; and unasked there is at most one pull request, seldom rewritten.
 */

import type { Plan, ProposalKind } from "../../advise/index.ts";
import type { Cause, PullRequest, RepositoryStage } from "../../ports/index.ts";
import { defaults } from "../defaults.ts";
import type { PastProposal } from "./history.ts";
import { digestOf } from "./proposed.ts";

/** Why we look. Of commands only those count that a person may give and that write. */
export type Reason = Exclude<Cause["kind"], "survey" | "source"> | "rebase";

export interface Situation {
  /** Which of a project's two pull requests it is about. */
  readonly kind: ProposalKind;
  readonly plan: Plan;
  /** Whether nothing more was asked than that the locks hold. */
  readonly isRepair: boolean;
  /** Whether every environment has an answer. */
  readonly isComplete: boolean;
  /** Whether the question of some environment could not be asked, as when an index is down. */
  readonly isInterrupted: boolean;
  /** Ids of the severe advisories that the plan fixes. */
  readonly severe: readonly string[];
  /** Packages that move and advisories that go, together; and how many there have to be. */
  readonly gain: number;
  readonly minGain: number;
  /** Pull requests that this visit has opened for other projects. */
  readonly opened: number;
  /** Of its branch, the newest first. */
  readonly history: readonly PastProposal[];
  /** Of the project's other branch: whatever was told there is no news here. */
  readonly beside: readonly PastProposal[];
  /** Never empty. */
  readonly reasons: ReadonlySet<Reason>;
  readonly stage: RepositoryStage;
  /** False where `.thoth.yaml` switches unasked advice off. */
  readonly isEnabled: boolean;
  readonly now: Date;
}

export type Decision =
  /** The branch first, if it is to be written, then the pull request: opened where there is none, edited where it differs. */
  | { readonly kind: "propose"; readonly pullRequest: PullRequest | undefined; readonly writesBranch: boolean }
  /** The pull request is moot: the default branch has what it proposes, or something as good. */
  | { readonly kind: "withdraw"; readonly pullRequest: PullRequest }
  | { readonly kind: "rest"; readonly because: Rest };

/** Why nothing is done. */
export type Rest =
  /** Every lock is as it should be. */
  | { readonly kind: "settled" }
  /** Every lock holds; whether it is the best was not asked. */
  | { readonly kind: "valid" }
  /** No advisory that was asked for is left that could go. */
  | { readonly kind: "unfixable" }
  /** Nothing changes, and not every environment has an answer. */
  | { readonly kind: "unanswered" }
  /** A person closed it. Undefined `until`: what was closed does not come back. */
  | { readonly kind: "declined"; readonly pullRequest: number; readonly until: Date | undefined }
  /** Neither asked for nor due. */
  | { readonly kind: "not-now"; readonly pullRequest: PullRequest | undefined }
  /** Not worth a pull request that nobody asks for. */
  | { readonly kind: "small" }
  | { readonly kind: "switched-off" };

export function decide(situation: Situation): Decision {
  const { plan, history } = situation;
  const open = history.find(({ state }) => state === "open");
  if (plan.kind === "nothing") return decideNothing(situation, open);
  const proposed = digestOf(plan.files);
  return open === undefined ? decideNew(situation, proposed) : decideOpen(situation, open, proposed);
}

/** An environment without an answer may be the one that the pull request is for, so it stays; so does one just reopened. */
function decideNothing(situation: Situation, open: PastProposal | undefined): Decision {
  const { isComplete, reasons } = situation;
  if (!isComplete) return { kind: "rest", because: { kind: "unanswered" } };
  const isLeft = open?.isReopened === true && !isDue(reasons) && !isAsked(reasons);
  if (open === undefined || isLeft) return { kind: "rest", because: { kind: nothingIn(situation) } };
  return { kind: "withdraw", pullRequest: open.pullRequest };
}

function nothingIn({ kind, isRepair }: Situation): "settled" | "valid" | "unfixable" {
  if (kind === "security") return "unfixable";
  return isRepair ? "valid" : "settled";
}

/**
 * In between only the check speaks. When due, the branch is written even where the files stay the same: the forge leaves it
 * as it is unless the default branch has changed one of them, so that the two conflict.
 */
function decideOpen(situation: Situation, open: PastProposal, proposed: string): Decision {
  const { pullRequest } = open;
  const { reasons } = situation;
  // What is open may hold the very lock that cannot be made anew at the moment.
  if (situation.isInterrupted && !isAsked(reasons)) return { kind: "rest", because: { kind: "unanswered" } };
  // Somebody pushed, or a write of ours was cut short: the forge tells one from the other, and writes only over our own.
  if (isMoved(open)) return { kind: "propose", pullRequest, writesBranch: true };
  if (isAsked(reasons) || (situation.isEnabled && (isDue(reasons) || isUrgent(situation))))
    return { kind: "propose", pullRequest, writesBranch: true };
  if (open.digest === proposed) return { kind: "propose", pullRequest, writesBranch: false };
  return { kind: "rest", because: situation.isEnabled ? { kind: "not-now", pullRequest } : { kind: "switched-off" } };
}

/** Whether the branch stands elsewhere than we left it. */
function isMoved({ head, pullRequest }: PastProposal): boolean {
  return head !== undefined && head !== pullRequest.head;
}

function isAsked(reasons: ReadonlySet<Reason>): boolean {
  return reasons.has("command") || reasons.has("rebase");
}

/** At these a branch may be rewritten and a pull request opened; in between only the check speaks. */
function isDue(reasons: ReadonlySet<Reason>): boolean {
  return reasons.has("push") || reasons.has("schedule") || reasons.has("onboard");
}

/** Whether the plan fixes a severe advisory that nothing open and nothing declined would have fixed. It waits for nothing. */
function isUrgent({ history, beside, severe }: Situation): boolean {
  const told = [...history, ...beside].filter(({ state }) => state === "open" || state === "declined");
  const known = new Set(told.flatMap((past) => past.severe ?? severe));
  return severe.some((id) => !known.has(id));
}

function decideNew(situation: Situation, proposed: string): Decision {
  const { reasons, isEnabled } = situation;
  const opened: Decision = { kind: "propose", pullRequest: undefined, writesBranch: true };
  if (reasons.has("command")) return opened;
  if (!isEnabled) return { kind: "rest", because: { kind: "switched-off" } };
  // What is severe has a small pull request of its own, which waits for nothing and heeds no older no.
  if (situation.kind === "security" && isUrgent(situation)) return opened;
  const because = findNo(situation, proposed);
  if (because !== undefined) return { kind: "rest", because };
  if (situation.kind === "security") return { kind: "rest", because: { kind: "not-now", pullRequest: undefined } };
  // A push may have put the lock out of step, which is worth mending however little moves.
  if (situation.gain < situation.minGain && !reasons.has("push")) return { kind: "rest", because: { kind: "small" } };
  const isTurn = situation.opened < defaults.proposals.mostAtOnce;
  return isTurn && isDue(reasons) ? opened : { kind: "rest", because: { kind: "not-now", pullRequest: undefined } };
}

/** The no that stands against `proposed`. */
function findNo(situation: Situation, proposed: string): Rest | undefined {
  const declined = situation.history.filter(({ state }) => state === "declined");
  const same = declined.find(({ digest }) => digest === proposed);
  if (same !== undefined) return { kind: "declined", pullRequest: same.pullRequest.number, until: undefined };
  return findQuiet(situation, declined);
}

/** Another proposal waits some weeks; a repository that declined the first one ever is asked no second time. */
function findQuiet({ stage, now }: Situation, declined: readonly PastProposal[]): Rest | undefined {
  for (const { pullRequest, declinedAt } of declined) {
    if (stage === "onboarding") return { kind: "declined", pullRequest: pullRequest.number, until: undefined };
    const until = new Date((declinedAt ?? now).getTime() + quiet);
    if (until > now) return { kind: "declined", pullRequest: pullRequest.number, until };
  }
  return undefined;
}

const quiet = defaults.proposals.quietDaysAfterDecline * 24 * 3_600_000;
