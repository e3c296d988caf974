/**
 * A client of one installation with a token of its own, minted for one visit with the least scope. Every request passes
 * here: it waits its turn, writes ask the guard first, a token that is no longer good is replaced once, and a no is told
 * apart from something that is merely not there.
 */

import type { ProbotOctokit } from "probot";

import { HostForbids, HostRefused, HostUnavailable, type WriteGuard } from "../../ports/index.ts";
import type { GitHubApp, MintedToken, Scope } from "./app.ts";
import { ask } from "./ask.ts";
import type { Budget } from "./budget.ts";
import { GitHubAnswer, isAnswer } from "./errors.ts";

/** Milliseconds after which a job comes again when a token just minted is not accepted everywhere yet. */
const replicationRest = 5_000;

export interface ScopedClient {
  readonly octokit: ProbotOctokit;
  /** As minted, with what it reaches. */
  readonly minted: MintedToken;
}

interface Access {
  readonly app: GitHubApp;
  readonly budget: Budget;
  readonly guard: WriteGuard;
}

/** @throws {HostRefused | HostUnavailable} */
export async function openClient(scope: Scope, access: Access, signal: AbortSignal): Promise<ScopedClient> {
  const minted = await access.app.mint(scope, signal);
  const octokit = access.app.bareClient();
  let { token } = minted;
  octokit.hook.wrap("request", async (request, options) => {
    const signalOfCall = (options.request.signal as AbortSignal | undefined) ?? signal;
    const isRead = options.method === "GET";
    const what = `${options.method} ${options.url}`;
    const send = async () => {
      if (!isRead) await access.guard();
      options.headers.authorization = `token ${token}`;
      return await request(options);
    };
    const { budget, app } = access;
    const asking = { budget, pace: app.pace, clock: app.clock, signal: signalOfCall };
    const question = { what, isRead, send };
    try {
      return await ask(question, asking).catch(async (error: unknown) => {
        if (!isAnswer(error, 401)) throw error;
        ({ token } = await app.mint(scope, signalOfCall));
        return await ask(question, asking);
      });
    } catch (error) {
      throw await judge(error, options.url, scope, octokit, signalOfCall);
    }
  });
  return { octokit, minted };
}

const probe = "/repositories/{repository_id}";

/** @returns what the port calls it. */
async function judge(
  error: unknown,
  url: string,
  { repository }: Scope,
  octokit: ProbotOctokit,
  signal: AbortSignal,
): Promise<unknown> {
  if (!(error instanceof GitHubAnswer)) return error;
  if (error.status === 401) return new HostUnavailable(error.message, replicationRest, error);
  if (error.status === 451) return new HostRefused(error.message, { cause: error });
  const isForbidden = error.status === 403;
  if (!isForbidden && !error.isMissing) return error;
  if (url === probe || repository === undefined) return new HostRefused(error.message, { cause: error });
  // One thing is missing or forbidden, or with the access everything is.
  await octokit.request(`GET ${probe}`, { repository_id: repository, request: { signal } });
  return isForbidden ? new HostForbids(error.message) : error;
}
