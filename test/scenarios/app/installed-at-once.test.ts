/**
 * An installation of 500 repositories, in one process on a clock that the test moves: what the real parts of the App ask of
 * GitHub, and what they leave alone.
 */

import assert from "node:assert/strict";
import { test } from "node:test";

import { Probot } from "probot";

import { createCodeHost, usualPace } from "../../../src/adapters/github/index.ts";
import { MemoryAdviceStore } from "../../../src/adapters/memory/index.ts";
import { localAdviser } from "../../../src/advise/index.ts";
import { sweep, thothApp, workHandler } from "../../../src/bot/index.ts";
import { openServices } from "../../../src/main/services.ts";
import { type Job, jobKey, type JobQueue, RetryAfter } from "../../../src/ports/index.ts";
import { GitHubStandIn } from "../../support/github/index.ts";
import { smallFiles } from "./core-stories.ts";

const hour = 3_600_000;
const { signal } = new AbortController();
const silent = { info: () => {}, warn: () => {}, error: () => {}, debug: () => {}, trace: () => {}, fatal: () => {} };
const log = { ...silent, child: () => log, level: "silent" } as never;

/** Jobs in the order of their coming, each key once. Waiting is done by moving the clock. */
class Jobs implements JobQueue {
  readonly #jobs = new Map<string, Job>();

  async add(job: Job): Promise<boolean> {
    const key = jobKey(job);
    if (this.#jobs.has(key)) return false;
    this.#jobs.set(key, job);
    return true;
  }

  /** Does all jobs, and those that they lead to. */
  async drain(handler: (job: Job) => Promise<void>, wait: (milliseconds: number) => Promise<void>): Promise<void> {
    for (let next = this.#next(); next !== undefined; next = this.#next()) {
      try {
        await handler(next);
      } catch (error) {
        if (!(error instanceof RetryAfter)) throw error;
        await wait(error.milliseconds);
        await this.add(next);
      }
    }
  }

  #next(): Job | undefined {
    const [first] = this.#jobs;
    if (first !== undefined) this.#jobs.delete(first[0]);
    return first?.[1];
  }

  async work(): Promise<void> {}
  async waiting(): Promise<number> {
    return this.#jobs.size;
  }
  async ping(): Promise<void> {}
  async close(): Promise<void> {}
}

test("500 repositories are looked at silently, then invited five a day, the most urgent first", async () => {
  let now = Date.now();
  const clock = { now: () => new Date(now) };
  await using gitHub = await GitHubStandIn.start({ now: new Date(now).toISOString() });
  const wait = async (milliseconds: number) => {
    now += milliseconds;
    await gitHub.advance(milliseconds);
  };
  const severe = smallFiles('idna = "*"', { idna: "3.4" });
  const harmless = smallFiles('six = "*"', { six: "1.16.0" });
  for (let i = 0; i < 500; i++)
    await gitHub.createRepository({ fullName: `acme/app-${i}`, files: i % 100 === 7 ? severe : harmless });
  const installation = await gitHub.install({ account: "acme" });

  const { appId, privateKey, webhookSecret: secret, url: baseUrl } = gitHub;
  const store = new MemoryAdviceStore(clock);
  const queue = new Jobs();
  const probot = new Probot({ appId, privateKey, secret, baseUrl, log });
  await probot.load(thothApp({ store, queue, clock, log }));
  const pace = { ...usualPace, betweenWrites: 0, patience: 0 };
  const host = createCodeHost({ appId, privateKey, baseUrl, log }, clock, pace);
  const { services } = await openServices({ indexes: "shipped", progress: () => {} }, signal);
  const receive = ({ id, name, payload }: { id: string; name: string; payload: unknown }) =>
    probot.webhooks.receive({ id, name, payload } as never);
  const openAdviser = () => localAdviser(services);
  const dependencies = { store, queue, clock, log, host, openAdviser, receive, patience: 60_000 };
  const handler = workHandler(dependencies);
  const work = () => queue.drain((job) => handler(job, signal), wait);

  const [created] = await gitHub.deliveries();
  await receive({ id: created!.id, name: created!.event, payload: created!.payload });
  await work();

  const requests = await gitHub.requests();
  assert.deepEqual(
    requests.filter(({ method, path }) => method !== "GET" && !path.endsWith("/access_tokens")),
    [],
    "nothing is written",
  );
  // Beside them stand the five pages of the list with their token, and one look at who we are.
  assert.ok(requests.length <= 500 * 6 + 7, `${requests.length} requests`);
  // The sixth of each is its token, which does not say whose it is.
  const ofEach = Map.groupBy(requests, ({ path }) => /^\/repos\/acme\/([^/]+)/.exec(path)?.[1]);
  ofEach.delete(undefined);
  assert.equal(ofEach.size, 500);
  assert.ok(Math.max(...[...ofEach.values()].map(({ length }) => length)) <= 5);
  assert.equal((await gitHub.budget(installation)).refusals, 0);
  const invitedSoFar = async () =>
    (await store.repositories(installation)).filter(({ stage }) => stage !== "surveyed").length;
  assert.equal(await invitedSoFar(), 0);

  await wait(24 * hour);
  await sweep(dependencies);
  await work();
  const invited = (await gitHub.requests({ method: "POST", path: "/repos/acme/*/pulls" })).map(({ path }) => path);
  const urgent = [7, 107, 207, 307, 407].map((i) => `/repos/acme/app-${i}/pulls`);
  assert.deepEqual(invited.toSorted(), urgent.toSorted());
  await sweep(dependencies);
  await work();
  assert.equal((await gitHub.requests({ method: "POST", path: "/repos/acme/*/pulls" })).length, 5);
  assert.equal(await invitedSoFar(), 5);

  await wait(25 * hour);
  await sweep(dependencies);
  await work();
  assert.equal(await invitedSoFar(), 10, "the next five on the next day");
  assert.equal((await gitHub.budget(installation)).refusals, 0);
  assert.deepEqual(await gitHub.misfits(), []);
});
