import assert from "node:assert/strict";
import { test } from "node:test";
import type { Advice } from "../../../src/advise/advice.ts";
import { writeDecline, writeReproduce, writeUnchanged } from "../../../src/advise/pull-request/closing.ts";
import { summarise } from "../../../src/advise/pull-request/summary.ts";
import { inference, training } from "../../support/example-advice.ts";
import { planInput, planned, unsolvable } from "../../support/made-up-advice.ts";

const proved = (advice: Advice): Advice =>
  advice.outcome.kind === "solved" ? { ...advice, outcome: { ...advice.outcome, proved: true } } : advice;

test("proved and unproved answers are told apart by name", () => {
  const text = writeReproduce(summarise(planInput([planned(proved(inference())), planned(training())])), 2_000);
  assert.match(text, /^- Proved best for `inference`: no other stack is better by the objective$/m);
  assert.match(text, /^- Not proved best for `training`: /m);
});

test("data is named with its date, once for all environments", () => {
  const text = writeReproduce(summarise(planInput([planned(inference()), planned(training())])), 2_000);
  assert.equal(text.match(/advisories as of 2024-10-10/g)?.length, 1);
});

test("every environment has a line on what stays", () => {
  const shared = { ...training(), lock_path: inference().lock_path };
  const text = writeUnchanged(
    summarise(planInput([inference(), shared, unsolvable()].map((one) => planned(one)))),
    4_000,
  );
  assert.match(text, /`inference`: 3 of 48 packages stay at the locked release/);
  assert.match(text, /`training`: `inference` writes the lock, and this environment asks for another one/);
  assert.match(text, /`reporting`: the lock stays as it is/);
});

test("where nothing is written there is nothing to decline", () => {
  assert.equal(writeDecline(summarise(planInput([planned(unsolvable())])), 600), "");
});

test("locks whose paths do not fit are counted", () => {
  const long = [inference(), training()].map((one) =>
    planned({ ...one, lock_path: `${"folder/".repeat(25)}${one.lock_path}` }),
  );
  assert.match(writeDecline(summarise(planInput(long)), 300), /Nothing is written but 2 locks on this branch\./);
});
