import { test } from "node:test";
import assert from "node:assert/strict";
import { IndexPolicy, type IndexAnswer, type OfferedIndex, type PackageIndex } from "../../src/package-index/index.ts";
import type { Candidate, IndexSearch, ReleaseFile } from "../../src/ports/index.ts";
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
  async metadata(_candidate: Candidate, speaker: () => ReleaseFile) {
    return { kind: "unknown", reason: speaker().filename } as const;
  }
  async links(_candidate: Candidate, speaker: () => ReleaseFile) {
    return [speaker().filename];
  }
  async provenance() {
    return { kind: "unasked", reason: this.name } as const;
  }
  record() {
    return { kind: "index", name: this.name, url: undefined, asOf: "2026-11-25" } as const;
  }
  notes() {
    return [`${this.name} is fake`];
  }
  isKnownToHave() {
    return this.asked > 0 && !(this.#answer instanceof Error) && this.#answer.kind === "found";
  }
}

const has = (name: string) =>
  new FakeIndex(name, { kind: "found", candidates: [release(name, "f.whl")], outside: () => [] });
const lacks = (name: string) => new FakeIndex(name, { kind: "absent" });
const partial = (name: string) => new FakeIndex(name, { kind: "outside", source: name });
const down = (name: string) => new FakeIndex(name, new Error(`${name} is down`));

const ordered: IndexSearch = { kind: "ordered" };
const pinned: IndexSearch = { kind: "pinned", index: "b" };
const beside: IndexSearch = { kind: "beside", index: "b" };

/** Indexes in order, where to look, and the answer: an index, or the kind of another answer; then how often each was asked. */
const cases: readonly (readonly [readonly FakeIndex[], IndexSearch, string, readonly number[]])[] = [
  [[has("a"), has("b")], ordered, "a", [1, 0]],
  [[lacks("a"), has("b")], ordered, "b", [1, 1]],
  [[lacks("a"), lacks("b")], ordered, "absent", [1, 1]],
  [[partial("a"), has("b")], ordered, "outside", [1, 0]],
  [[has("a"), down("b")], ordered, "a", [1, 0]],
  [[has("a"), has("b")], pinned, "b", [0, 1]],
  [[has("a"), lacks("b")], pinned, "absent", [0, 1]],
  [[down("a"), has("b")], pinned, "b", [0, 1]],
  [[has("a"), has("b")], beside, "b", [0, 1]],
  [[has("a"), lacks("b")], beside, "a", [1, 1]],
  [[lacks("a"), lacks("b"), has("c")], beside, "c", [1, 1, 1]],
  [[lacks("a"), lacks("b")], beside, "absent", [1, 1]],
  [[down("a"), has("b")], beside, "b", [0, 1]],
  [[has("a"), partial("b")], beside, "outside", [0, 1]],
];
for (const [indexes, search, expected, asked] of cases) {
  const title = indexes.map((index) => index.name).join(", ");
  const unsafe = { kind: "ordered" } as const;

  /** Indexes in order, the answer by the unsafe strategies, and how often each was asked. */
  const together: readonly (readonly [readonly FakeIndex[], IndexSearch, string, readonly number[]])[] = [
    [[has("a"), has("b")], unsafe, "a:a,b", [1, 1]],
    [[lacks("a"), has("b")], unsafe, "b:b", [1, 1]],
    [[has("a"), lacks("b")], unsafe, "a:a", [1, 1]],
    [[has("a"), partial("b")], unsafe, "outside", [1, 1]],
    [[has("a"), has("b")], pinned, "b:b", [0, 1]],
    [[has("a"), has("b")], beside, "b:b", [0, 1]],
    [[has("a"), lacks("b"), has("c")], beside, "a:a,c", [1, 1, 1]],
  ];
  for (const [indexes, search, expected, asked] of together) {
    const title = indexes.map((index) => index.name).join(", ");
    test(`of ${title}, ${search.kind}, all together: ${expected}`, async () => {
      for (const strategy of ["unsafe-first-match", "unsafe-best-match"] as const) {
        for (const index of indexes) index.asked = 0;
        const listing = await new IndexPolicy(indexes, undefined, [], strategy).list(foo, search, signal);
        if (listing.kind !== "found") assert.equal(listing.kind, expected);
        else assert.equal(`${listing.index}:${listing.candidates.map(({ index }) => index).join(",")}`, expected);
        assert.deepEqual(
          indexes.map((index) => index.asked),
          asked,
        );
        if (listing.kind === "found")
          assert.deepEqual(
            listing.asked.map(({ why }) => why),
            search.kind === "ordered"
              ? listing.asked.map(() => strategy)
              : listing.asked.map((_, i) => (i === 0 ? search.kind : strategy)),
          );
      }
    });
  }

  test(`of ${title}, ${search.kind}: ${expected}, asked ${asked.join(" and ")} times`, async () => {
    const listing = await new IndexPolicy(indexes).list(foo, search, signal);
    assert.equal(listing.kind === "found" ? listing.index : listing.kind, expected);
    assert.deepEqual(
      indexes.map((index) => index.asked),
      asked,
    );
  });
}

test("an index that is down stops everything, and the next is not asked", async () => {
  const indexes = [down("a"), has("b")];
  await assert.rejects(new IndexPolicy(indexes).list(foo, { kind: "ordered" }, signal), /a is down/);
  assert.equal(indexes[1]?.asked, 0);
});

/** Where to look, with what each index has, and whom the answer says was asked and why. */
const told: readonly (readonly [IndexSearch, readonly FakeIndex[], string])[] = [
  [ordered, [has("a"), has("b")], "a ordered"],
  [ordered, [lacks("a"), lacks("b")], "a ordered, b ordered"],
  [pinned, [has("a"), lacks("b")], "b pinned"],
  [beside, [has("a"), has("b")], "b beside"],
  [beside, [has("a"), lacks("b")], "b beside, a ordered"],
  [beside, [lacks("a"), lacks("b")], "b beside, a ordered"],
];
for (const [search, indexes, expected] of told) {
  test(`an answer tells whom it asked and why: ${expected}`, async () => {
    const listing = await new IndexPolicy(indexes).list(foo, search, signal);
    assert.ok(listing.kind !== "outside");
    assert.equal(listing.asked.map(({ index, why }) => `${index} ${why}`).join(", "), expected);
  });
}

/** An index of the catalogue that is called `o` and lists `foo`, or only `bar`. */
const offer = (index: FakeIndex, packages = ["foo"]): OfferedIndex => ({
  index,
  packages: new Set(packages.map(packageName)),
});

/** The user's index, where to look, the offer, and the indexes of the candidates, or the kind of another answer. */
const offers: readonly (readonly [string, FakeIndex, IndexSearch, OfferedIndex, string])[] = [
  ["besides the user's", has("b"), ordered, offer(has("o")), "o, b"],
  ["where the user's index lacks the name", lacks("b"), ordered, offer(has("o")), "o"],
  ["not where the offer lacks it", has("b"), ordered, offer(lacks("o")), "b"],
  ["nowhere", lacks("b"), ordered, offer(lacks("o")), "absent"],
  ["not for other names than it lists", has("b"), ordered, offer(down("o"), ["bar"]), "b"],
  ["not for what is pinned", has("b"), pinned, offer(down("o")), "b"],
  ["not for what belongs to a pinned parent", has("b"), beside, offer(down("o")), "b"],
  ["not where a cutting does not know", partial("b"), ordered, offer(down("o")), "outside"],
];
for (const [what, own, search, offered, expected] of offers) {
  test(`an offer counts ${what}`, async () => {
    const listing = await new IndexPolicy([own], undefined, [offered]).list(foo, search, signal);
    const indexes = listing.kind === "found" ? listing.candidates.map(({ index }) => index).join(", ") : listing.kind;
    assert.equal(indexes, expected);
  });
}

test("an offer that fails stops everything, like any other index", async () => {
  const policy = new IndexPolicy([has("a")], undefined, [offer(down("o"))]);
  await assert.rejects(policy.list(foo, ordered, signal), /o is down/);
});

test("nothing can be pinned to an offered index: it is none of the project's", async () => {
  const policy = new IndexPolicy([has("a")], undefined, [offer(has("o"))]);
  await assert.rejects(policy.list(foo, { kind: "pinned", index: "o" }, signal), { code: "UNKNOWN_INDEX" });
});

test("who else has a name is told without asking", async () => {
  const [a, b] = [has("a"), has("b")];
  const policy = new IndexPolicy([a, b, lacks("c")]);
  await policy.list(foo, ordered, signal);
  assert.deepEqual(policy.holders(foo), ["a"]);
  await policy.list(foo, pinned, signal);
  assert.deepEqual(policy.holders(foo), ["a", "b"]);
  assert.deepEqual([a.asked, b.asked], [1, 1]);
});

test("a pin to an index that is none of the sources is a mistake in the user's file", async () => {
  const policy = new IndexPolicy([has("a"), has("b")]);
  await assert.rejects(policy.list(foo, { kind: "pinned", index: "corp" }, signal), {
    code: "UNKNOWN_INDEX",
    message: "the index `corp` is none of the project's sources: `a`, `b`",
  });
});

test("records and notes tell of the indexes that were asked, in the order of the sources", async () => {
  const policy = new IndexPolicy([lacks("a"), has("b"), has("c")]);
  assert.deepEqual(policy.records(), []);
  await policy.list(foo, { kind: "pinned", index: "b" }, signal);
  await policy.list(foo, { kind: "ordered" }, signal);
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
  [["foo-1.0.zip", "foo-1.0.tar.gz"], "foo-1.0.tar.gz"],
  [["foo-1.0.zip"], "foo-1.0.zip"],
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
