/**
 * Words for places that know no Markdown: titles, branch names, commit messages and the `<summary>` of a `<details>`.
 * Nothing can be escaped there, so only literals of ours, numbers, and names and versions that fit their grammar enter;
 * everything else is left out by the caller, who gets `undefined`.
 */

import { Version, packageName } from "../python/index.ts";

declare const brand: unique symbol;

/** Words that mean nothing to Markdown, HTML, git or a bot. Made by the functions of this file. */
export type Plain = string & { readonly [brand]: "Plain" };

/** Joins plain words: the literal parts are ours, a hole takes plain words or a number. */
export function plain(literals: TemplateStringsArray, ...holes: readonly (Plain | number)[]): Plain {
  return literals.reduce((joined, literal, i) => `${joined}${holes[i - 1]}${literal}`) as Plain;
}

/** `parts` with `separator` between them. */
export function joinPlain(parts: readonly Plain[], separator: Plain): Plain {
  return parts.join(separator) as Plain;
}

/** Longest name or version that is shown in plain words. */
const longest = 80;

/** A package's name in normal form, PEP 503; undefined if it is none, or reads as an issue or a commit. */
export function plainName(name: string): Plain | undefined {
  if (!/^[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?$/i.test(name)) return undefined;
  return unambiguous(packageName(name));
}

/** A version as written, PEP 440; undefined if it is none. */
export function plainVersion(version: string): Plain | undefined {
  const parsed = version.length <= longest ? Version.tryParse(version) : undefined;
  return parsed === undefined || /\s/.test(version) ? undefined : (version as Plain);
}

/** The name of a runtime environment, or undefined where it holds more than letters, digits, `.`, `_` and `-`. */
export function plainEnvironment(name: string): Plain | undefined {
  return /^\w[\w.-]*$/.test(name) ? unambiguous(name) : undefined;
}

/** A path of folders, or undefined where a step holds more than letters, digits, `.`, `_` and `-`. */
export function plainPath(path: string): Plain | undefined {
  return /^\w[\w.-]*(?:\/\w[\w.-]*)*$/.test(path) ? unambiguous(path) : undefined;
}

/** The id of an advisory, such as `PYSEC-2023-192`; undefined where it holds more than letters, digits and inner `-`. */
export function plainAdvisory(id: string): Plain | undefined {
  return /^[a-z]+(?:-[a-z0-9]+)+$/i.test(id) ? unambiguous(id) : undefined;
}

/** GitHub reads `gh-12` as an issue and seven or more hex digits as a commit, wherever they stand. */
function unambiguous(name: string): Plain | undefined {
  return name.length > longest || /\bgh-\d|\b[0-9a-f]{7,40}\b/i.test(name) ? undefined : (name as Plain);
}
