import assert from "node:assert/strict";
import { test } from "node:test";
import { markerEnvironment } from "../../src/environments/index.ts";
import {
  type LockPin,
  formatPipfileLock,
  parsePipfile,
  parsePipfileLock,
  pipfileHashes,
} from "../../src/project/index.ts";
import { type PackageName, Requirement, packageName } from "../../src/python/index.ts";

const markers = markerEnvironment({ pythonVersion: "3.11", platform: "linux-x86_64" });

interface Release {
  readonly python?: string;
  readonly requires?: readonly string[];
  readonly index?: string;
  readonly hashes?: readonly string[];
}

/** Pins from `name version` texts with what the index says of each. */
function pins(releases: Readonly<Record<string, Release>>): ReadonlyMap<PackageName, LockPin> {
  return new Map(
    Object.entries(releases).map(([text, release]) => {
      const [name = "", version = ""] = text.split(" ");
      const requires = (release.requires ?? []).map((line) => Requirement.parse(line));
      const pin = {
        version,
        index: release.index,
        requiresPython: release.python,
        requires,
        hashes: release.hashes ?? [],
      };
      return [packageName(name), pin];
    }),
  );
}

type Sections = Readonly<Record<string, Readonly<Record<string, Release>>>>;
type Json = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;

function lockText(pipfile: string, sections: Sections, old?: string): string {
  return formatPipfileLock({
    pipfile: parsePipfile("Pipfile", pipfile),
    markers,
    sections: new Map(Object.entries(sections).map(([name, releases]) => [name, pins(releases)])),
    oldLock: old === undefined ? undefined : parsePipfileLock("Pipfile.lock", old),
  });
}

function lock(pipfile: string, sections: Sections, old?: object): Json {
  return JSON.parse(lockText(pipfile, sections, old === undefined ? undefined : JSON.stringify(old))) as Json;
}

const twoSources = `[[source]]\nname = "pypi"\nurl = "https://pypi.org/simple"\n[[source]]\nname = "corp"\nurl = "http://corp/simple"\nnote = "ü"\n`;

test("the whole text of a small lock", () => {
  const pipfile = `${twoSources}[packages]\nFlask_X = "*"\n[requires]\npython_full_version = "3.7.5"\n`;
  const expected = `{
    "_meta": {
        "hash": {
            "sha256": "${pipfileHashes(parsePipfile("Pipfile", pipfile)).canonical}"
        },
        "pipfile-spec": 6,
        "requires": {
            "python_full_version": "3.7.5"
        },
        "sources": [
            {
                "name": "pypi",
                "url": "https://pypi.org/simple",
                "verify_ssl": true
            },
            {
                "name": "corp",
                "note": "\\u00fc",
                "url": "http://corp/simple",
                "verify_ssl": false
            }
        ]
    },
    "default": {
        "flask-x": {
            "hashes": [
                "sha256:aa",
                "sha256:bb"
            ],
            "index": "pypi",
            "markers": "python_version >= '3.8'",
            "version": "==1.0"
        }
    },
    "develop": {}
}
`;
  assert.equal(
    lockText(pipfile, { default: { "flask-x 1.0": { python: ">=3.8", hashes: ["bb", "aa", "bb"] } } }),
    expected,
  );
});

test("lines end as in the old lock, and a formula of the digest that it matched is kept", () => {
  const pipfile = `[packages]\nSix = "*"\n`;
  const { plain } = pipfileHashes(parsePipfile("Pipfile", pipfile));
  const old = `{"_meta": {"hash": {"sha256": "${plain}"}},\r\n"default": {}}`;
  const text = lockText(pipfile, { default: { "six 1.0": {} } }, old);
  assert.ok(text.includes(`"sha256": "${plain}"\r\n`));
  assert.equal(text.replaceAll("\r\n", "").includes("\n"), false);
});

test("`[thoth]` is no section of the lock, and its digest leaves categories out", () => {
  const pipfile = `[packages]\nsix = "*"\n[thoth]\ndisable_index_adjustment = true\n`;
  const written = lock(pipfile, { default: { "six 1.0": {} } });
  assert.deepEqual(Object.keys(written), ["_meta", "default", "develop"]);
  const hash = written["_meta"]?.["hash"]?.["sha256"];
  assert.equal(hash, pipfileHashes(parsePipfile("Pipfile", pipfile))["plain-no-categories"]);
});

// A Pipfile with two sources, pins of `default`, and `NAME INDEX` of every entry.
const indexes: readonly (readonly [string, Readonly<Record<string, Release>>, readonly string[]])[] = [
  [`a = "*"`, { "a 1": {} }, ["a pypi"]],
  [`a = {version = "*"}`, { "a 1": {} }, ["a -"]],
  [`a = {version = "*", index = "corp"}`, { "a 1": {} }, ["a corp"]],
  [`"a.b" = "*"`, { "a-b 1": {} }, ["a.b -"]],
  [`a__b = "*"`, { "a-b 1": {} }, ["a--b -"]],
  [`"a.b" = {version = "*", index = "corp"}`, { "a-b 1": {} }, ["a.b corp"]],
  [`"a[x]" = "*"`, { "a 1": {} }, ["a -"]],
  [`a = "*"`, { "a 1": { requires: ["B_c.d"] }, "b-c-d 1": {} }, ["a pypi", "b-c.d -"]],
  [`a = "*"`, { "a 1": { index: "corp" } }, ["a corp"]],
  [`a = {version = "*"}`, { "a 1": { index: "corp" } }, ["a corp"]],
  [`a = {version = "*"}`, { "a 1": { index: "pypi" } }, ["a -"]],
  [`a = "*"`, { "a 1": { requires: ["b"] }, "b 1": { index: "corp" } }, ["a pypi", "b corp"]],
];
for (const [line, releases, expected] of indexes) {
  test(`index of ${line} with ${JSON.stringify(releases)}`, () => {
    const section = lock(`${twoSources}[packages]\n${line}\n`, { default: releases })["default"] ?? {};
    assert.deepEqual(
      Object.entries(section).map(([key, { index = "-" }]) => (typeof index === "string" ? `${key} ${index}` : key)),
      expected,
    );
  });
}

test("a section takes the index that another one pins a package to", () => {
  const pipfile = `${twoSources}[packages]\n[docs]\nb = {version = "*", index = "corp"}\n[dev-packages]\na = "*"\n`;
  const releases = { develop: { "a 1": { requires: ["b"] }, "b 1": {} }, docs: { "b 1": {} } };
  assert.equal(lock(pipfile, releases)["develop"]?.["b"]?.["index"], "corp");
});

test("what `packages` locks replaces the entries of other sections, unless told otherwise", () => {
  const pipfile = `[packages]\na = {version = "*", markers = "os_name == 'posix'"}\n[dev-packages]\na = "==2"\n`;
  const releases = { default: { "a 1": {} }, develop: { "a 2": {} } };
  assert.equal(lock(pipfile, releases)["develop"]?.["a"]?.["version"], "==1");
  const free = lock(`${pipfile}[pipenv]\nuse_default_constraints = false\n`, releases);
  assert.deepEqual(free["develop"]?.["a"], { index: "pypi", version: "==2" });
});

test("an old entry of a section's own stays while it pins the same release as `packages`", () => {
  const pipfile = `[packages]\na = "*"\n[dev-packages]\nb = "*"\n`;
  const releases = { default: { "a 1": {} }, develop: { "b 1": { requires: ["a"] }, "a 1": { hashes: ["1"] } } };
  const old = { develop: { a: { version: "==1", hashes: ["sha256:0"] } } };
  assert.deepEqual(lock(pipfile, releases)["develop"]?.["a"], { index: "pypi", version: "==1" });
  assert.deepEqual(lock(pipfile, releases, old)["develop"]?.["a"], { hashes: ["sha256:1"], version: "==1" });
});

// Entries of the Pipfile that are not from an index: the old entry, and the new one.
const opaque: readonly (readonly [string, object | undefined, object])[] = [
  [`{git = "https://h/a.git", ref = "4f1c2aa"}`, undefined, { git: "https://h/a.git", ref: "4f1c2aa" }],
  [
    `{git = "https://h/a.git", ref = "v1"}`,
    { git: "https://h/a.git", ref: "c0ffee" },
    { git: "https://h/a.git", ref: "c0ffee" },
  ],
  [
    `{git = "https://h/b.git", ref = "v1"}`,
    { git: "https://h/a.git", ref: "c0ffee" },
    { git: "https://h/b.git", ref: "v1" },
  ],
  [
    `{git = "https://h/a.git@v1"}`,
    { git: "https://h/a.git", ref: "c0ffee" },
    { git: "https://h/a.git", ref: "c0ffee" },
  ],
  [`{git = "git@h:g/a.git"}`, undefined, { git: "git@h:g/a.git" }],
  [
    `{git = "ssh://git@h/a.git", ref = "${"a".repeat(40)}"}`,
    { git: "ssh://git@h/a.git", ref: "b" },
    { git: "ssh://git@h/a.git", ref: "a".repeat(40) },
  ],
  [
    `{hg = "https://h/a", subdirectory = "s", editable = true}`,
    undefined,
    { hg: "https://h/a", subdirectory: "s", editable: true },
  ],
  [
    `{path = "./lib", extras = ["b", "a"], markers = 'os_name=="posix"'}`,
    undefined,
    { path: "./lib", extras: ["a", "b"], markers: "os_name == 'posix'" },
  ],
  [`{file = "https://h/a.tar.gz"}`, undefined, { file: "https://h/a.tar.gz" }],
  [
    `{file = "https://h/a.whl"}`,
    { file: "https://h/a.whl", hashes: ["sha256:1"] },
    { file: "https://h/a.whl", hashes: ["sha256:1"] },
  ],
];
for (const [entry, old, expected] of opaque) {
  test(`${entry} after ${JSON.stringify(old) ?? "nothing"}`, () =>
    assert.deepEqual(
      lock(`[packages]\na = ${entry}\n`, {}, { default: old === undefined ? {} : { a: old } })["default"]?.["a"],
      expected,
    ));
}

test("a pin gives a repository its commit", () => {
  const commit = "c".repeat(40);
  const written = lock(`[packages]\na = {git = "https://h/a", ref = "v1"}\n`, { default: { [`a ${commit}`]: {} } });
  assert.equal(written["default"]?.["a"]?.["ref"], commit);
});

test("what opaque entries pulled in by address stays while one of them is left", () => {
  const old = { default: { a: { path: "." }, b: { file: "lib/b" }, c: { version: "==1" } } };
  assert.deepEqual(Object.keys(lock(`[packages]\na = {path = "."}\n`, {}, old)["default"] ?? {}), ["a", "b"]);
  assert.deepEqual(lock(`[packages]\n`, {}, old)["default"], {});
});

// An entry that does not apply on Linux: its pin, the old entry, and the new one.
const inapplicable: readonly (readonly [string, Readonly<Record<string, Release>>, object | undefined, object])[] = [
  [
    `{version = ">=1", sys_platform = "== 'win32'"}`,
    { "a 1.2": { python: ">=3.8", hashes: ["1"] } },
    undefined,
    { hashes: ["sha256:1"], markers: "sys_platform == 'win32'", version: "==1.2" },
  ],
  [`{version = ">=1", sys_platform = "== 'win32'"}`, { "a 1.2": {} }, { version: "==1.2" }, { version: "==1.2" }],
  [
    `{version = ">=1", sys_platform = "== 'win32'"}`,
    {},
    undefined,
    { markers: "sys_platform == 'win32'", version: ">=1" },
  ],
  [
    `{version = "*", markers = "sys_platform == 'win32'"}`,
    {},
    undefined,
    { markers: "sys_platform == 'win32'", version: "*" },
  ],
  [
    `{version = "==1", markers = "sys_platform == 'win32'"}`,
    {},
    { version: "==1", hashes: ["sha256:1"] },
    { hashes: ["sha256:1"], markers: "sys_platform == 'win32'", version: "==1" },
  ],
];
for (const [entry, releases, old, expected] of inapplicable) {
  test(`${entry} with ${JSON.stringify(releases)} after ${JSON.stringify(old) ?? "nothing"}`, () =>
    assert.deepEqual(
      lock(`[packages]\na = ${entry}\n`, { default: releases }, { default: old === undefined ? {} : { a: old } })[
        "default"
      ]?.["a"],
      expected,
    ));
}

// An old entry of a package that `a` pulls in, and what becomes of it with the pin `b 1`, Requires-Python >=3.8.
const unchanged: readonly (readonly [string, object, object])[] = [
  [
    "a flavour of its marker",
    { version: "==1", markers: "os_name == 'posix'" },
    { version: "==1", markers: "os_name == 'posix'" },
  ],
  [
    "the extras that are asked for",
    { version: "==1", extras: ["X"], markers: "python_version >= '3.8'" },
    { version: "==1", extras: ["X"], markers: "python_version >= '3.8'" },
  ],
  [
    "no extras that nobody asks for",
    { version: "==1", extras: ["y"] },
    { version: "==1", markers: "python_version >= '3.8'" },
  ],
  [
    "its first source",
    { version: "==1", index: "pypi", markers: "python_version >= '3.8'" },
    { version: "==1", index: "pypi", markers: "python_version >= '3.8'" },
  ],
  [
    "no other source",
    { version: "==1", index: "corp", markers: "python_version >= '3.8'" },
    { version: "==1", markers: "python_version >= '3.8'" },
  ],
  [
    "nothing with another version",
    { version: "==2", index: "pypi", extras: ["x"], hashes: ["sha256:2"] },
    { version: "==1", markers: "python_version >= '3.8'" },
  ],
  [
    "hashes where the index gives none",
    { version: "==1", hashes: ["sha256:1"], markers: "python_version >= '3.8'" },
    { version: "==1", hashes: ["sha256:1"], markers: "python_version >= '3.8'" },
  ],
];
for (const [what, old, expected] of unchanged) {
  test(`an unchanged pin keeps ${what}`, () => {
    const releases = { default: { "a 1": { requires: [`b[x]; os_name == "posix"`] }, "b 1": { python: ">=3.8" } } };
    assert.deepEqual(
      lock(`${twoSources}[packages]\na = "*"\n`, releases, { default: { b: old } })["default"]?.["b"],
      expected,
    );
  });
}

test("cycles of requirements end, and their chains reach the Pipfile", () => {
  const pipfile = `[packages]\na = {version = "*", markers = "os_name == 'posix'"}\n`;
  const releases = {
    default: { "a 1": { requires: ["b"] }, "b 1": { requires: ["c[x]"] }, "c 1": { requires: [`b[y]; extra == "x"`] } },
  };
  const section = lock(pipfile, releases)["default"] ?? {};
  assert.deepEqual(
    Object.values(section).map((entry) => entry["markers"]),
    Array(3).fill("os_name == 'posix'"),
  );
});

test("what only an entry that does not apply brings has its conditions, and what others bring too has not", () => {
  const pipfile = `[packages]\na = {version = "*", sys_platform = "== 'win32'"}\nz = {version = "*", markers = "os_name == 'posix'"}\n`;
  const releases = { "a 1": { requires: ["only", "both"] }, "z 1": { requires: ["both"] }, "only 1": {}, "both 1": {} };
  const section = lock(pipfile, { default: releases })["default"] ?? {};
  assert.deepEqual(
    ["only", "both"].map((name) => section[name]?.["markers"]),
    ["sys_platform == 'win32'", "os_name == 'posix'"],
  );
});

test("an entry that does not apply forgets an old version that its Pipfile no longer admits", () => {
  const old = { default: { a: { version: "==1", hashes: ["sha256:1"] } } };
  const pipfile = `[packages]\na = {version = "==2", markers = "sys_platform == 'win32'"}\n`;
  assert.deepEqual(lock(pipfile, {}, old)["default"]?.["a"], { markers: "sys_platform == 'win32'", version: "==2" });
});

test("a request that does not fit its Pipfile is a mistake of the program", () => {
  assert.throws(() => lock(`[packages]\na = "*"\n`, {}), /^Error: `a` of `packages` has no pin$/);
  assert.throws(
    () => lock("", { docs: { "a 1": {} } }),
    /^Error: there are pins for `docs`, and Pipfile has no such section$/,
  );
});
