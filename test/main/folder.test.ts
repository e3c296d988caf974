import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { openFolder } from "../../src/main/folder.ts";
import { temporaryFolder } from "../support/repository.ts";

const { signal } = new AbortController();

test("reads a file up to its limit, and nothing where there is none", async (t) => {
  const path = temporaryFolder(t);
  writeFileSync(join(path, "Pipfile"), "é");
  const folder = await openFolder(path);
  assert.equal(await folder.read("Pipfile", 2, signal), "é");
  assert.equal(await folder.read("Pipfile.lock", 2, signal), undefined);
  assert.deepEqual(await folder.readBytes("Pipfile", 2, signal), Buffer.from("é"));
  assert.equal(await folder.readBytes("Pipfile.lock", 2, signal), undefined);
  assert.equal(await folder.read("Pipfile/below", 2, signal), undefined);
  await assert.rejects(folder.read("Pipfile", 1, signal), { code: "INPUT_TOO_LARGE" });
});

test("lists its files, without entering what tools make or following links", async (t) => {
  const path = temporaryFolder(t);
  for (const file of [
    "Pipfile",
    "a/b/Pipfile",
    "vendor/Pipfile",
    ".git/Pipfile",
    "a/node_modules/x/Pipfile",
    ".venv/y",
  ]) {
    mkdirSync(join(path, file, ".."), { recursive: true });
    writeFileSync(join(path, file), "");
  }
  symlinkSync("a", join(path, "link"));
  const folder = await openFolder(path);
  assert.deepEqual(await folder.list(signal), ["Pipfile", "a/b/Pipfile", "link", "vendor/Pipfile"]);
  await assert.rejects(folder.list(AbortSignal.abort(new Error("enough"))), /enough/);
});

test("what leads out of the folder is refused, by name and by link", async (t) => {
  const outer = temporaryFolder(t);
  const path = join(outer, "project");
  mkdirSync(path);
  mkdirSync(`${path}-evil`);
  writeFileSync(`${path}-evil/Pipfile`, "evil");
  symlinkSync(`${path}-evil`, join(path, "link"));
  const folder = await openFolder(path);
  for (const name of ["../project-evil/Pipfile", "link/Pipfile"])
    await assert.rejects(folder.read(name, 100, signal), { code: "OUTSIDE_FOLDER" });
  await assert.rejects(folder.write("link/Pipfile.lock", "x"), { code: "OUTSIDE_FOLDER" });
});

test("a link within the folder is followed", async (t) => {
  const path = temporaryFolder(t);
  writeFileSync(join(path, "real"), "text");
  symlinkSync("real", join(path, "Pipfile"));
  assert.equal(await (await openFolder(path)).read("Pipfile", 100, signal), "text");
});

// Reading it would wait until somebody writes to it, and a signal would not end that.
test("a named pipe is listed, and refused when it is read, also where a link leads to it", async (t) => {
  const path = temporaryFolder(t);
  execFileSync("mkfifo", [join(path, "Pipfile")]);
  symlinkSync("Pipfile", join(path, "link.py"));
  const folder = await openFolder(path);
  assert.deepEqual(await folder.list(signal), ["Pipfile", "link.py"]);
  for (const file of ["Pipfile", "link.py"]) {
    const refusal = { code: "FILE_UNREADABLE", message: `${file}: is no regular file` };
    await assert.rejects(folder.read(file, 100, signal), refusal);
    await assert.rejects(folder.readBytes(file, 100, signal), refusal);
  }
});

test("a loop of links, a folder and bytes that are no text are one sentence each", async (t) => {
  const path = temporaryFolder(t);
  symlinkSync("Pipfile", join(path, "Pipfile"));
  mkdirSync(join(path, "Pipfile.lock"));
  writeFileSync(join(path, "binary"), Buffer.from([0xff, 0xfd]));
  const folder = await openFolder(path);
  await assert.rejects(folder.read("Pipfile", 100, signal), { code: "FILE_UNREADABLE" });
  await assert.rejects(folder.read("Pipfile.lock", 10_000, signal), { code: "FILE_UNREADABLE" });
  await assert.rejects(folder.read("binary", 100, signal), { code: "NOT_UTF8" });
});

test("a write replaces the file at once, or leaves everything as it was", async (t) => {
  const path = temporaryFolder(t);
  writeFileSync(join(path, "Pipfile.lock"), "old");
  const folder = await openFolder(path);
  await folder.write("Pipfile.lock", "new");
  assert.equal(readFileSync(join(path, "Pipfile.lock"), "utf8"), "new");
  mkdirSync(join(path, "taken"));
  symlinkSync("Pipfile.lock", join(path, "link.lock"));
  for (const name of ["taken", "link.lock"])
    await assert.rejects(folder.write(name, "other"), { code: "FILE_UNWRITABLE" });
  await assert.rejects(folder.write("nowhere/Pipfile.lock", "new"), { code: "NO_FOLDER" });
  assert.deepEqual(readdirSync(path).sort(), ["Pipfile.lock", "link.lock", "taken"]);
});

test("what is no folder is one sentence", async (t) => {
  const path = join(temporaryFolder(t), "file");
  writeFileSync(path, "");
  await assert.rejects(openFolder(path), { code: "NO_FOLDER" });
  await assert.rejects(openFolder(`${path}-missing`), { code: "NO_FOLDER" });
});
