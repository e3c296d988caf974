import assert from "node:assert/strict";
import { test } from "node:test";

import { isLockFile, isManifestFile, isProjectFile } from "../../src/project/index.ts";

for (const [path, kinds] of [
  [".thoth.yaml", "project"],
  ["a/.thoth.yaml", ""],
  ["Pipfile", "project manifest"],
  ["overlays/a/Pipfile.lock", "project lock"],
  ["requirements.txt", "project manifest lock"],
  ["requirements-dev.txt", "project"],
  ["dev-requirements.in", "project"],
  ["requirements/base.txt", "project"],
  ["constraints.txt", "project"],
  ["pyproject.toml", "project manifest"],
  ["services/x/pylock.toml", "project lock"],
  ["Dockerfile", "project"],
  [".python-version", "project"],
  ["work/one.ipynb", "project"],
  ["docs/requirements.md", ""],
  ["my-Pipfile", ""],
  ["README.txt", ""],
  ["notrequirements.txt", ""],
] as const)
  test(`${path} is ${kinds === "" ? "nothing of ours" : kinds}`, () => {
    const found = [isProjectFile(path) && "project", isManifestFile(path) && "manifest", isLockFile(path) && "lock"];
    assert.equal(found.filter(Boolean).join(" "), kinds);
  });
