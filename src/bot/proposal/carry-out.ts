/** Carries a decision out: the branch, the pull request, its justification. Whatever is there already is left as it is. */

import type { Markdown, Plan } from "../../advise/index.ts";
import type { CommitSha, Proposal, PullRequest, PullRequestText } from "../../ports/index.ts";
import type { Asked } from "../asked.ts";
import type { Decision } from "./decide.ts";
import type { PastProposal } from "./history.ts";
import { withMarker } from "./marker.ts";
import type { Deed } from "./outcome.ts";
import { digestOf } from "./proposed.ts";
import { sayInvitation, sayKeepOut, sayWithdrawn } from "./replies.ts";
import type { BotSettings } from "../settings.ts";
import { audit, type Visit } from "../visit.ts";

/** What the decision was made about. */
export interface Matter {
  /** The commit that was looked at. */
  readonly base: CommitSha;
  readonly plan: Plan;
  /** Ids of the severe advisories that the plan fixes. */
  readonly severe: readonly string[];
  readonly settings: BotSettings;
  readonly history: readonly PastProposal[];
  readonly open: PastProposal | undefined;
  /** Whether nothing was ever proposed here before. */
  readonly isFirst: boolean;
  readonly asked: Asked;
  /** Path of the project; undefined for the one in the root. */
  readonly project: string | undefined;
}

type Change = Extract<Plan, { readonly kind: "change" }>;

/** @returns what was done; an answer that the host gives in the meantime, such as a foreign commit, is taken into account. */
export async function carryOut(decision: Decision, matter: Matter, visit: Visit): Promise<Deed> {
  const { plan } = matter;
  switch (decision.kind) {
    case "rest":
      return { kind: "rested", because: decision.because };
    case "withdraw":
      return await withdrawUnlessTheirs(plan.branch, decision.pullRequest, sayWithdrawn(), visit);
    case "propose":
      if (plan.kind === "nothing") throw new Error("there is nothing to propose");
      return await propose(plan, decision, matter, visit);
  }
}

async function propose(
  plan: Change,
  { pullRequest, writesBranch }: Extract<Decision, { readonly kind: "propose" }>,
  matter: Matter,
  visit: Visit,
): Promise<Deed> {
  const head = writesBranch ? await writeBranch(plan, matter, visit) : pullRequest?.head;
  if (head === undefined) return await keepOut(plan.branch, pullRequest, visit);
  const base = visit.host.facts.defaultBranch;
  const text = { title: plan.title, body: writeBody(plan, head, matter), base };
  const written =
    pullRequest === undefined
      ? await openPullRequest(plan, text, matter, visit)
      : await editPullRequest({ ...pullRequest, head }, text, visit);
  await visit.host.writeComment(written.number, "justification", plan.comment, visit.signal);
  await remember(written, head, plan, visit);
  return { kind: "proposed", pullRequest: written, isNew: pullRequest === undefined };
}

/** @returns the commit that the branch stands at now; undefined where it holds commits of somebody else. */
async function writeBranch(plan: Change, matter: Matter, visit: Visit): Promise<CommitSha | undefined> {
  const { branch, commitMessage: message, files } = plan;
  const change = { branch, base: matter.base, message, files, lastWritten: lastWrittenOf(matter) };
  const outcome = await visit.host.apply(change, visit.signal);
  if (outcome.kind === "foreign") return undefined;
  if (outcome.kind !== "unchanged") await audit("branch", `${outcome.kind} ${branch} at ${outcome.commit}`, visit);
  return outcome.commit;
}

/** Where we left the branch. What has been merged since is in the default branch, whoever committed it: it may go. */
function lastWrittenOf({ open, history }: Matter): CommitSha | undefined {
  if (open !== undefined) return open.head;
  const [newest] = history;
  return newest?.state === "merged" ? newest.pullRequest.head : newest?.head;
}

function writeBody(plan: Change, head: CommitSha, { severe, asked, isFirst, project }: Matter): string {
  const body = isFirst ? `${sayInvitation(project)}\n\n${plan.body}` : plan.body;
  return withMarker(body, { head, digest: digestOf(plan.files), severe, asked });
}

async function openPullRequest(
  plan: Change,
  text: PullRequestText,
  { settings }: Matter,
  visit: Visit,
): Promise<PullRequest> {
  const { labels, reviewers, assignees } = settings;
  const { host, signal } = visit;
  const draft = { ...text, branch: plan.branch, labels, reviewers, assignees };
  const opened = await host.openPullRequest(draft, signal);
  await audit("pull-request", `opened #${opened.number}`, visit);
  return opened;
}

/** A title that a person has changed stays for as long as there is nothing new to say. */
async function editPullRequest(pullRequest: PullRequest, text: PullRequestText, visit: Visit): Promise<PullRequest> {
  if (pullRequest.body === text.body && pullRequest.base === text.base) return pullRequest;
  await visit.host.editPullRequest(pullRequest.number, text, visit.signal);
  await audit("pull-request", `edited #${pullRequest.number}`, visit);
  return { ...pullRequest, ...text };
}

async function remember({ number }: PullRequest, head: CommitSha, plan: Change, visit: Visit): Promise<void> {
  const { repository, lease, dependencies } = visit;
  const proposal: Proposal = {
    repository: repository.id,
    branch: plan.branch,
    pullRequest: number,
    head,
    digest: digestOf(plan.files),
    state: "open",
    declinedAt: undefined,
  };
  // Under a lost lease nothing is written; the next holder reads the marker.
  await dependencies.store.saveProposal(proposal, lease);
}

/** Closes what is moot, with a word, unless somebody else has committed on it. */
export async function withdrawUnlessTheirs(
  branch: string,
  pullRequest: PullRequest,
  words: Markdown,
  visit: Visit,
): Promise<Deed> {
  const isOurs = await visit.host.isOurs(pullRequest.head, visit.signal);
  return isOurs ? await withdraw(pullRequest, words, visit) : await keepOut(branch, pullRequest, visit);
}

async function withdraw(pullRequest: PullRequest, words: Markdown, visit: Visit): Promise<Deed> {
  const { host, signal } = visit;
  await host.writeComment(pullRequest.number, "withdrawn", words, signal);
  await host.closePullRequest(pullRequest.number, signal);
  await audit("pull-request", `closed #${pullRequest.number}: moot`, visit);
  return { kind: "withdrawn", pullRequest: { ...pullRequest, state: "closed", closedByUs: true } };
}

async function keepOut(branch: string, pullRequest: PullRequest | undefined, visit: Visit): Promise<Deed> {
  if (pullRequest !== undefined)
    await visit.host.writeComment(pullRequest.number, "kept-out", sayKeepOut(), visit.signal);
  return { kind: "kept-out", branch, pullRequest };
}
