/**
 * The bounds in a line of a manifest, widened as little as a version takes, in place and in whatever format: quotes, extras,
 * markers and remarks around them stay as they are.
 */

import { type Specifier, SpecifierSet, type Version } from "../python/index.ts";

/** A run of clauses; what a marker compares with stands in quotes, and is none. */
const runs = /(?:===|[=~!<>]=|[<>])\s*[\w.*+!-]+(?:\s*,\s*(?:===|[=~!<>]=|[<>])\s*[\w.*+!-]+)*/g;

/**
 * The line with bounds that admit `version`; undefined where `bounds` are not in it, or nothing would be left of them.
 *
 * @param bounds as a specifier prints itself.
 */
export function widenBounds(line: string, bounds: string, version: Version): string | undefined {
  for (const found of line.matchAll(runs)) {
    const specifier = SpecifierSet.tryParse(found[0]);
    if (specifier === undefined || specifier.toString() !== bounds) continue;
    const widened = specifier.clauses.flatMap((clause) => widen(clause, version));
    const text = widened.join(",");
    if (SpecifierSet.tryParse(text)?.admits(version) !== true || text === "") return undefined;
    return `${line.slice(0, found.index)}${text}${line.slice(found.index + found[0].length)}`;
  }
  return undefined;
}

/** At most one clause. */
function widen(clause: Specifier, version: Version): readonly string[] {
  if (clause.admits(version)) return [clause.toString()];
  const own = clause.version.replace(/\.\*$/, "");
  const parts = own.split(".").length;
  switch (clause.operator) {
    case "==":
      return [clause.version.endsWith(".*") ? `==${prefix(version, parts)}.*` : `==${version.public}`];
    case "===":
      return [`===${version.public}`];
    case "~=":
      return [`~=${prefix(version, parts)}`];
    case "<":
      return [`<${after(version, parts)}`];
    case "!=":
      return [];
    case "<=":
    case ">":
    case ">=":
      return [`${clause.operator === "<=" ? "<=" : ">="}${version.public}`];
  }
}

/** So many numbers of a release. */
function prefix(version: Version, parts: number): string {
  return numbers(version, parts).join(".");
}

/** The least number of so many parts that is above all that begin as the version does. */
function after(version: Version, parts: number): string {
  const all = numbers(version, parts);
  return [...all.slice(0, -1), all.at(-1)! + 1].join(".");
}

function numbers({ release }: Version, parts: number): readonly number[] {
  return Array.from({ length: parts }, (_, at) => Number(release[at] ?? 0));
}
