/**
 * What a version says, segment by segment, and the one order of versions. PEP 440, "Public version identifiers",
 * "Local version identifiers" and "Summary of permitted suffixes and relative ordering".
 */

import { type VersionNumber, compareNumbers } from "./version-number.ts";

/** A pre-release's phase in normal form: `alpha`, `beta`, `c`, `pre` and `preview` are spellings of these. */
export type Phase = "a" | "b" | "rc";

/** `[N!]N(.N)*[{a|b|rc}N][.postN][.devN][+local]`. */
export interface VersionParts {
  readonly epoch: VersionNumber;
  /** As written, trailing zeros included; never empty. */
  readonly release: readonly VersionNumber[];
  readonly pre: readonly [phase: Phase, number: VersionNumber] | undefined;
  readonly post: VersionNumber | undefined;
  readonly dev: VersionNumber | undefined;
  /** Lower case; a segment of digits is a number. */
  readonly local: readonly (VersionNumber | string)[] | undefined;
}

/** Where a pre-release stands among the versions of one release; see {@link phaseRank}. */
export const phaseRanks: Readonly<Record<Phase, number>> = { a: 1, b: 2, rc: 3 };

/** Where `parts` stands among the versions of one release: development, a, b, rc, final and post, in this order. */
export function phaseRank(parts: VersionParts): number {
  if (parts.pre !== undefined) return phaseRanks[parts.pre[0]];
  return parts.post === undefined && parts.dev !== undefined ? 0 : 4;
}

/** The order of PEP 440, local versions included. Negative when `a` is older. */
export function compareParts(a: VersionParts, b: VersionParts): number {
  return (
    compareReleaseParts(a, b) ||
    phaseRank(a) - phaseRank(b) ||
    compareNumbers(a.pre?.[1] ?? 0, b.pre?.[1] ?? 0) ||
    compareNumbers(a.post ?? -1, b.post ?? -1) ||
    // A development release comes before what it leads to, so having none counts as the last of them.
    compareNumbers(a.dev ?? Infinity, b.dev ?? Infinity) ||
    compareLocal(a.local, b.local)
  );
}

/** The order of epoch and release alone: `1.0` and `1.0.0` are equal, whatever comes behind them. */
export function compareReleaseParts(a: VersionParts, b: VersionParts): number {
  const epoch = compareNumbers(a.epoch, b.epoch);
  if (epoch !== 0) return epoch;
  const length = Math.max(a.release.length, b.release.length);
  for (let i = 0; i < length; i += 1) {
    const order = compareNumbers(a.release[i] ?? 0, b.release[i] ?? 0);
    if (order !== 0) return order;
  }
  return 0;
}

/** No local version is least; numbers come after words, and a longer one after the shorter one it begins with. */
function compareLocal(a: VersionParts["local"], b: VersionParts["local"]): number {
  if (a === undefined || b === undefined) return Number(a !== undefined) - Number(b !== undefined);
  for (const [i, left] of a.entries()) {
    const right = b[i];
    if (right === undefined) return 1;
    const order = compareLocalSegments(left, right);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

function compareLocalSegments(a: VersionNumber | string, b: VersionNumber | string): number {
  if (typeof a === "string") return typeof b === "string" ? (a < b ? -1 : a > b ? 1 : 0) : -1;
  return typeof b === "string" ? 1 : compareNumbers(a, b);
}

/** The normal form, such as `1!2.0rc1.post3.dev4+ubuntu.1`. PEP 440, "Normalization". */
export function formatParts(parts: VersionParts): string {
  let text = formatPublic(parts);
  if (parts.local !== undefined) text += `+${parts.local.join(".")}`;
  return text;
}

/** The normal form without the local version. */
export function formatPublic(parts: VersionParts): string {
  let text = formatBase(parts);
  if (parts.pre !== undefined) text += parts.pre[0] + String(parts.pre[1]);
  if (parts.post !== undefined) text += `.post${parts.post}`;
  if (parts.dev !== undefined) text += `.dev${parts.dev}`;
  return text;
}

/** Epoch and release only. */
export function formatBase(parts: VersionParts): string {
  const release = parts.release.join(".");
  return parts.epoch === 0 ? release : `${parts.epoch}!${release}`;
}
