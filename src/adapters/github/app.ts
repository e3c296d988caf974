/**
 * The App itself: it signs with its private key, and is given tokens for its installations. Nothing else is done in its
 * name.
 */

import { ProbotOctokit } from "probot";

import { type Clock, HostRefused, HostUnavailable, type InstallationId, type RepositoryId } from "../../ports/index.ts";
import { type Answer, ask } from "./ask.ts";
import { Budget } from "./budget.ts";
import { GitHubAnswer, isAnswer } from "./errors.ts";
import type { Pace } from "./pace.ts";
import type { appPermissions, listPermissions } from "./permissions.ts";

/** Where warnings go. */
export interface HostLog {
  warn(message: string): void;
}

export interface AppOptions {
  readonly appId: number | string;
  /** PEM. */
  readonly privateKey: string;
  readonly log: HostLog;
  /** Of GitHub Enterprise, such as `https://github.example.org/api/v3`; github.com by default. */
  readonly baseUrl?: string;
}

/** What a token is good for. Undefined `repository`: all that the installation reaches. */
export interface Scope {
  readonly installation: InstallationId;
  readonly repository: RepositoryId | undefined;
  readonly permissions: typeof appPermissions | typeof listPermissions;
}

/** Milliseconds after which a job comes again when GitHub does not know the App: an operator has to mend that. */
const operatorRest = 300_000;

/** Neither paused nor repeated by plugins: that is done by `ask`, which knows the budget of the whole installation. */
const PlainOctokit = ProbotOctokit.defaults((options: object) => ({
  ...options,
  throttle: { enabled: false },
  retry: { enabled: false },
}));

/** With what it reaches, whole. */
export type MintedToken = Awaited<ReturnType<GitHubApp["mint"]>>;

export class GitHubApp {
  readonly pace: Pace;
  readonly clock: Clock;
  readonly log: HostLog;
  readonly appId: number;
  readonly #common: object;
  readonly #octokit: ProbotOctokit;
  readonly #budget: Budget;
  #bot: string | undefined;

  constructor({ appId, privateKey, log, baseUrl }: AppOptions, pace: Pace, clock: Clock) {
    this.pace = pace;
    this.clock = clock;
    this.log = log;
    this.appId = Number(appId);
    // Probot's clients tell whole request bodies at `debug`, and those hold people's files.
    const quiet = { debug: () => {}, info: () => {}, warn: log.warn.bind(log), error: log.warn.bind(log) };
    this.#common = { log: quiet, request: { log: quiet }, ...(baseUrl === undefined ? {} : { baseUrl }) };
    this.#octokit = new PlainOctokit({ ...this.#common, auth: { appId, privateKey } });
    this.#budget = new Budget("the App", pace, clock);
  }

  /** A client that sends no credentials of its own. */
  bareClient(): ProbotOctokit {
    return new PlainOctokit({ ...this.#common, authStrategy: undefined });
  }

  /** The login of the App's bot, such as `thoth[bot]`. */
  async bot(signal: AbortSignal): Promise<string> {
    this.#bot ??= await this.#readBot(signal);
    return this.#bot;
  }

  /** A new token. @throws {HostRefused} when the installation is gone, suspended, or does not grant the scope. */
  async mint({ installation, repository, permissions }: Scope, signal: AbortSignal) {
    const what = "POST /app/installations/{installation_id}/access_tokens";
    const send = async () =>
      await this.#octokit.rest.apps.createInstallationAccessToken({
        installation_id: installation,
        permissions,
        ...(repository === undefined ? {} : { repository_ids: [repository] }),
        request: { signal },
      });
    try {
      return (await this.#ask(what, send, signal)).data;
    } catch (error) {
      if (!isAnswer(error, 403, 404, 410, 422, 451)) throw error;
      throw new HostRefused(`installation ${installation}: ${error.message}`, { cause: error });
    }
  }

  async #readBot(signal: AbortSignal): Promise<string> {
    const send = async () => await this.#octokit.rest.apps.getAuthenticated({ request: { signal } });
    const { data } = await this.#ask("GET /app", send, signal);
    if (data?.slug === undefined) throw new Error("GitHub does not say the App's slug");
    return `${data.slug}[bot]`;
  }

  /** Whoever has the wrong key loses no work: it waits until the operator has mended it. */
  async #ask<T extends Answer>(what: string, send: () => Promise<T>, signal: AbortSignal): Promise<T> {
    const { pace, clock } = this;
    try {
      return await ask({ what, isRead: true, send }, { budget: this.#budget, pace, clock, signal });
    } catch (error) {
      const isUnknown =
        isAnswer(error, 401) || (error instanceof GitHubAnswer && /Integration not found/.test(error.message));
      if (!isUnknown) throw error;
      const message = `GitHub does not know this App or its private key: ${error.message}`;
      this.log.warn(message);
      throw new HostUnavailable(message, operatorRest, error);
    }
  }
}
