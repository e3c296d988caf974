import { test } from "node:test";
import assert from "node:assert/strict";
import { hash } from "node:crypto";
import fc from "fast-check";
import type { ReleaseFile } from "../../../src/ports/index.ts";
import { packPackage, type ReleaseContents } from "../../../src/package-index/ready-cache/package-writer.ts";
import { PackageTable } from "../../../src/package-index/ready-cache/package-table.ts";
import { packSections, Sections } from "../../../src/package-index/ready-cache/sections.ts";
import { Shared, SharedWriter } from "../../../src/package-index/ready-cache/texts.ts";
import { packageName, Version } from "../../../src/python/index.ts";
import { codePoint } from "../../support/any-text.ts";

const origin = hash("sha256", "", "buffer");

/** Through the bytes of a file and back. */
function throughCache(releases: readonly ReleaseContents[], outside: readonly Version[] = []): PackageTable {
  const shared = new SharedWriter();
  const section = packPackage({ releases, outside }, shared);
  const sections = Sections.open(packSections(origin, [shared.pack(), section]), origin);
  return new PackageTable(sections.section(1), new Shared(sections.section(0)));
}

/** Any text of JavaScript, and those that look like what is taken apart. */
const text = fc.oneof(
  fc.string(),
  fc.string({ unit: codePoint }),
  fc.constantFrom("", "\ud800", "a\udfff", "é", "€", "__proto__", "foo-1-py3-none-any.whl", "foo-1.tar.gz", "-.whl"),
);
const digest = fc.stringMatching(/^[0-9a-f]{64}$/);
const hashedPath = digest.map((hex) => `${hex.slice(0, 2)}/${hex.slice(2, 4)}/${hex.slice(4)}`);
const time = fc.oneof(
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
  fc
    .tuple(fc.integer({ min: 1950, max: 9999 }), fc.stringMatching(/^(\.\d{1,9})?$/))
    .map(([year, fraction]) => `${year}-02-03T04:05:06${fraction}Z`),
  text,
);
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const file: fc.Arbitrary<ReleaseFile> = fc
  .record({
    filename: text,
    folder: fc.oneof(
      text,
      hashedPath,
      hashedPath.map((path) => `https://files.example/packages/${path}`),
    ),
    end: fc.oneof(fc.constant(undefined), text),
    sha256: maybe(digest),
    size: maybe(fc.oneof(fc.nat(), fc.double({ noNaN: true }), fc.constantFrom(-0, Infinity, 2 ** 53 - 1))),
    uploaded: maybe(time),
    requiresPython: maybe(text),
    yanked: maybe(text),
    sidecar: maybe(fc.record({ sha256: maybe(digest) }, { noNullPrototype: true })),
    provenance: maybe(fc.constantFrom("https://a.example/N/provenance", "/N/", "no address", "//N/N/")),
  })
  .map(({ folder, end, provenance, ...rest }) => ({
    ...rest,
    url: `${folder}/${end ?? rest.filename}`,
    // Mostly with the name of the file in it, which whatever keeps it may leave out.
    ...(provenance !== undefined && { provenance: provenance.replaceAll("N", () => rest.filename) }),
  }));
const number = fc.oneof(fc.nat(30), fc.constantFrom(2024, 65_536, 4_294_967_296));
const version = fc
  .tuple(
    fc.array(number, { minLength: 1, maxLength: 5 }),
    fc.constantFrom("", "rc1", ".post2", ".dev0", "a1.dev3", "+cu118", "b99999"),
    fc.constantFrom("", "", "1!", "v"),
  )
  .map(([release, suffix, prefix]) => Version.parse(prefix + release.join(".") + suffix));
const metadata = fc.record(
  { requires: fc.array(text), requiresPython: text, extras: fc.array(text) },
  { noNullPrototype: true },
);
const release: fc.Arbitrary<ReleaseContents> = fc
  .record(
    { version, files: fc.array(file, { minLength: 1, maxLength: 4 }), metadata: maybe(metadata) },
    { noNullPrototype: true },
  )
  .map(({ metadata: stated, ...rest }) => (stated === undefined ? rest : { ...rest, metadata: stated }));

test("what comes out of the cache equals what went in, newest first", () => {
  fc.assert(
    fc.property(fc.array(release, { maxLength: 8 }), fc.array(version), (releases, outside) => {
      const table = throughCache(releases, outside);
      const owner = { name: packageName("foo"), index: "pypi", base: "" };
      const expected = releases.toSorted((a, b) => Version.compare(b.version, a.version));
      assert.deepEqual(
        table.candidates(owner).map(({ name, index, files, version: { text: written } }, row) => {
          return { name, index, files, version: written, metadata: table.metadata(row) };
        }),
        expected.map((each) => {
          return { name: "foo", index: "pypi", files: each.files, version: each.version.text, metadata: each.metadata };
        }),
      );
      assert.deepEqual(table.outside().map(String), outside.toSorted((a, b) => Version.compare(b, a)).map(String));
    }),
    { numRuns: 300 },
  );
});

test("the columns order versions, count yanked files and tell equal lists, as the records do", () => {
  fc.assert(
    fc.property(fc.array(release, { maxLength: 8 }), (releases) => {
      const table = throughCache(releases);
      for (const [row, candidate] of table.candidates({ name: packageName("foo"), index: "a", base: "" }).entries()) {
        assert.ok(candidate.place?.table === table && candidate.place.row === row);
        assert.equal(table.prerelease[row], Number(candidate.version.isPrerelease));
        const yanked = candidate.files.filter((each) => each.yanked !== undefined).length;
        assert.equal(table.yanked[row], yanked === 0 ? 0 : yanked === candidate.files.length ? 2 : 1);
        assert.equal(table.firstFile[row + 1]! - table.firstFile[row]!, candidate.files.length);
        if (row === 0 || table.head[row]! < 0 || table.head[row - 1]! < 0) continue;
        const byKey = [table.head, table.tail, table.dev]
          .map((column) => column[row - 1]! - column[row]!)
          .find(Boolean);
        assert.equal(Math.sign(byKey ?? 0), Math.sign(Version.compare(table.versions[row - 1]!, candidate.version)));
      }
      for (let row = 1; row < table.count; row++) {
        const isSame =
          JSON.stringify(table.metadata(row)?.requires) === JSON.stringify(table.metadata(row - 1)?.requires);
        assert.equal(table.requires[row] === table.requires[row - 1], isSame);
      }
    }),
    { numRuns: 150 },
  );
});

test("neighbours of one list of requirements share it", () => {
  const stated = { requires: ["a>=1", "b"], requiresPython: "", extras: [] };
  const files = [
    {
      filename: "f",
      url: "u",
      sha256: undefined,
      size: undefined,
      uploaded: undefined,
      requiresPython: undefined,
      yanked: undefined,
      sidecar: undefined,
    },
  ];
  const table = throughCache(
    ["1", "2", "3"].map((each) => ({ version: Version.parse(each), files, metadata: stated })),
  );
  assert.deepEqual([table.shared.listCount, new Set(table.requires).size], [2, 1]);
  assert.equal(table.metadata(0)?.requires, table.metadata(2)?.requires);
});
