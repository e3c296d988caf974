/**
 * Whether one `affected` entry of an OSV record covers a version. OSV schema, "Evaluation".
 *
 * A version that the entry lists is affected, whatever the ranges say; else a range decides by walking its events in
 * order. What cannot be compared under PEP 440, be it the version or a bound, is `unsure`: nobody is told that they are
 * safe, or that they are not, by a guess.
 */

import { Version } from "../python/index.ts";
import type { OsvAffected, OsvEvent } from "./osv.ts";

export type Verdict = "affected" | "clear" | "unsure";

/** A version in question. */
export interface Question {
  /** Equal for equal versions, and for equal texts where they are none. */
  readonly key: string;
  /** Without its local label, which no advisory speaks of; undefined where the text is not PEP 440. */
  readonly version: Version | undefined;
}

/** @param text as a lock or a user writes it. */
export function ask(text: string): Question {
  const whole = Version.tryParse(text);
  const version = whole?.local === undefined ? whole : Version.parse(whole.public);
  return { key: keyOf(text, version), version };
}

/**
 * The versions that the records of one package list, numbered: records list the same ones over and over, so each keeps a
 * set of bits.
 */
export class ListedVersions {
  readonly #byText = new Map<string, number>();
  readonly #byKey = new Map<string, number>();

  /** The bits of `texts`, 32 a word. */
  bitsOf(texts: readonly string[]): Uint32Array {
    const numbers = texts.map((text) => this.#numberOf(text));
    const bits = new Uint32Array((this.#byKey.size + 31) >>> 5);
    for (const number of numbers) bits[number >>> 5]! |= 1 << (number & 31);
    return bits;
  }

  /** The number of the version in question; -1 where no record lists it. */
  find({ key }: Question): number {
    return this.#byKey.get(key) ?? -1;
  }

  /** For when no more bits are wanted. */
  close(): void {
    this.#byText.clear();
  }

  #numberOf(text: string): number {
    let number = this.#byText.get(text);
    if (number === undefined) {
      const key = keyOf(text, Version.tryParse(text));
      number = this.#byKey.get(key) ?? this.#byKey.size;
      this.#byKey.set(key, number);
      this.#byText.set(text, number);
    }
    return number;
  }
}

/** By value where the text is PEP 440, such as `1.0` and `1.0.0`, else as it is written but for white space and case. */
function keyOf(text: string, version: Version | undefined): string {
  if (version === undefined) return `text ${text.trim().toLowerCase()}`;
  const plain = version.sortKey === undefined ? withoutZeros(version) : version;
  const { sortKey } = plain;
  return sortKey === undefined ? plain.normalized : `${sortKey.head} ${sortKey.tail} ${sortKey.dev}`;
}

/** The equal version with the fewest numbers. */
function withoutZeros({ parts }: Version): Version {
  let end = parts.release.length;
  while (end > 1 && Number(parts.release[end - 1]) === 0) end--;
  return Version.fromParts({ ...parts, release: parts.release.slice(0, end) });
}

/** One entry, ready to be asked any number of times. */
export class AffectedVersions {
  readonly #listed: Uint32Array;
  readonly #ranges: readonly VersionRange[];

  constructor(entry: OsvAffected, listed: ListedVersions) {
    this.#listed = listed.bitsOf(entry.versions ?? []);
    this.#ranges = (entry.ranges ?? [])
      .filter(({ type, events }) => type === "ECOSYSTEM" && events.length > 0)
      .map(({ events }) => new VersionRange(events));
  }

  /** @param number of the version among those that are listed. */
  judge(version: Version | undefined, number: number): Verdict {
    if (number >= 0 && ((this.#listed[number >>> 5] ?? 0) >>> (number & 31)) & 1) return "affected";
    let isSure = true;
    for (const range of this.#ranges) {
      const verdict = range.judge(version);
      if (verdict === "affected") return verdict;
      if (verdict === "unsure") isSure = false;
    }
    return isSure ? "clear" : "unsure";
  }

  /** Every version that a range calls fixed and that can be compared. */
  get fixes(): readonly Version[] {
    return this.#ranges.flatMap((range) => range.fixes);
  }
}

/**
 * What happens at a bound: from an `introduced` on a version is in, from a `fixed` on and past a `last_affected` out. In
 * the order in which they happen at one version: a range that is closed and opened again there holds the version.
 */
const boundKinds = ["fixed", "introduced", "last_affected"] as const;
type BoundKind = (typeof boundKinds)[number];

interface Bound {
  readonly kind: BoundKind;
  /** Undefined for `introduced: "0"`, which lies below every version, also below `0.dev0`. */
  readonly version: Version | undefined;
}

class VersionRange {
  /** In order; undefined when one of them cannot be read. */
  readonly #bounds: readonly Bound[] | undefined;
  /** What the range says holds only below one of these; none means everywhere. */
  readonly #limits: readonly Version[];

  constructor(events: readonly OsvEvent[]) {
    const bounds = events.flatMap(readBound);
    const limits = events.flatMap(({ limit }) =>
      limit === undefined || limit === "*" ? [] : [Version.tryParse(limit)],
    );
    const readable = [...bounds, ...limits].every((bound) => bound !== undefined);
    this.#bounds = readable ? bounds.filter((bound) => bound !== undefined).toSorted(compareBounds) : undefined;
    this.#limits = events.some(({ limit }) => limit === "*") ? [] : limits.filter((limit) => limit !== undefined);
  }

  judge(version: Version | undefined): Verdict {
    if (version === undefined || this.#bounds === undefined) return "unsure";
    if (this.#limits.length > 0 && !this.#limits.some((limit) => Version.compare(version, limit) < 0)) return "clear";
    let inside = false;
    for (const bound of this.#bounds) {
      const order = bound.version === undefined ? 1 : Version.compare(version, bound.version);
      if (bound.kind === "introduced" && order >= 0) inside = true;
      if (bound.kind === "fixed" && order >= 0) inside = false;
      if (bound.kind === "last_affected" && order > 0) inside = false;
    }
    return inside ? "affected" : "clear";
  }

  get fixes(): readonly Version[] {
    return (this.#bounds ?? []).flatMap(({ kind, version }) => (kind === "fixed" && version ? [version] : []));
  }
}

/** The bound of an event, none for a `limit`; `[undefined]` when it cannot be read. */
function readBound(event: OsvEvent): readonly (Bound | undefined)[] {
  return boundKinds.flatMap((kind): readonly (Bound | undefined)[] => {
    const text = event[kind];
    if (text === undefined) return [];
    if (kind === "introduced" && text === "0") return [{ kind, version: undefined }];
    const version = Version.tryParse(text);
    return [version && { kind, version }];
  });
}

function compareBounds(a: Bound, b: Bound): number {
  if (a.version === undefined || b.version === undefined)
    return Number(a.version !== undefined) - Number(b.version !== undefined);
  return Version.compare(a.version, b.version) || boundKinds.indexOf(a.kind) - boundKinds.indexOf(b.kind);
}
