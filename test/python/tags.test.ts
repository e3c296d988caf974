import assert from "node:assert/strict";
import { test } from "node:test";

import {
  TagRanks,
  manylinuxPlatforms,
  musllinuxPlatforms,
  parseWheelName,
  supportedTags,
} from "../../src/python/index.ts";

test("a CPython 3.4 takes its own ABI first, then stable ABIs downwards, then pure wheels", () => {
  assert.deepEqual(supportedTags({ python: [3, 4], platforms: ["linux_x86_64"] }), [
    "cp34-cp34m-linux_x86_64",
    "cp34-abi3-linux_x86_64",
    "cp34-none-linux_x86_64",
    "cp33-abi3-linux_x86_64",
    "cp32-abi3-linux_x86_64",
    "py34-none-linux_x86_64",
    "py3-none-linux_x86_64",
    "py33-none-linux_x86_64",
    "py32-none-linux_x86_64",
    "py31-none-linux_x86_64",
    "py30-none-linux_x86_64",
    "cp34-none-any",
    "py34-none-any",
    "py3-none-any",
    "py33-none-any",
    "py32-none-any",
    "py31-none-any",
    "py30-none-any",
  ]);
});

test("ABIs end in `m` before 3.8 and in `mu` before 3.3, and 2.7 has no stable one", () => {
  const first = (major: number, minor: number): string | undefined =>
    supportedTags({ python: [major, minor], platforms: ["p"] })[0];
  assert.deepEqual(
    [first(3, 13), first(3, 8), first(3, 7), first(2, 7)],
    ["cp313-cp313-p", "cp38-cp38-p", "cp37-cp37m-p", "cp27-cp27mu-p"],
  );
  assert.ok(!supportedTags({ python: [2, 7], platforms: ["p"] }).some((tag) => tag.includes("abi3")));
});

test("without a platform only wheels for any platform fit", () => {
  assert.deepEqual(supportedTags({ python: [3, 1], platforms: [] }), [
    "cp31-none-any",
    "py31-none-any",
    "py3-none-any",
    "py30-none-any",
  ]);
});

test("manylinux goes down from the system's glibc, legacy names behind their own, native before all", () => {
  assert.deepEqual(manylinuxPlatforms("x86_64", [2, 6]), [
    "linux_x86_64",
    "manylinux_2_6_x86_64",
    "manylinux_2_5_x86_64",
    "manylinux1_x86_64",
  ]);
  assert.deepEqual(manylinuxPlatforms("aarch64", [2, 18]), [
    "linux_aarch64",
    "manylinux_2_18_aarch64",
    "manylinux_2_17_aarch64",
    "manylinux2014_aarch64",
  ]);
  assert.deepEqual(manylinuxPlatforms("aarch64", [2, 16]), ["linux_aarch64"]);
});

test("musllinux goes down to 0, and an armv8l also runs armv7l", () => {
  assert.deepEqual(musllinuxPlatforms("x86_64", [1, 1]), [
    "linux_x86_64",
    "musllinux_1_1_x86_64",
    "musllinux_1_0_x86_64",
  ]);
  assert.deepEqual(musllinuxPlatforms("armv8l", [1, 0]), [
    "linux_armv8l",
    "linux_armv7l",
    "musllinux_1_0_armv8l",
    "musllinux_1_0_armv7l",
  ]);
});

test("a wheel ranks by its best tag, or not at all", () => {
  const ranks = TagRanks.of(["a", "b", "a", "c"]);
  assert.equal(ranks.rank(["c", "b", "x"]), 1);
  assert.equal(ranks.rank(["a"]), 0);
  assert.equal(ranks.rank(["c"]), 3);
  assert.equal(ranks.rank(["x"]), undefined);
  assert.equal(ranks.rank([]), undefined);
});

// conda/conda-lock#517: newer manylinux wheels are known, and fit where the glibc is new enough.
for (const [glibc, filename, fits] of [
  [28, "boost3d-0.18.0-cp311-cp311-manylinux_2_28_x86_64.whl", true],
  [28, "boost3d-0.19.0-cp311-cp311-manylinux_2_31_x86_64.whl", false],
  [34, "boost3d-0.19.0-cp311-cp311-manylinux_2_31_x86_64.whl", true],
  [17, "boost3d-0.18.0-cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64.whl", true],
  [34, "boost3d-0.18.0-cp312-cp312-manylinux_2_17_x86_64.whl", false],
  [34, "boost3d-0.18.0-cp37-abi3-manylinux2014_x86_64.whl", true],
] as const) {
  test(`${filename} ${fits ? "fits" : "does not fit"} CPython 3.11 on glibc 2.${glibc}`, () => {
    const ranks = TagRanks.of(supportedTags({ python: [3, 11], platforms: manylinuxPlatforms("x86_64", [2, glibc]) }));
    assert.equal(ranks.rank(parseWheelName(filename).tags) !== undefined, fits);
  });
}
