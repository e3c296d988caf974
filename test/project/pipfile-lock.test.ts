import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parsePipfileLock } from "../../src/project/index.ts";
import type { LockEntry } from "../../src/project/pipfile-lock.ts";

function entryOf(json: string): LockEntry {
  const section = parsePipfileLock("Pipfile.lock", `{"default": {"Ruamel.yaml": ${json}}}`).sections.get("default");
  const [entry] = section?.values() ?? [];
  assert.ok(entry);
  return entry;
}

// An entry, and its version and source.
const forms: readonly (readonly [string, string | undefined, object])[] = [
  [`{"version": "==1.0"}`, "1.0", { kind: "index" }],
  [`{"version": "*"}`, undefined, { kind: "index" }],
  [`{"version": "==>=0.2"}`, undefined, { kind: "index" }],
  [`{"version": "==1.*"}`, undefined, { kind: "index" }],
  [`"==1.0"`, "1.0", { kind: "index" }],
  [
    `{"git": "https://h/a", "ref": null, "version": "==1"}`,
    undefined,
    { kind: "vcs", system: "git", url: "https://h/a" },
  ],
  [`{"path": ".", "editable": true}`, undefined, { kind: "path", address: "." }],
  [`{"file": "https://h/a.whl"}`, undefined, { kind: "file", address: "https://h/a.whl" }],
];
for (const [json, version, source] of forms) {
  test(json, () => {
    const entry = entryOf(json);
    assert.deepEqual([entry.version, entry.source], [version, source]);
    assert.deepEqual([entry.key, entry.name], ["Ruamel.yaml", "ruamel-yaml"]);
  });
}

test("an entry has what it says, and keeps what we do not know", () => {
  const entry = entryOf(
    `{"version": "==1", "hashes": ["sha256:0"], "markers": "no marker", "index": "pypi", "extras": ["B"], "new": {"n": 1, "f": 1.0}}`,
  );
  assert.deepEqual(
    [entry.hashes, entry.markers, entry.index, entry.extras],
    [["sha256:0"], "no marker", "pypi", ["B"]],
  );
  assert.deepEqual(entry.raw["new"], { n: 1n, f: 1 });
});

test("a lock has its digest, its line ends and its sections in order", () => {
  const text = `{"_meta": {"hash": {"sha256": "ab"}, "pipfile-spec": 6}, "docs": {}, "default": {"a": {}}}`;
  const lock = parsePipfileLock("Pipfile.lock", text);
  assert.deepEqual([lock.hash, lock.newline, [...lock.sections.keys()]], ["ab", "\n", ["docs", "default"]]);
  assert.equal(parsePipfileLock("Pipfile.lock", `\uFEFF{\r\n}`).newline, "\r\n");
  assert.equal(parsePipfileLock("Pipfile.lock", "{}").hash, undefined);
});

// A broken lock, and the sentence about it.
const broken: readonly (readonly [string, RegExp])[] = [
  [`{"default": {`, /^Pipfile\.lock:1:14: the text ends too early for JSON$/],
  ["{\n  nope\n}", /^Pipfile\.lock:2:3: `nope` cannot stand here in JSON$/],
  ['{"default":\n<<<<<<< HEAD\n{}', /^Pipfile\.lock:2:1: `<<<<<<< HEAD` cannot stand here in JSON$/],
  ["[]", /^Pipfile\.lock:1:1: the lock is a list, and an object is needed$/],
  [`{"_meta": []}`, /^Pipfile\.lock:1:2: `_meta` is a list, and an object is needed$/],
  [`{"_meta":\n {"pipfile-spec": 7}}`, /^Pipfile\.lock:2:3: `_meta\.pipfile-spec` is `7`, and only 6 is read$/],
  [`{"_meta": {"hash": {"sha256": 1}}}`, /^Pipfile\.lock:1:21: `_meta\.hash\.sha256` is `1`, and text is needed$/],
  [`{"default": 1}`, /^Pipfile\.lock:1:2: `default` is `1`, and an object is needed$/],
  [`{"default": {"a": 1}}`, /^Pipfile\.lock:1:14: `default\.a` is `1`, and an object is needed$/],
  [`{"default": {"a b": {}}}`, /^Pipfile\.lock:1:14: `default\.a b` is not a package name$/],
  [`{"default": {"__proto__": {}}}`, /^Pipfile\.lock:1:14: `default\.__proto__` is not a package name$/],
  [`{"default": {"a": {"version": 1}}}`, /^Pipfile\.lock:1:20: `default\.a\.version` is `1`, and text is needed$/],
  [`{"default": {"a": {"hashes": "x"}}}`, /^Pipfile\.lock:1:20: `default\.a\.hashes` is not a list of texts$/],
  [
    `{"default": {"a": {"editable": 1}}}`,
    /^Pipfile\.lock:1:20: `default\.a\.editable` is `1`, and true or false is needed$/,
  ],
  [`{"default": {"a.b": {}, "A-b": {}}}`, /^Pipfile\.lock:1:25: `default\.A-b` is the same package as another entry/],
];
for (const [text, sentence] of broken) {
  test(`refused: ${text.replaceAll("\n", " ")}`, () =>
    assert.throws(() => parsePipfileLock("Pipfile.lock", text), { code: "INVALID_PIPFILE_LOCK", message: sentence }));
}

test("any JSON is read or refused in one sentence", () => {
  const entry = fc.jsonValue({ maxDepth: 2 });
  const lock = fc.dictionary(
    fc.constantFrom("_meta", "default", "x"),
    fc.oneof(entry, fc.dictionary(fc.string(), entry)),
  );
  fc.assert(
    fc.property(lock, (value) => {
      try {
        parsePipfileLock("Pipfile.lock", JSON.stringify(value));
      } catch (error) {
        assert.equal((error as { code?: string }).code, "INVALID_PIPFILE_LOCK");
        assert.match((error as Error).message, /^Pipfile\.lock:\d+:\d+: /);
      }
    }),
    { numRuns: 300 },
  );
});
