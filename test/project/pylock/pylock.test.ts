/** PEP 751: what is read, what is refused, and what is written. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { markerEnvironment, runtimeEnvironment } from "../../../src/environments/index.ts";
import { type PylockPin, formatPylock } from "../../../src/project/index.ts";
import { parsePylock } from "../../../src/project/pylock/parse.ts";
import type { Pylock } from "../../../src/project/pylock/pylock.ts";
import { parsePyproject } from "../../../src/project/pyproject/parse.ts";
import { Requirement, packageName } from "../../../src/python/index.ts";

const a64 = "a".repeat(64);
const head = 'lock-version = "1.0"\ncreated-by = "x"\n';
const wheel = (name: string, version = "1.0") =>
  `{ url = "https://h/${name}-${version}-py3-none-any.whl", hashes = { sha256 = "${a64}" } }`;

function outline({ sections }: Pylock): readonly string[] {
  return [...sections].map(([section, packages]) => {
    const told = [...packages.values()].map(({ name, version, markers, source }) =>
      [name, version ?? "-", source.kind, ...(markers === undefined ? [] : [`; ${markers}`])].join(" "),
    );
    return `${section}: ${told.join(", ")}`;
  });
}

test("packages fall into sections by the extras and groups that their markers name", () => {
  const text = `${head}
environments = ["sys_platform == 'linux'"]
requires-python = ">=3.9"
extras = ["fast"]
dependency-groups = ["Dev_x"]
default-groups = ["Dev_x"]
[[packages]]
name = "base"
version = "1.0"
marker = "os_name == 'posix'"
index = "https://pypi.org/simple"
wheels = [${wheel("base")}]
[[packages]]
name = "both"
version = "1.0"
marker = "'fast' in extras or 'dev-x' in dependency_groups"
sdist = { name = "both-1.0.tar.gz", path = "./both", size = 1, hashes = { sha256 = "${a64}", md5 = "0" } }
[[packages]]
name = "repo"
vcs = { type = "git", url = "https://h/r.git", commit-id = "0" }
[[packages]]
name = "own"
directory = { path = "." }
[[packages]]
name = "zip"
archive = { url = "https://h/z.zip", hashes = { sha256 = "${a64}" } }
`;
  const always = 'python_version >= "0"';
  const never = 'python_version < "0"';
  assert.deepEqual(outline(parsePylock("pylock.toml", text)), [
    'default: base 1.0 index ; os_name == "posix", repo - vcs, own - path, zip - file',
    `extra:fast: both 1.0 index ; ${always} or ${never}`,
    `group:dev-x: both 1.0 index ; ${never} or ${always}`,
  ]);
});

test("a package that stands there for several environments has a version where they agree", () => {
  const entry = (version: string, marker: string) =>
    `[[packages]]\nname = "a"\nversion = "${version}"\nmarker = "${marker}"\nwheels = [${wheel("a", version)}]\n`;
  const two = head + entry("1.0", "os_name == 'nt'") + entry("2.0", "os_name != 'nt'");
  assert.deepEqual(outline(parsePylock("pylock.toml", two)), ["default: a - index"]);
});

const package_ = (text: string) => `${head}[[packages]]\nname = "a"\n${text}`;
const wrong: readonly (readonly [text: string, message: string])[] = [
  ["", "1:1: `lock-version` is missing"],
  ['lock-version = "2.0"', "1:1: the format is `2.0`, and only `1.0` is read"],
  ['lock-version = "1.0"', "1:1: `created-by` is missing"],
  [head, "1:1: `packages` is missing"],
  [`${head}packages = []\nextras = ["A_b"]`, "4:1: `A_b` is not a name in normal form"],
  [
    `${head}packages = []\nenvironments = ["x"]`,
    "4:1: `x` is not an environment marker: expected a marker variable or a quoted string at column 1",
  ],
  [`${head}packages = []\nrequires-python = "x"`, "4:1: `x` is not a specifier"],
  [package_(""), "3:1: `a` has no source, or several"],
  [package_(`wheels = [${wheel("a")}]\ndirectory = { path = "." }`), "3:1: `a` has several sources"],
  [package_(`wheels = [${wheel("b")}]`), "5:1: `b-1.0-py3-none-any.whl` is no file of `a `"],
  [package_(`version = "2"\nwheels = [${wheel("a")}]`), "6:1: `a-1.0-py3-none-any.whl` is no file of `a 2`"],
  [
    package_(`wheels = [{ url = "https://h/a.whl", hashes = { sha256 = "0" } }]`),
    "5:1: `a.whl` is not the file name of a wheel",
  ],
  [package_(`sdist = { url = "https://h/a-1.zip", hashes = {} }`), "5:1: a file has no hashes"],
  [package_(`archive = { hashes = { sha256 = "0" } }`), "5:1: neither `url` nor `path` says where it is"],
  [package_(`vcs = { type = "git", url = "x" }`), "5:1: `commit-id` is missing"],
  [package_(`version = "x"\ndirectory = { path = "." }`), "5:1: `x` is not a version"],
  [`${head}[[packages]]\nname = "A"`, "4:1: `A` is not a name in normal form"],
];
for (const [text, message] of wrong)
  test(`refuses ${message}`, () =>
    assert.throws(() => parsePylock("pylock.toml", text), {
      code: "INVALID_PYLOCK",
      message: `pylock.toml:${message}`,
    }));

const markers = markerEnvironment(runtimeEnvironment({ name: "test" }, { pythonVersion: "3.11" }));

function pin(
  name: string,
  version: string,
  requires: readonly string[] = [],
  sha256: string | undefined = a64,
): PylockPin {
  const base = { uploaded: "2024-01-02T03:04:05Z", requiresPython: undefined, yanked: undefined, sidecar: undefined };
  const filenames = [`${name}-${version}-py3-none-any.whl`, `${name}-${version}.tar.gz`];
  return {
    version,
    index: "pypi",
    requiresPython: ">=3.8",
    requires: requires.map((each) => Requirement.parse(each)),
    hashes: [a64],
    files: filenames.map((filename) => ({ ...base, filename, url: `https://h/${filename}`, size: 7, sha256 })),
  };
}

function format(manifest: string, sections: Readonly<Record<string, readonly PylockPin[]>>, names: readonly string[]) {
  const pins = (list: readonly PylockPin[]) => new Map(list.map((each, i) => [packageName(names[i]!), each]));
  return formatPylock({
    manifest: parsePyproject("pyproject.toml", manifest)!,
    place: "pylock.toml",
    markers,
    sections: new Map(Object.entries(sections).map(([section, list]) => [section, pins(list)])),
    oldLock: undefined,
  });
}

const file = (name: string) =>
  `{ url = "https://h/${name}", upload-time = 2024-01-02T03:04:05Z, size = 7, hashes = { sha256 = "${a64}" } }`;

test("a whole lock", () => {
  const manifest = `[project]
requires-python = ">=3.9"
dependencies = ["a", "win; sys_platform == 'win32'", "r @ git+https://h/r.git@${"0".repeat(40)}"]
[project.optional-dependencies]
fast = ["b"]
[dependency-groups]
dev = ["b", "a"]
`;
  const sections = new Map([
    [
      "default",
      new Map([
        [packageName("a"), pin("a", "1.0")],
        [packageName("win"), pin("win", "1")],
      ]),
    ],
    ["extra:fast", new Map([[packageName("b"), pin("b", "2.0")]])],
    [
      "group:dev",
      new Map([
        [packageName("b"), pin("b", "2.0")],
        [packageName("a"), pin("a", "1.0")],
      ]),
    ],
  ]);
  const request = { manifest: parsePyproject("pyproject.toml", manifest)!, place: "pylock.toml", markers, sections };
  const written = formatPylock({ ...request, oldLock: undefined });
  const pinned = (name: string, version: string, marker: string) =>
    `\n[[packages]]\nname = "${name}"\nversion = "${version}"\n${marker}requires-python = ">=3.8"\n` +
    `index = "https://pypi.org/simple"\nsdist = ${file(`${name}-${version}.tar.gz`)}\n` +
    `wheels = [\n    ${file(`${name}-${version}-py3-none-any.whl`)},\n]\n`;
  assert.equal(
    written,
    `lock-version = "1.0"
environments = ["python_version == '3.11' and sys_platform == 'linux'"]
requires-python = ">=3.9"
extras = ["fast"]
dependency-groups = ["dev"]
created-by = "thoth"
${pinned("a", "1.0", "")}${pinned("b", "2.0", "marker = \"'fast' in extras or 'dev' in dependency_groups\"\n")}
[[packages]]
name = "r"
vcs = { type = "git", url = "https://h/r.git", commit-id = "${"0".repeat(40)}" }
`,
  );
  assert.deepEqual(outline(parsePylock("pylock.toml", written))[0], "default: a 1.0 index, r - vcs");
});

const notLockable: readonly (readonly [requirement: string, message: string])[] = [
  ["r @ git+https://h/r.git@main", "pylock.toml: `r` names no commit, and this format needs one"],
  ["r @ https://h/r.zip", "pylock.toml: `r` has no SHA-256, and this format needs one"],
];
for (const [requirement, message] of notLockable)
  test(`cannot lock ${requirement}`, () =>
    assert.throws(() => format(`[project]\ndependencies = ["${requirement}"]`, {}, []), {
      code: "NOT_LOCKABLE",
      message,
    }));

test("a release without hashes cannot be locked", () =>
  assert.throws(
    () => format('[project]\ndependencies = ["a"]', { default: [{ ...pin("a", "1.0"), files: [] }] }, ["a"]),
    { code: "NOT_LOCKABLE", message: "pylock.toml: `a 1.0` has no SHA-256 on its index, and this format needs one" },
  ));
