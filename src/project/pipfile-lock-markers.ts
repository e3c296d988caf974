/**
 * The `markers` of a lock's entry, as Pipenv writes them for a package whose conditions hold on the locking machine.
 *
 * Surprises: conditions are often repeated, and joined without parentheses even where that changes their meaning; the
 * Pipfile's `markers` drive `Requires-Python` out; a package's conditions pass to all that it pulls in, and where two
 * entries pull it in with different ones, Pipenv keeps those that it happened to meet first. So there is a list of legal
 * answers. The first is ours; a marker of the old lock stays as long as it says the same as any of them.
 */

import { compareCodePoints } from "../base/index.ts";
import { type MarkerEnvironment, Marker } from "../python/index.ts";
import { dropDoubledParentheses } from "./marker-parentheses.ts";
import { type EntryCondition, entryConditions } from "./pipfile-entry.ts";
import type { Arrival } from "./pipfile-lock-graph.ts";
import type { PipfileEntry } from "./pipfile.ts";
import { requiresPythonMarker } from "./requires-python-marker.ts";

/** Legal answers, the preferred one first; undefined is "no marker". */
export type MarkerChoices = readonly (string | undefined)[];

/**
 * A marker as Pipenv prints it: parsed, printed, with single quotes; undefined if there is nothing to print. Printing
 * drops the parentheses around one condition and those of a doubled pair.
 */
function normalMarker(text: string | undefined): string | undefined {
  if (text === undefined || text.trim() === "") return undefined;
  return Marker.parse(dropDoubledParentheses(text)).toString().replaceAll('"', "'");
}

/**
 * Whether the lock treats the entry as applying on the machine it is made for. A condition on `os_name` does not count:
 * Pipenv does not look at it.
 */
export function holds(entry: PipfileEntry, environment: MarkerEnvironment): boolean {
  const conditions = entryConditions(entry.raw).filter(({ key }) => key !== "os_name");
  return conditions.every(({ text }) => Marker.parse(text).evaluate(environment));
}

/** A package that is no entry of the Pipfile. */
export function transitiveMarkers(
  arrivals: readonly Arrival<PipfileEntry>[],
  requiresPython: string | undefined,
): MarkerChoices {
  const python = normalMarker(requiresPythonMarker(requiresPython));
  const folds = arrivals.map(({ entry }) => normalMarker(entry === undefined ? undefined : foldedConditions(entry)));
  const lines = arrivals.map(({ requirement }) => requirementMarker(requirement?.marker));
  const current = arrivals.map((_, index) => folds[index] ?? python ?? lines[index]);
  const unfolded = current.filter((_, index) => folds[index] === undefined);
  const older = arrivals.flatMap((_, index) => [
    lines[index],
    conjunction([python, folds[index]]),
    conjunction([lines[index], folds[index]]),
  ]);
  // A chain without conditions is the widest, so it is right for all; Pipenv before 2024.3 preferred the requirement's.
  return [...unfolded, ...current, ...older];
}

/** An entry of the Pipfile that applies; `requiresPython` is undefined for VCS, path and file entries. */
export function entryMarkers(entry: PipfileEntry, requiresPython: string | undefined): MarkerChoices {
  const python = requiresPythonMarker(requiresPython);
  const conditions = entryConditions(entry.raw);
  if (conditions.length === 0) return [normalMarker(python)];
  const own = conditions.find(({ key }) => key === "markers")?.text;
  const text = own ?? mergedConditions(entry, conditions, python);
  const plain = conjunction(conditions.map((condition) => normalMarker(condition.text)));
  return [joinedConditions(text, conditions), plain, conjunction([python, plain])];
}

/**
 * An entry of the Pipfile that does not apply: its own conditions, each once. Pipenv itself loses those that stand as
 * keys, and what it writes then is installed everywhere; it is accepted in an old lock.
 */
export function inapplicableMarkers(entry: PipfileEntry): MarkerChoices {
  const conditions = entryConditions(entry.raw);
  const own = conditions.find(({ key }) => key === "markers")?.text;
  const joined = conditions.map((condition) => parenthesized(normalMarker(condition.text), conditions.length));
  const right = normalMarker(joined.sort(compareCodePoints).join(" and "));
  return own === undefined ? [right, undefined] : [right, joinedConditions(own, conditions)];
}

/** The marker of an old lock if it says the same as one of `choices`, else the first of them. */
export function chooseMarker(choices: MarkerChoices, old: string | undefined): string | undefined {
  const wanted = conditionsOf(old);
  return choices.some((choice) => conditionsOf(choice) === wanted) ? old : choices[0];
}

/** Conditions that pass to whatever an entry pulls in: three keys only, each in parentheses. */
function foldedConditions(entry: PipfileEntry): string {
  const conditions = entryConditions(entry.raw);
  const keys = ["sys_platform", "markers", "platform_machine"] as const;
  const folded = keys.flatMap((key) => conditions.filter((condition) => condition.key === key));
  return folded.map(({ text }) => `(${text})`).join(" and ");
}

/** What stands in the place of `markers` for an entry that has none, but keys of conditions. */
function mergedConditions(
  entry: PipfileEntry,
  conditions: readonly EntryCondition[],
  python: string | undefined,
): string {
  let merged = foldedConditions(entry);
  if (merged === "" && python !== undefined) merged = Marker.parse(python).toString();
  const keys = conditions.filter(({ key }) => key !== "os_name").map(({ text }) => Marker.parse(text).toString());
  if (keys.length > 0) merged = mergeInto(merged, keys.sort(compareCodePoints).join(" and "));
  const os = conditions.find(({ key }) => key === "os_name");
  if (os !== undefined) merged = mergeInto(merged, os.text);
  return normalMarker(merged) ?? "";
}

/** A condition is added unless its text stands in `merged` already. */
function mergeInto(merged: string, condition: string): string {
  if (merged === "") return condition;
  return merged.includes(condition) ? merged : `(${merged}) and (${condition})`;
}

/** The text in the place of `markers` and every key except `os_name`: sorted, and joined without parentheses. */
function joinedConditions(text: string, conditions: readonly EntryCondition[]): string | undefined {
  const keys = conditions.filter(({ key }) => key !== "markers" && key !== "os_name");
  const parts = [withoutExtra(normalMarker(text)), ...keys.map((condition) => normalMarker(condition.text))];
  const distinct = [...new Set(parts.filter((part) => part !== undefined))];
  return normalMarker(distinct.sort(compareCodePoints).join(" and "));
}

/** The marker of the requirement that pulled a package in; one that names an extra vanishes. */
function requirementMarker(marker: Marker | undefined): string | undefined {
  return withoutExtra(normalMarker(marker?.toString()));
}

function withoutExtra(marker: string | undefined): string | undefined {
  return marker?.includes("extra") === true ? undefined : marker;
}

function conjunction(parts: readonly (string | undefined)[]): string | undefined {
  const present = parts.filter((part) => part !== undefined);
  return present.length === 0 ? undefined : present.map((part) => parenthesized(part, present.length)).join(" and ");
}

function parenthesized(marker: string | undefined, count: number): string {
  return count > 1 && marker?.includes(" or ") === true ? `(${marker})` : (marker ?? "");
}

/**
 * What a marker says, in a form that is equal for all flavours of it: order and repetition of and-ed conditions do not
 * count, and `not in 'a, b'` is `!= 'a' and != 'b'`, as Pipenv wrote it before 2026.9. With `or` the text counts.
 */
function conditionsOf(marker: string | undefined): string {
  if (marker === undefined || / or |\(/.test(marker)) return marker ?? "";
  const conditions = marker.replaceAll('"', "'").split(" and ").flatMap(expandNotIn);
  return [...new Set(conditions)].sort().join(" and ");
}

function expandNotIn(condition: string): readonly string[] {
  const [variable, versions, ...rest] = condition.split(" not in ");
  if (versions === undefined || rest.length > 0) return [condition];
  return versions
    .slice(1, -1)
    .split(", ")
    .map((version) => `${variable} != '${version}'`);
}
