/**
 * Locks that Pipenv 2026.10.3 wrote, made again from Pipfile, pins and metadata alone (`test/data/pipenv-oracle`; hashes
 * are the locks' own, and what PyPI does not have is in `local-sources.json`).
 */
import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { answerPipfileLock } from "../../../src/main/conformance/pipfile-lock.ts";

interface Release {
  readonly requires_python?: string | null;
  readonly requires_dist?: readonly string[];
  readonly hashes?: readonly string[];
}

interface Entry {
  readonly version?: string;
  readonly hashes?: readonly string[];
  readonly file?: string;
  readonly ref?: string;
}

type Index = Record<string, Record<string, Release>>;
type Pins = Record<string, Record<string, string>>;

const folder = new URL("../../data/pipenv-oracle/", import.meta.url);
const cases = readdirSync(folder).filter((name) => existsSync(new URL(`${name}/Pipfile.lock`, folder)));

function read(path: string): string {
  return readFileSync(new URL(path, folder), "utf8");
}

function readIndex(name: string): Index {
  const index = JSON.parse(read("local-sources.json")) as Index;
  for (const [pin, release] of Object.entries(JSON.parse(read(`${name}/metadata.json`)) as Record<string, Release>)) {
    const [project = "", version = ""] = pin.split("==");
    (index[project] ??= {})[version] = release;
  }
  return index;
}

function sectionsOf(lock: string): readonly (readonly [string, Record<string, Entry>])[] {
  return Object.entries(JSON.parse(lock) as Record<string, Record<string, Entry>>).filter(([name]) => name !== "_meta");
}

/** The pins of `lock`; its hashes go into `index`, as those of the releases from PyPI. */
function readPins(lock: string, index: Index): Pins {
  const pins: Pins = {};
  for (const [section, entries] of sectionsOf(lock)) {
    const pinned: Record<string, string> = (pins[section] = {});
    for (const [name, entry] of Object.entries(entries)) {
      const version =
        entry.version?.replace("==", "") ?? /-([^-]+)-[^-]+-[^-]+-[^-]+\.whl$/.exec(entry.file ?? "")?.[1];
      if (version === undefined || version === "*") continue;
      pinned[name] = version;
      const release = ((index[name] ??= {})[version] ??= {});
      if (release.hashes === undefined)
        index[name][version] = { ...release, ...(entry.hashes && { hashes: entry.hashes }) };
    }
  }
  return pins;
}

function ask(name: string, more: { readonly old_lock?: string; readonly commits?: boolean } = {}): string {
  const lock = read(`${name}/Pipfile.lock`);
  const index = readIndex(name);
  const pins = readPins(lock, index);
  if (more.commits === true) addCommits(pins, lock);
  const question = { pipfile: read(`${name}/Pipfile`), pins, index, python: "3.11", old_lock: more.old_lock };
  const answer = JSON.parse(answerPipfileLock(JSON.stringify(question))) as { result?: string; error?: string };
  assert.equal(answer.error, undefined);
  return answer.result ?? "";
}

/** No index knows the commit that a branch or tag stands for. */
function addCommits(pins: Pins, lock: string): void {
  for (const [section, entries] of sectionsOf(lock)) {
    for (const [name, { ref }] of Object.entries(entries)) if (ref !== undefined) (pins[section] ??= {})[name] = ref;
  }
}

test("there are 22 cases", () => assert.equal(cases.length, 22));

for (const name of cases) {
  // Pipenv loses the marker of an entry that does not apply where it locks: there `colorama` is installed on Linux.
  const expected =
    name === "04-marker-keys"
      ? read(`${name}/Pipfile.lock`).replace(
          /("colorama": \{\n(?:.*\n)*? +\],\n)/,
          `$1            "markers": "sys_platform == 'win32'",\n`,
        )
      : read(`${name}/Pipfile.lock`);
  test(`${name} is made byte for byte`, () => assert.equal(ask(name, { commits: true }), expected));

  test(`${name} is kept byte for byte`, () => {
    const lock = read(`${name}/Pipfile.lock`);
    assert.equal(ask(name, { old_lock: lock }), lock);
    assert.equal(ask(name, { old_lock: lock.replaceAll("\n", "\r\n") }), lock.replaceAll("\n", "\r\n"));
  });
}

test("of two answers that Pipenv gives in turn, the old lock's stays", () => {
  const other = read("19-parents-multi/Pipfile.lock.alt1");
  assert.notEqual(other, read("19-parents-multi/Pipfile.lock"));
  assert.equal(ask("19-parents-multi", { old_lock: other }), other);
});

test("without a commit the Pipfile's reference is written", () =>
  assert.match(ask("09-git"), /"git": "file:\/\/\/tmp\/oracle\/gitrepo",\n +"ref": "v0\.2\.0"\n/));

test("sections may have the Pipfile's names", () => {
  const index = { six: { "1.0": {} } };
  const question = { pipfile: '[packages]\nsix = "*"\n', index, python: "3.11.7" };
  const [first, second] = ["default", "packages"].map((section) =>
    answerPipfileLock(JSON.stringify({ ...question, pins: { [section]: { six: "1.0" } } })),
  );
  assert.equal(first, second);
});

// A line, and the error.
const refused: readonly (readonly [string, RegExp])[] = [
  ["{", /JSON/],
  ["{}", /^the question must have required propert/],
  [`{"pipfile": "", "pins": {}, "index": {}, "python": "three"}`, /^the question\/python must match pattern/],
  [`{"pipfile": "[x", "pins": {}, "index": {}, "python": "3.11"}`, /^Pipfile:1:\d+: /],
  [`{"pipfile": "", "pins": {}, "index": {}, "python": "3.11", "old_lock": "["}`, /^Pipfile\.lock:1:2: /],
  [`{"pipfile": "", "pins": {"default": {"a": "1"}}, "index": {}, "python": "3.11"}`, /^the index has no `a` 1$/],
  [`{"pipfile": "[packages]\\na='*'", "pins": {}, "index": {}, "python": "3.11"}`, /^`a` of `packages` has no pin$/],
];
for (const [line, error] of refused) {
  test(`refused: ${line}`, () => assert.match((JSON.parse(answerPipfileLock(line)) as { error: string }).error, error));
}
