/** What a process may ask of the worker, which believes that it means ill. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { limits } from "../../../src/base/index.ts";
import { questions } from "../../../src/main/adviser/messages.ts";
import { answerArchive } from "../../../src/main/adviser/visit-process.ts";

const { signal } = new AbortController();
const nothing = { value: null, bytes: Buffer.alloc(0) };

test("an archive is given once for each question that a process is asked", async () => {
  let fetched = 0;
  // Those of one visit share it.
  const archive = async () => Buffer.from(`archive ${++fetched}`);
  let files: { readonly archive?: typeof archive } | undefined = { archive };
  const answer = answerArchive(() => files);
  const first = answer(nothing, signal);
  await assert.rejects(answer(nothing, signal), /^Error: the archive was asked for before$/);
  assert.deepEqual(await first, { value: { isThere: true }, bytes: Buffer.from("archive 1") });
  await assert.rejects(answer(nothing, signal), /asked for before/);
  files = { archive };
  assert.deepEqual((await answer(nothing, signal)).bytes, Buffer.from("archive 2"));
  for (files of [{}, undefined]) await assert.rejects(answer(nothing, signal), /there is no archive to ask for/);
  assert.equal(fetched, 2);
});

test("an archive that the host does not give is told, and not asked for again either", async () => {
  const files = { archive: async () => undefined };
  const answer = answerArchive(() => files);
  assert.deepEqual(await answer(nothing, signal), { value: { isThere: false }, bytes: undefined });
  await assert.rejects(answer(nothing, signal), /asked for before/);
});

const file = (bytes: number) => questions.readFile.Check({ path: "a", bytes, isBefore: false });
const page = (limit: number) => questions.fetch.Check({ url: "https://a.example/", headers: {}, limit });

for (const [what, isAsked, most] of [
  ["a file", file, limits.lock.bytes],
  ["an address", page, limits.indexPage.bytes],
] as const)
  test(`no more is asked of ${what} than anybody reads of one`, () => {
    assert.deepEqual([isAsked(0), isAsked(most), isAsked(most + 1), isAsked(-1)], [true, true, false, false]);
  });
