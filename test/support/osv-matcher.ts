/**
 * OSV's evaluation once more, plain and without a line of the product, so that a mistake in the product cannot hide here.
 * It walks no range: of the events that come at or before a version the last one decides.
 */

import { comparePlain, isPlainVersion, plainName } from "./plain-python.ts";

export type PlainVerdict = "hit" | "unsure" | "clear";

/** As it comes out of JSON. */
export interface PlainRecord {
  readonly id: string;
  readonly withdrawn?: string;
  readonly aliases?: readonly string[];
  readonly affected?: readonly {
    readonly package?: { readonly ecosystem: string; readonly name: string };
    readonly versions?: readonly string[];
    readonly ranges?: readonly {
      readonly type: string;
      readonly events: readonly Readonly<Record<string, string>>[];
    }[];
  }[];
}

/** Orders versions; a caller with many of them may have ordered them before. */
export type PlainOrder = (a: string, b: string) => number;

export function plainVerdict(
  record: PlainRecord,
  name: string,
  version: string,
  order: PlainOrder = comparePlain,
): PlainVerdict {
  if (record.withdrawn !== undefined) return "clear";
  const isVersion = isVersionText(version);
  const asked = isVersion ? version.replace(/\+.*$/, "") : version;
  let verdict: PlainVerdict = "clear";
  for (const { package: of, versions = [], ranges = [] } of record.affected ?? []) {
    if (of?.ecosystem !== "PyPI" || plainName(of.name) !== plainName(name)) continue;
    if (versions.some(isVersion ? isSameVersion(asked, order) : isSameText(asked))) return "hit";
    for (const { type, events } of ranges) {
      if (type !== "ECOSYSTEM" || events.length === 0) continue;
      const bounds = events.flatMap((event) => Object.entries(event));
      if (!isVersion || bounds.some(([kind, bound]) => !isBound(kind, bound))) verdict = "unsure";
      else if (decides(bounds, asked, order)) return "hit";
    }
  }
  return verdict;
}

const known = new Map<string, boolean>();

function isVersionText(text: string): boolean {
  let is = known.get(text);
  if (is === undefined) known.set(text, (is = isPlainVersion(text)));
  return is;
}

type Comparison = (listed: string) => boolean;

/** Whatever is no version is no more than its text. */
function isSameVersion(asked: string, order: PlainOrder): Comparison {
  const isText = isSameText(asked);
  return (listed) => (isVersionText(listed) ? order(listed, asked) === 0 : isText(listed));
}

function isSameText(asked: string): Comparison {
  const text = asked.trim().toLowerCase();
  return (listed) => listed.trim().toLowerCase() === text;
}

function isBound(kind: string, bound: string): boolean {
  return isVersionText(bound) || (kind === "introduced" && bound === "0") || (kind === "limit" && bound === "*");
}

type Bound = readonly [kind: string, bound: string];

/** At one version a range is first closed, then opened; what was affected last is so to the end. */
const ranks: Readonly<Record<string, number>> = { fixed: 0, introduced: 1, last_affected: 2 };

function decides(bounds: readonly Bound[], version: string, order: PlainOrder): boolean {
  const limits = bounds.filter(([kind]) => kind === "limit").map(([, bound]) => bound);
  if (limits.length > 0 && limits.every((limit) => limit !== "*" && order(version, limit) >= 0)) return false;
  const isBeginning = ([kind, bound]: Bound) => kind === "introduced" && bound === "0";
  const past = bounds.filter((each) => {
    const [kind, bound] = each;
    if (kind === "limit") return false;
    if (isBeginning(each)) return true;
    const difference = order(version, bound);
    return kind === "last_affected" ? difference > 0 : difference >= 0;
  });
  const [last] = past.toSorted((a, b) => {
    if (isBeginning(a) || isBeginning(b)) return Number(isBeginning(a)) - Number(isBeginning(b));
    return order(b[1], a[1]) || ranks[b[0]]! - ranks[a[0]]!;
  });
  return last?.[0] === "introduced";
}

/** The order of `versions`, worked out once. Whatever is no version has no place in it. */
export function orderOf(versions: Iterable<string>): PlainOrder {
  const sorted = [...new Set(versions)].filter(isPlainVersion).toSorted(comparePlain);
  const places = new Map<string, number>();
  let place = 0;
  for (const [i, version] of sorted.entries()) {
    if (i > 0 && comparePlain(sorted[i - 1]!, version) !== 0) place++;
    places.set(version, place);
  }
  const placeOf = (version: string): number => {
    const known = places.get(version);
    if (known === undefined) throw new Error(`${version} has no place`);
    return known;
  };
  return (a, b) => placeOf(a) - placeOf(b);
}
