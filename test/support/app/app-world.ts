/**
 * The whole App against GitHub's stand-in: real processes, a real database, webhooks and API calls over HTTP. Stories of one
 * world run one after the other, each in repositories of its own.
 */

import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

import { GitHubStandIn, type RepositoryReport } from "../github/index.ts";
import { postgres } from "../services/postgres.ts";
import { redis } from "../services/redis.ts";
import { AppProcess } from "./app-process.ts";

/** Where the App keeps its truth and its jobs. */
export type Storage = "PGlite" | "PostgreSQL" | "PostgreSQL and Redis";

export interface WorldOptions {
  /** Seconds after which the work of a dead worker goes to another. */
  readonly patience?: number;
  /** Variables besides, or in place of, those of every world. */
  readonly environment?: Readonly<Record<string, string>>;
}

export class AppWorld implements AsyncDisposable {
  readonly gitHub: GitHubStandIn;
  /** Undefined where there is no Redis. */
  readonly redisUrl: string | undefined;
  readonly #environment: Readonly<Record<string, string>>;
  readonly #folder: string;
  readonly #isOneProcess: boolean;
  #web: AppProcess | undefined;
  #address = "";
  #worker: AppProcess | undefined;

  private constructor(
    gitHub: GitHubStandIn,
    storage: StorageSettings,
    folder: string,
    { patience = 60, environment = {} }: WorldOptions,
  ) {
    this.gitHub = gitHub;
    this.redisUrl = storage["REDIS_URL"];
    this.#folder = folder;
    this.#isOneProcess = storage["DATABASE_URL"] === undefined;
    this.#environment = {
      ...storage,
      APP_ID: String(gitHub.appId),
      PRIVATE_KEY_PATH: gitHub.announcement.privateKeyPath,
      WEBHOOK_SECRET: gitHub.webhookSecret,
      GITHUB_API_URL: gitHub.url,
      PORT: "0",
      THOTH_OFFLINE: "1",
      THOTH_PATIENCE_SECONDS: String(patience),
      THOTH_WRITE_PAUSE_MS: "0",
      ...environment,
    };
  }

  /** Web and worker are one process on PGlite, and two elsewhere. */
  static async start(storage: Storage, options: WorldOptions = {}): Promise<AppWorld> {
    const folder = mkdtempSync(join(tmpdir(), "thoth-app-"));
    const [gitHub, settings] = await Promise.all([GitHubStandIn.start(), storageSettings(storage, folder)]);
    const world = new AppWorld(gitHub, settings, folder, options);
    try {
      await world.startApp();
      return world;
    } catch (error) {
      await world[Symbol.asyncDispose]();
      throw error;
    }
  }

  async startApp(): Promise<void> {
    if (this.#isOneProcess) this.#web = this.#worker = await this.#startProcess("app", "worker runs");
    else [this.#web] = await Promise.all([this.#startProcess("web", "web listens"), this.startWorker()]);
    const { port } = (await this.#web.said((line) => line.msg === "web listens")) as unknown as {
      readonly port: number;
    };
    this.#address = `http://127.0.0.1:${port}`;
    await this.gitHub.deliverTo(`${this.#address}/api/github/webhooks`);
  }

  /** Where web listens. */
  get address(): string {
    return this.#address;
  }

  async startWorker(): Promise<void> {
    this.#worker = await this.#startProcess("worker", "worker runs");
  }

  /** As an operator stops it: everything running is finished. */
  async stopApp(): Promise<void> {
    for (const each of this.#processes()) {
      const code = await each.stop();
      if (code !== 0) throw new Error(`the App ended with ${code}:\n${each.transcript()}`);
    }
  }

  /** As a crash ends whoever does the jobs. */
  async killWorker(): Promise<void> {
    await this.#worker?.kill();
  }

  /** What the App has logged. */
  transcript(): string {
    return [...this.#processes()].map((each) => each.transcript()).join("\n");
  }

  /** Resolves when the App has answered every wish for the repository, `times` visits from the start. */
  async visited(fullName: string, times: number): Promise<void> {
    const isVisit = (line: Readonly<Record<string, unknown>>) =>
      line["msg"] === "repository visited" && line["name"] === fullName;
    const worker = this.#worker!;
    await worker.said(() => worker.lines.filter(isVisit).length >= times);
  }

  /** Resolves when whoever does the jobs has logged these words since its start. */
  async said(words: string): Promise<void> {
    await this.#worker!.said(({ msg }) => msg === words);
  }

  /** Waits for something to be seen on GitHub. Fails with the App's log. */
  async waitFor<T>(fullName: string, find: (repository: RepositoryReport) => T | undefined | false): Promise<T> {
    try {
      return await this.gitHub.waitFor(fullName, find, 30_000);
    } catch (error) {
      throw new Error(`${String(error)}\n${this.transcript()}`, { cause: error });
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      await this.stopApp();
    } finally {
      await this.gitHub[Symbol.asyncDispose]();
      rmSync(this.#folder, { recursive: true, force: true });
    }
  }

  #processes(): ReadonlySet<AppProcess> {
    return new Set([this.#web, this.#worker].filter((each) => each !== undefined));
  }

  #startProcess(name: string, ready: string): Promise<AppProcess> {
    return AppProcess.start(name, this.#environment, ready);
  }
}

type StorageSettings = Readonly<Record<string, string>>;

async function storageSettings(storage: Storage, folder: string): Promise<StorageSettings> {
  if (storage === "PGlite") return { THOTH_DATA: folder };
  const database = { DATABASE_URL: await (await postgres()).createDatabase() };
  return storage === "PostgreSQL" ? database : { ...database, REDIS_URL: `${await redis()}/${worlds++}` };
}

/** Each has a database of its own in Redis, too. */
let worlds = 0;

const example = new URL("../../../examples/two-environments/", import.meta.url);

/** The files of the shipped example, by path: all that the demo copies. */
export function exampleFiles(): Record<string, string> {
  const files = readdirSync(example, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map(({ parentPath, name }) => relative(fileURLToPath(example), join(parentPath, name)));
  return Object.fromEntries(paths.toSorted().map((path) => [path, readFileSync(new URL(path, example), "utf8")]));
}
