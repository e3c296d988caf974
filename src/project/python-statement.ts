/** One thing that a file says about the version of Python: the version or range, and which minor versions it admits. */

import { SpecifierSet, Version } from "../python/index.ts";

// The search for admitted versions ends here; Python gains a minor version a year, and has needed 24 patch versions.
export const newestMinor = 40;
const newestPatch = 40;

export interface PythonStatement {
  /** A place, or a file and its key. */
  readonly where: string;
  /** The version or range in it. */
  readonly range: string;
  /** As written, such as `3.8`, `>=3.9` or `python:3.12-slim`. */
  readonly text: string;
  /** The minor versions of Python 3 that are admitted in at least one patch version, lowest first. */
  readonly minors: readonly number[];
  /** Whether it leaves room for Python 2.7, which counts only where it leaves none for Python 3. */
  readonly admitsPython2: boolean;
  /** The one patch version that is named, such as `3.8.5`. */
  readonly exact: string | undefined;
}

/** @param range the version or range in `text`, which is `text` itself unless it has words around it. */
export function pythonStatement(where: string, text: string, range: string = text): PythonStatement {
  const release = Version.tryParse(range)?.release ?? [];
  const exact = release.length > 2 ? release.slice(0, 3).join(".") : undefined;
  return { where, text, range, minors: admittedMinors(range), admitsPython2: admitsMinor(range, "2.7"), exact };
}

/** Whether one statement leaves room for all that another says. */
export function agrees({ range, minors, admitsPython2 }: PythonStatement, other: PythonStatement): boolean {
  if (other.exact !== undefined) return SpecifierSet.tryParse(rangeOf(range))?.contains(other.exact) ?? false;
  return other.minors.some((minor) => minors.includes(minor)) || (other.admitsPython2 && admitsPython2);
}

/** Empty where `text` is neither a version nor a range of Python 3. */
export function admittedMinors(text: string): readonly number[] {
  const minors = Array.from({ length: newestMinor + 1 }, (_, minor) => minor);
  return minors.filter((minor) => admitsMinor(text, `3.${minor}`));
}

/** Whether `text` admits at least one patch version of `minor`. */
function admitsMinor(text: string, minor: string): boolean {
  const specifier = SpecifierSet.tryParse(rangeOf(text));
  const patches = Array.from({ length: newestPatch + 1 }, (_, patch) => patch);
  return specifier !== undefined && patches.some((patch) => specifier.contains(`${minor}.${patch}`));
}

/** A bare version admits all patch versions of its minor version, and `3` every minor version. */
function rangeOf(text: string): string {
  const release = Version.tryParse(text)?.release;
  return release === undefined ? text : `==${release.slice(0, 2).join(".")}.*`;
}
