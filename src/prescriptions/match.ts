/**
 * Which releases a rule speaks of. Pre-releases match like any other release: a rule on `>=2` means 2.1rc1 as well, and
 * whether a pre-release may be chosen at all is decided elsewhere.
 */

import { UserError, type YamlPath } from "../base/index.ts";
import type { PinCondition } from "../pipeline/index.ts";
import type { Candidate } from "../ports/index.ts";
import { type PackageName, packageName, SpecifierSet } from "../python/index.ts";
import type { RuleSource } from "./rule-source.ts";

/** A package and bounds as a rule states them. */
interface StatedPin {
  readonly name?: string;
  readonly version?: string;
}

/** Releases of one package or, without a name, of all. */
export interface ReleaseMatch {
  readonly name: PackageName | undefined;
  readonly versions: SpecifierSet;
}

/** @throws {InvalidRule} when the name is none or the version is no specifier. */
export function compileMatch(pin: StatedPin, source: RuleSource, path: YamlPath): ReleaseMatch {
  const { name, version } = pin;
  return {
    name: name === undefined ? undefined : parseAt([...path, "name"], source, () => packageName(name)),
    versions: version === undefined ? SpecifierSet.any : compileVersions(version, source, [...path, "version"]),
  };
}

/** @throws {InvalidRule} as `compileMatch` does. */
export function compilePin(
  pin: StatedPin & { readonly name: string },
  source: RuleSource,
  path: YamlPath,
): PinCondition {
  const { versions } = compileMatch(pin, source, path);
  return { name: parseAt([...path, "name"], source, () => packageName(pin.name)), versions };
}

/** @throws {InvalidRule} when `text` is not a PEP 440 specifier set. */
export function compileVersions(text: string, source: RuleSource, path: YamlPath): SpecifierSet {
  return parseAt(path, source, () => SpecifierSet.parse(text));
}

export function matches(match: ReleaseMatch, candidate: Candidate): boolean {
  return (match.name === undefined || match.name === candidate.name) && match.versions.admits(candidate.version);
}

/** The packages that `found` speak of; undefined when one of them speaks of all. */
export function concernedPackages(found: readonly ReleaseMatch[]): ReadonlySet<PackageName> | undefined {
  const names = found.map(({ name }) => name);
  return names.includes(undefined) ? undefined : new Set(names.filter((name) => name !== undefined));
}

function parseAt<Value>(path: YamlPath, source: RuleSource, parse: () => Value): Value {
  try {
    return parse();
  } catch (cause) {
    if (!(cause instanceof UserError)) throw cause;
    throw source.invalid(path, cause.message, cause);
  }
}
