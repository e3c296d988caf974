/** Pull requests from a branch of ours: found, opened once, edited in place, closed. */

import { HostForbids, type PullRequest, type PullRequestDraft, type PullRequestText } from "../../ports/index.ts";
import { isAnswer } from "./errors.ts";
import { perPage, readPages } from "./pages.ts";
import { at, isOurs, type RepositoryAccess } from "./repository-access.ts";

/** See `HostedRepository.pullRequests`. */
export async function listPullRequests(
  branch: string,
  access: RepositoryAccess,
  signal: AbortSignal,
): Promise<readonly PullRequest[]> {
  const ours: PullRequest[] = [];
  for (const pull of await listFrom(branch, access, signal)) {
    if (await isOurs(pull, access, signal)) ours.push(await readPull(pull, access, signal));
  }
  return ours;
}

/** The newest first. */
async function listFrom(branch: string, access: RepositoryAccess, signal: AbortSignal): Promise<readonly Pull[]> {
  const call = at(access, signal);
  const { octokit } = access;
  const wish = { ...call, head: `${call.owner}:${branch}`, state: "all", sort: "created", direction: "desc" } as const;
  const pages = octokit.paginate.iterator(octokit.rest.pulls.list, { ...wish, per_page: perPage });
  return await readPages(`pull requests from ${branch}`, pages);
}

/** What both a list and a whole pull request say. */
interface Pull {
  readonly number: number;
  readonly html_url: string;
  readonly state: string;
  readonly title: string;
  readonly body: string | null;
  readonly merged_at: string | null;
  readonly head: { readonly sha: string };
  readonly base: { readonly ref: string };
  readonly user: { readonly login: string } | null;
}

async function readPull(pull: Pull, access: RepositoryAccess, signal: AbortSignal): Promise<PullRequest> {
  const { number, html_url: url, title, body, head, base } = pull;
  const state = pull.merged_at === null ? (pull.state === "open" ? "open" : "closed") : "merged";
  const closedByUs = state === "open" ? undefined : state === "closed" && (await isClosedByUs(number, access, signal));
  return { number, url, state, head: head.sha, base: base.ref, title, body: body ?? "", closedByUs };
}

async function isClosedByUs(number: number, access: RepositoryAccess, signal: AbortSignal): Promise<boolean> {
  const { data } = await access.octokit.rest.issues.get({ ...at(access, signal), issue_number: number });
  return await isOurs({ user: data.closed_by ?? null }, access, signal);
}

/** See `HostedRepository.openPullRequest`. One that is open already is as good as a new one. */
export async function openPullRequest(
  draft: PullRequestDraft,
  access: RepositoryAccess,
  signal: AbortSignal,
): Promise<PullRequest> {
  const pull = await findOrOpen(draft, access, signal);
  await decorate(pull.number, draft, access, signal);
  return await readPull(pull, access, signal);
}

async function findOrOpen(draft: PullRequestDraft, access: RepositoryAccess, signal: AbortSignal): Promise<Pull> {
  const { branch, base, title, body } = draft;
  try {
    const call = { ...at(access, signal), title, body, head: branch, base };
    return (await access.octokit.rest.pulls.create(call)).data;
  } catch (error) {
    if (!isAnswer(error, 422)) throw error;
    const open = (await listFrom(branch, access, signal)).find(({ state }) => state === "open");
    if (open === undefined) throw error;
    return open;
  }
}

/** Labels, people to assign, people to ask: each kind by itself, since GitHub refuses all of a kind for one it does not know. */
async function decorate(
  number: number,
  { labels, assignees, reviewers }: PullRequestDraft,
  access: RepositoryAccess,
  signal: AbortSignal,
): Promise<void> {
  const { issues, pulls } = access.octokit.rest;
  const issue = { ...at(access, signal), issue_number: number };
  const ask = async (kind: string, names: readonly string[], write: () => Promise<unknown>) => {
    if (names.length === 0) return;
    try {
      await write();
    } catch (error) {
      // Whether with this the access is gone altogether, the next request tells.
      if (!isAnswer(error, 404, 422) && !(error instanceof HostForbids)) throw error;
      access.log.warn(`${access.repository.full_name}#${number}: ${kind} are left out, since ${error.message}`);
    }
  };
  await ask("labels", labels, () => issues.addLabels({ ...issue, labels: [...labels] }));
  await ask("assignees", assignees, () => issues.addAssignees({ ...issue, assignees: [...assignees] }));
  const { people, teams } = splitReviewers(reviewers);
  const pull = { ...at(access, signal), pull_number: number };
  await ask("reviewers", people, () => pulls.requestReviewers({ ...pull, reviewers: people }));
  await ask("teams of reviewers", teams, () => pulls.requestReviewers({ ...pull, team_reviewers: teams }));
}

/** A team is written `organization/team`, and asked by its last part. */
function splitReviewers(reviewers: readonly string[]): { readonly people: string[]; readonly teams: string[] } {
  const people = reviewers.filter((name) => !name.includes("/"));
  const teams = reviewers.filter((name) => name.includes("/")).map((name) => name.slice(name.lastIndexOf("/") + 1));
  return { people, teams };
}

/** See `HostedRepository.editPullRequest`. */
export async function editPullRequest(
  number: number,
  { title, body, base }: PullRequestText,
  access: RepositoryAccess,
  signal: AbortSignal,
): Promise<void> {
  const pull = { ...at(access, signal), pull_number: number };
  const { data } = await access.octokit.rest.pulls.get(pull);
  const edit = {
    ...(data.title === title ? {} : { title }),
    ...((data.body ?? "") === body ? {} : { body }),
    ...(data.base.ref === base ? {} : { base }),
  };
  if (Object.keys(edit).length > 0) await access.octokit.rest.pulls.update({ ...pull, ...edit });
}

/** See `HostedRepository.closePullRequest`. */
export async function closePullRequest(number: number, access: RepositoryAccess, signal: AbortSignal): Promise<void> {
  await access.octokit.rest.pulls.update({ ...at(access, signal), pull_number: number, state: "closed" });
}
