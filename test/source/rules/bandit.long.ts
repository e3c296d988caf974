/** bandit's own inputs of tests, which are fetched with its source and never kept: they are not ours. */

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

import { compareWithBandit } from "../../support/bandit-oracle.ts";
import { python, skipWithout } from "../../support/python-clients.ts";

test("at least 95 % of what bandit finds in its own examples is found", { skip: skipWithout("bandit") }, (context) => {
  const folder = mkdtempSync(join(tmpdir(), "thoth-bandit-"));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  const version = execFileSync(python!, ["-c", "import importlib.metadata as m; print(m.version('bandit'))"]);
  const wanted = `bandit==${version.toString().trim()}`;
  execFileSync(python!, ["-m", "pip", "download", "-q", "--no-deps", "--no-binary", "bandit", wanted], { cwd: folder });
  const archive = readdirSync(folder).find((name) => name.endsWith(".tar.gz"))!;
  execFileSync("tar", ["xzf", archive], { cwd: folder });
  const { theirs, missed } = compareWithBandit(join(folder, archive.replace(".tar.gz", ""), "examples"));
  context.diagnostic(`recall ${theirs.length - missed.length} of ${theirs.length}`);
  assert.ok(theirs.length > 500);
  assert.ok(missed.length <= 0.05 * theirs.length, missed.join("\n"));
});
