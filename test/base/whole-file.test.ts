import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { readWholeFile } from "../../src/base/whole-file.ts";
import { temporaryFolder } from "../support/repository.ts";

const { signal } = new AbortController();

test("a file is read whole, up to its limit, also through a link", async (t) => {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, "file"), "text");
  symlinkSync("file", join(folder, "link"));
  for (const name of ["file", "link"])
    assert.equal((await readWholeFile(join(folder, name), name, { bytes: 4 }, signal)).toString(), "text");
  await assert.rejects(readWholeFile(join(folder, "file"), "file", { bytes: 3 }, signal), { code: "INPUT_TOO_LARGE" });
  await assert.rejects(readWholeFile(join(folder, "none"), "none", { bytes: 3 }, signal), { code: "ENOENT" });
});

// Each would keep a reader for ever, or is none.
test("a named pipe that nobody writes to, a device and a folder are refused at once", async (t) => {
  const folder = temporaryFolder(t);
  execFileSync("mkfifo", [join(folder, "pipe")]);
  mkdirSync(join(folder, "inner"));
  for (const [path, message] of [
    [join(folder, "pipe"), "is no regular file"],
    ["/dev/zero", "is no regular file"],
    [join(folder, "inner"), "is a folder"],
  ] as const)
    await assert.rejects(readWholeFile(path, "x", { bytes: 10 }, signal), { message });
});
