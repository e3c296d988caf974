import { strict as assert } from "node:assert";
import { test } from "node:test";

import fc from "fast-check";

import { ByteRow } from "../../src/base/index.ts";

test("every run of bytes comes back under its number, however long it and the others are", () => {
  const lengths = [0, 1, 1024 * 1024 - 1, 3, 1024 * 1024, 2 * 1024 * 1024 + 5, 7];
  const runs = lengths.map((length, i) => Buffer.alloc(length, i));
  const row = new ByteRow();
  assert.deepEqual(
    runs.map((run) => row.add(run)),
    runs.map((_, i) => i),
  );
  for (const [i, run] of runs.entries()) assert.ok(row.at(i).equals(run));
});

test("text comes back as it was, beside bytes", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: "grapheme" })), (texts) => {
      const row = new ByteRow();
      const numbers = texts.map((text, i) => (i % 2 === 0 ? row.addText(text) : row.add(Buffer.from(text))));
      assert.deepEqual(
        numbers.map((number) => row.at(number).toString("utf8")),
        texts,
      );
    }),
  );
});
