import assert from "node:assert/strict";
import { test } from "node:test";

import { normalizeName, packageName } from "../../src/python/index.ts";
import { Distributions, likelyDistribution } from "../../src/source/packages/distributions.ts";
import { renamedModules } from "../../src/source/packages/module-table.ts";
import { plainModules } from "../../src/source/packages/plain-modules.ts";
import { isStandard } from "../../src/source/packages/standard-library.ts";

const rows = renamedModules
  .trim()
  .split("\n")
  .map((line) => line.split(" "));

test("the table has a row for at least 150 modules, each once, with names in normal form", () => {
  const modules = rows.map(([module]) => module);
  assert.ok(rows.length >= 150);
  assert.equal(new Set(modules).size, modules.length);
  for (const [module, ...names] of rows) {
    assert.match(module!, /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$/);
    assert.notEqual(names.length, 0);
    for (const name of names) assert.equal(normalizeName(name), name);
  }
});

test("what is called as its module is in no row", () => {
  const plain = plainModules.trim().split(/\s+/);
  assert.deepEqual(plain.toSorted(), [...new Set(plain.map(normalizeName))].toSorted());
});

const found: readonly (readonly [module: string, known: string, is: string])[] = [
  ["yaml", "pyyaml", "pyyaml"],
  ["yaml.loader", "pyyaml yaml", "pyyaml"],
  ["cv2", "opencv-python opencv-contrib-python", "opencv-python opencv-contrib-python"],
  ["google.cloud.storage.blob", "google-cloud-storage google-auth", "google-cloud-storage"],
  ["google.auth.transport", "google-auth", "google-auth"],
  ["google", "google-auth", ""],
  ["zope.interface.declarations", "zope-interface", "zope-interface"],
  ["ruamel.yaml", "ruamel-yaml", "ruamel-yaml"],
  ["requests.auth", "requests requests-auth", "requests-auth requests"],
  ["Foo_Bar", "foo-bar", "foo-bar"],
  ["slugify", "unicode-slugify", "unicode-slugify"],
  ["thing", "py-thing", "py-thing"],
  ["thing", "other", ""],
];

for (const [module, known, is] of found)
  test(`${module} with ${known} is ${is || "unknown"}`, () => {
    const names = new Set(known.split(" ").map(packageName));
    assert.equal(new Distributions(names).of(module).join(" "), is);
  });

test("of what nobody has, the usual package is the likely one", () => {
  assert.equal(likelyDistribution("google.cloud.storage.blob"), "google-cloud-storage");
  assert.equal(likelyDistribution("PIL.Image"), "pillow");
  assert.equal(likelyDistribution("Foo_Bar.baz"), "foo-bar");
});

const standard: readonly (readonly [module: string, minors: readonly number[]])[] = [
  ["os", [8, 9, 10, 11, 12, 13, 14]],
  ["zoneinfo", [9, 10, 11, 12, 13, 14]],
  ["tomllib", [11, 12, 13, 14]],
  ["distutils", [8, 9, 10, 11]],
  ["cgi", [8, 9, 10, 11, 12]],
  ["parser", [8, 9]],
  ["annotationlib", [14]],
  ["requests", []],
];

for (const [module, minors] of standard)
  test(`${module} comes with Python 3 of ${minors.join(", ") || "no version"}`, () => {
    assert.deepEqual(
      [8, 9, 10, 11, 12, 13, 14].filter((minor) => isStandard(module, minor)),
      minors,
    );
  });
