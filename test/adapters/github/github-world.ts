/** A stand-in of GitHub for a whole test file, and for each test a repository of an installation of its own. */

import assert from "node:assert/strict";
import { after } from "node:test";

import { type AppOptions, createCodeHost, type Pace, usualPace } from "../../../src/adapters/github/index.ts";
import type { Clock, CodeHost, HostedRepository } from "../../../src/ports/index.ts";
import {
  GitHubStandIn,
  type NewRepository,
  type RequestReport,
  type StandInOptions,
} from "../../support/github/index.ts";

export const signal = new AbortController().signal;

/** No pauses, and nothing to wait for. */
const quick = { betweenWrites: 0, beforeRetry: 0, patience: 0 };
const systemClock: Clock = { now: () => new Date() };

interface HostOptions extends Partial<AppOptions> {
  readonly pace?: Partial<Pace>;
  readonly clock?: Clock;
}

export class GitHubWorld {
  readonly standIn: GitHubStandIn;
  /** What the adapter warned of. */
  readonly warnings: string[] = [];
  #places = 0;

  private constructor(standIn: GitHubStandIn) {
    this.standIn = standIn;
  }

  /** Ends after the file's tests, and makes sure that GitHub would have understood every request. */
  static async start(options: StandInOptions = {}): Promise<GitHubWorld> {
    const world = new GitHubWorld(await GitHubStandIn.start(options));
    after(async () => {
      const misfits = await world.standIn.misfits();
      await world.standIn[Symbol.asyncDispose]();
      assert.deepEqual(misfits, []);
    });
    return world;
  }

  host({ pace = {}, clock = systemClock, ...options }: HostOptions = {}): CodeHost {
    const { appId, privateKey, url: baseUrl } = this.standIn;
    const log = { warn: (message: string) => void this.warnings.push(message) };
    return createCodeHost({ appId, privateKey, baseUrl, log, ...options }, clock, { ...usualPace, ...quick, ...pace });
  }

  /** A repository with these files and its owner's installation. */
  async place(
    files: NewRepository["files"] | undefined = { Pipfile: "[packages]\n" },
    more: Partial<NewRepository> = {},
  ) {
    return await this.#make({ files, ...more });
  }

  /** One without a commit. */
  async emptyPlace(): Promise<Place> {
    return await this.#make({});
  }

  async #make(wish: Partial<NewRepository>): Promise<Place> {
    const owner = `owner${++this.#places}`;
    const fullName = `${owner}/app`;
    const id = await this.standIn.createRepository({ ...wish, fullName });
    const installation = await this.standIn.install({ account: owner });
    return new Place(this, fullName, id, installation);
  }
}

export class Place {
  readonly world: GitHubWorld;
  readonly fullName: string;
  readonly id: number;
  readonly installation: number;
  readonly host: CodeHost;
  /** How often the guard was asked. */
  guarded = 0;

  constructor(world: GitHubWorld, fullName: string, id: number, installation: number) {
    this.world = world;
    this.fullName = fullName;
    this.id = id;
    this.installation = installation;
    this.host = world.host();
  }

  get standIn(): GitHubStandIn {
    return this.world.standIn;
  }

  /** A visit as a job makes it. */
  async open(host: CodeHost = this.host): Promise<HostedRepository> {
    const guard = async () => void this.guarded++;
    return await host.open(this.installation, this.id, guard, signal);
  }

  async report() {
    return await this.standIn.repository(this.fullName);
  }

  /** What was asked in the name of the installation, such as `POST /repos/owner1/app/pulls`. */
  async requests(): Promise<readonly RequestReport[]> {
    return await this.standIn.requests({ installation: this.installation });
  }

  async writes(): Promise<readonly string[]> {
    const requests = await this.requests();
    return requests.filter(({ method }) => method !== "GET").map(({ method, path }) => `${method} ${this.short(path)}`);
  }

  /** A path without what every path begins with. */
  short(path: string): string {
    return path.replace(`/repos/${this.fullName}/`, "");
  }
}
