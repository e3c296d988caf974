/**
 * A Pipfile as a value: sources, sections of entries, the interpreter it asks for, and the settings of `[pipenv]` and
 * `[thoth]`.
 *
 * Surprises: any table that Pipenv does not know is a category of packages, except `[thoth]`, which is ours; an entry
 * is a string or a table, and conditions stand in it as `markers` or as keys named after marker variables, and-ed; a
 * file without `[[source]]` means PyPI; and the digest in the lock is over the raw values, so those are kept.
 */

import type { ExtraName, Marker, PackageName, SpecifierSet } from "../python/index.ts";
import type { TomlTable, TomlValue } from "./toml-text.ts";

/** One `[[source]]`: an index by name. */
export interface PipfileSource {
  readonly name: string;
  /** As written: `${NAME}` is not expanded, a final slash stays. */
  readonly url: string;
  /** As written, or what Pipenv fills in: true if the address contains `https://`. */
  readonly verifySsl: boolean;
  /** Every key as written, unknown ones too. */
  readonly raw: TomlTable;
}

/** Where an entry's package comes from. All but `index` are opaque: they are kept, and nothing is chosen for them. */
export type PipfileEntrySource =
  | {
      readonly kind: "index";
      readonly specifier: SpecifierSet;
      /** The `[[source]]` that the entry is pinned to; hard. */
      readonly index: string | undefined;
    }
  | {
      readonly kind: "vcs";
      readonly system: "git" | "hg" | "svn" | "bzr";
      /** As written, which may carry a reference after `@`. */
      readonly url: string;
      readonly ref: string | undefined;
      readonly subdirectory: string | undefined;
    }
  /** A folder or file of the project, as written. */
  | { readonly kind: "path"; readonly path: string }
  /** A wheel or sdist by address, or a local file. */
  | { readonly kind: "file"; readonly url: string };

/** One line of a package section. */
export interface PipfileEntry {
  /** As written, such as `Flask_SQLAlchemy`, or `celery[redis]`. */
  readonly key: string;
  readonly name: PackageName;
  /** The key without extras. */
  readonly nameAsWritten: string;
  /** Where the entry starts, from 1. */
  readonly line: number;
  readonly column: number;
  /** The entry as written, on one line, without its comment. */
  readonly text: string;
  readonly source: PipfileEntrySource;
  readonly extras: readonly ExtraName[];
  /** In the user's spelling and order. */
  readonly extrasAsWritten: readonly string[];
  /** All conditions of the entry, and-ed; undefined if it always applies. */
  readonly marker: Marker | undefined;
  readonly editable: boolean;
  readonly raw: TomlValue;
}

/** `[thoth]`: undefined where the file says nothing. */
export interface PipfileThoth {
  readonly disableIndexAdjustment: boolean | undefined;
  /** Packages that may, or may not, be taken as pre-releases. */
  readonly allowPrereleases: ReadonlyMap<PackageName, boolean>;
}

/** A parsed Pipfile. */
export interface Pipfile {
  /** The file as its user knows it. */
  readonly place: string;
  /** In the order of the file; the default index when it names none, so never empty. */
  readonly sources: readonly PipfileSource[];
  /** `packages`, `dev-packages` and categories, as far as the file has them, in its order and by its names. */
  readonly sections: ReadonlyMap<string, readonly PipfileEntry[]>;
  /** `[requires]`, as written; a version may be a range such as `>=3.9`. */
  readonly requires: { readonly pythonVersion: string | undefined; readonly pythonFullVersion: string | undefined };
  /** `[pipenv] allow_prereleases`. */
  readonly allowPrereleases: boolean;
  /** `[pipenv] use_default_constraints`: whether the pins of `packages` bind every other section. */
  readonly useDefaultConstraints: boolean;
  readonly thoth: PipfileThoth | undefined;
  /** The whole file, as TOML values: integers are `bigint`, floats `number`. */
  readonly raw: TomlTable;
}

/** The name in the lock of a Pipfile's section: `default` for `packages`, `develop` for `dev-packages`, else its own. */
export function lockSectionName(section: string): string {
  if (section === "packages") return "default";
  return section === "dev-packages" ? "develop" : section;
}
