/** What a repository says of releases that do not say it themselves: `dependency_metadata` of `.thoth.yaml`. */

import { UserError } from "../base/index.ts";
import {
  extraName,
  type ExtraName,
  packageName,
  type PackageName,
  Requirement,
  SpecifierSet,
  Version,
} from "../python/index.ts";
import type { MetadataEntry } from "./thoth-yaml-schema.ts";

/** Core metadata of one release, or of all releases of a package. */
export interface SuppliedMetadata {
  readonly name: PackageName;
  /** Undefined: every version for which there is no entry of its own. */
  readonly version: Version | undefined;
  readonly requires: readonly Requirement[];
  readonly requiresPython: SpecifierSet | undefined;
  readonly extras: readonly ExtraName[];
}

/** Makes the error for the value at the end of these keys; `expected` completes "which is not …". */
type ValueFault = (keys: readonly (string | number)[], expected: string) => Error;

/** @throws what `fault` makes of the first value that cannot be read. */
export function readSuppliedMetadata(entry: MetadataEntry, fault: ValueFault): SuppliedMetadata {
  const read = <Value>(keys: readonly (string | number)[], expected: string, parse: () => Value): Value => {
    try {
      return parse();
    } catch (error) {
      if (error instanceof UserError) throw fault(keys, expected);
      throw error;
    }
  };
  const { name, version, requires_dist: requires, requires_python: python, provides_extra: extras } = entry;
  return {
    name: read(["name"], "the name of a package", () => packageName(name)),
    version: version ? read(["version"], "a version such as `1.0`", () => Version.parse(version)) : undefined,
    requires: requires.map((text, i) =>
      read(["requires_dist", i], "a requirement such as `requests>=2.31`", () => Requirement.parse(text)),
    ),
    requiresPython: python
      ? read(["requires_python"], "bounds of a version such as `>=3.8`", () => SpecifierSet.parse(python))
      : undefined,
    extras: (extras ?? []).map((text, i) => read(["provides_extra", i], "the name of an extra", () => extraName(text))),
  };
}

export function isSameRelease(a: SuppliedMetadata, b: SuppliedMetadata): boolean {
  if (a.name !== b.name) return false;
  if (a.version === undefined || b.version === undefined) return a.version === b.version;
  return Version.equal(a.version, b.version);
}
