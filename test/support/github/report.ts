/** The state of the world in the shapes that tests assert on. */

import {
  fullName,
  isPullRequest,
  type CheckRun,
  type Comment,
  type Installation,
  type Issue,
  type PullRequest,
  type Reaction,
  type Repository,
} from "./entities.ts";
import type {
  BranchReport,
  CheckReport,
  CommentReport,
  CommitReport,
  InstallationReport,
  IssueReport,
  PullReport,
  RepositoryReport,
} from "./reports.ts";
import type { World } from "./world.ts";

/** Commits told of a branch. */
const longestChain = 50;

export async function reportRepository(repository: Repository): Promise<RepositoryReport> {
  const issues = [...repository.issues.values()];
  const refs = await repository.git.refs("refs/heads/");
  const branches = await Promise.all(
    refs.map(async ({ name, sha }) => [name.slice("refs/heads/".length), await reportBranch(repository, sha)] as const),
  );
  return {
    id: repository.id,
    fullName: fullName(repository),
    defaultBranch: repository.defaultBranch,
    isPrivate: repository.isPrivate,
    isArchived: repository.isArchived,
    branches: Object.fromEntries(branches),
    pulls: issues.filter(isPullRequest).map(reportPull),
    issues: issues.filter((issue) => !isPullRequest(issue)).map(reportIssue),
    checks: repository.checks.map(reportCheck),
  };
}

export function reportInstallation(world: World, installation: Installation): InstallationReport {
  const { id, account, suspendedAt, permissions, selected } = installation;
  return {
    id,
    account: account.login,
    isSuspended: suspendedAt !== undefined,
    permissions,
    selection: selected === undefined ? "all" : "selected",
    repositories: world.repositoriesOf(installation).map(fullName),
  };
}

async function reportBranch(repository: Repository, head: string): Promise<BranchReport> {
  const shas = await repository.git.revisions(["--first-parent", `--max-count=${longestChain}`, head]);
  return { head, commits: await Promise.all(shas.map(async (sha) => await reportCommit(repository, sha))) };
}

async function reportCommit(repository: Repository, sha: string): Promise<CommitReport> {
  const { parents, message, author } = (await repository.git.readCommit(sha))!;
  const changes = await repository.git.changes(parents[0], sha);
  return {
    sha,
    parents,
    message,
    author: author.name,
    isVerified: repository.signed.has(sha),
    changed: changes.map((change) => change.path),
  };
}

function reportIssue(issue: Issue): IssueReport {
  return {
    number: issue.number,
    title: issue.title,
    body: issue.body ?? "",
    state: issue.state,
    author: issue.author.login,
    closedBy: issue.closedBy?.login,
    labels: [...issue.labels],
    assignees: issue.assignees.map((account) => account.login),
    reactions: reportReactions(issue.reactions),
    comments: issue.comments.map(reportComment),
  };
}

function reportPull(request: PullRequest): PullReport {
  const { head, headSha, base, merged, reviewers } = request.pull;
  return {
    ...reportIssue(request),
    head: { branch: head, sha: headSha },
    base,
    isMerged: merged !== undefined,
    reviewers: reviewers.map((account) => account.login),
  };
}

function reportComment({ id, author, body, edits, reactions }: Comment): CommentReport {
  return { id, author: author.login, body, edits, reactions: reportReactions(reactions) };
}

function reportReactions(reactions: readonly Reaction[]): readonly string[] {
  return reactions.map(({ user, content }) => `${user.login}: ${content}`);
}

function reportCheck(run: CheckRun): CheckReport {
  const { id, suite, name, externalId, status, conclusion, title, summary, text, edits } = run;
  const annotations = run.annotations.map((annotation) => ({
    path: annotation.path,
    line: annotation.start_line,
    level: annotation.annotation_level,
    title: annotation.title ?? null,
    message: annotation.message,
  }));
  return { id, headSha: suite.headSha, name, externalId, status, conclusion, title, summary, text, annotations, edits };
}
