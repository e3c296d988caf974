/** The App as tests hold it: Probot's own clients, without the pauses they make between requests to the real GitHub. */

import { Probot, ProbotOctokit } from "probot";

import type { GitHubStandIn } from "./client.ts";

/** Neither throttled nor retried: each request is one request. */
const Octokit = ProbotOctokit.defaults((options: object) => ({
  ...options,
  // Probot brings its own `throttle`, which would win over an object given here.
  throttle: { enabled: false },
  retry: { enabled: false },
}));

export function probotOf(standIn: GitHubStandIn): Probot {
  return new Probot({
    appId: standIn.appId,
    privateKey: standIn.privateKey,
    secret: standIn.webhookSecret,
    baseUrl: standIn.url,
    logLevel: "fatal",
    Octokit,
  });
}

/** A client of one installation. */
export async function clientOf(standIn: GitHubStandIn, installation: number): Promise<ProbotOctokit> {
  return await probotOf(standIn).auth(installation);
}

/** For `assert.rejects`: what Octokit throws where GitHub says no. */
export function refused(status: number, words: RegExp = /./): (error: unknown) => boolean {
  return (error) => error instanceof Error && "status" in error && error.status === status && words.test(error.message);
}
