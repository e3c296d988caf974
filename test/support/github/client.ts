/**
 * The stand-in as tests and demonstrations hold it: people's acts, trouble, and what became of it all. Everything goes
 * through the control API, so that a stand-in in this process and one of its own behave alike.
 */

import { readFile } from "node:fs/promises";

import type { Announcement, Limits, StandInOptions } from "./options.ts";
import { launchStandIn } from "./launch.ts";
import { People } from "./people.ts";
import { StandInProcess } from "./process.ts";
import type {
  BudgetReport,
  DeliveryReport,
  InstallationReport,
  MisfitReport,
  PullReport,
  RepositoryReport,
  RequestReport,
} from "./reports.ts";
import type { Fault, PrimaryLimit, SecondaryLimit, Selection } from "./trouble.ts";

export class GitHubStandIn extends People implements AsyncDisposable {
  readonly announcement: Announcement;
  /** PEM, PKCS #1. */
  readonly privateKey: string;
  readonly #stop: () => Promise<void>;

  private constructor(announcement: Announcement, privateKey: string, stop: () => Promise<void>) {
    super(announcement.control);
    this.announcement = announcement;
    this.privateKey = privateKey;
    this.#stop = stop;
  }

  /** One in this process. */
  static async start(options: StandInOptions = {}): Promise<GitHubStandIn> {
    const running = await launchStandIn(options);
    return GitHubStandIn.connect(running.announcement, () => running.stop());
  }

  /** One as a process of its own. */
  static async spawn(options: StandInOptions = {}): Promise<GitHubStandIn> {
    const running = await StandInProcess.start(options);
    return GitHubStandIn.connect(running.announcement, () => running.stop());
  }

  /** One that somebody else started, and stops unless `stop` is given. */
  static async connect(announcement: Announcement, stop: () => Promise<void> = async () => {}): Promise<GitHubStandIn> {
    return new GitHubStandIn(announcement, await readFile(announcement.privateKeyPath, "utf8"), stop);
  }

  /** The base address for Octokit and Probot. */
  get url(): string {
    return this.announcement.address;
  }

  get appId(): number {
    return this.announcement.appId;
  }

  get webhookSecret(): string {
    return this.announcement.webhookSecret;
  }

  /** Sends a delivery again under its old id, as the owner of the App may ask for. */
  async redeliver(id: string): Promise<void> {
    await this.control("redeliver", { id, isReplay: false });
  }

  /** Sends the same body under a new id, as an attacker would who has overheard it. @returns the new id. */
  async replay(id: string): Promise<string> {
    return await this.control("redeliver", { id, isReplay: true });
  }

  /** From now on deliveries wait. */
  async holdDeliveries(): Promise<void> {
    await this.control("holdDeliveries", {});
  }

  /** Sends what waits, those of `first` before the others, and holds no longer. */
  async releaseDeliveries(first: readonly string[] = []): Promise<void> {
    await this.control("releaseDeliveries", { first });
  }

  /** Resolves when every delivery has been answered. */
  async delivered(): Promise<void> {
    await this.control("delivered", {});
  }

  /** @returns a handle for {@link release} and {@link struck}. */
  async fault(fault: Fault): Promise<number> {
    return await this.control("fault", fault);
  }

  /** Lets go what a `hold` fault holds, and ends the fault. */
  async release(fault: number): Promise<void> {
    await this.control("release", { fault });
  }

  /** Resolves when the fault has met its first request. */
  async struck(fault: number): Promise<void> {
    await this.control("struck", { fault });
  }

  async clearFaults(): Promise<void> {
    await this.control("clearFaults", {});
  }

  async limitPrimary(limit: PrimaryLimit): Promise<void> {
    await this.control("limitPrimary", limit);
  }

  async limitSecondary(limit: SecondaryLimit): Promise<void> {
    await this.control("limitSecondary", limit);
  }

  async setLimits(limits: Partial<Limits>): Promise<void> {
    await this.control("setLimits", limits);
  }

  /** Moves a clock that stands still. */
  async advance(milliseconds: number): Promise<void> {
    await this.control("advance", { milliseconds });
  }

  /** How far GitHub's clock is ahead of this machine's: tokens of the App are judged by it. */
  async setClockSkew(seconds: number): Promise<void> {
    await this.control("setClockSkew", { seconds });
  }

  async repository(fullName: string): Promise<RepositoryReport> {
    return await this.control("repository", { fullName });
  }

  /** The one pull request that is open, or fails saying which there are. */
  async onlyOpenPull(fullName: string): Promise<PullReport> {
    const open = (await this.repository(fullName)).pulls.filter((pull) => pull.state === "open");
    if (open.length === 1) return open[0]!;
    const names = open.map((pull) => `#${pull.number} ${pull.title}`);
    throw new Error(`${open.length} pull requests are open: ${names.join(", ")}`);
  }

  /** A file's text at a branch or commit; undefined when there is none. */
  async file(fullName: string, at: string, path: string): Promise<string | undefined> {
    return (await this.control("file", { fullName, at, path })).text;
  }

  /** Waits until `find` gives something, looking again after each change. @param within milliseconds. */
  async waitFor<T>(
    fullName: string,
    find: (repository: RepositoryReport) => T | undefined | false,
    within = 20_000,
  ): Promise<T> {
    const end = performance.now() + within;
    for (let seen = -1; ;) {
      const repository = await this.repository(fullName);
      const found = find(repository);
      if (found !== undefined && found !== false) return found;
      const left = end - performance.now();
      if (left <= 0)
        throw new Error(`waited ${within} ms in vain for ${find.toString()} in ${JSON.stringify(repository)}`);
      seen = await this.control("changes", { after: seen, milliseconds: left });
    }
  }

  async installations(): Promise<readonly InstallationReport[]> {
    return await this.control("installations", {});
  }

  async deliveries(): Promise<readonly DeliveryReport[]> {
    return await this.control("deliveries", {});
  }

  async requests(selection: Selection = {}): Promise<readonly RequestReport[]> {
    return await this.control("requests", selection);
  }

  /** Requests without a route, and bodies and queries that do not fit: a test ends by asserting that there are none. */
  async misfits(): Promise<readonly MisfitReport[]> {
    return await this.control("misfits", {});
  }

  async budget(installation: number): Promise<BudgetReport> {
    return await this.control("budget", { installation });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stop();
  }
}
