/**
 * Rate limits, counted as GitHub documents them: a primary one of requests an hour, and secondary ones of points and of
 * content-creating requests. Every request that makes or changes something counts as content-creating. Each installation
 * has a budget of its own, and so has the App itself.
 */

import type { StandInClock } from "./clock.ts";
import type { Limits } from "./options.ts";
import { Refusal } from "./refusal.ts";
import type { PrimaryLimit, SecondaryLimit } from "./trouble.ts";

const minute = 60_000;
const hour = 3_600_000;

export const gitHubLimits: Limits = {
  requestsPerHour: 5000,
  pointsPerMinute: 900,
  contentPerMinute: 80,
  contentPerHour: 500,
};

/** Installation ids; undefined is the App itself. */
export type Spender = number | undefined;

interface Account {
  used: number;
  resetAt: number;
  /** Of an answer that refuses. */
  status: number;
  /** Times in milliseconds, none older than an hour, newest last. */
  spent: { readonly at: number; readonly isWrite: boolean }[];
}

export class Budget {
  readonly #clock: StandInClock;
  readonly #accounts = new Map<Spender, Account>();
  #limits: Limits;
  #scripted: (SecondaryLimit & { left: number })[] = [];

  constructor(clock: StandInClock, limits: Partial<Limits> = {}) {
    this.#clock = clock;
    this.#limits = { ...gitHubLimits, ...limits };
  }

  set limits(limits: Partial<Limits>) {
    this.#limits = { ...this.#limits, ...limits };
  }

  limitPrimary({ installation, resetInSeconds, status = 403 }: PrimaryLimit): void {
    const account = this.#account(installation);
    account.used = this.#limits.requestsPerHour;
    account.resetAt = this.#now() + resetInSeconds * 1000;
    account.status = status;
  }

  limitSecondary(limit: SecondaryLimit): void {
    this.#scripted.push({ ...limit, left: limit.times ?? 1 });
  }

  /** Counts a request. @throws {Refusal} 403 or 429 where a limit is reached; then it does not count. */
  spend(spender: Spender, isWrite: boolean): void {
    const account = this.#account(spender);
    this.#refuseScripted(spender, isWrite);
    if (account.used >= this.#limits.requestsPerHour) {
      throw new Refusal(account.status, `API rate limit exceeded for installation ID ${spender}.`);
    }
    this.#refuseSecondary(account, isWrite);
    account.used++;
    account.spent.push({ at: this.#now(), isWrite });
  }

  /** An answer 304 costs nothing of the primary limit. */
  refund(spender: Spender): void {
    this.#account(spender).used--;
  }

  headers(spender: Spender): Readonly<Record<string, string>> {
    const { limit, remaining, reset, used } = this.report(spender);
    return {
      "x-ratelimit-limit": String(limit),
      "x-ratelimit-remaining": String(remaining),
      "x-ratelimit-reset": String(reset),
      "x-ratelimit-used": String(used),
      "x-ratelimit-resource": "core",
    };
  }

  report(spender: Spender) {
    const { used, resetAt } = this.#account(spender);
    const limit = this.#limits.requestsPerHour;
    return { limit, used, remaining: Math.max(0, limit - used), reset: Math.ceil(resetAt / 1000) };
  }

  #refuseScripted(spender: Spender, isWrite: boolean): void {
    const limit = this.#scripted.find(
      ({ installation, writesOnly, left }) =>
        left > 0 && (installation ?? spender) === spender && (isWrite || writesOnly !== true),
    );
    if (limit === undefined) return;
    limit.left--;
    throw secondaryRefusal(limit.retryAfterSeconds);
  }

  #refuseSecondary(account: Account, isWrite: boolean): void {
    const lastMinute = account.spent.filter(({ at }) => at > this.#now() - minute);
    const points = lastMinute.reduce((sum, request) => sum + pointsOf(request.isWrite), pointsOf(isWrite));
    const writes = (requests: Account["spent"]) => requests.filter((request) => request.isWrite).length + 1;
    const isTooMuch =
      points > this.#limits.pointsPerMinute ||
      (isWrite && writes(lastMinute) > this.#limits.contentPerMinute) ||
      (isWrite && writes(account.spent) > this.#limits.contentPerHour);
    if (isTooMuch) throw secondaryRefusal(60);
  }

  #account(spender: Spender): Account {
    const now = this.#now();
    const known = this.#accounts.get(spender);
    const account = known ?? { used: 0, resetAt: now + hour, status: 403, spent: [] };
    if (known === undefined) this.#accounts.set(spender, account);
    if (now >= account.resetAt) Object.assign(account, { used: 0, resetAt: now + hour, status: 403 });
    account.spent = account.spent.filter(({ at }) => at > now - hour);
    return account;
  }

  #now(): number {
    return this.#clock.now().getTime();
  }
}

/** What a request costs of the points a minute. */
export function pointsOf(isWrite: boolean): number {
  return isWrite ? 5 : 1;
}

function secondaryRefusal(retryAfter: number | undefined): Refusal {
  const headers: Record<string, string> = retryAfter === undefined ? {} : { "retry-after": String(retryAfter) };
  const message = "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.";
  return new Refusal(403, message, {}, headers);
}
