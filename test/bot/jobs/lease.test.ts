/** The right to write to a repository, by a clock that the tests move. */

import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";

import { type Holder, withLease } from "../../../src/bot/jobs/lease.ts";
import { RetryAfter } from "../../../src/ports/index.ts";
import { type BotParts, botParts } from "../../support/bot-parts.ts";

const { signal } = new AbortController();

interface World extends Pick<BotParts, "store" | "complaints" | "patience"> {
  /** Work on repository 7 under its lease. */
  hold(work: (holder: Holder) => Promise<void>, stopped?: AbortSignal): Promise<void>;
  /** Moves the clock of the machine, by which leases end, and lets go on whoever waits for it. */
  pass(milliseconds: number): Promise<void>;
}

function open(context: TestContext): World {
  context.mock.timers.enable({ apis: ["setInterval", "Date"] });
  const parts = botParts();
  return {
    ...parts,
    hold: (work, stopped = signal) => withLease(7, parts, stopped, work),
    pass: async (milliseconds) => {
      context.mock.timers.tick(milliseconds);
      await new Promise(setImmediate);
    },
  };
}

/** Another worker takes the lease of one that seemed to be dead. */
async function takeOver({ store }: World, { lease }: Holder): Promise<void> {
  await store.release(lease);
  assert.notEqual(await store.claim(7, 60), undefined);
}

/** Ends when it is told to stop, as `fetch` does, or with an error of its own, as others do. */
function untilStopped({ signal: held }: Holder, error?: Error): Promise<never> {
  return new Promise((_, reject) => {
    held.addEventListener("abort", () => reject(error ?? held.reason), { once: true });
  });
}

test("while somebody holds the lease another one is told when to come back", async (t) => {
  const world = open(t);
  await world.hold(async () => {
    await assert.rejects(
      world.hold(() => assert.fail("two at once")),
      (error) => error instanceof RetryAfter && error.milliseconds === world.patience / 4,
    );
  });
  await world.hold(async () => {});
});

test("the lease is given back after a failure, and the failure goes on", async (t) => {
  const world = open(t);
  await assert.rejects(
    world.hold(() => Promise.reject(new Error("broken"))),
    /broken/,
  );
  await world.hold(async () => {});
});

test("the lease is renewed for as long as the work lasts, and no longer", async (t) => {
  const world = open(t);
  const { mock: renewals } = t.mock.method(world.store, "renew");
  await world.hold(async ({ guard }) => {
    for (let third = 0; third < 9; third++) await world.pass(world.patience / 3);
    assert.equal(await world.store.claim(7, 60), undefined);
    await guard();
  });
  assert.equal(renewals.callCount(), 10);
  await world.pass(2 * world.patience);
  assert.equal(renewals.callCount(), 10);
});

test("who has lost the lease writes nothing more, and is told to come back", async (t) => {
  const world = open(t);
  let isWritten = false;
  const work = world.hold(async (holder) => {
    await takeOver(world, holder);
    await holder.guard();
    isWritten = true;
  });
  await assert.rejects(work, RetryAfter);
  assert.equal(isWritten, false);
  assert.equal(await world.store.claim(7, 60), undefined, "the other one still has it");
});

for (const [sentence, error] of [
  ["work that asks nothing", undefined],
  ["work that says so in its own words", new Error("stopped")],
] as const)
  test(`${sentence} is stopped when the lease is lost, and told to come back`, async (t) => {
    const world = open(t);
    const work = world.hold(async (holder) => {
      await takeOver(world, holder);
      await Promise.all([untilStopped(holder, error), world.pass(world.patience / 3)]);
    });
    await assert.rejects(work, RetryAfter);
  });

test("work is stopped with the process, and that is no loss", async (t) => {
  const world = open(t);
  const process = new AbortController();
  const work = world.hold(async (holder) => {
    process.abort(new Error("the queue closes"));
    holder.signal.throwIfAborted();
  }, process.signal);
  await assert.rejects(work, /the queue closes/);
});

test("a store that does not answer for a while stops no work, but every write", async (t) => {
  const world = open(t);
  await world.hold(async ({ guard, signal: held }) => {
    t.mock.method(world.store, "renew", () => Promise.reject(new Error("the database restarts")), { times: 2 });
    await world.pass(world.patience / 3);
    await assert.rejects(guard, /the database restarts/);
    assert.equal(held.aborted, false);
    await guard();
  });
  assert.equal(world.complaints.length, 1);
});

test("a lease that cannot be given back is no failure of the work", async (t) => {
  const world = open(t);
  t.mock.method(world.store, "release", () => Promise.reject(new Error("the database is away")));
  await world.hold(async () => {});
  assert.equal(world.complaints.length, 1);
  await world.pass(world.patience + 1);
  assert.notEqual(await world.store.claim(7, 60), undefined, "it ends by itself");
});
