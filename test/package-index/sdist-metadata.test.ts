import { test } from "node:test";
import assert from "node:assert/strict";
import type { SdistExcerpt } from "../../src/package-index/sdist-excerpt.ts";
import { sdistMetadata } from "../../src/package-index/sdist-metadata.ts";
import type { ReleaseFile } from "../../src/ports/index.ts";
import { packageName, Version } from "../../src/python/index.ts";

const candidate = { name: packageName("foo"), version: Version.parse("1.0"), index: "pypi", files: [] };
const sdist: ReleaseFile = {
  filename: "foo-1.0.tar.gz",
  url: "https://files.example/foo-1.0.tar.gz",
  sha256: undefined,
  size: undefined,
  uploaded: undefined,
  requiresPython: undefined,
  yanked: undefined,
  sidecar: undefined,
};

function info(version: string, ...lines: readonly string[]): string {
  return [`Metadata-Version: ${version}`, "Name: Foo", "Version: 1.0", ...lines, "", "Requires-Dist: prose"].join("\n");
}

/** Such as `recorded: bar>=1 (python >=3) [x]`, or `unknown: REASON`. */
function grade(excerpt: Partial<SdistExcerpt>): string {
  const answer = sdistMetadata(candidate, sdist, { isScripted: false, isComplete: true, ...excerpt });
  if (answer.kind === "unknown") return `unknown: ${answer.reason}`;
  const { metadata } = answer;
  const python = metadata.requiresPython === undefined ? "" : ` (python ${metadata.requiresPython.toString()})`;
  const extras = metadata.extras.length === 0 ? "" : ` [${metadata.extras.join(",")}]`;
  return `${metadata.grade}: ${metadata.requires.map(String).join(", ")}${python}${extras}`;
}

const project = '[project]\nname = "foo"\n';
const requires = ["Requires-Dist: bar>=1", "Requires-Python: >=3", "Provides-Extra: x"];
const unread = "`foo-1.0.tar.gz` has no";

const cases: readonly (readonly [title: string, excerpt: Partial<SdistExcerpt>, expected: string])[] = [
  ["a PKG-INFO of version 2.2", { pkgInfo: info("2.2", ...requires) }, "declared: bar>=1 (python >=3) [x]"],
  ["one of version 2.10 without requirements", { pkgInfo: info("2.10") }, "declared: "],
  ["one of which other fields are dynamic", { pkgInfo: info("2.4", "Dynamic: License") }, "declared: "],
  ["one of which only a part was read", { pkgInfo: info("2.2"), isComplete: false }, "declared: "],
  [
    "one with dynamic requirements",
    { pkgInfo: info("2.2", "Dynamic: Requires-Dist", ...requires) },
    "recorded: bar>=1 (python >=3) [x]",
  ],
  ["one with a dynamic Python", { pkgInfo: info("2.2", "Dynamic: REQUIRES-PYTHON") }, "recorded: "],
  ["one with dynamic extras", { pkgInfo: info("2.2", "Dynamic: Provides-Extra") }, "recorded: "],
  ["one of version 2.1", { pkgInfo: info("2.1", ...requires) }, "recorded: bar>=1 (python >=3) [x]"],
  [
    "a static project beside an old PKG-INFO",
    { pkgInfo: info("2.1", ...requires), pyproject: `${project}dependencies = ["baz"]` },
    "declared: baz",
  ],
  ["a static project alone", { pyproject: project }, "declared: "],
  [
    "a project with dynamic requirements",
    { pkgInfo: info("2.1", ...requires), pyproject: `${project}dynamic = ["dependencies"]` },
    "recorded: bar>=1 (python >=3) [x]",
  ],
  [
    "an old PKG-INFO and requires.txt",
    { pkgInfo: info("1.1", "Requires-Python: >=3"), requiresTxt: "bar\n[x]\nbaz" },
    'recorded: bar, baz; extra == "x" (python >=3) [x]',
  ],
  [
    "both, of which PKG-INFO tells",
    { pkgInfo: info("2.1", "Requires-Dist: bar"), requiresTxt: "baz" },
    "recorded: bar",
  ],
  ["extras in both", { pkgInfo: info("2.1", "Provides-Extra: x"), requiresTxt: "[x]\n[y]" }, "recorded:  [x,y]"],
  ["an old PKG-INFO alone", { pkgInfo: info("1.0") }, "recorded: "],
  [
    "an old PKG-INFO and a script that requires something",
    { pkgInfo: info("1.0"), isScripted: true },
    "unknown: `foo-1.0.tar.gz` has requirements in its setup.py that were not recorded",
  ],
  [
    "the same, and an egg-info that records nothing",
    { pkgInfo: info("1.0"), eggInfo: info("1.0"), isScripted: true },
    "recorded: ",
  ],
  ["the same, and requirements", { pkgInfo: info("1.0"), requiresTxt: "bar", isScripted: true }, "recorded: bar"],
  ["a PKG-INFO in egg-info only", { eggInfo: info("1.1"), requiresTxt: "bar" }, "recorded: bar"],
  [
    "an old PKG-INFO, the rest not being read",
    { pkgInfo: info("1.0"), isComplete: false },
    `unknown: ${unread} requires.txt in the part of it that is read`,
  ],
  ["both, the rest not being read", { pkgInfo: info("1.0"), requiresTxt: "bar", isComplete: false }, "recorded: bar"],
  [
    "a PKG-INFO in egg-info, the rest not being read",
    { eggInfo: info("2.2"), isComplete: false },
    `unknown: ${unread} PKG-INFO in the part of it that is read`,
  ],
  ["nothing", {}, `unknown: ${unread} PKG-INFO`],
  ["requires.txt alone", { requiresTxt: "bar" }, `unknown: ${unread} PKG-INFO`],
  [
    "the PKG-INFO of another package",
    { pkgInfo: "Metadata-Version: 2.2\nName: bar\nVersion: 1.0\n" },
    "unknown: `foo-1.0.tar.gz` calls itself `bar 1.0`",
  ],
  [
    "the PKG-INFO of another version",
    { pkgInfo: "Metadata-Version: 2.2\nName: foo\nVersion: 1.1\n" },
    "unknown: `foo-1.0.tar.gz` calls itself `foo 1.1`",
  ],
  [
    "a PKG-INFO without a name",
    { pkgInfo: "Metadata-Version: 2.2\n" },
    "unknown: `foo-1.0.tar.gz`: PKG-INFO: `Name` is missing",
  ],
  [
    "a requirement that is none",
    { pkgInfo: info("1.0"), requiresTxt: "%%%" },
    "unknown: `foo-1.0.tar.gz` has the unreadable requirement `%%%`",
  ],
  [
    "a condition that is none",
    { pkgInfo: info("1.0"), requiresTxt: "[:%]\nbar" },
    "unknown: `foo-1.0.tar.gz`: requires.txt: `%` is not an environment marker: expected a marker variable or a quoted string at column 1",
  ],
];
for (const [title, excerpt, expected] of cases)
  test(`an sdist with ${title} is graded`, () => assert.equal(grade(excerpt), expected));
