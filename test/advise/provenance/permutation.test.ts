/** What is found does not depend on the order in which anything arrived. */

import { test } from "node:test";
import assert from "node:assert/strict";
import fc from "fast-check";

import type { ListingFacts, ProvenanceFacts } from "../../../src/advise/provenance/facts.ts";
import { judgeProvenance } from "../../../src/advise/provenance/judge.ts";
import type { ProvenanceAnswer } from "../../../src/ports/index.ts";
import { attested, factsOf, idsOf, wheelOf } from "../../support/provenance-facts.ts";

const told = (letter: string, stem?: string) =>
  wheelOf(letter, { provenance: `https://i.example/${letter}` }, stem ?? "foo-1.0");

/** A lock with something wrong in most ways; every entry is bound to an index, since the order of sources means something else. */
const facts = factsOf({
  lock: `foo 1.0 @pypi : a b x
    bar 2.0 @corp : c d
    reqests 1.0 @pypi : e
    gone 1.0 @pypi : f`,
  before: `foo 0.9 @pypi : z
    bar 1.0 @corp : y`,
  indexes: {
    pypi: {
      "foo 0.9": [told("z", "foo-0.9"), told("w", "foo-0.9")],
      "foo 1.0": [told("a"), wheelOf("b", { yanked: "broken", uploaded: "2026-11-24T00:00:00Z" }), told("v")],
      "bar 2.0": [wheelOf("d", {}, "bar-2.0"), wheelOf("q", {}, "bar-2.0")],
      "reqests 1.0": [wheelOf("e", {}, "reqests-1.0")],
    },
    corp: {
      "bar 1.0": [wheelOf("y", {}, "bar-1.0")],
      "bar 2.0": [wheelOf("c", {}, "bar-2.0"), wheelOf("d", { url: "https://other.example/d/x" }, "bar-2.0")],
      "foo 1.0": [wheelOf("x", { filename: "foo-1.0-py3-none-a.whl" })],
    },
  },
  statuses: { foo: { state: "archived", reason: "old" } },
  origins: {
    a: attested("a", { repository: "evil/foo" }),
    z: attested("z", { name: "foo-0.9-py3-none-z.whl" }),
    w: attested("w", { name: "foo-0.9-py3-none-w.whl", repository: "third/foo" }),
  },
  links: { "foo 1.0": ["https://github.com/acme/foo", "https://foo.example"] },
  wellKnown: ["requests", "bar"],
  allowed: ["https://pypi.example/simple"],
  insecure: ["corp"],
  head: {
    hash: "wrong",
    differences: ["a differs", "b differs"],
    credentials: [{ what: "line 1 of `Pipfile`", file: "Pipfile", line: 1 }],
  },
  flaws: { "foo 1.0": ["CVE-2", "CVE-1"], "foo 0.9": ["CVE-3"] },
});

type Shuffle = <T>(items: readonly T[]) => T[];

function shuffled(shuffle: Shuffle): ProvenanceFacts {
  const [lock] = facts.locks;
  const files = (listing: ListingFacts): ListingFacts =>
    listing.kind === "found"
      ? {
          ...listing,
          releases: shuffle(listing.releases.map((each) => ({ ...each, files: shuffle(each.files) }))),
        }
      : listing;
  const bundles = (answer: ProvenanceAnswer): ProvenanceAnswer =>
    answer.kind === "known" ? { ...answer, bundles: shuffle(answer.bundles) } : answer;
  return {
    ...facts,
    locks: [
      {
        ...lock!,
        sources: shuffle(lock!.sources),
        releases: shuffle(lock!.releases.map((each) => ({ ...each, hashes: shuffle(each.hashes) }))),
        before: shuffle(lock!.before!),
        head: { ...lock!.head, differences: shuffle(lock!.head.differences) },
      },
    ],
    listings: new Map(shuffle([...facts.listings]).map(([key, listing]) => [key, files(listing)])),
    origins: new Map(shuffle([...facts.origins]).map(([key, answer]) => [key, bundles(answer)])),
    links: new Map(shuffle([...facts.links]).map(([key, links]) => [key, shuffle(links)])),
    wellKnown: new Set(shuffle([...facts.wellKnown])),
  };
}

test("findings are the same in any order of the facts", () => {
  const expected = judgeProvenance(facts);
  fc.assert(
    fc.property(fc.infiniteStream(fc.nat()), (numbers) => {
      const shuffle: Shuffle = (items) =>
        items
          .map((item) => ({ item, at: Number(numbers.next().value) }))
          .toSorted((a, b) => a.at - b.at)
          .map(({ item }) => item);
      assert.deepEqual(judgeProvenance(shuffled(shuffle)), expected);
    }),
    { numRuns: 200 },
  );
});

test("and there is something of nearly every kind in them", () => {
  assert.deepEqual(idsOf(judgeProvenance(facts)), [
    "ARTIFACT-DIFFERENT-SOURCE failure",
    "ARTIFACT-POSSIBLE-DIFFERENT-SOURCE info",
    "INSECURE-SOURCE warning",
    "INVALID-ARTIFACT-HASH failure",
    "INVALID-LOCK-HASH failure",
    "MISSING-PACKAGE failure",
    "P09 failure",
    "P10 failure",
    "P11 warning",
    "P12 warning",
    "P13 failure",
    "P14 info",
    "P14 not-checked",
    "P15 warning",
    "P16 warning",
    "P17 warning",
    "P18 warning",
    "P19 failure",
    "P20 warning",
    "SOURCE-NOT-WHITELISTED failure",
  ]);
});
