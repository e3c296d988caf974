/** What can be done to an issue or, since every pull request is one, to a pull request. */

import type { Account, Comment, Issue, Pull, Reaction, Repository } from "../entities.ts";
import { announce, announceIssue } from "../events.ts";
import { custom, invalid } from "../refusal.ts";
import { roleOf } from "../roles.ts";
import { viewAccount } from "../views/accounts.ts";
import { viewComment, viewIssue, viewLabels } from "../views/issues.ts";
import type { World } from "../world.ts";

/** Characters; GitHub stores no more. */
const longestBody = 65_536;
const longestTitle = 256;

export interface IssueText {
  readonly title: string;
  readonly body?: string | null | undefined;
}

/** What an edit names; what it leaves out stays. */
export interface IssueEdit {
  readonly title?: string;
  readonly body?: string | null;
  readonly state?: "open" | "closed";
  readonly state_reason?: "completed" | "not_planned" | "reopened" | null;
  readonly labels?: readonly string[];
  readonly assignees?: readonly string[];
}

/** Makes the record alone; {@link openIssue} and `openPull` tell of it. */
export function newIssue(world: World, repository: Repository, author: Account, text: IssueText, pull?: Pull): Issue {
  checkText("Issue", text);
  const now = world.clock.now();
  const issue: Issue = {
    id: world.nextId(),
    number: repository.issues.size + 1,
    author,
    title: text.title,
    body: text.body ?? null,
    state: "open",
    stateReason: null,
    closedBy: undefined,
    closedAt: undefined,
    labels: new Set(),
    assignees: [],
    reactions: [],
    comments: [],
    createdAt: now,
    updatedAt: now,
    pull,
  };
  repository.issues.set(issue.number, issue);
  return issue;
}

export async function openIssue(
  world: World,
  repository: Repository,
  author: Account,
  text: IssueText,
): Promise<Issue> {
  const issue = newIssue(world, repository, author, text);
  await announceIssue(world, repository, author, issue, { action: "opened" });
  return issue;
}

/** Each kind of change is told on its own, as GitHub does. */
export async function editIssue(
  world: World,
  repository: Repository,
  actor: Account,
  issue: Issue,
  edit: IssueEdit,
): Promise<void> {
  checkText("Issue", edit);
  const assignees = edit.assignees?.map((login) => assignee(world, repository, login));
  await editText(world, repository, actor, issue, edit);
  if (edit.labels !== undefined) await setLabels(world, repository, actor, issue, edit.labels);
  if (assignees !== undefined) await setAssignees(world, repository, actor, issue, assignees);
  if (edit.state !== undefined && edit.state !== issue.state) {
    await changeState(world, repository, actor, issue, edit.state, edit.state_reason);
  }
}

export async function setLabels(
  world: World,
  repository: Repository,
  actor: Account,
  issue: Issue,
  names: readonly string[],
): Promise<void> {
  const before = new Set(issue.labels);
  const removed = viewLabels(repository, issue).filter((label) => !names.includes(label.name));
  issue.labels.clear();
  for (const name of names) issue.labels.add(name);
  for (const label of viewLabels(repository, issue).filter(({ name }) => !before.has(name))) {
    await announceIssue(world, repository, actor, issue, { action: "labeled", label });
  }
  for (const label of removed) await announceIssue(world, repository, actor, issue, { action: "unlabeled", label });
}

export async function setAssignees(
  world: World,
  repository: Repository,
  actor: Account,
  issue: Issue,
  assignees: readonly Account[],
): Promise<void> {
  const before = issue.assignees;
  issue.assignees = [...new Set(assignees)];
  for (const account of issue.assignees.filter((candidate) => !before.includes(candidate))) {
    await announceIssue(world, repository, actor, issue, { action: "assigned", assignee: viewAccount(account) });
  }
}

/** Whether or not GitHub lets pull requests: `reopenPull` asks first. */
export async function changeState(
  world: World,
  repository: Repository,
  actor: Account,
  issue: Issue,
  state: Issue["state"],
  reason?: Issue["stateReason"],
): Promise<void> {
  const isClosed = state === "closed";
  issue.state = state;
  issue.stateReason = issue.pull === undefined ? (reason ?? (isClosed ? "completed" : "reopened")) : null;
  issue.closedAt = isClosed ? world.clock.now() : undefined;
  issue.closedBy = isClosed ? actor : undefined;
  issue.updatedAt = world.clock.now();
  await announceIssue(world, repository, actor, issue, { action: isClosed ? "closed" : "reopened" });
}

export function addComment(world: World, repository: Repository, author: Account, issue: Issue, body: string): Comment {
  checkText("IssueComment", { body });
  const now = world.clock.now();
  const comment: Comment = {
    id: world.nextId(),
    issue,
    author,
    body,
    edits: 0,
    reactions: [],
    createdAt: now,
    updatedAt: now,
  };
  issue.comments.push(comment);
  issue.updatedAt = now;
  announceComment(world, repository, author, comment, { action: "created" });
  return comment;
}

export function editComment(
  world: World,
  repository: Repository,
  actor: Account,
  comment: Comment,
  body: string,
): void {
  checkText("IssueComment", { body });
  if (body === comment.body) return;
  const changes = { body: { from: comment.body } };
  comment.body = body;
  comment.edits++;
  comment.updatedAt = world.clock.now();
  announceComment(world, repository, actor, comment, { action: "edited", changes });
}

export function deleteComment(world: World, repository: Repository, actor: Account, comment: Comment): void {
  comment.issue.comments.splice(comment.issue.comments.indexOf(comment), 1);
  announceComment(world, repository, actor, comment, { action: "deleted" });
}

/** @returns whether it is new: one person reacts in one way once. No webhook tells of it. */
export function react(
  world: World,
  on: Reaction[],
  user: Account,
  content: string,
): { reaction: Reaction; isNew: boolean } {
  const known = on.find((reaction) => reaction.user === user && reaction.content === content);
  if (known !== undefined) return { reaction: known, isNew: false };
  const reaction: Reaction = { id: world.nextId(), user, content, createdAt: world.clock.now() };
  on.push(reaction);
  world.touch();
  return { reaction, isNew: true };
}

/** @throws {Refusal} 422 where the account cannot be assigned. */
export function assignee(world: World, repository: Repository, login: string): Account {
  const account = world.findAccount(login);
  if (account !== undefined && !["none", "read"].includes(roleOf(repository, account.login))) return account;
  throw invalid({ resource: "Issue", field: "assignees", code: "invalid", value: login });
}

/** @throws {Refusal} 422 where a text is empty or too long. */
export function checkText(
  resource: string,
  { title, body }: { readonly title?: string; readonly body?: string | null | undefined },
): void {
  if (title?.trim() === "") throw invalid({ resource, field: "title", code: "missing_field" });
  if (title !== undefined && title.length > longestTitle) {
    throw custom(resource, `title is too long (maximum is ${longestTitle} characters)`);
  }
  if (body !== undefined && body !== null && body.length > longestBody) {
    throw custom(resource, `body is too long (maximum is ${longestBody} characters)`);
  }
}

async function editText(
  world: World,
  repository: Repository,
  actor: Account,
  issue: Issue,
  edit: IssueEdit,
): Promise<void> {
  const changes = {
    ...(edit.title === undefined || edit.title === issue.title ? {} : { title: { from: issue.title } }),
    ...(edit.body === undefined || edit.body === issue.body ? {} : { body: { from: issue.body } }),
  };
  if (Object.keys(changes).length === 0) return;
  issue.title = edit.title ?? issue.title;
  issue.body = edit.body === undefined ? issue.body : edit.body;
  issue.updatedAt = world.clock.now();
  await announceIssue(world, repository, actor, issue, { action: "edited", changes });
}

function announceComment(
  world: World,
  repository: Repository,
  actor: Account,
  comment: Comment,
  payload: { readonly action: string; readonly changes?: object },
): void {
  announce(world, repository, actor, "issue_comment", {
    ...payload,
    issue: viewIssue(repository, comment.issue),
    comment: viewComment(repository, comment),
  });
}
