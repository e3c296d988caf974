/** Families whose requirements apply only under conditions: extras and markers. */

import { SeededRandom } from "../random.ts";
import { type Family, freshness, type Packages, upTo } from "./family.ts";

/** One package with many extras that ask for each other; in its newest release two of them cannot hold together. */
export const extrasExplosion: Family = {
  name: "extras explosion",
  unit: "extras",
  sizes: { small: 40, growing: [50, 200, 800] },
  make: (extras, seed) => {
    const random = new SeededRandom(seed);
    const shared = Math.max(2, Math.floor(extras / 10));
    const [low, high] = [0, shared * (1 + random.below(Math.max(1, Math.floor(extras / shared) - 1)))];
    const hub = (version: number): Packages[string][string] => ({
      extras: Object.fromEntries(
        upTo(extras).map((number) => {
          const extra = number - 1;
          const bound = version < 3 ? "" : extra === low ? "<2" : extra === high ? ">=2" : "";
          const others = [extra + 1, random.below(extras)].filter((other) => other < extras && other !== extra);
          return [`x${extra}`, [`lib${extra % shared}${bound}`, ...others.map((other) => `hub[x${other}]`)]];
        }),
      ),
    });
    const packages: Packages = {
      hub: { 3: hub(3), 2: hub(2), 1: hub(1) },
      ...Object.fromEntries(upTo(shared).map((number) => [`lib${number - 1}`, { 3: {}, 2: {}, 1: {} }])),
    };
    const expected = { kind: "best" as const, cost: [1], pins: { hub: "2", lib0: "3" } };
    return { packages, root: ["hub[x0]"], ...freshness(packages), expected };
  },
};

/** What holds of `linux` in `../world.ts`, and what does not. */
const atoms = [
  ['sys_platform == "linux"', 'sys_platform == "win32"'],
  ['python_version >= "3.9"', 'python_version < "3.9"'],
  ['os_name == "posix"', 'os_name == "nt"'],
  ['platform_machine == "x86_64"', 'platform_machine != "x86_64"'],
  ['implementation_name == "cpython"', 'implementation_name != "cpython"'],
  ['python_full_version >= "3.12"', 'python_full_version < "3.12"'],
  ['platform_system == "Linux"', 'platform_system != "Linux"'],
  ['platform_python_implementation == "CPython"', 'platform_python_implementation == "PyPy"'],
  ['"nu" in sys_platform', '"nu" not in sys_platform'],
  ['python_version != "3.11"', 'python_version == "3.11"'],
] as const;

/** All combinations of marker atoms, each of which asks for a release of its own; in one environment one applies. */
export const markerLattice: Family = {
  name: "marker lattice",
  unit: "atoms",
  sizes: { small: 6, growing: [4, 6, 8, 10] },
  make: (size, seed) => {
    const cells = 2 ** size;
    const here = seed % cells;
    const requires = upTo(cells).map((number) => {
      const cell = number - 1;
      const parts = atoms.slice(0, size).map((sides, bit) => sides[((cell ^ here) >> bit) & 1]!);
      return `cell==${number}; ${parts.join(" and ")}`;
    });
    const packages: Packages = {
      lattice: { 1: { requires } },
      cell: Object.fromEntries(upTo(cells).map((number) => [number, {}])),
    };
    const expected = { kind: "best" as const, cost: [cells - here - 1], pins: { cell: String(here + 1) } };
    return { packages, root: ["lattice"], ...freshness(packages), expected };
  },
};
