/** What processors can do, by the numbers of `/proc/cpuinfo`. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { tryCpuFlags } from "../../src/environments/index.ts";

const processors: readonly (readonly [name: string, family: number, model: number, flags: string | undefined])[] = [
  ["Xeon E5-2690 (Sandy Bridge)", 6, 45, ""],
  ["Core i7-3770 (Ivy Bridge)", 6, 58, ""],
  ["Celeron J4105 (Goldmont Plus)", 6, 122, ""],
  ["Xeon E5-2680 v3 (Haswell)", 6, 63, "avx2"],
  ["Xeon E5-2699 v4 (Broadwell)", 6, 79, "avx2"],
  ["Core i7-6700 (Skylake)", 6, 94, "avx2"],
  ["Core i7-8650U (Kaby Lake)", 6, 142, "avx2"],
  ["Core i9-12900K (Alder Lake)", 6, 151, "avx2"],
  ["Processor N100 (Gracemont)", 6, 190, "avx2"],
  ["Xeon Gold 6248 (Cascade Lake)", 6, 85, "avx2 avx512"],
  ["Xeon Platinum 8375C (Ice Lake)", 6, 106, "avx2 avx512"],
  ["Core i7-1185G7 (Tiger Lake)", 6, 140, "avx2 avx512"],
  ["Xeon Platinum 8488C (Sapphire Rapids)", 6, 143, "avx2 avx512"],
  ["FX-8350 (Piledriver)", 21, 2, ""],
  ["A12-9800 (Excavator)", 21, 101, "avx2"],
  ["EPYC 7571 (Zen)", 23, 1, "avx2"],
  ["EPYC 7R32 (Zen 2)", 23, 49, "avx2"],
  ["EPYC 7R13 (Zen 3)", 25, 1, "avx2"],
  ["Ryzen 9 5950X (Zen 3)", 25, 33, "avx2"],
  ["EPYC 9R14 (Zen 4)", 25, 17, "avx2 avx512"],
  ["Ryzen 9 7950X (Zen 4)", 25, 97, "avx2 avx512"],
  ["EPYC 9755 (Zen 5)", 26, 2, "avx2 avx512"],
  // The low half of a model's number is no model: 5 is not Cascade Lake's 85.
  ["a model of one digit", 6, 5, undefined],
  ["a family that nobody has", 7, 85, undefined],
  ["Knights Landing, which has a part of AVX-512", 6, 87, undefined],
];

for (const [name, cpuFamily, cpuModel, flags] of processors)
  test(`${name} ${flags === undefined ? "is unknown" : `has ${flags || "neither"}`}`, () =>
    assert.equal(tryCpuFlags({ cpuFamily, cpuModel })?.join(" "), flags));

test("half a processor is none", () => {
  assert.equal(tryCpuFlags({ cpuFamily: 6 }), undefined);
  assert.equal(tryCpuFlags({ cpuModel: 85 }), undefined);
});
