/** The job queue where something breaks: a worker is killed, the place of the jobs is away, or was never there. */

import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";

import { openQueue, QueueUnreachable, queueSchema } from "../../../src/adapters/bullmq/index.ts";
import { openDatabase } from "../../../src/adapters/sql/index.ts";
import type { Job } from "../../../src/ports/index.ts";
import { within } from "../../support/deadline.ts";
import { HeldJobs } from "../../support/held-jobs.ts";
import { startChild } from "../../support/services/child.ts";
import { temporaryFolder } from "../../support/services/databases.ts";
import { postgres, skipWithoutPostgres } from "../../support/services/postgres.ts";
import { redis, skipWithoutRedis, startRedis } from "../../support/services/redis.ts";
import { freePort } from "../../support/services/server-process.ts";
import { openTestQueue, type TestPlace } from "./test-queue.ts";

const root = temporaryFolder();

const [a, b]: readonly [Job, Job] = [
  { kind: "delivery", id: "a" },
  { kind: "delivery", id: "b" },
];

interface Server {
  readonly place: TestPlace;
  stop(): Promise<void>;
  start(): Promise<void>;
}

interface Kind<T> {
  readonly name: string;
  readonly skip: string | false;
  readonly open: () => Promise<T>;
}

const inPostgres = async () => ({ url: await (await postgres()).createDatabase() });

const places: readonly Kind<TestPlace>[] = [
  { name: "PGlite", skip: false, open: () => Promise.resolve({ folder: join(root, "killed") }) },
  { name: "PostgreSQL", skip: skipWithoutPostgres(), open: inPostgres },
  { name: "Redis", skip: skipWithoutRedis(), open: async () => ({ redisUrl: await redis() }) },
];

for (const { name, skip, open } of places) {
  test(`${name}: the job of a worker that is killed runs again elsewhere`, { skip }, async () => {
    const place = await open();
    {
      await using opened = await openTestQueue(place);
      await opened.queue.add(a);
    }
    const child = await startChild(new URL("worker-to-kill.ts", import.meta.url), JSON.stringify(place));
    await child.kill();
    await using opened = await openTestQueue(place);
    const jobs = new HeldJobs();
    await opened.queue.work(jobs.handler, 1);
    const again = await jobs.next();
    assert.deepEqual(again.job, a);
    // Its key is still the same work, and free again once it has ended.
    assert.equal(await opened.queue.add(a), true);
    again.end();
    (await jobs.next()).end();
    assert.deepEqual(opened.reported, []);
  });
}

const servers: readonly Kind<Server>[] = [
  {
    name: "PostgreSQL",
    skip: skipWithoutPostgres(),
    open: async () => ({ ...(await postgres()), place: await inPostgres() }),
  },
  {
    name: "Redis",
    skip: skipWithoutRedis(),
    open: async () => {
      const server = await startRedis();
      return { ...server, place: { redisUrl: server.url } };
    },
  },
];

for (const { name, skip, open } of servers) {
  test(`${name}: while it is away adding fails at once, and work goes on when it is back`, { skip }, async () => {
    const server = await open();
    await using opened = await openTestQueue(server.place);
    const { queue } = opened;
    const jobs = new HeldJobs();
    await queue.work(jobs.handler, 1);
    await queue.add(a);
    (await jobs.next()).end();
    await server.stop();
    await assert.rejects(within(queue.add(b), "a refusal", 1_000), (error: Error) => !error.message.includes("within"));
    await assert.rejects(within(queue.ping(), "a refusal", 1_000), (error: Error) => !error.message.includes("within"));
    await server.start();
    await within(untilAnswers(queue), "an answer");
    await queue.add(b);
    const next = await jobs.next();
    assert.deepEqual(next.job, b);
    next.end();
  });

  test(`${name}: closing ends while it is away, after the job that runs`, { skip }, async () => {
    const server = await open();
    const { queue, [Symbol.asyncDispose]: dispose } = await openTestQueue(server.place);
    const jobs = new HeldJobs();
    await queue.work(jobs.handler, 1);
    await queue.add(a);
    const held = await jobs.next();
    await server.stop();
    const events: string[] = [];
    const closed = Promise.resolve(dispose()).then(() => events.push("closed"));
    held.signal.addEventListener("abort", () => events.push("aborted"));
    await within(closed, "the end of closing");
    assert.deepEqual(events, ["aborted", "closed"]);
    await server.start();
  });
}

async function untilAnswers(queue: { ping(): Promise<void> }): Promise<void> {
  for (;;) {
    try {
      return await queue.ping();
    } catch {
      await new Promise(setImmediate);
    }
  }
}

const reports = { failed: () => undefined, trouble: () => undefined };

test("a Redis that is away is one sentence without the password", async () => {
  const port = await freePort();
  await assert.rejects(openQueue({ redisUrl: `redis://thoth:hunter2@localhost:${port}` }, { reports }), (error) => {
    assert.ok(error instanceof QueueUnreachable);
    const start = `the job queue cannot be opened in Redis at \`localhost:${port}\`: connect ECONNREFUSED`;
    assert.equal(error.message.slice(0, start.length), start);
    return true;
  });
});

test("an address that is no Redis is one sentence", async () => {
  for (const redisUrl of ["nonsense", "redis://:p#ss@host"])
    await assert.rejects(
      openQueue({ redisUrl }, { reports }),
      (error) => error instanceof QueueUnreachable && !error.message.includes("ss@"),
    );
});

test("a pool whose sessions do not find the queue's schema is refused", { skip: skipWithoutPostgres() }, async () => {
  const database = await openDatabase(await inPostgres());
  try {
    await assert.rejects(openQueue({ pool: database.pool }, { reports }), {
      code: "QUEUE_UNREACHABLE",
      message: `the job queue cannot be opened in PostgreSQL: the search_path of the pool starts at public, not ${queueSchema}`,
    });
  } finally {
    await database.close();
  }
});
