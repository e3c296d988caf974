/**
 * `Requires-Python` as the marker that Pipenv makes of it (from 2026.9.1 on).
 *
 * It is not always the same condition, which is why it stands apart from PEP 440: of several lower bounds the lowest
 * stays and of several upper bounds the highest; a prefix match loses its `.*`, and `<=3.9` becomes `<3.10`, but only
 * up to the newest minors that Pipenv knows. Bounds with three or more parts go by `python_full_version`.
 */

import { compareText } from "../base/index.ts";
import { SpecifierSet } from "../python/index.ts";

/** The newest minor of each major that Pipenv rewrites bounds for. */
const newestMinors: ReadonlyMap<number, number> = new Map([
  [1, 7],
  [2, 7],
  [3, 11],
  [4, 0],
]);

/** One bound: `parts` are the version's numbers as texts, `["3", "9"]`. */
interface Bound {
  readonly operator: string;
  readonly parts: readonly string[];
}

/** A condition of the answer: several versions where several `==` stand together. */
interface Condition {
  readonly operator: string;
  readonly versions: readonly string[];
}

/**
 * The marker, with single quotes, for the `Requires-Python` of an index link. Undefined when it asks for nothing, or
 * for something that is no specifier of numbers (there Pipenv ends with an error).
 */
export function requiresPythonMarker(requiresPython: string | undefined): string | undefined {
  const bounds = readBounds(requiresPython ?? "");
  if (bounds === undefined || bounds.length === 0) return undefined;
  const conditions = groupBounds(withoutTwins(bounds.map(preferHalfOpen))).flatMap(reduceGroup);
  return conditions.sort(compareConditions).map(formatCondition).join(" and ");
}

function readBounds(text: string): readonly Bound[] | undefined {
  const trimmed = text.trim();
  if (/^(any|<any>|\*)?$/i.test(trimmed)) return [];
  const stripped = trimmed.split(",").map((clause) => clause.trim().replace(/\.?\*+$/, ""));
  const set = readSpecifierSet(stripped.join(","));
  if (set === undefined) return undefined;
  const bounds = set.clauses.map(({ operator, version }) => ({ operator, parts: version.trim().split(".") }));
  const isNumeric = bounds.every(({ parts }) => parts.slice(0, 2).every((part) => /^\d+$/.test(part)));
  return isNumeric ? bounds.map(({ operator, parts }) => ({ operator, parts: parts.map(trimZeros) })) : undefined;
}

function readSpecifierSet(text: string): SpecifierSet | undefined {
  return SpecifierSet.tryParse(/^[<>=!~]/.test(text) ? text : `==${text}`);
}

/** Major and minor are read as numbers, so that `3.09` is `3.9`; what follows stays as written. */
function trimZeros(part: string, index: number): string {
  return index < 2 ? String(BigInt(part)) : part;
}

/** `>3.8` becomes `>=3.9` and `<=3.8` becomes `<3.9`, while Pipenv knows that minor. */
function preferHalfOpen(bound: Bound): Bound {
  if (bound.operator !== ">" && bound.operator !== "<=") return bound;
  const [major = "0", minor = "0"] = bound.parts;
  const next = Number(minor) + 1;
  const newest = newestMinors.get(Number(major));
  if (newest === undefined || next > newest) return bound;
  return { operator: bound.operator === ">" ? ">=" : "<", parts: [major, String(next)] };
}

/** Of bounds that PEP 440 calls equal, such as `>=3.9` and `>=3.9.0`, the first. */
function withoutTwins(bounds: readonly Bound[]): readonly Bound[] {
  const first = new Map<string, Bound>();
  for (const bound of bounds) {
    const version = bound.parts.join(".");
    const key = bound.operator + (bound.operator === "~=" ? version : version.replace(/(\.0)+$/, ""));
    if (!first.has(key)) first.set(key, bound);
  }
  return [...first.values()];
}

/** Bounds of one operator and one length class, by operator as text, each group ascending. */
function groupBounds(bounds: readonly Bound[]): readonly (readonly Bound[])[] {
  const groups = new Map<string, Bound[]>();
  for (const bound of bounds) {
    const key = `${bound.operator} ${bound.parts.length > 2 ? 1 : 0}`;
    const group = groups.get(key) ?? [];
    group.push(bound);
    groups.set(key, group);
  }
  const sorted = [...groups].sort(([a], [b]) => compareText(a, b));
  return sorted.map(([, group]) => group.sort((a, b) => compareParts(a.parts, b.parts)));
}

/** The lowest lower bound, the highest upper bound, each `!=` by itself, and all others together. */
function reduceGroup(group: readonly Bound[]): readonly Condition[] {
  const versions = group.map(({ parts }) => parts.join("."));
  const operator = group[0]?.operator ?? "";
  if (operator === "!=") return versions.map((version) => ({ operator, versions: [version] }));
  if (operator === ">" || operator === ">=") return [{ operator, versions: versions.slice(0, 1) }];
  if (operator === "<" || operator === "<=") return [{ operator, versions: versions.slice(-1) }];
  return [{ operator, versions }];
}

/** Numbers by value up to the minor, the rest as text, as Pipenv compares them. */
function compareParts(a: readonly string[], b: readonly string[]): number {
  for (let index = 0; index < Math.min(a.length, b.length); index++) {
    const [left = "", right = ""] = [a[index], b[index]];
    if (left === right) continue;
    if (index < 2) return Number(left) - Number(right);
    return compareText(left, right);
  }
  return a.length - b.length;
}

/** By release number; what is no release number comes last. Equal ones keep their order. */
function compareConditions(a: Condition, b: Condition): number {
  const [left, right] = [releaseOf(a), releaseOf(b)];
  if (left === undefined || right === undefined) return Number(left === undefined) - Number(right === undefined);
  for (let index = 0; index < Math.min(left.length, right.length); index++) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

function releaseOf(condition: Condition): readonly number[] | undefined {
  const parts = (condition.versions[0] ?? "").split(".");
  return parts.every((part) => /^\d+$/.test(part)) ? parts.map(Number) : undefined;
}

function formatCondition({ operator, versions }: Condition): string {
  if (operator !== "==" || versions.length === 1) return formatComparison(operator, versions.join(", "));
  return `(${versions.map((version) => formatComparison("==", version)).join(" or ")})`;
}

function formatComparison(operator: string, version: string): string {
  const variable = /\d\.\d+\.\d/.test(version) ? "python_full_version" : "python_version";
  return `${variable} ${operator} '${version}'`;
}
