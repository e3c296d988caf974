import assert from "node:assert/strict";
import { test } from "node:test";

import fc from "fast-check";

import { InvalidVersion, NumberTooLong, Version } from "../../src/python/index.ts";
import { MAX_DIGITS, readNumber } from "../../src/python/version-number.ts";
import { type Phase, type VersionParts, compareParts, compareReleaseParts } from "../../src/python/version-parts.ts";
import { anyVersion, anyVersionText } from "../support/any-python.ts";

// Oldest first: packaging's table, which extends PEP 440, "Summary of permitted suffixes and relative ordering".
const ofOneEpoch = `
  1.0.dev0 1.0.dev456 1.0.dev456+local 1.0a0.post0.dev0 1.0a0.post0 1.0a1.dev1 1.0a1.dev1+local 1.0a1 1.0a1+local
  1.0b0 1.0b1.dev456 1.0b2 1.0b2.post345.dev456 1.0b2.post345 1.0b2-346 1.0rc0 1.0rc1.dev1 1.0c1 1.0rc2 1.0
  1.0.post0.dev0 1.0.post0 1.0.post456.dev34 1.0.post456 1.0.post456+local 1.0.1.dev1 1.0.1a1 1.0.1 1.0.1+local
  1.0.1.post1 1.1.dev1 1.2+a 1.2+abc 1.2+abcdef 1.2+def 1.2+0 1.2+1 1.2+1.abc 1.2+1.1 1.2+1.1.0 1.2+2 1.2+123
  1.2+123456 1.2.r32+123456 1.2.rev33+123456 1.10 2.0 20240131 9007199254740993 9007199254740994`
  .trim()
  .split(/\s+/);
const ascending = [...ofOneEpoch, ...ofOneEpoch.map((text) => `1!${text}`)].map((text) => Version.parse(text));

test("the order is that of PEP 440 for every pair of packaging's table", () => {
  for (const [i, older] of ascending.entries()) {
    assert.equal(Version.compare(older, older), 0);
    for (const newer of ascending.slice(i + 1)) {
      assert.ok(Version.compare(older, newer) < 0, `${older.text} < ${newer.text}`);
      assert.ok(Version.compare(newer, older) > 0, `${newer.text} > ${older.text}`);
    }
  }
});

for (const [a, b] of [
  ["1", "1.0.0.0"],
  ["1.0", "v1.0"],
  ["1.0a", "1.0-alpha_0"],
  ["1.0-1", "1.0.r1"],
  ["1.0c1", "1.0rc1"],
  ["0!1", "1"],
  ["1+A-b", "1.0+a.b"],
  ["1+01", "1+1"],
]) {
  test(`${a} equals ${b}`, () => assert.ok(Version.equal(Version.parse(a!), Version.parse(b!))));
}

// PEP 440, "Normalization", by the normal form; each row also in upper case.
const spellings = {
  "1.0.dev0": "1.0dev 1.0.dev 1.0-dev 1.0_dev 1.0.dev0 1.0dev-0 1.0.dev.",
  "1.0.dev1": "1.0dev1 1.0-dev1 1.0.dev1 1.0.dev.1 1.0_dev_1 1.0dev01",
  "1.0a0": "1.0a 1.0.a 1.0-a 1.0alpha 1.0.alpha 1.0-alpha 1.0a- 1.0a.",
  "1.0a1": "1.0a1 1.0.a1 1.0-a.1 1.0alpha1 1.0_alpha_1",
  "1.0b1": "1.0b1 1.0.b1 1.0-b1 1.0beta1 1.0.beta-1",
  "1.0rc1": "1.0c1 1.0.c1 1.0rc1 1.0-rc1 1.0pre1 1.0preview1 1.0.preview.1",
  "1.0.post0": "1.0post 1.0.post 1.0-post 1.0r 1.0.rev 1.0-r",
  "1.0.post5": "1.0-5 1.0post5 1.0.post-5 1.0r5 1.0rev5 1.0_rev_5",
  "1.0a0.post1": "1.0a--1 1.0a0-1 1.0a.post1",
  "1.0a0.dev1": "1.0a.dev1 1.0a-.dev1 1.0adev1",
  "1.0+abc.1": "1.0+aBc.01 1.0+abc-1 1.0+abc_1",
  "1.1": "1.01 v1.1 01.1",
  "1.2": "00!1.2 v0!1.2",
  "100!0.0": "0100!0.0",
  "1.0": "v1.0 \v1.0 1.0\n \u00a01.0\u3000 \u001c1.0\u0085",
};

for (const [normal, texts] of Object.entries(spellings)) {
  test(`${JSON.stringify(texts)} are ${normal}`, () => {
    for (const text of texts.split(" ")) {
      assert.equal(Version.parse(text).normalized, normal);
      assert.equal(Version.parse(text.toUpperCase()).normalized, normal);
      assert.equal(Version.parse(text).toString(), text);
    }
  });
}

const notVersions = [
  "",
  "french toast",
  "1.0+a+",
  "1.0++",
  "1.0+",
  "1.0+_foobar",
  "1.0+foo&asd",
  "1.0+1+1",
  "1. 0",
  "1 .0a1",
  "1.0 a1",
  "1.0a 1",
  "٠١٢.٣٤٥",
  ".",
  "..",
  "1..0",
  "1.0.",
  ".1.0",
  "1.0-",
  "1!",
  "!1",
  "1!2!3",
  "vv1",
  "1.0--1",
  "1.0.post1.post2",
  "1.0dev1a1",
  "1.0-1-1",
  "1.*",
  "1.0+\u0130",
  "1.0po\u017ft1",
  "1.0\ufeff",
  "1_000",
];

for (const text of notVersions) {
  test(`${JSON.stringify(text)} is no version`, () => {
    assert.throws(() => Version.parse(text), InvalidVersion);
    assert.equal(Version.tryParse(text), undefined);
  });
}

// [text, public, base, local, isPrerelease, isPostrelease, isDevrelease]
for (const [text, publicText, base, local, ...is] of [
  ["1.0", "1.0", "1.0", undefined, false, false, false],
  ["1!1.0a1.post5.dev6+Cu-118", "1!1.0a1.post5.dev6", "1!1.0", "cu.118", true, true, true],
  ["1.0.post5", "1.0.post5", "1.0", undefined, false, true, false],
  ["2.0.dev1+x", "2.0.dev1", "2.0", "x", true, false, true],
  ["0.1rc1", "0.1rc1", "0.1", undefined, true, false, false],
] as const) {
  test(`${text} has its parts`, () => {
    const version = Version.parse(text);
    assert.deepEqual([version.public, version.base, version.local], [publicText, base, local]);
    assert.deepEqual([version.isPrerelease, version.isPostrelease, version.isDevrelease], is);
  });
}

test("numbers are exact however long they are", () => {
  const version = Version.parse("18446744073709551617!9007199254740993.9007199254740991");
  assert.deepEqual([version.epoch, version.release], [18446744073709551617n, [9007199254740993n, 9007199254740991]]);
  assert.equal(version.normalized, version.text);
});

test("major, minor and micro are 0 where the release is shorter", () => {
  const version = Version.parse("3!7");
  assert.deepEqual([version.major, version.minor, version.micro, version.epoch, version.release], [7, 0, 0, 3, [7]]);
});

test(`a number of ${MAX_DIGITS} digits is read, one more is refused`, () => {
  const longest = "1".repeat(MAX_DIGITS);
  assert.equal(Version.parse(longest).normalized, longest);
  for (const text of [`1${longest}`, `1.0a1${longest}`, `1.0+1${longest}`, `1${longest}!1`]) {
    assert.throws(() => Version.parse(text), NumberTooLong);
    assert.equal(Version.tryParse(text), undefined);
  }
});

test("a million characters cost one pass", () => {
  const million = 1_000_000;
  assert.equal(Version.tryParse("1".repeat(million)), undefined);
  assert.equal(Version.tryParse(" ".repeat(million)), undefined);
  assert.equal(Version.tryParse(`1${".".repeat(million)}`), undefined);
  assert.equal(Version.tryParse(`1+${"a.".repeat(million / 2)}`), undefined);
  assert.equal(Version.parse("1.".repeat(million / 2) + "1").release.length, million / 2 + 1);
});

test("the sort key of small versions orders as the plain comparison of parts does", () => {
  fc.assert(
    fc.property(anyVersion, anyVersion, (a, b) => {
      assert.equal(Math.sign(Version.compare(a, b)), Math.sign(compareParts(a.parts, b.parts)), `${a.text} ${b.text}`);
      assert.equal(
        Math.sign(Version.compareReleases(a, b)),
        Math.sign(compareReleaseParts(a.parts, b.parts)),
        `${a.text} ${b.text}`,
      );
    }),
    { numRuns: 2_000 },
  );
});

// PEP 440, appendix B, as `packaging` writes it.
const grammar =
  /^[\s]*v?(?:(?:(?<epoch>[0-9]+)!)?(?<release>[0-9]+(?:\.[0-9]+)*)(?<pre>[-_.]?(?<preWord>alpha|a|beta|b|preview|pre|c|rc)[-_.]?(?<preNumber>[0-9]+)?)?(?<post>(?:-(?<postShort>[0-9]+))|(?:[-_.]?(?:post|rev|r)[-_.]?(?<postNumber>[0-9]+)?))?(?<dev>[-_.]?dev[-_.]?(?<devNumber>[0-9]+)?)?)(?:\+(?<local>[a-z0-9]+(?:[-_.][a-z0-9]+)*))?[\s]*$/i;

/** By the first letter of their words. */
const phases: Readonly<Record<string, Phase>> = { a: "a", b: "b", c: "rc", p: "rc", r: "rc" };

/** The parts by the grammar's own expression, a plain twin of the scanner. */
function plainParts(text: string): VersionParts | undefined {
  const found = grammar.exec(text)?.groups;
  if (found === undefined) return undefined;
  const number = (digits: string | undefined) => readNumber(digits ?? "", 0, digits?.length ?? 0);
  const { preWord, local } = found;
  return {
    epoch: number(found["epoch"]),
    release: found["release"]!.split(".").map(number),
    pre: preWord === undefined ? undefined : [phases[preWord[0]!.toLowerCase()]!, number(found["preNumber"])],
    post: found["post"] === undefined ? undefined : number(found["postShort"] ?? found["postNumber"]),
    dev: found["dev"] === undefined ? undefined : number(found["devNumber"]),
    local: local?.split(/[-_.]/).map((part) => (/^[0-9]+$/.test(part) ? number(part) : part.toLowerCase())),
  };
}

const anyPiece = fc.constantFrom(
  ..."v 1! 1 0 07 1.0 . - _ + ! a B c rc r rev post dev alpha beta pre preview abc RC".split(" "),
  " ",
);

test("the scanner reads what the plain expression of the grammar reads, and their sort keys are equal", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        anyVersionText,
        fc.array(anyPiece, { maxLength: 9 }).map((all) => all.join("")),
      ),
      (text) => {
        const version = Version.tryParse(text);
        assert.deepEqual(version?.parts, plainParts(text));
        if (version === undefined) return;
        const plain = Version.fromParts(version.parts);
        assert.deepEqual(version.sortKey, plain.sortKey);
        assert.equal(version.isPrerelease, plain.isPrerelease);
        assert.equal(version.isPostrelease, plain.isPostrelease);
      },
    ),
    { numRuns: 10_000 },
  );
});

test("the order is total: antisymmetric and transitive", () => {
  fc.assert(
    fc.property(anyVersion, anyVersion, anyVersion, (a, b, c) => {
      assert.equal(Math.sign(Version.compare(a, b)), -Math.sign(Version.compare(b, a)) + 0);
      if (Version.compare(a, b) <= 0 && Version.compare(b, c) <= 0) assert.ok(Version.compare(a, c) <= 0);
    }),
    { numRuns: 2_000 },
  );
});

test("the normal form reads back as the same version and is its own normal form", () => {
  fc.assert(
    fc.property(anyVersion, (version) => {
      const again = Version.parse(version.normalized);
      assert.ok(Version.equal(again, version));
      assert.equal(again.normalized, version.normalized);
    }),
  );
});
