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
  /** As it was given. */
  readonly text: string;
  /** Without its local label, which no advisory speaks of; undefined where the text is not PEP 440. */
  readonly version: Version | undefined;
}

/** Reads versions; texts repeat a lot within the records of one package, so a package shares one. */
export type VersionReader = (text: string) => Version | undefined;

/** A reader that parses each text once. */
export function versionReader(): VersionReader {
  const known = new Map<string, Version | undefined>();
  return (text) => {
    if (!known.has(text)) known.set(text, Version.tryParse(text));
    return known.get(text);
  };
}

/** One entry, ready to be asked any number of times. */
export class AffectedVersions {
  readonly #listed: readonly ListedVersion[];
  readonly #ranges: readonly VersionRange[];

  constructor(entry: OsvAffected, read: VersionReader) {
    this.#listed = (entry.versions ?? []).map((text) => ({ folded: fold(text), version: read(text) }));
    this.#ranges = (entry.ranges ?? [])
      .filter(({ type, events }) => type === "ECOSYSTEM" && events.length > 0)
      .map(({ events }) => new VersionRange(events, read));
  }

  judge(question: Question): Verdict {
    if (this.#listed.some((listed) => isListed(listed, question))) return "affected";
    const verdicts = this.#ranges.map((range) => range.judge(question.version));
    if (verdicts.includes("affected")) return "affected";
    return verdicts.includes("unsure") ? "unsure" : "clear";
  }

  /** Every version that a range calls fixed and that can be compared. */
  get fixes(): readonly Version[] {
    return this.#ranges.flatMap((range) => range.fixes);
  }
}

interface ListedVersion {
  readonly folded: string;
  readonly version: Version | undefined;
}

/** By value where both are PEP 440, such as `1.0` and `1.0.0`, else by text. */
function isListed(listed: ListedVersion, question: Question): boolean {
  if (listed.version !== undefined && question.version !== undefined)
    return Version.equal(listed.version, question.version);
  return listed.folded === fold(question.text);
}

function fold(text: string): string {
  return text.trim().toLowerCase();
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

  constructor(events: readonly OsvEvent[], read: VersionReader) {
    const bounds = events.flatMap((event) => readBound(event, read));
    const limits = events.flatMap(({ limit }) => (limit === undefined || limit === "*" ? [] : [read(limit)]));
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
function readBound(event: OsvEvent, read: VersionReader): readonly (Bound | undefined)[] {
  return boundKinds.flatMap((kind): readonly (Bound | undefined)[] => {
    const text = event[kind];
    if (text === undefined) return [];
    if (kind === "introduced" && text === "0") return [{ kind, version: undefined }];
    const version = read(text);
    return [version && { kind, version }];
  });
}

function compareBounds(a: Bound, b: Bound): number {
  if (a.version === undefined || b.version === undefined)
    return Number(a.version !== undefined) - Number(b.version !== undefined);
  return Version.compare(a.version, b.version) || boundKinds.indexOf(a.kind) - boundKinds.indexOf(b.kind);
}
