/**
 * A Pipfile as a value: sources, sections of entries, the interpreter it asks for, and the settings of `[pipenv]` and
 * `[thoth]`.
 *
 * Surprises: any table that Pipenv does not know is a category of packages, except `[thoth]`, which is ours; an entry
 * is a string or a table, and conditions stand in it as `markers` or as keys named after marker variables, and-ed; a
 * file without `[[source]]` means PyPI; and the digest in the lock is over the raw values, so those are kept.
 */

import type { PackageName } from "../python/index.ts";
import type { ManifestContent, ManifestEntry, ManifestSource } from "./manifest.ts";
import type { TomlTable, TomlValue } from "./toml-text.ts";

/** One `[[source]]`; without `verify_ssl` what Pipenv fills in: true if the address contains `https://`. */
export interface PipfileSource extends ManifestSource {
  /** Every key as written, unknown ones too. */
  readonly raw: TomlTable;
}

/** One line of a package section. */
export interface PipfileEntry extends ManifestEntry {
  /** As written, such as `Flask_SQLAlchemy`, or `celery[redis]`. */
  readonly key: string;
  /** In the user's spelling and order. */
  readonly extrasAsWritten: readonly string[];
  readonly editable: boolean;
  readonly raw: TomlValue;
}

/** `[thoth]`: undefined where the file says nothing. */
export interface PipfileThoth {
  readonly disableIndexAdjustment: boolean | undefined;
  /** Packages that may, or may not, be taken as pre-releases. */
  readonly allowPrereleases: ReadonlyMap<PackageName, boolean>;
}

/** A parsed Pipfile. Its sources are the default index when it names none; `allowPrereleases` is that of `[pipenv]`. */
export interface Pipfile extends ManifestContent {
  readonly kind: "pipfile";
  readonly sources: readonly PipfileSource[];
  /** `packages`, `dev-packages` and categories, as far as the file has them, in its order and by its names. */
  readonly sections: ReadonlyMap<string, readonly PipfileEntry[]>;
  /** `[requires]`, as written; a version may be a range such as `>=3.9`. */
  readonly requires: { readonly pythonVersion: string | undefined; readonly pythonFullVersion: string | undefined };
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
