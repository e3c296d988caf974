import { test } from "node:test";
import assert from "node:assert/strict";

import { readWishes } from "../../src/advise/wishes.ts";
import { markerEnvironment } from "../../src/environments/index.ts";
import { requestOf } from "../support/advice-world.ts";

const manifest = `
[[source]]
name = "pypi"
url = "https://pypi.org/simple"
verify_ssl = true

[[source]]
name = "corp"
url = "https://corp.example/simple"
verify_ssl = true

[packages]
Plain_Name = "*"
bounded = {version = ">=1,<2", extras = ["b", "a"], index = "corp"}
windows = {version = "*", sys_platform = "== 'win32'"}
linux = {version = "*", markers = "sys_platform == 'linux'"}
mine = {git = "https://git.example/mine.git"}

[dev-packages]
local = {path = ".", editable = true}
mine = "*"
tool = "==3.*"
`;

const request = requestOf(manifest);
const wishes = readWishes(request, markerEnvironment(request.environment));

test("entries that hold become requirements with the place of their line", () => {
  const told = wishes.requirements.map(({ section, requirement, index, origin }) =>
    [section, requirement.toString(), index ?? "any", origin.line].join(" "),
  );
  assert.deepEqual(told, [
    "default plain-name any 13",
    "default bounded[a,b]<2,>=1 corp 14",
    "default linux any 16",
    "develop tool==3.* any 22",
  ]);
});

test("an entry whose condition is false is set apart", () => {
  assert.deepEqual(
    wishes.elsewhere.map(({ section, entry }) => `${section} ${entry.name}`),
    ["default windows"],
  );
});

test("what is not from an index is passed through, and its name is taken in every section", () => {
  assert.deepEqual(
    wishes.opaque.map(({ section, entry }) => `${section} ${entry.name}`),
    ["default mine", "develop local", "develop mine"],
  );
});

test("an index of an entry is a pin", () => assert.deepEqual([...wishes.pins], [["bounded", "corp"]]));
