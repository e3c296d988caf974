/** One repository as every part of a visit reaches it. */

import type { ProbotOctokit } from "probot";

import type { HostLog } from "./app.ts";
import type { WholeRepository } from "./facts.ts";

export interface RepositoryAccess {
  readonly octokit: ProbotOctokit;
  readonly repository: WholeRepository;
  readonly log: HostLog;
  readonly appId: number;
  /** The login of our bot. */
  bot(signal: AbortSignal): Promise<string>;
}

/** What every call about the repository says. Under an old name GitHub redirects. */
export function at({ repository }: RepositoryAccess, signal: AbortSignal) {
  return { owner: repository.owner.login, repo: repository.name, request: { signal } };
}

/** An account as GitHub names the author of something. */
interface Author {
  readonly user?: { readonly login: string } | null;
  readonly performed_via_github_app?: { readonly id: number } | null;
}

/** Whether our bot wrote it. */
export async function isOurs(author: Author, access: RepositoryAccess, signal: AbortSignal): Promise<boolean> {
  if (author.performed_via_github_app?.id === access.appId) return true;
  return author.user?.login.toLowerCase() === (await access.bot(signal)).toLowerCase();
}
