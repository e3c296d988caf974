/**
 * Compatibility tags: which wheels an interpreter can use, and which of them it likes best. PEP 425, with the platforms
 * of PEP 600 (glibc) and PEP 656 (musl).
 *
 * Surprises of the standard: a CPython takes `abi3` wheels of every older minor version down to 3.2, but only `none`
 * wheels tagged `py3`, and `cp3x-none-any` only of its own; ABIs before 3.8 end in `m`. `manylinux1`, `2010` and `2014`
 * are other names of glibc 2.5, 2.12 and 2.17; other machines than x86 begin at 2.17. A native `linux_*` tag comes
 * before every manylinux one (since `packaging` 26.3).
 */

/** Interpreter, ABI and platform, lower case: `cp38-abi3-manylinux_2_17_x86_64`. */
export type Tag = string;

/** What tags are asked for. */
export interface TagRequest {
  /** Major and minor version of a CPython. */
  readonly python: readonly [major: number, minor: number];
  /** Best first, such as those of {@link manylinuxPlatforms}; with none only wheels for any platform fit. */
  readonly platforms: readonly string[];
}

/** The tags that a CPython with its lock on threads (no free-threaded build) supports, best first, each once. */
export function supportedTags({ python, platforms }: TagRequest): readonly Tag[] {
  const [major, minor] = python;
  const interpreter = `cp${major}${minor}`;
  const onPlatforms = (prefix: string): Tag[] => platforms.map((platform) => `${prefix}-${platform}`);
  const hasStableAbi = major === 3 && minor >= 2;
  const generic = genericInterpreters(major, minor);
  return [
    ...onPlatforms(`${interpreter}-${cpythonAbi(major, minor)}`),
    ...(hasStableAbi ? onPlatforms(`${interpreter}-abi3`) : []),
    ...onPlatforms(`${interpreter}-none`),
    ...(hasStableAbi ? minorsBelow(minor, 2).flatMap((older) => onPlatforms(`cp3${older}-abi3`)) : []),
    ...generic.flatMap((python) => onPlatforms(`${python}-none`)),
    `${interpreter}-none-any`,
    ...generic.map((python) => `${python}-none-any`),
  ];
}

/** `pymalloc` and wide Unicode were options that showed in the ABI, and that Linux builds had. */
function cpythonAbi(major: number, minor: number): string {
  if (major === 3 && minor >= 8) return `cp${major}${minor}`;
  return `cp${major}${minor}${major === 3 && minor >= 3 ? "m" : "mu"}`;
}

/** `py38`, then `py3`, then `py37` and older. */
function genericInterpreters(major: number, minor: number): string[] {
  return [`py${major}${minor}`, `py${major}`, ...minorsBelow(minor, 0).map((older) => `py${major}${older}`)];
}

/** From `minor - 1` down to `last`. */
function minorsBelow(minor: number, last: number): number[] {
  return Array.from({ length: Math.max(0, minor - last) }, (_, i) => minor - 1 - i);
}

const legacyManylinux: Readonly<Record<number, string>> = { 17: "manylinux2014", 12: "manylinux2010", 5: "manylinux1" };

/**
 * The platforms of a Linux with glibc 2.x, best first: the native `linux_*`, then manylinux from its glibc downwards,
 * each with its legacy name behind it. PEP 600.
 *
 * @param architecture as `uname -m` says it, such as `x86_64`; an `armv8l` also runs `armv7l`
 */
export function manylinuxPlatforms(architecture: string, [major, minor]: readonly [number, number]): readonly string[] {
  if (major !== 2) throw new Error(`there is no glibc ${major}.${minor}`);
  const architectures = runnable(architecture);
  const oldest = architecture === "x86_64" || architecture === "i686" ? 5 : 17;
  const manylinux = architectures.flatMap((name) =>
    minorsBelow(minor + 1, oldest).flatMap((glibc) => {
      const legacy = legacyManylinux[glibc];
      return [`manylinux_2_${glibc}_${name}`, ...(legacy === undefined ? [] : [`${legacy}_${name}`])];
    }),
  );
  return [...architectures.map((name) => `linux_${name}`), ...manylinux];
}

/** The platforms of a Linux with musl, best first: the native `linux_*`, then musllinux downwards. PEP 656. */
export function musllinuxPlatforms(architecture: string, [major, minor]: readonly [number, number]): readonly string[] {
  const architectures = runnable(architecture);
  const musllinux = architectures.flatMap((name) =>
    minorsBelow(minor + 1, 0).map((musl) => `musllinux_${major}_${musl}_${name}`),
  );
  return [...architectures.map((name) => `linux_${name}`), ...musllinux];
}

function runnable(architecture: string): readonly string[] {
  return architecture === "armv8l" ? ["armv8l", "armv7l"] : [architecture];
}

/** Ranks wheels by their best tag, as installers do. */
export class TagRanks {
  readonly #ranks: ReadonlyMap<Tag, number>;

  private constructor(ranks: ReadonlyMap<Tag, number>) {
    this.#ranks = ranks;
  }

  /** @param tags best first; of a tag that stands twice the first place counts */
  static of(tags: readonly Tag[]): TagRanks {
    const ranks = new Map<Tag, number>();
    for (const [rank, tag] of tags.entries()) if (!ranks.has(tag)) ranks.set(tag, rank);
    return new TagRanks(ranks);
  }

  /** The rank of the best of a wheel's `tags`, from 0, lower is better; undefined when none is supported. */
  rank(tags: readonly Tag[]): number | undefined {
    let best: number | undefined;
    for (const tag of tags) {
      const rank = this.#ranks.get(tag);
      if (rank !== undefined && (best === undefined || rank < best)) best = rank;
    }
    return best;
  }
}
