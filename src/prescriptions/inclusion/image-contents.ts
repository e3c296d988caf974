/**
 * `abi`, `rpm_packages` and `python_packages`: what an analysis found in the base image. A list asks for everything in
 * it, `{not: list}` for nothing of it. Where nobody has looked into the image, neither holds.
 */

import { type Static, Type } from "typebox";
import { closed, quoted, type YamlPath } from "../../base/index.ts";
import type { ImagePythonPackage, Rpm } from "../../ports/index.ts";
import { normalizeName, type SpecifierSet } from "../../python/index.ts";
import type { RuleSource } from "../rule-source.ts";
import { compileVersions } from "../versions.ts";
import { type Choice, choice, isNegated, listed, type Test } from "./choice.ts";
import { LinearPattern, PatternMistake } from "./linear-pattern.ts";

const Text = Type.String({ minLength: 1 });

export const AbiSchema = choice(Text);

const RpmSchema = closed({
  package_name: Text,
  arch: Type.Optional(Text),
  /** Null for a package without an epoch. */
  epoch: Type.Optional(Type.Union([Type.String(), Type.Null()])),
  package_identifier: Type.Optional(Text),
  package_version: Type.Optional(Text),
  release: Type.Optional(Text),
  src: Type.Optional(Type.Boolean()),
});

export const RpmPackagesSchema = choice(RpmSchema);

const PythonPackageSchema = closed({
  name: Text,
  version: Type.Optional(Text),
  /** A regular expression that must match the whole path. */
  location: Type.Optional(Text),
});

export const PythonPackagesSchema = choice(PythonPackageSchema);

/** An image without symbols was not looked at for them. */
export function abiTest(stated: Static<typeof AbiSchema>): Test {
  const test = all(stated, (symbol: string, symbols: ReadonlySet<string>) => symbols.has(symbol));
  return ({ image }) => image !== undefined && image.symbols.size > 0 && test(image.symbols);
}

export function rpmsTest(stated: Static<typeof RpmPackagesSchema>): Test {
  const test = all(stated, (wanted: Static<typeof RpmSchema>, rpms: readonly Rpm[]) =>
    rpms.some((rpm) => isRpm(wanted, rpm)),
  );
  return ({ image }) => image !== undefined && test(image.rpms);
}

/** @param path of `stated` from the root of the unit. @throws {InvalidRule} when a specifier or a pattern is none. */
export function pythonPackagesTest(
  stated: Static<typeof PythonPackagesSchema>,
  source: RuleSource,
  path: YamlPath,
): Test {
  const root = isNegated(stated) ? [...path, "not"] : path;
  const tests = listed(stated).map((wanted, index) => pythonPackageTest(wanted, source, [...root, index]));
  const test = all(isNegated(stated) ? { not: tests } : tests, (one, found: readonly ImagePythonPackage[]) =>
    found.some(one),
  );
  return ({ image }) => image !== undefined && test(image.pythonPackages);
}

/** Whether everything that `stated` lists is in the world, or nothing of what it must not hold. */
function all<Item, World>(
  stated: Choice<Item>,
  isIn: (item: Item, world: World) => boolean,
): (world: World) => boolean {
  const isWanted = !isNegated(stated);
  return (world) => listed(stated).every((item) => isIn(item, world) === isWanted);
}

function isRpm(wanted: Static<typeof RpmSchema>, rpm: Rpm): boolean {
  return rpmFields.every((field) => wanted[field] === undefined || wanted[field] === (rpm[field] ?? null));
}

const rpmFields = [
  "package_name",
  "arch",
  "epoch",
  "package_identifier",
  "package_version",
  "release",
  "src",
] as const satisfies readonly (keyof Rpm)[];

function pythonPackageTest(
  { name, version, location }: Static<typeof PythonPackageSchema>,
  source: RuleSource,
  path: YamlPath,
): (found: ImagePythonPackage) => boolean {
  const wanted = normalizeName(name);
  const versions = version === undefined ? undefined : versionsAt(version, source, [...path, "version"]);
  const pattern = location === undefined ? undefined : patternAt(location, source, [...path, "location"]);
  return (found) =>
    normalizeName(found.package_name) === wanted &&
    (versions === undefined || (typeof found.package_version === "string" && versions.admits(found.package_version))) &&
    (pattern === undefined || (typeof found.location === "string" && pattern.matches(found.location)));
}

/** @throws {InvalidRule} when `text` is no specifier, or empty: that is what YAML makes of `!=8` without quotes. */
export function versionsAt(text: string, source: RuleSource, path: YamlPath): SpecifierSet {
  if (text === "") throw source.invalid(path, `${source.nameOf(path)} is empty, and must be a version specifier`);
  return compileVersions(text, source, path);
}

function patternAt(text: string, source: RuleSource, path: YamlPath): LinearPattern {
  try {
    return LinearPattern.parse(text);
  } catch (cause) {
    if (!(cause instanceof PatternMistake)) throw cause;
    throw source.invalid(path, `${quoted(text)} ${cause.message}`, cause);
  }
}
