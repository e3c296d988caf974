/** Which wheels an environment can install. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { environmentTags, runtimeEnvironment } from "../../src/environments/index.ts";

function tagsOf(
  system: string | undefined,
  python = "3.8",
  platform: "linux-x86_64" | "linux-aarch64" = "linux-x86_64",
) {
  const [name = "", version = ""] = system?.split(" ") ?? [];
  const operating_system = system === undefined ? null : { name, version };
  return environmentTags(runtimeEnvironment({ name: "a", platform, operating_system }, { pythonVersion: python }));
}

const fits: readonly [system: string | undefined, tag: string, fits: boolean][] = [
  ["rhel 8", "cp38-cp38-manylinux_2_28_x86_64", true],
  ["rhel 8", "cp38-cp38-manylinux_2_29_x86_64", false],
  ["ubi 8.6", "cp38-cp38-manylinux_2_28_x86_64", true],
  ["rhel 8", "cp38-cp38-manylinux2014_x86_64", true],
  ["rhel 8", "cp39-cp39-manylinux2014_x86_64", false],
  ["rhel 8", "cp38-cp38-musllinux_1_2_x86_64", false],
  ["rhel 8", "cp36-abi3-manylinux2014_x86_64", true],
  ["rhel 8", "cp38-cp38-linux_x86_64", true],
  ["rhel 8", "py3-none-any", true],
  ["debian 12", "cp38-cp38-manylinux_2_36_x86_64", true],
  ["alpine 3.20", "cp38-cp38-musllinux_1_2_x86_64", true],
  ["alpine 3.20", "cp38-cp38-musllinux_1_0_x86_64", true],
  ["alpine 3.20", "cp38-cp38-manylinux2014_x86_64", false],
  ["alpine 3.20", "py3-none-any", true],
  [undefined, "cp38-cp38-manylinux_2_34_x86_64", true],
  [undefined, "cp38-cp38-manylinux_2_35_x86_64", false],
];

for (const [system, tag, expected] of fits) {
  test(`${tag} ${expected ? "runs" : "does not run"} on ${system ?? "a system that nobody named"}`, () =>
    assert.equal(tagsOf(system).includes(tag), expected));
}

test("the architecture is the platform's", () => {
  const tags = tagsOf("rhel 9", "3.11", "linux-aarch64");
  assert.ok(tags.includes("cp311-cp311-manylinux_2_34_aarch64"));
  assert.ok(!tags.some((tag) => tag.endsWith("x86_64")));
});

test("newer libraries come before older ones, and no tag comes twice", () => {
  for (const [system, order] of [
    ["rhel 8", ["linux", "manylinux_2_28", "manylinux_2_27", "manylinux_2_17", "manylinux2014"]],
    ["alpine 3.20", ["linux", "musllinux_1_2", "musllinux_1_1", "musllinux_1_0"]],
  ] as const) {
    const tags = tagsOf(system);
    const ranks = order.map((platform) => tags.indexOf(`cp38-cp38-${platform}_x86_64`));
    assert.deepEqual(
      ranks,
      ranks.toSorted((a, b) => a - b),
    );
    assert.equal(ranks[0], 0);
    assert.equal(new Set(tags).size, tags.length);
  }
});
