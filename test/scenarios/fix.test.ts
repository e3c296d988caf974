/** `thoth fix` on folders, through its launcher, with the shipped index and advisories. */

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import type { ProjectReport } from "../../src/cli/index.ts";
import { type Ended, root, run } from "../support/command.ts";
import { assertFixture } from "../support/fixture.ts";
import { temporaryFolder } from "../support/repository.ts";
import { lock, pipfile } from "./app/core-stories.ts";

const thoth = (...args: readonly string[]): Promise<Ended> => run(join(root, "bin/thoth.mjs"), args);
const report = ({ stdout }: Ended) => (JSON.parse(stdout) as ProjectReport).environments[0]!;

const pins = {
  certifi: "2024.8.30",
  "charset-normalizer": "2.1.1",
  idna: "3.4",
  requests: "2.28.1",
  six: "1.16.0",
  urllib3: "1.26.9",
};
const files = {
  Pipfile: pipfile('requests = "*"', 'urllib3 = "<1.26.10" # since 2022', 'idna = "*"', 'six = "*"'),
  "Pipfile.lock": lock(pins),
};

function folderOf(context: Parameters<typeof temporaryFolder>[0]): string {
  const folder = temporaryFolder(context);
  for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, path), text);
  return folder;
}

function locked(folder: string): Readonly<Record<string, string>> {
  const { default: entries } = JSON.parse(readFileSync(join(folder, "Pipfile.lock"), "utf8")) as {
    readonly default: Readonly<Record<string, { readonly version: string }>>;
  };
  return Object.fromEntries(Object.entries(entries).map(([name, { version }]) => [name, version.replace("==", "")]));
}

test("what is named goes by the smallest change, which is written only when asked to", async (t) => {
  const folder = folderOf(t);
  const told = await thoth("fix", "cve-2024-3651", folder);
  assert.equal(told.code, 0, told.stderr);
  assert.match(told.stdout, /^security: fix PYSEC-2024-60 in idna$/m);
  assert.deepEqual(locked(folder), pins);
  const written = await thoth("fix", "CVE-2024-3651", folder, "--write");
  assert.equal(written.code, 0, written.stderr);
  assert.deepEqual(locked(folder), { ...pins, idna: "3.7" });
  assert.equal(readFileSync(join(folder, "Pipfile"), "utf8"), files.Pipfile);
});

test("what cannot go is proved, with what would help, and the rest goes all the same", async (t) => {
  const folder = folderOf(t);
  const ended = await thoth("fix", "all", folder, "--write");
  assert.equal(ended.code, 1);
  assert.deepEqual(locked(folder), { ...pins, idna: "3.7", requests: "2.31.0" });
  assertFixture("fix/all.txt", ended.stdout);
  const json = await thoth("fix", "PYSEC-2023-192", folder, "--json");
  assert.equal(json.code, 1);
  const { fix, changes } = report(json);
  assert.deepEqual(changes, []);
  assert.deepEqual(
    fix?.remaining.map(({ id, package: name, version, kind }) => [id, name, version, kind]),
    [["PYSEC-2023-192", "urllib3", "1.26.9", "impossible"]],
  );
  assert.match(fix!.remaining[0]!.steps.at(-1)!, /^Hint: allow `urllib3 1\.26\.20`/);
});

test("a person may let their own bounds be widened, as far as it takes", async (t) => {
  const folder = folderOf(t);
  const ended = await thoth("fix", "PYSEC-2023-192", folder, "--edit-manifest", "--write");
  assert.equal(ended.code, 0, ended.stderr);
  assert.match(
    ended.stdout,
    /`?Pipfile:8`?: `?urllib3 = "<1\.26\.10" # since 2022`? → `?urllib3 = "<1\.26\.21" # since 2022/,
  );
  assert.equal(readFileSync(join(folder, "Pipfile"), "utf8"), files.Pipfile.replace("<1.26.10", "<1.26.21"));
  assert.deepEqual(locked(folder), { ...pins, urllib3: "1.26.20" });
});

test("an id that concerns no locked release is told, and is no success", async (t) => {
  const ended = await thoth("fix", "CVE-1999-0001,CVE-2024-3651", folderOf(t), "--json");
  assert.equal(ended.code, 1);
  assert.deepEqual(report(ended).fix, { absent: ["CVE-1999-0001"], remaining: [] });
});

test("where no advisory is named the command says how to", async (t) => {
  const ended = await thoth("fix", ",", folderOf(t));
  assert.equal(ended.code, 1);
  assert.match(ended.stderr, /^error: no advisory is named$/m);
});

test("a repair changes no more than it takes", async (t) => {
  const folder = folderOf(t);
  writeFileSync(join(folder, "Pipfile"), files.Pipfile.replace('six = "*"', 'six = ">1.16"'));
  const ended = await thoth("advise", folder, "--goal", "repair", "--write");
  assert.equal(ended.code, 0, ended.stderr);
  // The severe one goes with it, as it would on a push.
  assert.deepEqual(locked(folder), { ...pins, idna: "3.7", six: "1.17.0" });
});

/** Found by another solver, which proves that no fewer releases can move. */
const leastMoves = { inference: { advisories: 12, moves: 9 }, training: { advisories: 9, moves: 5 } };

test("the example is rid of its advisories by as few moves as there can be", async () => {
  const ended = await thoth("fix", "all", join(root, "examples/two-environments"), "--json");
  assert.equal(ended.code, 0, ended.stderr);
  const { environments } = JSON.parse(ended.stdout) as ProjectReport;
  const told = environments.map(({ name, advisories, changes, proved, fix }) => {
    const moves = { advisories: advisories?.before.length, moves: changes.length };
    return [name, moves, advisories?.after, proved, fix?.remaining];
  });
  assert.deepEqual(
    told,
    Object.entries(leastMoves).map(([name, least]) => [name, least, [], true, []]),
  );
});
