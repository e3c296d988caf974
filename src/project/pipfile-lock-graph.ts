/** Who pulled a package in: the graph of one section's pins, as far as their metadata is known. */

import { compareText } from "../base/index.ts";
import type { ExtraName, MarkerEnvironment, PackageName, Requirement } from "../python/index.ts";
import type { LockPin } from "./pipfile-lock-request.ts";
import type { ManifestEntry } from "./manifest.ts";

/** One way in which a package came into the section. */
export interface Arrival<Entry extends ManifestEntry> {
  /** The entry of the manifest at the top of the chain of parents; undefined when nothing is known of it. */
  readonly entry: Entry | undefined;
  /** The requirement that names the package; undefined when an opaque entry brought it. */
  readonly requirement: Requirement | undefined;
}

interface Edge {
  readonly parent: PackageName;
  readonly requirement: Requirement;
}

export class SectionGraph<Entry extends ManifestEntry> {
  readonly #entries: ReadonlyMap<PackageName, Entry>;
  readonly #applying: ReadonlySet<Entry>;
  readonly #pins: ReadonlyMap<PackageName, LockPin>;
  readonly #markers: MarkerEnvironment;
  /** By child, parents in alphabetical order. */
  readonly #edges = new Map<PackageName, Edge[]>();
  readonly #topsByPackage = new Map<PackageName, readonly Entry[]>();
  /** What the entries that apply need, themselves included. */
  readonly #needed: ReadonlySet<PackageName>;
  readonly #extras = new Map<PackageName, Set<ExtraName>>();

  /** @param applying those of `entries` whose conditions hold in `markers` */
  constructor(
    entries: readonly Entry[],
    applying: ReadonlySet<Entry>,
    pins: ReadonlyMap<PackageName, LockPin>,
    markers: MarkerEnvironment,
  ) {
    this.#entries = new Map(entries.map((entry) => [entry.name, entry]));
    this.#applying = applying;
    this.#pins = pins;
    this.#markers = markers;
    for (const { name, extras } of entries) this.#addExtras(name, extras);
    this.#activateExtras();
    this.#connect();
    this.#needed = this.#readNeeded();
  }

  /** Whether an entry that applies needs `name`, be it that very entry or one that pulls it in. */
  isNeeded(name: PackageName): boolean {
    return this.#needed.has(name);
  }

  /** Extras that are asked for of `name`, by the manifest or by another package. */
  extrasOf(name: PackageName): ReadonlySet<ExtraName> {
    return this.#extras.get(name) ?? new Set();
  }

  /** The other pins that require `name` here, in alphabetical order. */
  requirers(name: PackageName): ReadonlySet<PackageName> {
    const parents = (this.#edges.get(name) ?? []).map(({ parent }) => parent);
    return new Set(parents.filter((parent) => parent !== name));
  }

  /**
   * Every way in which a package came in that is no entry itself, or one that does not apply, parents in alphabetical order; never empty. What
   * entries that do not apply bring counts only where nothing else brings it, and what no known requirement asks for
   * belongs to the opaque entries, whose requirements nobody has read.
   */
  arrivals(name: PackageName): readonly Arrival<Entry>[] {
    const known = (this.#edges.get(name) ?? []).flatMap(({ parent, requirement }) =>
      this.#tops(parent).map((entry) => ({ entry, requirement })),
    );
    const opaque = [...this.#entries.values()]
      .filter((entry) => entry.source.kind !== "index")
      .map((entry) => ({ entry, requirement: undefined }));
    const nothing = [{ entry: undefined, requirement: undefined }];
    for (const arrivals of [known, opaque]) {
      const applying = arrivals.filter(({ entry }) => this.#applying.has(entry));
      if (applying.length > 0) return applying;
    }
    return known.length > 0 ? known : nothing;
  }

  /** The entries of the manifest that the chains of parents from `start` end in, by name. */
  #tops(start: PackageName): readonly Entry[] {
    const known = this.#topsByPackage.get(start);
    if (known !== undefined) return known;
    const tops: Entry[] = [];
    const seen = new Set<PackageName>([start]);
    for (const name of seen) {
      const entry = this.#entries.get(name);
      const isTop = entry !== undefined && (this.#applying.has(entry) || !this.isNeeded(name));
      if (isTop) tops.push(entry);
      else for (const { parent } of this.#edges.get(name) ?? []) seen.add(parent);
    }
    tops.sort((a, b) => compareText(a.name, b.name));
    this.#topsByPackage.set(start, tops);
    return tops;
  }

  /** Extras ask for requirements, and those for extras: goes on until nothing new is asked for. */
  #activateExtras(): void {
    const queue: PackageName[] = [...this.#pins.keys()];
    for (const name of queue) {
      for (const requirement of this.#activeRequirements(name)) {
        if (this.#addExtras(requirement.name, requirement.extras)) queue.push(requirement.name);
      }
    }
  }

  /** True if one of `extras` is new for `name`. */
  #addExtras(name: PackageName, extras: readonly ExtraName[]): boolean {
    const known = this.#extras.get(name) ?? new Set();
    const before = known.size;
    for (const extra of extras) known.add(extra);
    this.#extras.set(name, known);
    return known.size > before;
  }

  #readNeeded(): ReadonlySet<PackageName> {
    const needed = new Set([...this.#applying].map(({ name }) => name));
    // A set hands out what is added while it is walked.
    for (const name of needed) for (const requirement of this.#activeRequirements(name)) needed.add(requirement.name);
    return needed;
  }

  #activeRequirements(name: PackageName): readonly Requirement[] {
    const extras = [...this.extrasOf(name)];
    const requires = this.#pins.get(name)?.requires ?? [];
    return requires.filter(({ marker }) => marker === undefined || marker.evaluate(this.#markers, extras));
  }

  #connect(): void {
    for (const parent of [...this.#pins.keys()].sort()) {
      for (const requirement of this.#activeRequirements(parent)) {
        const edges = this.#edges.get(requirement.name) ?? [];
        edges.push({ parent, requirement });
        this.#edges.set(requirement.name, edges);
      }
    }
  }
}
