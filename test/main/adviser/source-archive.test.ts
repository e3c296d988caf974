/** Archives of repositories as git makes them, and as nobody honest does, opened where a child opens them. */

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";

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

test("of all files no more is kept than is read of a repository", async () => {
  const megabyte = "#".repeat(1024 * 1024);
  const files = Array.from({ length: 70 }, (_, index) => `${index}.py`);
  const opened = await openArchive(tarGz(...files.map((path) => file(`r/${path}`, megabyte))), files, signal);
  assert.equal(opened.size, 64);
});

test("whoever calls it off is told why", async () => {
  const reason = new Error("the lease is lost");
  await assert.rejects(openArchive(tarGz(file("r/a.py")), ["a.py"], AbortSignal.abort(reason)), reason);
});
