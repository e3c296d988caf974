/** By what a proposal is recognised. */

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";

import { digestOf, gainOf, severeFixed } from "../../../src/bot/proposal/proposed.ts";
import type { Advice, AdvisoryHit } from "../../../src/advise/index.ts";
import { settled, stories, unsolvable } from "../../support/made-up-advice.ts";

test("a digest stays what it is, since bodies of pull requests hold it", () => {
  // printf 'Pipfile.lock\0003\000new' | sha256sum
  const expected = "9754170c34a081c5ada2315bab5d7a507c2bb066872cc23e4f5e3b961cb605ae";
  assert.equal(digestOf([{ path: "Pipfile.lock", text: "new" }]), expected);
});

const piece = fc.string({ unit: fc.constantFrom("a", "1", "\0"), maxLength: 4 });
const anyFiles = fc.array(
  fc.record(
    { path: fc.string({ unit: fc.constantFrom("a", "1"), minLength: 1, maxLength: 3 }), text: piece },
    { noNullPrototype: true },
  ),
  { maxLength: 3 },
);

test("files that differ in a path, a text, their number or their order have different digests", () => {
  const seen = new Map<string, unknown>();
  fc.assert(
    fc.property(anyFiles, (files) => {
      const digest = digestOf(files);
      assert.deepEqual(seen.get(digest) ?? files, files);
      seen.set(digest, files);
    }),
    { numRuns: 3_000 },
  );
  assert.ok(seen.size > 1_000);
});

test("nothing runs together: texts that hold what stands between files do not imitate them", () => {
  const two = [
    { path: "a", text: "b" },
    { path: "c", text: "d" },
  ];
  const like = [
    [{ path: "a", text: "bc\x001\x00d" }],
    [
      { path: "a", text: "bc" },
      { path: "", text: "d" },
    ],
    [...two].reverse(),
    [...two, { path: "e", text: "" }],
  ];
  assert.equal(new Set([two, ...like].map(digestOf)).size, 5);
});

function hit(words: string): AdvisoryHit {
  const [id = "", name = "", severity = ""] = words.split(" ");
  return {
    id,
    aliases: [],
    package: name,
    version: "1",
    severity: severity as AdvisoryHit["severity"],
    fixed_in: null,
    link: "",
    reach: null,
  };
}

function solved(before: readonly string[], after: readonly string[]): Advice {
  const advisories = { judged: true, as_of: "2026-01-01", before: before.map(hit), after: after.map(hit) } as const;
  return { ...settled(), advisories };
}

test("malware is severe, and what is accepted is not", () => {
  const [malicious, accepted] = [hit("M web unknown"), hit("A web critical")];
  const before = [
    { ...malicious, malicious: true as const },
    { ...accepted, accepted: { reason: "r", until: null } },
  ];
  const advice = solved([], []);
  assert.deepEqual(severeFixed([{ ...advice, advisories: { judged: true, as_of: "", before, after: [] } }]), ["M"]);
});

const unjudged: Advice = { ...settled(), advisories: { judged: false, reason: "no data" } };
const unanswered: Advice = { ...unsolvable(), advisories: solved(["E web critical"], []).advisories };

const fixed: readonly (readonly [name: string, advice: readonly Advice[], ids: readonly string[]])[] = [
  ["nothing without advice", [], []],
  ["critical and high ones, sorted", [solved(["B web high", "A web critical"], [])], ["A", "B"]],
  ["no others", [solved(["A web medium", "B web low", "C web unknown"], [])], []],
  ["none that is left", [solved(["A web high", "B web high"], ["B web high"])], ["A"]],
  ["none that comes", [solved([], ["A web high"])], []],
  ["one that is left in another package", [solved(["A web high", "A http high"], ["A http high"])], ["A"]],
  [
    "one that is left in another environment",
    [solved(["A web high"], []), solved(["A web high"], ["A web high"])],
    ["A"],
  ],
  ["one of several environments once", [solved(["A web high"], []), solved(["A web high"], [])], ["A"]],
  ["nothing where nothing was judged, or no stack was found", [unjudged, unanswered], []],
];

for (const [name, advice, ids] of fixed)
  test(`severe and fixed: ${name}`, () => assert.deepEqual(severeFixed(advice), ids));

test("a gain counts each package that moves and each advisory that goes once, in however many environments", () => {
  const [one] = stories["everyday"]?.environments ?? Object.values(stories)[0]!.environments;
  const { advice } = one!;
  const moved = advice.outcome.kind === "solved" ? advice.outcome.changes.length : 0;
  assert.ok(moved > 0);
  const severe = severeFixed([advice]).length;
  assert.ok(gainOf([advice]) >= moved + severe);
  assert.equal(gainOf([advice, advice]), gainOf([advice]));
  assert.equal(gainOf([unsolvable()]), 0);
});
