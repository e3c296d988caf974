import assert from "node:assert/strict";
import { test } from "node:test";

import { KnowledgeJob } from "../../../src/main/knowledge/knowledge-job.ts";
import type { UpdatedKnowledge } from "../../../src/main/knowledge/update.ts";
import { StandingClock } from "../../support/package-index.ts";

const hour = 60 * 60_000;
const day = 24 * hour;

/** A job whose time passes when it is told to. */
function start(asOf: string | undefined, update: (signal: AbortSignal) => Promise<UpdatedKnowledge>, random = 0.5) {
  const waits: number[] = [];
  const log: string[] = [];
  const used: string[] = [];
  let due: (() => void) | undefined;
  const say = (level: string) => (_fields: object, message: string) => void log.push(`${level}: ${message}`);
  const job = KnowledgeJob.start({
    update,
    asOf,
    onNew: ({ folder }) => used.push(folder),
    clock: new StandingClock("2026-11-26T12:00:00Z"),
    random: () => random,
    log: { info: say("info"), warn: say("warn"), error: say("error") },
    later: (milliseconds, work) => {
      waits.push(milliseconds);
      due = work;
      return () => (due = undefined);
    },
  });
  const pass = async () => {
    const work = due;
    due = undefined;
    work?.();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { job, waits, log, used, pass, isWaiting: () => due !== undefined };
}

const bundle = (folder: string, isNew = true) =>
  ({ folder, isNew, parts: [], advisories: undefined, scorecards: undefined, images: undefined }) as UpdatedKnowledge;

for (const [asOf, random, hours] of [
  [undefined, 0.5, 0],
  ["2026-11-24", 0.5, 0],
  ["2026-11-25", 0, 21.6],
  ["2026-11-26", 1, 26.4],
] as const)
  test(`with knowledge of ${asOf ?? "no day"} the first update comes after ${hours} hours`, () => {
    assert.deepEqual(start(asOf, async () => bundle("a"), random).waits, [hours * hour]);
  });

test("it is updated once a day, and only another bundle than before is told of", async () => {
  const answers = [bundle("a"), bundle("a", false), bundle("b")];
  const { waits, used, pass } = start(undefined, async () => answers.shift()!);
  for (let i = 0; i < 3; i++) await pass();
  assert.deepEqual(waits, [0, day, day, day]);
  assert.deepEqual(used, ["a", "b"]);
});

test("an update that fails is logged and tried again within the hour", async () => {
  const answers = [() => Promise.reject(new Error("gone")), async () => bundle("a")];
  const { waits, used, log, pass } = start(undefined, () => answers.shift()!());
  await pass();
  assert.deepEqual([waits, used], [[0, hour], []]);
  await pass();
  assert.deepEqual([waits, used], [[0, hour, day], ["a"]]);
  assert.deepEqual(log, [
    "error: knowledge could not be updated, and what was there before stays in use",
    "info: knowledge was updated",
  ]);
});

test("a job that is stopped breaks off, changes nothing and does not come back", async () => {
  const { promise, resolve } = Promise.withResolvers<UpdatedKnowledge>();
  let asked: AbortSignal | undefined;
  const { job, used, log, pass, isWaiting } = start(undefined, (signal) => {
    asked = signal;
    return promise;
  });
  await pass();
  job.stop();
  assert.equal(asked?.aborted, true);
  resolve(bundle("a"));
  await pass();
  assert.deepEqual([used, log, isWaiting()], [[], [], false]);
});
