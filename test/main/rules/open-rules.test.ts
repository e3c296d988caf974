import assert from "node:assert/strict";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { mkdirSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";

import { compileInChild } from "../../../src/main/rules/compile-in-child.ts";
import { compileHere, compileSources, openSources, type OpenRulesOptions } from "../../../src/main/rules/open-rules.ts";
import { parseRuleSources } from "../../../src/main/rules/rule-settings.ts";
import { DiskCache } from "../../../src/package-index/index.ts";
import { unitsOf } from "../../../src/pipeline/index.ts";
import { PackedStore } from "../../../src/prescriptions/index.ts";
import { packageName } from "../../../src/python/index.ts";
import { candidate, context } from "../../support/pipeline-samples.ts";
import { finishedStack, told } from "../../support/rule-samples.ts";
import { tarGz } from "../../support/tar.ts";

const base = mkdtempSync(join(tmpdir(), "thoth-rules-"));
after(() => rmSync(base, { recursive: true }));
const { signal } = new AbortController();

const sieve = (name: string) => `units:
  sieves:
  - name: ${name}
    type: sieve
    should_include: {adviser_pipeline: true}
    match: {package_version: {name: demo, version: "==1.0"}}
`;

function folder(name: string, files: Readonly<Record<string, string>>): { name: string; folder: string } {
  const path = join(base, name);
  mkdirSync(path, { recursive: true });
  for (const [file, text] of Object.entries(files)) writeFileSync(join(path, file), text);
  return { name, folder: path };
}

/** Counts how often a source was compiled. */
function options(cache: string): OpenRulesOptions & { compiled: number } {
  const counting = {
    cache: new DiskCache(join(base, cache)),
    mirrors: undefined,
    compiled: 0,
    compile: ((...task) => {
      counting.compiled++;
      return compileHere(...task);
    }) satisfies OpenRulesOptions["compile"] as OpenRulesOptions["compile"],
  };
  return counting;
}

const first = folder("first", { "a.yaml": sieve("A") });
const second = folder("second", { "a.yaml": sieve("A"), "b.yaml": sieve("B") });

test("sources are compiled once, and again when they change or the kept file is damaged", async () => {
  const own = folder("own", { "a.yaml": sieve("A") });
  const opened = options("cache");
  const units = async () => {
    const sets = openSources(await compileSources([own], opened, signal));
    const stores = sets.map(({ store }) => store);
    return unitsOf(stores, context())
      .of(packageName("demo"))
      .map(({ name }) => name);
  };
  assert.deepEqual(await units(), ["UNKNOWN.A"]);
  assert.deepEqual(await units(), ["UNKNOWN.A"]);
  assert.equal(opened.compiled, 1);
  folder("own", { "b.yaml": sieve("B") });
  assert.deepEqual(await units(), ["UNKNOWN.A", "UNKNOWN.B"]);
  assert.equal(opened.compiled, 2);
  for (const file of readdirSync(join(base, "cache"), { recursive: true, withFileTypes: true })) {
    if (!file.isFile()) continue;
    const path = join(file.parentPath, file.name);
    const bytes = readFileSync(path);
    bytes[bytes.length >> 1]! ^= 1;
    writeFileSync(path, bytes);
  }
  assert.deepEqual(await units(), ["UNKNOWN.A", "UNKNOWN.B"]);
  assert.equal(opened.compiled, 3);
  await units();
  assert.equal(opened.compiled, 3);
});

test("a link that is only a slug begins with what the list says, whatever was kept", async () => {
  const text = sieve("A").replace(
    "    match:",
    "    run: {stack_info: [{type: INFO, message: Why, link: why}]}\n    match:",
  );
  const source = folder("slugs", { "a.yaml": text });
  for (const [link_base, link] of [
    [undefined, "https://thoth-station.ninja/j/why"],
    ["https://rules.example/j/", "https://rules.example/j/why"],
  ] as const) {
    const [set] = openSources(
      await compileSources([{ ...source, ...(link_base && { link_base }) }], options("cache"), signal),
    );
    const stack = finishedStack([candidate("demo 1.0")]);
    const notes = told(unitsOf([set!.store], context()).of(packageName("demo")), context(), stack);
    assert.deepEqual(
      notes.map(({ reason }) => reason.link),
      [link],
    );
  }
});

test("a name that an earlier source has is refused in a later one, with both places", async () => {
  const [, later] = await compileSources([first, second], options("cache"), signal);
  const { summary } = PackedStore.open(later!.bytes);
  assert.deepEqual(
    summary.rejected.flatMap(({ errors }) => errors.map(({ message }) => message)),
    ["a.yaml:3:11: the unit `UNKNOWN.A` already stands in a.yaml of `first`"],
  );
  assert.equal(summary.unitCount, 1);
});

test("a process with limits compiles the same bytes", async () => {
  const archive = join(base, "rules.tar.gz");
  writeFileSync(archive, tarGz({ path: "a.yaml", content: sieve("C") }));
  const sources = [{ name: "x", archive }, second];
  const here = await compileSources(sources, options("cache-here"), signal);
  const there = await compileSources(sources, { ...options("cache-there"), compile: compileInChild() }, signal);
  assert.deepEqual(there, here);
});

test("what is wrong with a source is told by the process as it is here", async () => {
  const archive = join(base, "broken.tar.gz");
  writeFileSync(archive, "no archive");
  const task = compileSources([{ name: "x", archive }], { ...options("cache"), compile: compileInChild() }, signal);
  await assert.rejects(task, { code: "RULES_UNREADABLE" });
});

test("a source that takes too much memory or time ends its process, and nothing else", async () => {
  const archive = join(base, "large.tar.gz");
  const units = Array.from({ length: 2_000 }, (_, i) => sieve(`Unit${i}`).split("\n").slice(2, -1).join("\n"));
  const files = Array.from({ length: 100 }, (_, file) => ({
    path: `${file}.yaml`,
    content: `units:\n  sieves:\n${units.join("\n").replaceAll("Unit", `File${file}Unit`)}\n`,
  }));
  writeFileSync(archive, tarGz(...files));
  const compile = (limits: { memory: number; young: number; within: number }) =>
    compileSources([{ name: "x", archive }], { ...options("cache"), compile: compileInChild(limits) }, signal);
  await assert.rejects(compile({ memory: 40, young: 8, within: 60_000 }), { code: "RULES_TOO_COSTLY" });
  await assert.rejects(compile({ memory: 224, young: 8, within: 1 }), { code: "RULES_TOO_COSTLY" });
});

/** A list of sources, and what is wrong with it. */
const refused: readonly (readonly [string, string])[] = [
  ["sources: [{name: a}]", "/srv/rules.yaml:1:11: `/sources/0` must have required properties folder"],
  [
    "sources: [{name: A, folder: x}]",
    '/srv/rules.yaml:1:18: `/sources/0/name` must match pattern "^[a-z0-9][a-z0-9-]{0,63}$"',
  ],
  ["sources: [{name: a, folder: x}, {name: a, folder: y}]", "/srv/rules.yaml:1:40: `a` stands twice"],
];

for (const [text, message] of refused)
  test(`a list of sources is refused: ${text}`, () => {
    assert.throws(() => parseRuleSources("/srv/rules.yaml", text), { code: "INVALID_RULE_SOURCES", message });
  });

test("a commit is named by its whole hash", () => {
  const text = "sources: [{name: a, git: repository, commit: main}]";
  assert.throws(() => parseRuleSources("/srv/rules.yaml", text), { code: "INVALID_RULE_SOURCES" });
});

test("sources that are switched off are left out, and paths are relative to the list", () => {
  const text = `sources:
  - {name: a, folder: rules}
  - {name: b, archive: /data/rules.tar.gz, enabled: false}
  - {name: c, git: "https://git.example/rules", commit: "${"0".repeat(40)}"}
  - {name: d, git: ../rules.git, commit: "${"0".repeat(40)}", within: deep}
`;
  assert.deepEqual(parseRuleSources("/srv/rules.yaml", text), [
    { name: "a", folder: "/srv/rules" },
    { name: "c", git: "https://git.example/rules", commit: "0".repeat(40) },
    { name: "d", git: "/rules.git", commit: "0".repeat(40), within: "deep" },
  ]);
});
