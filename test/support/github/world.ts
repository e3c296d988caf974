/** All accounts, repositories and installations, who may see what, and a counter that moves with each change. */

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";

import type { StandInClock } from "./clock.ts";
import type { Account, App, Comment, Installation, Repository } from "./entities.ts";
import { fullName } from "./entities.ts";
import { Exclusion } from "./exclusion.ts";
import type { Permissions } from "./options.ts";
import type { Webhooks } from "./webhooks.ts";

export interface AppSettings {
  readonly slug: string;
  readonly permissions: Permissions;
  readonly events: readonly string[];
}

export class World {
  readonly app: App;
  readonly clock: StandInClock;
  readonly webhooks: Webhooks;
  /** Where repositories and the App's key lie. */
  readonly folder: string;
  /** Writes to one repository happen one after another. */
  readonly exclusion = new Exclusion<number>();
  readonly repositories = new Map<number, Repository>();
  readonly installations = new Map<number, Installation>();
  readonly #accounts = new Map<string, Account>();
  /** Full names that a repository once had. */
  readonly #formerNames = new Map<string, number>();
  readonly #waiting = new Set<() => void>();
  #lastId = 1000;
  #changes = 0;

  private constructor(folder: string, clock: StandInClock, webhooks: Webhooks, settings: AppSettings) {
    this.folder = folder;
    this.clock = clock;
    this.webhooks = webhooks;
    this.app = {
      id: this.nextId(),
      owner: this.account("thoth-station", "Organization"),
      bot: this.account(`${settings.slug}[bot]`, "Bot"),
      createdAt: clock.now(),
      ...settings,
    };
    webhooks.appId = this.app.id;
  }

  static async create(clock: StandInClock, webhooks: Webhooks, settings: AppSettings): Promise<World> {
    return new World(await mkdtemp(`${tmpdir()}/github-`), clock, webhooks, settings);
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true });
  }

  nextId(): number {
    return ++this.#lastId;
  }

  /** Finds it, or makes it. */
  account(login: string, type: Account["type"] = "User"): Account {
    const known = this.#accounts.get(login.toLowerCase());
    if (known !== undefined) return known;
    const account: Account = { id: this.nextId(), login, type };
    this.#accounts.set(login.toLowerCase(), account);
    return account;
  }

  findAccount(login: string): Account | undefined {
    return this.#accounts.get(login.toLowerCase());
  }

  /** By its name as of now. Names do not heed case. */
  findRepository(name: string): Repository | undefined {
    const wanted = name.toLowerCase();
    return [...this.repositories.values()].find((repository) => fullName(repository).toLowerCase() === wanted);
  }

  /** By a name that it had, unless another one has it now. */
  findRenamed(name: string): Repository | undefined {
    const id = this.#formerNames.get(name.toLowerCase());
    return id === undefined ? undefined : this.repositories.get(id);
  }

  rememberName(repository: Repository): void {
    this.#formerNames.set(fullName(repository).toLowerCase(), repository.id);
  }

  /** The installation that reaches a repository, suspended ones included. */
  installationOf(repository: Repository): Installation | undefined {
    return [...this.installations.values()].find((installation) => reaches(installation, repository));
  }

  /** In the order in which they were made. */
  repositoriesOf(installation: Installation): readonly Repository[] {
    return [...this.repositories.values()].filter((repository) => reaches(installation, repository));
  }

  findComment(repository: Repository, id: number): Comment | undefined {
    return [...repository.issues.values()].flatMap((issue) => issue.comments).find((comment) => comment.id === id);
  }

  /** Something is other than it was: whoever waits looks again. */
  touch(): void {
    this.#changes++;
    for (const wake of this.#waiting) wake();
  }

  /** Resolves with the count of changes once it is past `after`, or when the time is up. */
  async changes(after: number, milliseconds: number): Promise<number> {
    if (this.#changes > after) return this.#changes;
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, milliseconds);
    this.#waiting.add(resolve);
    await promise;
    clearTimeout(timer);
    this.#waiting.delete(resolve);
    return this.#changes;
  }
}

function reaches(installation: Installation, repository: Repository): boolean {
  const isSelected = installation.selected?.has(repository.id) ?? true;
  return installation.account === repository.owner && isSelected;
}
