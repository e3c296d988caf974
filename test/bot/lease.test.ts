import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import { test } from "node:test";

import { MemoryAdviceStore } from "../../src/adapters/memory/index.ts";
import { withLease } from "../../src/bot/lease.ts";
import { RetryAfter } from "../../src/ports/index.ts";

const { signal } = new AbortController();

function open(patience = 60_000) {
  return { store: new MemoryAdviceStore({ now: () => new Date() }), patience };
}

test("while somebody holds the lease another one is told to come back", async () => {
  const dependencies = open();
  await withLease(7, dependencies, signal, async () => {
    await assert.rejects(
      withLease(7, dependencies, signal, () => assert.fail("two at once")),
      RetryAfter,
    );
    await withLease(8, dependencies, signal, async () => {});
  });
  await withLease(7, dependencies, signal, async () => {});
});

test("the lease is given back after a failure, and the failure goes on", async () => {
  const dependencies = open();
  await assert.rejects(
    withLease(7, dependencies, signal, () => Promise.reject(new Error("broken"))),
    /broken/,
  );
  await withLease(7, dependencies, signal, async () => {});
});

test("the lease is renewed for as long as the work lasts", async () => {
  const dependencies = open(60);
  await withLease(7, dependencies, signal, async ({ guard }) => {
    await pause(150);
    assert.equal(await dependencies.store.claim(7, 60), undefined);
    await guard();
  });
});

test("who has lost the lease writes nothing more, and is told to come back", async () => {
  const dependencies = open(60_000);
  const { store } = dependencies;
  let written = false;
  const work = withLease(7, dependencies, signal, async ({ lease, guard }) => {
    await store.release(lease);
    await store.claim(7, 60);
    await guard();
    written = true;
  });
  await assert.rejects(work, RetryAfter);
  assert.equal(written, false);
});

test("work that asks nothing is stopped when the lease is lost", async () => {
  const dependencies = open(60);
  const work = withLease(7, dependencies, signal, async ({ lease, signal: lost }) => {
    await dependencies.store.release(lease);
    await dependencies.store.claim(7, 60);
    await pause(10_000, undefined, { signal: lost });
  });
  await assert.rejects(work, (error) => error instanceof RetryAfter || (error as Error).name === "AbortError");
});
