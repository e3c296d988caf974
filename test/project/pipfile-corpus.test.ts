/** Real files of public repositories. They may be measured with and not kept here, so the test reads them where they are. */
import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { limits } from "../../src/base/index.ts";
import { matchingHashFormulas, parsePipfile, parsePipfileLock } from "../../src/project/index.ts";
import { type TomlTable, TomlText } from "../../src/project/toml-text.ts";
import { measuredData } from "../support/measured-data.ts";

interface Manifest {
  readonly pairs: readonly { readonly id: string; readonly hash: { readonly matches: readonly string[] } }[];
}

const corpus = measuredData("pipfile-corpus", "reading real Pipfiles and locks");

/** Read by hand, because the manifest forgot the default source of a Pipfile without `[[source]]`. */
const corrected: ReadonlyMap<string, readonly string[]> = new Map([
  ["pypa__pipenv.2", ["plain", "plain-no-categories"]],
]);

function readPairs(): Manifest["pairs"] {
  return (JSON.parse(readFileSync(`${corpus}/manifest.json`, "utf8")) as Manifest).pairs;
}

function tryRead<Value>(read: (place: string, text: string) => Value, path: string): Value | Error {
  try {
    return read(path, readFileSync(`${corpus}/${path}`, "utf8"));
  } catch (error) {
    assert.ok(error instanceof Error && "code" in error, String(error));
    return error;
  }
}

if (corpus !== undefined) {
  test("at least nine of ten real Pipfiles are read, and every real lock", (context) => {
    const folders = [...readPairs().map(({ id }) => `pairs/${id}`), ...thothFolders()];
    const read = { pipfiles: 0, all: 0 };
    for (const folder of folders) {
      const pipfile = tryRead(parsePipfile, `${folder}/Pipfile`);
      read.all++;
      if (pipfile instanceof Error) context.diagnostic(pipfile.message);
      else read.pipfiles++;
      if (!existsSync(`${corpus}/${folder}/Pipfile.lock`)) continue;
      const lock = tryRead(parsePipfileLock, `${folder}/Pipfile.lock`);
      assert.ok(!(lock instanceof Error), lock instanceof Error ? lock.message : "");
    }
    context.diagnostic(`${read.pipfiles} of ${read.all} Pipfiles read`);
    assert.ok(read.pipfiles >= 0.9 * read.all);
  });

  test("the pairs alone are read to nine of ten", () => {
    const pairs = readPairs().map(({ id }) => tryRead(parsePipfile, `pairs/${id}/Pipfile`));
    assert.ok(pairs.filter((pipfile) => !(pipfile instanceof Error)).length >= 0.9 * pairs.length);
  });

  test("the digest of every real lock is that of its Pipfile by exactly the formulas of the manifest", () => {
    for (const { id, hash } of readPairs()) {
      const lock = tryRead(parsePipfileLock, `pairs/${id}/Pipfile.lock`);
      assert.ok(!(lock instanceof Error));
      const matching = matchingHashFormulas({ raw: readRaw(`pairs/${id}/Pipfile`) }, lock);
      assert.deepEqual([...matching].sort(), [...(corrected.get(id) ?? hash.matches)].sort(), id);
    }
  });
}

/** A Pipfile's values, also of one that is refused: the digest is over whatever the file says. */
function readRaw(path: string): TomlTable {
  const text = readFileSync(`${corpus}/${path}`, "utf8");
  return TomlText.parse(path, text, limits.manifest, (place, problem) => new Error(`${place}: ${problem}`)).root;
}

function thothFolders(): readonly string[] {
  const paths = readdirSync(`${corpus}/thoth`, { recursive: true, encoding: "utf8" });
  return paths
    .filter((path) => /(^|\/)Pipfile$/.test(path))
    .map((path) => `thoth/${path.slice(0, -"/Pipfile".length)}`);
}
