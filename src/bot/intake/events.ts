/**
 * Every event that the App listens to, what of it counts, and what follows: pure, from a payload to changes. This table,
 * `app.yml` and `docs/github-app.md` name the same events, and a test holds them together.
 */

import type { Static, TSchema } from "typebox";
import { Compile } from "typebox/compile";

import { firstMistake } from "../../base/index.ts";
import type { Cause, CommandPlace, InstallationRecord } from "../../ports/index.ts";
import { isProjectFile, isPythonFile } from "../../project/index.ts";
import { tryFindCommand, tryFindIssueCommand } from "./command.ts";
import {
  CheckRunPayload,
  type CheckSuiteEvent,
  CheckSuitePayload,
  type InstallationEvent,
  InstallationPayload,
  type InstallationRepositoriesEvent,
  InstallationRepositoriesPayload,
  type IssueCommentEvent,
  IssueCommentPayload,
  type IssueEvent,
  IssuePayload,
  type PullRequestEvent,
  PullRequestPayload,
  type PushEvent,
  PushPayload,
  type RepositoryEvent,
  RepositoryPayload,
} from "./payloads.ts";
import type { SeenRepository, StoreChange } from "./store-change.ts";

/** What a payload comes to; `misfit` when it is none of its event. */
export type EventReading =
  | { readonly kind: "changes"; readonly changes: readonly StoreChange[] }
  | { readonly kind: "misfit"; readonly mistake: string };

/** One event with the actions that count. */
export interface EventRow {
  readonly event: string;
  /** Empty where the event has none. */
  readonly actions: readonly string[];
  read(payload: unknown): EventReading;
}

export const eventRows: readonly EventRow[] = [
  row(
    "installation",
    ["created", "new_permissions_accepted", "suspend", "unsuspend"],
    InstallationPayload,
    (payload) => [{ kind: "installation-saved", installation: installationOf(payload) }],
  ),
  row("installation", ["deleted"], InstallationPayload, ({ installation }) => [
    { kind: "installation-removed", installation: installation.id },
  ]),
  row("installation_repositories", ["added", "removed"], InstallationRepositoriesPayload, readRepositories),
  row("repository", ["archived", "renamed", "transferred", "unarchived"], RepositoryPayload, (payload) => [
    { kind: "repository-changed", repository: repositoryOf(payload) },
  ]),
  row("repository", ["deleted"], RepositoryPayload, ({ installation, repository }) => [
    { kind: "repositories-removed", installation: installation.id, repositories: [repository.id] },
  ]),
  row("push", [], PushPayload, readPush),
  row("pull_request", ["closed", "opened", "reopened", "synchronize"], PullRequestPayload, readPullRequest),
  row("issue_comment", ["created"], IssueCommentPayload, readComment),
  row("issues", ["opened"], IssuePayload, readIssue),
  row("check_run", ["rerequested"], CheckRunPayload, ({ check_run: run, ...payload }) =>
    readAskedAgain({ ...payload, check_suite: run.check_suite }),
  ),
  row("check_suite", ["rerequested"], CheckSuitePayload, readAskedAgain),
];

/**
 * Events that come once for each thing they tell of: an equal body is a replay. The others say what is so now, and it may be
 * so again.
 */
export const eventsThatComeOnce: ReadonlySet<string> = new Set(["issue_comment", "issues"]);

function row<Schema extends TSchema>(
  event: string,
  actions: readonly string[],
  schema: Schema,
  changes: (payload: Static<Schema>) => readonly StoreChange[],
): EventRow {
  const compiled = Compile(schema);
  return {
    event,
    actions,
    read: (payload) =>
      compiled.Check(payload)
        ? { kind: "changes", changes: changes(payload) }
        : { kind: "misfit", mistake: firstMistake(compiled, payload) },
  };
}

function installationOf({ installation }: InstallationEvent | InstallationRepositoriesEvent): InstallationRecord {
  const { id, account, suspended_at: suspendedAt } = installation;
  return {
    id,
    account: account?.login ?? account?.slug ?? "",
    isSuspended: suspendedAt !== undefined && suspendedAt !== null,
  };
}

function repositoryOf({ installation, repository }: RepositoryEvent): SeenRepository {
  return {
    id: repository.id,
    installation: installation.id,
    account: repository.owner.login ?? repository.owner.slug ?? "",
    fullName: repository.full_name,
    isArchived: repository.archived ?? false,
  };
}

function readRepositories(payload: InstallationRepositoriesEvent): StoreChange[] {
  const added = payload.repositories_added.map(({ id, full_name: fullName }) => ({ id, fullName }));
  const removed = payload.repositories_removed.map(({ id }) => id);
  return [
    { kind: "repositories-added", installation: installationOf(payload), repositories: added },
    { kind: "repositories-removed", installation: payload.installation.id, repositories: removed },
  ];
}

/** Only the default branch, and only where files that we read change. We never push there, so whoever does is heard. */
function readPush(payload: PushEvent): StoreChange[] {
  const { ref, before, after, deleted, repository } = payload;
  if (deleted || ref !== `refs/heads/${repository.default_branch}`) return [];
  const changes: StoreChange[] = [];
  if (touches(payload, isProjectFile)) changes.push(wish(payload, "push", { kind: "push", head: after }));
  if (!isNew(before) && touches(payload, isPythonFile))
    changes.push(wish(payload, "source", { kind: "source", base: before, head: after }));
  return changes;
}

/** A branch that is new has nothing to be compared with. */
function isNew(before: string): boolean {
  return /^0+$/.test(before);
}

/** GitHub lists at most so many commits of a push, and so many files of a commit. */
const mostCommits = 2048;
const mostFiles = 3000;

/** A forced push, or one whose lists are cut or empty, may have touched anything. */
function touches({ forced, commits }: PushEvent, counts: (path: string) => boolean): boolean {
  if (forced || commits.length === 0 || commits.length >= mostCommits) return true;
  const files = commits.map(({ added, modified, removed }) => [...added, ...modified, ...removed]);
  return files.some((paths) => paths.length >= mostFiles || paths.some(counts));
}

/** All branches of ours start so. */
const ourBranches = "thoth/";

/**
 * Our pull request was closed or reopened, or somebody pushed to its branch. Our own pushes are no news; a bot that closes
 * it is, for it may have merged it.
 */
function readPullRequest(payload: PullRequestEvent): StoreChange[] {
  const { head } = payload.pull_request;
  const isFork = head.repo?.id !== payload.repository.id;
  if (isFork || !head.ref.startsWith(ourBranches)) return readOthers(payload, isFork);
  if (payload.action === "opened") return [];
  return payload.action !== "closed" && isBot(payload.sender) ? [] : askRefresh(payload);
}

/** Somebody else's is looked at where it is to change the default branch; what it changes, its payload does not say. */
function readOthers({ action, pull_request: pull, ...payload }: PullRequestEvent, isFork: boolean): StoreChange[] {
  if (action === "closed" || pull.base.ref !== payload.repository.default_branch) return [];
  const { number, head } = pull;
  return [wish(payload, `pull-request-${number}`, pullRequestOf(number, head.sha, isFork))];
}

function pullRequestOf(number: number, head: string, isFork: boolean): Cause {
  return { kind: "pull-request", number, head, isFork };
}

/** Whichever of our checks it was: all are made again that stand on the commit. */
function readAskedAgain({ check_suite: suite, ...payload }: CheckSuiteEvent): StoreChange[] {
  const { default_branch: branch } = payload.repository;
  const { head_branch: own, head_sha: head, before, pull_requests: pulls } = suite;
  const changes = askRefresh(payload);
  if (own === branch && before !== null && !isNew(before))
    changes.push(wish(payload, "source", { kind: "source", base: before, head }));
  for (const { number, head: from, base } of pulls)
    if (base.ref === branch && !from.ref.startsWith(ourBranches))
      changes.push(wish(payload, `pull-request-${number}`, pullRequestOf(number, from.sha, false)));
  return changes;
}

function readComment(payload: IssueCommentEvent): StoreChange[] {
  const { issue, comment } = payload;
  const place = { kind: "comment", issue: issue.number, comment: comment.id } as const;
  return askCommand(payload, place, comment.user, tryFindCommand(comment.body));
}

function readIssue(payload: IssueEvent): StoreChange[] {
  const { issue } = payload;
  const command = tryFindIssueCommand(issue.title, issue.body ?? "");
  const place = { kind: "issue", issue: issue.number, isWhole: command?.isWhole ?? false } as const;
  return askCommand(payload, place, issue.user, command?.line);
}

type Author = IssueCommentEvent["comment"]["user"];

function askCommand(
  payload: RepositoryEvent,
  place: CommandPlace,
  author: Author,
  text: string | undefined,
): StoreChange[] {
  if (text === undefined || author === null || isBot(author) || isBot(payload.sender)) return [];
  return [wish(payload, commandKey(place), { kind: "command", place, author: author.login, text })];
}

/** Names a command for good: its slot, and the reply to it. */
export function commandKey(place: CommandPlace): string {
  return place.kind === "comment" ? `command-${place.comment}` : `command-issue-${place.issue}`;
}

function askRefresh(payload: RepositoryEvent): StoreChange[] {
  return [wish(payload, "refresh", { kind: "refresh" })];
}

function wish(payload: RepositoryEvent, slot: string, cause: Cause): StoreChange {
  return { kind: "wish-asked", repository: repositoryOf(payload), slot, cause };
}

function isBot(account: RepositoryEvent["sender"]): boolean {
  return account?.type === "Bot";
}
