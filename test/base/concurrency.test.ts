import { test } from "node:test";
import assert from "node:assert/strict";
import fc from "fast-check";
import { Limiter, OnceMap } from "../../src/base/index.ts";

const never = new AbortController().signal;

/** A task that a test ends by hand. */
function handTask<T>() {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  return { task: () => promise, resolve, reject };
}

/** Lets everything run that is ready to run. */
const settle = () => new Promise<void>((done) => setImmediate(done));

test("a limiter runs at most so many tasks, starts them in order, and uses every place", async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 5 }), fc.array(fc.integer({ min: 0, max: 3 })), async (limit, turns) => {
      const limiter = new Limiter(limit);
      const started: number[] = [];
      let running = 0;
      let most = 0;
      const task = (index: number, ticks: number) => async () => {
        started.push(index);
        most = Math.max(most, ++running);
        for (let tick = 0; tick < ticks; tick++) await Promise.resolve();
        running--;
        return index;
      };
      const answers = await Promise.all(turns.map((ticks, index) => limiter.run(task(index, ticks), never)));
      assert.deepEqual(answers, [...turns.keys()]);
      assert.deepEqual(started, [...turns.keys()]);
      assert.ok(most <= limit);
    }),
  );
});

test("a failed task gives its place back", async () => {
  const limiter = new Limiter(1);
  await assert.rejects(
    limiter.run(() => Promise.reject(new Error("broken")), never),
    /broken/,
  );
  assert.equal(await limiter.run(async () => "next", never), "next");
});

test("whoever waits for a place may leave, and the place goes to the next", async () => {
  const limiter = new Limiter(1);
  const first = handTask<string>();
  const running = limiter.run(first.task, never);
  const leaving = new AbortController();
  const left = limiter.run(async () => "left", leaving.signal);
  const patient = limiter.run(async () => "patient", never);
  leaving.abort(new Error("no longer wanted"));
  await assert.rejects(left, /no longer wanted/);
  first.resolve("first");
  assert.deepEqual(await Promise.all([running, patient]), ["first", "patient"]);
});

test("a limiter without a place to give is a bug", () => {
  assert.throws(() => new Limiter(0), /0 tasks/);
});

test("work is done once per key, however many ask", async () => {
  const map = new OnceMap<string, string>();
  let calls = 0;
  const work = async () => `answer ${++calls}`;
  const asked = [map.get("a", work, never), map.get("a", work, never), map.get("b", work, never)];
  assert.deepEqual(await Promise.all(asked), ["answer 1", "answer 1", "answer 2"]);
  assert.equal(await map.get("a", work, never), "answer 1");
});

test("a failure reaches all who wait and is not kept", async () => {
  const map = new OnceMap<string, string>();
  const broken = () => Promise.reject(new Error("down"));
  const asked = await Promise.allSettled([map.get("a", broken, never), map.get("a", broken, never)]);
  assert.deepEqual(
    asked.map((answer) => answer.status),
    ["rejected", "rejected"],
  );
  assert.equal(await map.get("a", async () => "up", never), "up");
});

test("one who leaves does not take the answer from the others", async () => {
  const map = new OnceMap<string, string>();
  const { task, resolve } = handTask<string>();
  const leaving = new AbortController();
  const left = map.get("a", task, leaving.signal);
  const stays = map.get("a", task, never);
  leaving.abort(new Error("left"));
  await assert.rejects(left, /left/);
  resolve("kept");
  assert.equal(await stays, "kept");
});

test("work that nobody waits for is aborted, and whoever asks later starts anew", async () => {
  const map = new OnceMap<string, string>();
  const leaving = new AbortController();
  let aborted = false;
  const work = (signal: AbortSignal) => {
    const { promise, reject } = Promise.withResolvers<string>();
    signal.addEventListener("abort", () => {
      aborted = true;
      reject(signal.reason);
    });
    return promise;
  };
  const left = map.get("a", work, leaving.signal);
  leaving.abort(new Error("left"));
  await assert.rejects(left, /left/);
  await settle();
  assert.equal(aborted, true);
  assert.equal(await map.get("a", async () => "anew", never), "anew");
});
