/**
 * A `pyproject.toml` as a manifest: `[project]` of PEP 621, `[dependency-groups]` of PEP 735, and where uv is told to take
 * packages from. Its sections are `default`, `extra:NAME` for each optional dependency, and `group:NAME` for each group.
 */

import type { ExtraName, PackageName } from "../../python/index.ts";
import type { ManifestContent, WrittenLine } from "../manifest.ts";

export interface Pyproject extends ManifestContent {
  readonly kind: "pyproject";
  /** Of the project itself; undefined in a file that has groups only. */
  readonly name: PackageName | undefined;
  /** `requires-python` as written, which is a specifier, and where it stands. */
  readonly requiresPython: (WrittenLine & { readonly specifier: string }) | undefined;
  /** In the order of the file; equally `groups`. */
  readonly extras: readonly ExtraName[];
  /** In normal form. */
  readonly groups: readonly string[];
  /** Sentences for the user. */
  readonly remarks: readonly string[];
}

/** The section of an extra. */
export function extraSection(extra: string): string {
  return `extra:${extra}`;
}

/** The section of a dependency group. */
export function groupSection(group: string): string {
  return `group:${group}`;
}
