/**
 * On which index each package is looked for. The manifest's pins decide for their own names; and what nothing but
 * packages of one pinned index needs belongs with them, so that no public namesake answers for it.
 *
 * Who needs a package is known only from what has been read. So a package gets its home when it is first met, and what
 * is read later is held against it: `corrections` tells what turned out otherwise, and then the question is posed again.
 */

import type { Candidate, IndexName, IndexSearch } from "../ports/index.ts";
import type { PackageName } from "../python/index.ts";

/** An index, or undefined for the order of the sources. */
export type Home = IndexName | undefined;

export interface HomesOptions {
  /** The first source: it is asked first anyway, so to be pinned to it is no home that is handed on. */
  readonly first: IndexName | undefined;
  readonly pins: ReadonlyMap<PackageName, IndexName>;
  /** Names that the manifest asks for without a pin: somebody outside of any pin needs them. */
  readonly unpinned: ReadonlySet<PackageName>;
  /** Where a lock has a package from: the home of one that nobody is known to need. Indexes of the manifest only. */
  readonly locked: ReadonlyMap<PackageName, IndexName>;
  /** What was learnt when the question was posed before. */
  readonly corrected: ReadonlyMap<PackageName, Home>;
}

export class Homes {
  /** Whether any package can have a home: else there is nothing to be learnt from what is read. */
  readonly matter: boolean;
  readonly #options: HomesOptions;
  /** By package: the homes of all that are known to need it. */
  readonly #needed = new Map<PackageName, Set<Home>>();
  /** By package that was looked for without a pin: the home it was given. */
  readonly #given = new Map<PackageName, Home>();
  /** Packages that are from a pinned index, by a pin or by their home. */
  readonly #bound = new Map<PackageName, IndexName>();

  constructor(options: Partial<HomesOptions> = {}) {
    const unpinned = new Set<PackageName>();
    this.#options = {
      first: undefined,
      pins: new Map(),
      unpinned,
      locked: new Map(),
      corrected: new Map(),
      ...options,
    };
    const { first, pins, locked } = this.#options;
    this.matter = [...pins.values(), ...locked.values()].some((index) => index !== first);
    for (const name of this.#options.unpinned) this.#need(name, undefined);
  }

  /** What was learnt when the question was posed before. */
  get corrected(): ReadonlyMap<PackageName, Home> {
    return this.#options.corrected;
  }

  /** Where to look for a package that is met for the first time. */
  search(name: PackageName): IndexSearch {
    const pin = this.#options.pins.get(name);
    if (pin !== undefined) return { kind: "pinned", index: pin };
    const { corrected } = this.#options;
    const home = corrected.has(name) ? corrected.get(name) : this.#homeOf(name);
    this.#given.set(name, home);
    return home === undefined ? { kind: "ordered" } : { kind: "beside", index: home };
  }

  /** The index `index` answered the search. */
  found(name: PackageName, index: IndexName): void {
    const isBound = index === this.#options.pins.get(name) || index === this.#given.get(name);
    if (isBound && index !== this.#options.first) this.#bound.set(name, index);
  }

  /** A candidate that may be chosen needs `name`. */
  needs(candidate: Candidate, name: PackageName): void {
    this.#need(name, this.#bound.get(candidate.name));
  }

  /**
   * Homes that are not what was given. A package changes from its first home to another, then to the order of the
   * sources, and from there no more: so posing the question again comes to an end.
   */
  corrections(): ReadonlyMap<PackageName, Home> {
    const corrections = new Map<PackageName, Home>();
    for (const [name, given] of this.#given) {
      const wanted = this.#homeOf(name);
      const isFirst = !this.#options.corrected.has(name);
      if (wanted === given || (!isFirst && given === undefined)) continue;
      corrections.set(name, isFirst ? wanted : undefined);
    }
    return corrections;
  }

  #need(name: PackageName, home: Home): void {
    const homes = this.#needed.get(name) ?? new Set();
    this.#needed.set(name, homes.add(home));
  }

  #homeOf(name: PackageName): Home {
    const homes = this.#needed.get(name);
    if (homes === undefined) return this.#options.locked.get(name);
    const [home, ...others] = homes;
    return others.length === 0 ? home : undefined;
  }
}
