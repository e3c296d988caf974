/**
 * Names of projects and of their extras, in the one form in which they can be compared.
 *
 * Surprises of PEP 503 and PEP 685: `.`, `_` and `-` are one character, runs of them too, and case means nothing; an
 * extra follows the same rule, but metadata older than version 2.3 may spell its extras in any way, so both sides of a
 * comparison have to be normalised. Letters beyond ASCII are no part of a name, yet normalisation leaves them be.
 */

import { quoted, UserError } from "../base/index.ts";

declare const brand: unique symbol;

/** A project name in normal form, such as `zope-interface`. PEP 503, "Normalized Names". */
export type PackageName = string & { readonly [brand]: "PackageName" };

/** An extra's name in normal form, such as `use-chardet-on-py3`. PEP 685. */
export type ExtraName = string & { readonly [brand]: "ExtraName" };

/** What should be a name and is none. */
export class InvalidPackageName extends UserError {
  readonly code = "INVALID_PACKAGE_NAME";
  constructor(text: string) {
    super(`${quoted(text)} is not a name: it takes letters, digits and inner \`.\`, \`_\` or \`-\``);
  }
}

/** @throws {InvalidPackageName} unless `text` is ASCII letters, digits and inner `.`, `_` or `-`. Core metadata, `Name`. */
export function packageName(text: string): PackageName {
  if (!isValidName(text)) throw new InvalidPackageName(text);
  return normalizeName(text) as PackageName;
}

/** @throws {InvalidPackageName} unless `text` is ASCII letters, digits and inner `.`, `_` or `-`. PEP 685. */
export function extraName(text: string): ExtraName {
  if (!isValidName(text)) throw new InvalidPackageName(text);
  return normalizeName(text) as ExtraName;
}

/**
 * The name that a requirement or a file name gives. Their grammars are wider than that of names (a requirement's may end
 * in `_`, a wheel's may start with one), and no project has such a name; only parsers of this folder call this.
 */
export function lenientName(text: string): PackageName {
  return normalizeName(text) as PackageName;
}

/** PEP 503's normal form of any text, valid as a name or not: lower case, each run of `-`, `_` and `.` one `-`. */
export function normalizeName(text: string): string {
  return text.toLowerCase().replace(/[-_.]+/g, "-");
}

function isValidName(text: string): boolean {
  return /^[a-z0-9]([a-z0-9._-]*[a-z0-9])?$/i.test(text);
}
