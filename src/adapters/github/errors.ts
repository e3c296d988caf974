/**
 * What goes wrong with GitHub, told apart: a limit, no proper answer, or a no. None of these errors holds the request or
 * the response as Octokit's do, since those carry tokens and people's files.
 */

import type { Clock } from "../../ports/index.ts";

/** Asked to slow down. `wait` is in milliseconds; undefined where GitHub does not say. */
export interface SlowDown {
  readonly kind: "primary" | "secondary";
  readonly wait: number | undefined;
}

/** What GitHub answered instead of what was asked for. */
export class GitHubAnswer extends Error {
  /** 0 where there was no answer, or one that cannot be read. */
  readonly status: number;
  readonly slowDown: SlowDown | undefined;

  constructor(what: string, status: number, said: string, slowDown?: SlowDown) {
    super(`${what}: ${status === 0 ? "" : `${status} `}${said}`);
    this.status = status;
    this.slowDown = slowDown;
  }

  /** Whether GitHub itself is in trouble. */
  get isBroken(): boolean {
    return this.status === 0 || this.status >= 500;
  }

  /** Whether the thing asked for is not there. */
  get isMissing(): boolean {
    return this.status === 404 || this.status === 410;
  }
}

export function isAnswer(error: unknown, ...statuses: readonly number[]): error is GitHubAnswer {
  return error instanceof GitHubAnswer && statuses.includes(error.status);
}

/** Headers as Octokit gives them: lower case. */
export type Headers = Readonly<Record<string, string | number | undefined>>;

/** From what Octokit throws. @param what was asked, such as `GET /repos/{owner}/{repo}`. */
export function readAnswer(error: unknown, what: string, clock: Clock): GitHubAnswer {
  const { message, response } = error as Partial<RequestError>;
  if (response === undefined) return new GitHubAnswer(what, 0, `no answer (${message ?? String(error)})`);
  const said = wordsOf(response.data) ?? message ?? "";
  return new GitHubAnswer(what, response.status, said, readSlowDown(response, said, clock));
}

/** The parts of Octokit's `RequestError` that are read here. */
interface RequestError {
  readonly message: string;
  readonly response: Response;
}

interface Response {
  readonly status: number;
  readonly headers: Headers;
  readonly data: unknown;
}

/** GraphQL refuses for its limit with status 200. */
export function isGraphqlLimit(data: unknown): boolean {
  const { errors } = (data ?? {}) as { readonly errors?: unknown };
  return Array.isArray(errors) && errors.some((error: { readonly type?: unknown }) => error.type === "RATE_LIMITED");
}

/** Milliseconds until the primary limit is over; undefined while requests are left. */
export function readReset(headers: Headers, clock: Clock): number | undefined {
  const { "x-ratelimit-remaining": left, "x-ratelimit-reset": reset } = headers;
  if (left === undefined || Number(left) > 0 || reset === undefined) return undefined;
  return Math.max(1_000, Number(reset) * 1_000 - clock.now().getTime());
}

function readSlowDown({ status, headers }: Response, said: string, clock: Clock): SlowDown | undefined {
  if (status !== 403 && status !== 429) return undefined;
  const after = Number(headers["retry-after"] ?? Number.NaN);
  if (!Number.isNaN(after)) return { kind: "secondary", wait: after * 1_000 };
  const reset = readReset(headers, clock);
  if (reset !== undefined) return { kind: "primary", wait: reset };
  return status === 429 || /secondary rate limit|abuse detection/i.test(said)
    ? { kind: "secondary", wait: undefined }
    : undefined;
}

/** GitHub's sentence with its details, such as `Validation Failed (custom: A pull request already exists)`. */
function wordsOf(data: unknown): string | undefined {
  const { message, errors } = (data ?? {}) as { readonly message?: unknown; readonly errors?: unknown };
  if (typeof message !== "string") return undefined;
  const [line] = message.split("\n", 1);
  return Array.isArray(errors) && errors.length > 0 ? `${line} (${errors.map(detailOf).join("; ")})` : line;
}

function detailOf(error: unknown): string {
  if (typeof error === "string") return error;
  const { field, code, message } = error as Readonly<Record<string, unknown>>;
  return [field, code, message].filter((part) => typeof part === "string").join(": ");
}
