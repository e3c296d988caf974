/** What every job queue does, whatever it is built on. Each adapter's test calls this with its own `open`. */

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test, type TestContext } from "node:test";

import type { QueueReports, RetryPolicy } from "../../src/adapters/bullmq/index.ts";
import { type AddOptions, type Job, jobKey, type JobQueue, RetryAfter } from "../../src/ports/index.ts";
import { within } from "../support/deadline.ts";
import { HeldJobs } from "../support/held-jobs.ts";

export interface QueueUnderTest {
  /** Queues of one name share their jobs; those of different names do not. */
  readonly name: string;
  readonly retries: RetryPolicy;
  readonly reports: QueueReports;
}

export interface QueueTraits {
  /** Jobs outlive the object that added them. */
  readonly isDurable: boolean;
  /** Why it cannot be tested here. */
  readonly skip?: string | false;
}

const quickRetries: RetryPolicy = { attempts: 3, first: 4, longest: 20 };

interface Failure {
  readonly key: string;
  readonly error: unknown;
  readonly restFor: number | undefined;
}

/** One test's queue: its name, what it reported, and the jobs that run on it. */
class Stage {
  readonly jobs = new HeldJobs();
  readonly failures: Failure[] = [];
  readonly open: (retries?: RetryPolicy) => Promise<JobQueue>;

  constructor(context: TestContext, open: (settings: QueueUnderTest) => Promise<JobQueue>) {
    const name = `test-${randomUUID()}`;
    const reports: QueueReports = {
      failed: (key, error, restFor) => void this.failures.push({ key, error, restFor }),
      trouble: (error) => context.diagnostic(`trouble: ${error.message}`),
    };
    this.open = async (retries = quickRetries) => {
      const queue = await open({ name, retries, reports });
      context.after(() => queue.close(0));
      return queue;
    };
  }
}

function delivery(id: string): Job {
  return { kind: "delivery", id };
}

const [a, b, c] = [delivery("a"), delivery("b"), delivery("c")];
const repository: Job = { kind: "repository", repository: 7, installation: 1 };

export function testJobQueue(
  name: string,
  open: (settings: QueueUnderTest) => Promise<JobQueue>,
  { isDurable, skip = false }: QueueTraits,
): void {
  function testQueue(sentence: string, body: (stage: Stage) => Promise<void>): void {
    test(`${name}: ${sentence}`, { skip }, (context) => body(new Stage(context, open)));
  }

  testQueue("a job comes back as it was added", async ({ open, jobs }) => {
    const queue = await open();
    const all: Job[] = [a, repository, { kind: "installation", installation: 3 }];
    for (const job of all) assert.equal(await queue.add(job), true);
    await queue.work(jobs.handler, 1);
    for (const job of all) {
      const held = await jobs.next();
      assert.deepEqual(held.job, job);
      held.end();
    }
  });

  testQueue("equal jobs wait once", async ({ open }) => {
    const queue = await open();
    assert.equal(await queue.add(a), true);
    assert.equal(await queue.add(a), false);
    assert.equal(await queue.add(b), true);
    assert.equal(await queue.waiting(), 2);
  });

  testQueue("a job added while its key runs waits behind it, once", async ({ open, jobs }) => {
    const queue = await open();
    await queue.add(a);
    await queue.work(jobs.handler, 4);
    const first = await jobs.next();
    assert.equal(await queue.add(a), true);
    assert.equal(await queue.add(a), false);
    // Another key is not held up, and by its start the second `a` would have started too.
    await queue.add(b);
    const other = await jobs.next();
    assert.equal(other.key, jobKey(b));
    other.end();
    first.end();
    const second = await jobs.next();
    assert.equal(second.key, jobKey(a));
    assert.equal(await queue.waiting(), 0);
    second.end();
  });

  testQueue("a job that waits behind one that fails for good still runs", async ({ open, jobs, failures }) => {
    const queue = await open({ ...quickRetries, attempts: 1 });
    await queue.add(a);
    await queue.work(jobs.handler, 1);
    const first = await jobs.next();
    await queue.add(a);
    first.fail(new Error("no"));
    (await jobs.next()).end();
    assert.deepEqual(
      failures.map(({ restFor }) => restFor),
      [undefined],
    );
  });

  testQueue("never two of one key at once, and the last sees the newest state", async ({ open }) => {
    const queue = await open();
    const keys = [a, b, c].map((job) => ({ job, newest: 0, seen: 0, running: 0, most: 0 }));
    const byKey = new Map(keys.map((entry) => [jobKey(entry.job), entry]));
    const allSeen = Promise.withResolvers<void>();
    await queue.work(async (job) => {
      const entry = byKey.get(jobKey(job))!;
      entry.most = Math.max(entry.most, ++entry.running);
      const state = entry.newest;
      // Long enough for others to overlap: several turns of the queue itself.
      for (let turn = 0; turn < 3; turn++) await queue.ping();
      entry.seen = state;
      entry.running--;
      if (keys.every(({ newest, seen }) => newest === 6 && seen === 6)) allSeen.resolve();
    }, 8);
    for (let round = 0; round < 6; round++) {
      for (const entry of keys) {
        entry.newest++;
        await queue.add(entry.job);
      }
    }
    await within(allSeen.promise, "the newest state of each key");
    assert.deepEqual(
      keys.map(({ most }) => most),
      [1, 1, 1],
    );
  });

  testQueue("no more jobs at a time than asked for", async ({ open, jobs }) => {
    const queue = await open();
    for (const job of [a, b, c]) await queue.add(job);
    await queue.work(jobs.handler, 2);
    const [first] = [await jobs.next(), await jobs.next()];
    assert.equal(await queue.waiting(), 1);
    assert.equal(jobs.unasked, 0);
    first.end();
    assert.equal((await jobs.next()).key, jobKey(c));
  });

  testQueue("priority decides, then who came first", async ({ open, jobs }) => {
    const queue = await open();
    const added: [string, AddOptions][] = [
      ["last", { priority: 9 }],
      ["third", { priority: 2 }],
      ["first", {}],
      ["second", { priority: 0 }],
      ["fourth", { priority: 2 }],
      ["beyond", { priority: 1e9 }],
    ];
    for (const [id, options] of added) await queue.add(delivery(id), options);
    assert.equal(await queue.waiting(), added.length);
    await queue.work(jobs.handler, 1);
    const order: string[] = [];
    for (const _ of added) {
      const held = await jobs.next();
      order.push(held.key);
      held.end();
    }
    assert.deepEqual(
      order,
      ["first", "second", "third", "fourth", "last", "beyond"].map((id) => jobKey(delivery(id))),
    );
  });

  testQueue("a delayed job waits for its time, and others pass it", async ({ open, jobs }) => {
    const queue = await open();
    await queue.work(jobs.handler, 1);
    const addedAt = performance.now();
    await queue.add(a, { delay: 120 });
    await queue.add(b);
    const first = await jobs.next();
    assert.equal(first.key, jobKey(b));
    assert.equal(await queue.add(a), false);
    assert.equal(await queue.waiting(), 1);
    first.end();
    const second = await jobs.next();
    assert.ok(second.startedAt - addedAt >= 118, `after ${second.startedAt - addedAt} ms`);
    second.end();
  });

  testQueue("a job that throws runs again, and others go on meanwhile", async ({ open, jobs, failures }) => {
    const queue = await open({ attempts: 3, first: 100, longest: 100 });
    await queue.add(a);
    await queue.add(b);
    await queue.work(jobs.handler, 1);
    const error = new Error("the index is away");
    (await jobs.next()).fail(error);
    const other = await jobs.next();
    assert.equal(other.key, jobKey(b));
    other.end();
    const again = await jobs.next();
    assert.equal(again.key, jobKey(a));
    again.end();
    assert.equal(failures.length, 1);
    assert.equal(failures[0]!.key, jobKey(a));
    assert.equal(failures[0]!.error, error);
    assert.ok(failures[0]!.restFor! >= 50 && failures[0]!.restFor! <= 100);
  });

  testQueue("a job is given up after its last try, and can be added again", async ({ open, jobs, failures }) => {
    const queue = await open();
    await queue.add(a);
    await queue.work(jobs.handler, 1);
    for (let attempt = 0; attempt < quickRetries.attempts; attempt++) (await jobs.next()).fail(new Error("no"));
    await queue.add(b);
    const other = await jobs.next();
    assert.equal(other.key, jobKey(b));
    assert.deepEqual(
      failures.map(({ restFor }) => restFor === undefined),
      [false, false, true],
    );
    assert.equal(await queue.add(a), true);
    other.end();
    assert.equal((await jobs.next()).key, jobKey(a));
  });

  testQueue("what is thrown need not be an error", async ({ open, failures }) => {
    const queue = await open({ ...quickRetries, attempts: 1 });
    const isNext = Promise.withResolvers<void>();
    await queue.work((job) => {
      if (jobKey(job) === jobKey(b)) isNext.resolve();
      // oxlint-disable-next-line typescript/only-throw-error, typescript/prefer-promise-reject-errors
      return jobKey(job) === jobKey(a) ? Promise.reject("words") : Promise.resolve();
    }, 1);
    await queue.add(a);
    await queue.add(b);
    await within(isNext.promise, "the job after it");
    assert.deepEqual(
      failures.map(({ key, error }) => [key, String(error).replace("Error: ", "")]),
      [[jobKey(a), "words"]],
    );
  });

  testQueue("a job that comes too early is no failure, however often", async ({ open, jobs, failures }) => {
    const queue = await open({ ...quickRetries, attempts: 1 });
    await queue.add(a);
    await queue.work(jobs.handler, 1);
    for (let time = 0; time < 3; time++) (await jobs.next()).fail(new RetryAfter(1, "the lease is taken"));
    const early = await jobs.next();
    const failedAt = performance.now();
    early.fail(new RetryAfter(120, "the host asks to wait"));
    await queue.add(b);
    const other = await jobs.next();
    assert.equal(other.key, jobKey(b));
    assert.equal(await queue.add(a), false);
    other.end();
    const last = await jobs.next();
    assert.equal(last.key, jobKey(a));
    assert.ok(last.startedAt - failedAt >= 118, `after ${last.startedAt - failedAt} ms`);
    last.end();
    assert.deepEqual(failures, []);
  });

  testQueue("it answers while it is open, and works once", async ({ open, jobs }) => {
    const queue = await open();
    await queue.ping();
    await queue.work(jobs.handler, 1);
    await assert.rejects(queue.work(jobs.handler, 1), /already works/);
  });

  testQueue("closing waits for the jobs that run, and starts no other", async ({ open, jobs }) => {
    const queue = await open();
    for (const job of [a, b]) await queue.add(job);
    await queue.work(jobs.handler, 1);
    const held = await jobs.next();
    const events: string[] = [];
    const closed = queue.close(10_000).then(() => events.push("closed"));
    await queue.waiting().then(() => events.push("asked"));
    events.push("ended");
    held.end();
    await within(closed, "the end of closing");
    assert.deepEqual(events, ["asked", "ended", "closed"]);
    assert.equal(held.signal.aborted, false);
    assert.equal(jobs.unasked, 0);
    await assert.rejects(queue.add(c), /closed/);
  });

  testQueue("closing aborts the jobs that do not end in time", async ({ open, jobs, failures }) => {
    const queue = await open();
    await queue.add(a);
    await queue.work(jobs.handler, 1);
    const held = await jobs.next();
    await within(queue.close(1), "the end of closing");
    assert.equal(held.signal.aborted, true);
    assert.deepEqual(failures, []);
  });

  if (isDurable) testDurableQueue(testQueue);
}

function testDurableQueue(testQueue: (sentence: string, body: (stage: Stage) => Promise<void>) => void): void {
  testQueue("jobs outlive the queue that added them", async ({ open, jobs }) => {
    const first = await open();
    await first.add(a);
    await first.add(b, { delay: 50 });
    await first.close(0);
    const second = await open();
    assert.equal(await second.waiting(), 2);
    assert.equal(await second.add(a), false);
    await second.work(jobs.handler, 1);
    for (const job of [a, b]) {
      const held = await jobs.next();
      assert.equal(held.key, jobKey(job));
      held.end();
    }
  });

  testQueue("one adds, others work, and a key runs in one of them", async ({ open, jobs }) => {
    const [adding, ...working] = [await open(), await open(), await open()];
    for (const queue of working) await queue.work(jobs.handler, 1);
    await adding.add(a);
    const first = await jobs.next();
    assert.equal(await adding.add(a), true);
    await adding.add(b);
    assert.equal((await jobs.next()).key, jobKey(b));
    first.end();
    assert.equal((await jobs.next()).key, jobKey(a));
  });

  testQueue(
    "a job that closing interrupted runs again elsewhere, and lost no try",
    async ({ open, jobs, failures }) => {
      const once = { ...quickRetries, attempts: 1 };
      const first = await open(once);
      await first.add(a);
      await first.work(jobs.handler, 1);
      await jobs.next();
      await within(first.close(1), "the end of closing");
      const second = await open(once);
      await second.work(jobs.handler, 1);
      const again = await jobs.next();
      assert.equal(again.key, jobKey(a));
      again.end();
      assert.deepEqual(failures, []);
    },
  );
}
