/** Archives of repositories as git makes them, and as nobody honest does, opened where a child opens them. */

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { readCode, sourcesIn } from "../../../src/advise/code-usage.ts";
import { limits } from "../../../src/base/index.ts";
import { openArchive } from "../../../src/main/adviser/source-archive.ts";
import { TestRepository } from "../../support/repository.ts";
import { pax, tarGz, type TarEntry } from "../../support/tar.ts";
import { zip } from "../../support/zip.ts";

const { signal } = new AbortController();

async function found(archive: Buffer, ...files: readonly string[]): Promise<Readonly<Record<string, string>>> {
  const opened = await openArchive(archive, files, signal);
  return Object.fromEntries([...opened].map(([path, bytes]) => [path, Buffer.from(bytes).toString()]));
}

const file = (path: string, content = "x = 1\n"): TarEntry => ({ path, content });

test("what git packs is found under the paths of its tree, long ones too, and what it leaves out is missing", async (t) => {
  const long = `${"folder/".repeat(40)}module.py`;
  const repository = new TestRepository(t, {
    ".gitattributes": "tests/ export-ignore\nversion.py export-subst\n",
    "app.py": "import app\n",
    "tests/test_app.py": "import tests\n",
    "version.py": 'commit = "$Format:%s$"\n',
    "é.py": "import e\n",
    "data.csv": "1,2\n",
    [long]: "import long\n",
  });
  const args = ["archive", "--format=tar.gz", "--prefix=acme-app-1234567/", "HEAD"];
  const archive = execFileSync("git", args, { cwd: repository.folder });
  const files = ["app.py", "tests/test_app.py", "version.py", "é.py", long];
  const opened = await found(archive, ...files);
  assert.deepEqual(Object.keys(opened).sort(), ["app.py", long, "version.py", "é.py"].sort());
  assert.equal(opened[long], "import long\n");
  assert.doesNotMatch(opened["version.py"]!, /Format/);
});

/** Of these only `a.py` is asked for. @returns what is found. */
const strange: Readonly<Record<string, readonly [archive: Buffer, found: Readonly<Record<string, string>>]>> = {
  "no archive at all": [Buffer.from("<html>"), {}],
  nothing: [Buffer.alloc(0), {}],
  "an archive that breaks off": [tarGz(file("r/a.py"), file("r/b.py", "#".repeat(9_000))).subarray(0, -20), {}],
  "a header that is not sound": [tarGz(file("r/a.py"), { ...file("r/b.py"), checksum: "0000000\0" }), {}],
  "a sparse file": [tarGz(file("r/a.py"), { ...file("r/b.py"), type: "S" }), {}],
  "one path for all members": [tarGz(pax({ path: "r/a.py" }, "g"), file("r/b.py")), {}],
  "links of that name": [tarGz({ path: "r/a.py", type: "2" }, { path: "r/a.py", type: "1" }), {}],
  "a device of that name": [tarGz({ path: "r/a.py", type: "3" }), {}],
  "paths that lead out": [tarGz(file("../a.py/../b.py"), file("/etc/a.py"), file("r/../a.py"), file("r//a.py")), {}],
  "names that an object has": [
    tarGz(file("r/__proto__"), file("r/constructor"), file("r/a.py")),
    { "a.py": "x = 1\n" },
  ],
  "a file that is larger than any may be": [tarGz(file("r/a.py", "#".repeat(10 * 1024 * 1024 + 1))), {}],
  "a zip": [zip([{ path: "r/a.py", content: "x = 1\n" }]), {}],
};

for (const [name, [archive, expected]] of Object.entries(strange))
  test(`${name}: what can be read is found, and nothing is thrown`, async () => {
    assert.deepEqual(await found(archive, "a.py"), expected);
  });

test("a bomb is left as soon as it has unpacked to as much as an archive may", async () => {
  const deep = tarGz(file("r/b.bin", "\0".repeat(100_000)), file("r/a.py"));
  assert.equal((await openArchive(deep, ["a.py"], signal, { bytes: 50_000 })).size, 0);
  assert.equal((await openArchive(deep, ["a.py"], signal, { bytes: 200_000 })).size, 1);
});

test("outputs of notebooks, and files that are too large, leave room for all code behind them", async () => {
  const pictures = JSON.stringify({
    cells: [{ cell_type: "code", source: "import os", outputs: ["A".repeat(9_000_000)] }],
  });
  const texts = new Map([
    ...Array.from({ length: 5 }, (_, index) => [`analysis/${index}.ipynb`, pictures] as const),
    ...Array.from({ length: 5 }, (_, index) => [`data/${index}.py`, "#".repeat(9_000_000)] as const),
    ...Array.from({ length: 500 }, (_, index) => [`src/${index}.py`, "import six\n"] as const),
  ]);
  assert.ok([...texts.values()].join("").length > limits.source.allBytes);
  const archive = tarGz(...[...texts].map(([path, content]) => file(`r/${path}`, content)));
  const readTogether = (files: readonly string[]) => openArchive(archive, files, signal);
  const readFile = () => Promise.reject(new Error("nothing is asked for singly"));
  const sources = { files: sourcesIn([...texts.keys()]), projects: 1 };
  const { usage } = (await readCode(sources, { readFile, readTogether }, signal))!;
  assert.deepEqual([usage.files, new Set(usage.unread.map(({ reason }) => reason))], [505, new Set(["too large"])]);
  assert.equal(usage.unread.length, 5);
});

test("of more modules than are read of a repository the rest is not kept", async () => {
  const files = Array.from({ length: limits.source.files + 1 }, (_, index) => `${index}.py`);
  const opened = await openArchive(tarGz(...files.map((path) => file(`r/${path}`))), files, signal);
  assert.equal(opened.size, limits.source.files);
});

test("what git packs in another encoding than it keeps is left to be asked for by itself", async (t) => {
  const code = "name = 'é'\n";
  const attributes = "latin.py working-tree-encoding=ISO-8859-1\n*16.py working-tree-encoding=UTF-16LE\n";
  const repository = new TestRepository(t, { ".gitattributes": attributes, "app.py": code });
  for (const [path, bytes] of [
    ["latin.py", Buffer.from(code, "latin1")],
    ["letters16.py", Buffer.from(code, "utf16le")],
    ["ascii16.py", Buffer.from("import six\n", "utf16le")],
  ] as const)
    writeFileSync(join(repository.folder, path), bytes);
  repository.git("add", "--all");
  repository.git("commit", "--quiet", "-m", "Encode");
  assert.equal(repository.git("show", "HEAD:latin.py"), code.trimEnd());
  const args = ["archive", "--format=tar.gz", "--prefix=r/", "HEAD"];
  const archive = execFileSync("git", args, { cwd: repository.folder });
  assert.deepEqual(await found(archive, "app.py", "latin.py", "letters16.py", "ascii16.py"), { "app.py": code });
});

test("whoever calls it off is told why", async () => {
  const reason = new Error("the lease is lost");
  await assert.rejects(openArchive(tarGz(file("r/a.py")), ["a.py"], AbortSignal.abort(reason)), reason);
});
