/**
 * One request to GitHub as often as it takes: within the budget, again after a short limit, again after trouble if it only
 * reads. What comes out is GitHub's answer or one of the errors that the port names.
 */

import type { Clock } from "../../ports/index.ts";
import { HostUnavailable } from "../../ports/index.ts";
import type { Budget } from "./budget.ts";
import { GitHubAnswer, type Headers, isGraphqlLimit, readAnswer, readReset } from "./errors.ts";
import { type Pace, rest } from "./pace.ts";

/** All tries of a read together. */
const tries = 3;
/** All times that a limit is waited for. */
const patientTimes = 3;
/** Milliseconds after which a job comes again when GitHub is in trouble. */
const troubleRest = 30_000;

/** What Octokit gives. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly data: unknown;
}

export interface Question<T extends Answer> {
  /** For messages: method and route without values, such as `GET /repos/{owner}/{repo}`. */
  readonly what: string;
  /** Whether asking twice does the same as asking once. */
  readonly isRead: boolean;
  send(): Promise<T>;
}

export interface Asking {
  readonly budget: Budget;
  readonly pace: Pace;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** @throws {HostUnavailable} for limits and trouble. @throws {GitHubAnswer} when GitHub says no. */
export async function ask<T extends Answer>(question: Question<T>, asking: Asking): Promise<T> {
  const { budget, pace, signal } = asking;
  let limits = 0;
  let troubles = 0;
  for (;;) {
    try {
      const once = async () => await askOnce(question, asking);
      return await (question.isRead ? budget.read(once, signal) : budget.write(once, signal));
    } catch (error) {
      if (!(error instanceof GitHubAnswer)) throw error;
      if (error.slowDown !== undefined) {
        const wait = budget.slowDown(error.slowDown);
        if (wait > pace.patience || ++limits >= patientTimes) throw new HostUnavailable(error.message, wait, error);
      } else if (error.isBroken) {
        if (!question.isRead || ++troubles >= tries) throw new HostUnavailable(error.message, troubleRest, error);
        await rest(pace.beforeRetry * 2 ** (troubles - 1), signal);
      } else throw error;
    }
  }
}

/** @throws {GitHubAnswer} without Octokit's error, which holds the request. */
async function askOnce<T extends Answer>(question: Question<T>, { budget, clock, signal }: Asking): Promise<T> {
  let answer: T;
  try {
    answer = await question.send();
  } catch (error) {
    signal.throwIfAborted();
    // A guard that says stop, not an answer.
    if (!(error instanceof Error) || !("status" in error)) throw error;
    throw readAnswer(error, question.what, clock);
  }
  const reset = readReset(answer.headers, clock);
  if (isGraphqlLimit(answer.data)) {
    throw new GitHubAnswer(question.what, answer.status, "the limit of GraphQL is reached", {
      kind: "primary",
      wait: reset,
    });
  }
  // Octokit gives a body that broke off, or is not JSON, as text.
  if (typeof answer.data === "string" && answer.status !== 204) {
    throw new GitHubAnswer(question.what, 0, "an answer that is not JSON");
  }
  budget.succeeded(reset);
  return answer;
}
