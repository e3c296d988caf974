import { test } from "node:test";
import assert from "node:assert/strict";
import { IndexPolicy, type IndexAnswer, type PackageIndex } from "../../src/package-index/index.ts";
import type { Candidate, ReleaseFile } from "../../src/ports/index.ts";
import { packageName, Version } from "../../src/python/index.ts";

const { signal } = new AbortController();
const foo = packageName("foo");

function file(filename: string): ReleaseFile {
  const absent = { sha256: undefined, size: undefined, uploaded: undefined, requiresPython: undefined };
  return { filename, url: `https://files.example/${filename}`, ...absent, yanked: undefined, sidecar: undefined };
}

function release(index: string, ...filenames: readonly string[]): Candidate {
  return { name: foo, version: Version.parse("1.0"), index, files: filenames.map(file) };
}

/** An index that gives one answer, or fails, and counts how often it is asked. Its metadata names the wheel it was asked for. */
class FakeIndex implements PackageIndex {
  readonly name: string;
  asked = 0;
  readonly #answer: IndexAnswer | Error;
  constructor(name: string, answer: IndexAnswer | Error) {
    this.name = name;
    this.#answer = answer;
  }
  async list(): Promise<IndexAnswer> {
    this.asked++;
    if (this.#answer instanceof Error) throw this.#answer;
    return this.#answer;
  }
  async metadata(_candidate: Candidate, wheel: ReleaseFile) {
    return { kind: "unknown", reason: wheel.filename } as const;
  }
  record() {
    return { kind: "index", name: this.name, url: undefined, asOf: "2026-11-25" } as const;
  }
  notes() {
    return [`${this.name} is fake`];
  }
}

const has = (name: string) => new FakeIndex(name, { kind: "found", candidates: [release(name, "f.whl")], outside: [] });
const lacks = (name: string) => new FakeIndex(name, { kind: "absent" });
const partial = (name: string) => new FakeIndex(name, { kind: "outside", source: name });
const down = (name: string) => new FakeIndex(name, new Error(`${name} is down`));

/** Indexes in order, the pin if any, and the answer: an index, or the kind of another answer; then how often each was asked. */
const cases: readonly (readonly [readonly FakeIndex[], string | undefined, string, readonly number[]])[] = [
  [[has("a"), has("b")], undefined, "a", [1, 0]],
  [[lacks("a"), has("b")], undefined, "b", [1, 1]],
  [[lacks("a"), lacks("b")], undefined, "absent", [1, 1]],
  [[partial("a"), has("b")], undefined, "outside", [1, 0]],
  [[has("a"), has("b")], "b", "b", [0, 1]],
  [[has("a"), lacks("b")], "b", "absent", [0, 1]],
  [[down("a"), has("b")], "b", "b", [0, 1]],
  [[has("a"), down("b")], undefined, "a", [1, 0]],
];
for (const [indexes, pin, expected, asked] of cases) {
  const title = indexes.map((index) => index.name).join(", ");
  test(`of ${title} with the pin ${pin ?? "none"}: ${expected}, asked ${asked.join(" and ")} times`, async () => {
    const listing = await new IndexPolicy(indexes).list(foo, pin, signal);
    assert.equal(listing.kind === "found" ? listing.index : listing.kind, expected);
    assert.deepEqual(
      indexes.map((index) => index.asked),
      asked,
    );
  });
}

test("an index that is down stops everything, and the next is not asked", async () => {
  const indexes = [down("a"), has("b")];
  await assert.rejects(new IndexPolicy(indexes).list(foo, undefined, signal), /a is down/);
  assert.equal(indexes[1]?.asked, 0);
});

test("absence names who was asked, in order", async () => {
  const policy = new IndexPolicy([lacks("a"), lacks("b")]);
  assert.deepEqual(await policy.list(foo, undefined, signal), { kind: "absent", asked: ["a", "b"] });
  assert.deepEqual(await policy.list(foo, "b", signal), { kind: "absent", asked: ["b"] });
});

test("a pin to an index that is none of the sources is a mistake in the user's file", async () => {
  const policy = new IndexPolicy([has("a"), has("b")]);
  await assert.rejects(policy.list(foo, "corp", signal), {
    code: "UNKNOWN_INDEX",
    message: "the index `corp` is none of the project's sources: `a`, `b`",
  });
});

test("records and notes tell of the indexes that were asked, in the order of the sources", async () => {
  const policy = new IndexPolicy([lacks("a"), has("b"), has("c")]);
  assert.deepEqual(policy.records(), []);
  await policy.list(foo, "b", signal);
  await policy.list(foo, undefined, signal);
  assert.deepEqual(
    policy.records().map((record) => record.name),
    ["a", "b"],
  );
  assert.deepEqual(policy.notes(), ["a is fake", "b is fake"]);
});

const ranks: Readonly<Record<string, number>> = { "good.whl": 1, "better.whl": 0, "same.whl": 0 };
const speakers: readonly (readonly [readonly string[], string])[] = [
  [["foo-1.0.tar.gz", "good.whl", "better.whl"], "better.whl"],
  [["same.whl", "better.whl"], "same.whl"],
  [["foreign.whl", "good.whl"], "good.whl"],
  [["foo-1.0.tar.gz", "foreign.whl", "alien.whl"], "foreign.whl"],
  [["foo-1.0.tar.gz", "foo-1.0.zip"], "only a source distribution, which is never built"],
];
for (const [files, speaker] of speakers) {
  test(`of ${files.join(", ")} speaks: ${speaker}`, async () => {
    const policy = new IndexPolicy([has("a")], (wheel) => ranks[wheel.filename]);
    const answer = await policy.metadata(release("a", ...files), signal);
    assert.equal(answer.kind === "unknown" && answer.reason, speaker);
  });
}

test("indexes without distinct names are a bug", () => {
  assert.throws(() => new IndexPolicy([]), /none/);
  assert.throws(() => new IndexPolicy([has("a"), lacks("a")]), /a, a/);
});
