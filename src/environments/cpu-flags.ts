/**
 * Which vector instructions a processor has, by the family and model that `/proc/cpuinfo` prints in decimal.
 *
 * Evidence: the names of the models are those of Linux, `arch/x86/include/asm/intel-family.h` for Intel and the
 * generations of Zen in `arch/x86/kernel/cpu/amd.c`; what a generation can do is in Intel's Software Developer's Manual
 * and AMD's Architecture Programmer's Manual. AVX2 came with Haswell (2013) and Excavator (2015). `avx512` is what
 * compilers call `x86-64-v4`: F, BW, CD, DQ and VL, which came with Skylake-SP (2017) and Zen 4 (2022); the hybrid
 * processors from Alder Lake on have it switched off.
 *
 * A model says what its makers designed; a few Pentium and Celeron processors have AVX2 switched off. Knights Landing
 * and Knights Mill have a part of AVX-512 only, and are left out.
 */

import type { Hardware } from "./runtime-environment.ts";

/** As rules and catalogues name them. */
export const cpuFlags = ["avx2", "avx512"] as const;

export type CpuFlag = (typeof cpuFlags)[number];

/** Inclusive bounds of a range of models, or one model. */
type Models = readonly (number | readonly [first: number, last: number])[];

interface Generation {
  readonly family: number;
  readonly models: Models;
  readonly flags: readonly CpuFlag[];
}

const both = cpuFlags;

const generations: readonly Generation[] = [
  // Intel Core 2, Nehalem, Westmere, Sandy Bridge, Ivy Bridge.
  { family: 6, models: [15, 22, 23, 29, 26, 30, 31, 46, 37, 44, 47, 42, 45, 58, 62], flags: [] },
  // Atom up to Tremont: Bonnell, Saltwell, Silvermont, Airmont, Goldmont, Goldmont Plus, Tremont; and Lakefield, which has Tremont cores.
  { family: 6, models: [28, 38, 39, 53, 54, 55, 74, 77, 76, 90, 117, 92, 95, 122, 134, 150, 156, 138], flags: [] },
  // Haswell, Broadwell.
  { family: 6, models: [60, 63, 69, 70, 61, 71, 79, 86], flags: ["avx2"] },
  // Skylake but for servers, Kaby Lake with Coffee Lake and others, Comet Lake.
  { family: 6, models: [78, 94, 142, 158, 165, 166], flags: ["avx2"] },
  // Alder Lake, Raptor Lake, Meteor Lake, Arrow Lake, Lunar Lake.
  { family: 6, models: [151, 154, 183, 186, 191, 170, 172, 181, 197, 198, 189], flags: ["avx2"] },
  // Atom from Gracemont on: Alder Lake-N, Sierra Forest, Grand Ridge.
  { family: 6, models: [190, 175, 182], flags: ["avx2"] },
  // Skylake-SP with Cascade Lake and Cooper Lake, Cannon Lake, Ice Lake, Tiger Lake, Rocket Lake.
  { family: 6, models: [85, 102, 106, 108, 125, 126, 157, 140, 141, 167], flags: both },
  // Sapphire Rapids, Emerald Rapids, Granite Rapids.
  { family: 6, models: [143, 207, 173, 174], flags: both },
  // AMD Bulldozer, Piledriver and Steamroller, then Excavator.
  { family: 21, models: [[0, 0x3f]], flags: [] },
  { family: 21, models: [[0x60, 0x7f]], flags: ["avx2"] },
  // Zen, Zen+ and Zen 2, and Hygon's Zen.
  {
    family: 23,
    models: [
      [0, 0x7f],
      [0x90, 0x91],
      [0xa0, 0xaf],
    ],
    flags: ["avx2"],
  },
  { family: 24, models: [[0, 0x0f]], flags: ["avx2"] },
  // Zen 3, then Zen 4.
  {
    family: 25,
    models: [
      [0, 0x0f],
      [0x20, 0x5f],
    ],
    flags: ["avx2"],
  },
  {
    family: 25,
    models: [
      [0x10, 0x1f],
      [0x60, 0xaf],
    ],
    flags: both,
  },
  // Zen 5.
  {
    family: 26,
    models: [
      [0, 0x2f],
      [0x40, 0x4f],
      [0x60, 0x7f],
    ],
    flags: both,
  },
];

/** What the processor of `hardware` has of {@link cpuFlags}; undefined for one that is not stated in full or not in the table. */
export function tryCpuFlags({ cpuFamily, cpuModel }: Hardware): readonly CpuFlag[] | undefined {
  if (cpuFamily === undefined || cpuModel === undefined) return undefined;
  return generations.find(({ family, models }) => family === cpuFamily && holdsModel(models, cpuModel))?.flags;
}

function holdsModel(models: Models, model: number): boolean {
  return models.some((one) => (typeof one === "number" ? one === model : one[0] <= model && model <= one[1]));
}
