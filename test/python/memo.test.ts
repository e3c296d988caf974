import assert from "node:assert/strict";
import { test } from "node:test";

import { Memo } from "../../src/python/memo.ts";

test("a text is made into a value once, until the memo is full and starts anew", () => {
  const memo = new Memo<{ text: string }>(2);
  const made: string[] = [];
  const get = (text: string): { text: string } =>
    memo.get(text, () => {
      made.push(text);
      return { text };
    });
  assert.equal(get("a"), get("a"));
  get("b");
  get("c");
  get("c");
  get("a");
  assert.deepEqual(made, ["a", "b", "c", "a"]);
});

test("a long text is made anew each time, and a failure is not remembered", () => {
  const memo = new Memo<object>(10);
  const long = "a".repeat(257);
  assert.notEqual(
    memo.get(long, () => ({})),
    memo.get(long, () => ({})),
  );
  assert.throws(() =>
    memo.get("a", () => {
      throw new Error("no");
    }),
  );
  assert.deepEqual(
    memo.get("a", () => ({ a: 1 })),
    { a: 1 },
  );
});
