import { test } from "node:test";
import assert from "node:assert/strict";
import fc from "fast-check";

import { Marker, SpecifierSet, Version } from "../../src/python/index.ts";
import { admitsPlain, comparePlain, markerHolds, readPlainRequirement, wheelFits } from "./plain-python.ts";
import { linux } from "./world.ts";

// PEP 440, "Summary of permitted suffixes and relative ordering", with a local version at its place.
const ascending = [
  "1.0.dev456",
  "1.0a1",
  "1.0a2.dev456",
  "1.0a12.dev456",
  "1.0a12",
  "1.0b2",
  "1.0b2.post345",
  "1.0rc1",
  "1.0",
  "1.0+abc.5",
  "1.0+abc.7",
  "1.0+5",
  "1.0.post456.dev34",
  "1.0.post456",
  "1.0.15",
  "1.1.dev1",
];

test("versions are ordered as PEP 440 orders them", () => {
  for (const [i, older] of ascending.entries())
    for (const newer of ascending.slice(i + 1)) assert.equal(comparePlain(older, newer), -1, `${older} < ${newer}`);
});

const number = fc.integer({ min: 0, max: 3 });
const versionText = fc
  .tuple(
    fc.array(number, { minLength: 1, maxLength: 3 }).map((numbers) => numbers.join(".")),
    fc.constantFrom("", "a1", "b2", "rc1"),
    fc.constantFrom("", ".post1", ".post2"),
    fc.constantFrom("", ".dev1"),
    fc.constantFrom("", "+local.1"),
  )
  .map((parts) => parts.join(""));
const publicText = versionText.map((text) => text.split("+")[0]!);
const clause = fc.oneof(
  fc.tuple(fc.constantFrom(">=", "<=", ">", "<", "==", "!="), publicText).map((parts) => parts.join("")),
  fc
    .tuple(fc.constantFrom("==", "!="), fc.array(number, { minLength: 1, maxLength: 3 }))
    .map(([operator, numbers]) => `${operator}${numbers.join(".")}.*`),
  fc.array(number, { minLength: 2, maxLength: 3 }).map((numbers) => `~=${numbers.join(".")}`),
);

test("the product and the second checker agree on the order of any two versions", () => {
  fc.assert(
    fc.property(versionText, versionText, (a, b) => {
      assert.equal(comparePlain(a, b), Math.sign(Version.compare(Version.parse(a), Version.parse(b))));
    }),
  );
});

test("the product and the second checker agree on what a specifier admits", () => {
  fc.assert(
    fc.property(clause, versionText, (specifier, version) => {
      assert.equal(admitsPlain(specifier, version), SpecifierSet.parse(specifier).admits(Version.parse(version)));
    }),
    { numRuns: 3_000 },
  );
});

const markers = [
  "python_version < '3.9' or sys_platform == 'win32'",
  "python_full_version >= '3.12.0' and (os_name != 'nt' or extra == 'a')",
  "'linux' in sys_platform and platform_machine not in 'arm64 aarch64'",
  "extra == 'Some_Extra'",
  "python_version == '3.12.*'",
];

for (const marker of markers)
  test(`the product and the second checker agree on \`${marker}\``, () => {
    for (const extras of [[], ["a"], ["some-extra", "a"]]) {
      const product = Marker.parse(marker).evaluate(linux, extras as never);
      assert.equal(markerHolds(marker, { ...linux }, extras), product, extras.join());
    }
  });

test("requirements of released packages are read", () => {
  const read = (text: string) => Object.values(readPlainRequirement(text)).join(" | ");
  assert.equal(
    read("Zope.Interface[Test,docs] (>=1.0,<2) ; python_version < '3'"),
    "zope-interface | test,docs | >=1.0,<2 | false | python_version < '3'",
  );
  assert.equal(read("mine @ https://x.example/mine.zip"), "mine |  |  | true | ");
});

const wheels: readonly (readonly [filename: string, fits: boolean])[] = [
  ["a-1-py3-none-any.whl", true],
  ["a-1-py2.py3-none-any.whl", true],
  ["a-1-py36-none-any.whl", true],
  ["a-1-py39-none-any.whl", false],
  ["a-1-cp38-cp38-manylinux_2_28_x86_64.whl", true],
  ["a-1-cp38-cp38-manylinux_2_31_x86_64.whl", false],
  ["a-1-cp38-cp38-manylinux1_x86_64.whl", true],
  ["a-1-cp37-cp37m-manylinux1_x86_64.whl", false],
  ["a-1-cp36-abi3-manylinux2014_x86_64.whl", true],
  ["a-1-cp39-abi3-manylinux2014_x86_64.whl", false],
  ["a-1-cp38-cp38-manylinux2014_aarch64.whl", false],
  ["a-1-cp38-cp38-win_amd64.whl", false],
  ["a-1-1build-cp38-cp38-linux_x86_64.whl", true],
  ["a-1.tar.gz", false],
];

for (const [filename, fits] of wheels)
  test(`${filename} ${fits ? "fits" : "does not fit"} CPython 3.8 with glibc 2.28`, () => {
    assert.equal(wheelFits(filename, { minor: 8, glibc: 28, architecture: "x86_64" }), fits);
  });
