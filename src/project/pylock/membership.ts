/** Conditions on extras and groups in the markers of a pylock.toml. PEP 751, `extras` and `dependency_groups`. */

import { Marker, normalizeName } from "../../python/index.ts";

/** An extra or a group. */
export interface Member {
  readonly kind: "extras" | "dependency_groups";
  /** In normal form. */
  readonly name: string;
}

// As markers print: names of both are in normal form there, and stand on the left.
const comparison = /"([^"]*)" (not in|in) (extras|dependency_groups)/g;

/** The marker of a package that is installed for any of `members` and for nothing else. */
export function membershipMarker(members: readonly Member[]): string {
  return members.map(({ kind, name }) => `'${name}' in ${kind}`).join(" or ");
}

/** Every extra and group that the marker names. */
export function membersIn(marker: Marker | undefined): readonly Member[] {
  const found = [...(marker?.toString().matchAll(comparison) ?? [])];
  return found.map(([, name = "", , kind]) => ({ kind: kind as Member["kind"], name: normalizeName(name) }));
}

/**
 * What is left of a marker once it is known what is asked for; its conditions on extras and groups become ones that hold
 * for every Python or for none.
 */
export function markerFor(marker: Marker, asked: Member | undefined): Marker {
  const text = marker.toString().replace(comparison, (_, name: string, operator: string, kind: string) => {
    const isAsked = asked?.kind === kind && asked.name === normalizeName(name);
    return isAsked === (operator === "in") ? always : never;
  });
  return Marker.parse(text);
}

const always = `python_version >= "0"`;
const never = `python_version < "0"`;
