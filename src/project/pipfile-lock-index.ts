/** The `index` of a lock's entry: which source a package comes from, where Pipenv says so and where it has to be said. */

import { type PackageName, normalizeName } from "../python/index.ts";
import type { LockPin } from "./pipfile-lock-request.ts";
import type { LockEntry } from "./pipfile-lock.ts";
import type { Pipfile, PipfileEntry } from "./pipfile.ts";
import { isTomlTable } from "./toml-text.ts";

/** What an entry is made in. */
export interface LockedSection {
  readonly pipfile: Pipfile;
  /** By the Pipfile's name. */
  readonly section: string;
  /** The index that another section pins a package to, for a section other than `packages`. */
  readonly foreignIndexes: ReadonlyMap<PackageName, string>;
}

export function lockedSection(pipfile: Pipfile, section: string): LockedSection {
  const foreignIndexes = new Map<PackageName, string>();
  for (const [other, entries] of section === "packages" ? [] : pipfile.sections) {
    if (other === section) continue;
    for (const { name, source } of entries)
      if (source.kind === "index" && source.index !== undefined && !foreignIndexes.has(name))
        foreignIndexes.set(name, source.index);
  }
  return { pipfile, section, foreignIndexes };
}

/** A name as a key: lower case, `_` as `-`; dots and repeated separators stay. */
export function lockKey(name: string): string {
  return name.toLowerCase().replaceAll("_", "-");
}

/**
 * The `index` of a Pipfile's entry as Pipenv writes it: its own, else for a plain specifier the first source's, and for
 * a table in any section but `packages` what a table in another section says. The last two are looked up by normal
 * name, so a key in any other spelling gets none.
 */
export function entryIndex({ pipfile, foreignIndexes }: LockedSection, entry: PipfileEntry): string | undefined {
  if (entry.source.kind !== "index") return undefined;
  if (entry.source.index !== undefined) return entry.source.index;
  if (!isCanonical(lockKey(entry.key))) return undefined;
  return isTomlTable(entry.raw) ? foreignIndexes.get(entry.name) : pipfile.sources[0]?.name;
}

export function isCanonical(key: string): boolean {
  return !key.includes("[") && normalizeName(key) === key;
}

/**
 * `usual` is what Pipenv would write; no `index` means the first source. A pin from anywhere else always says so. An
 * unchanged pin keeps what it has, as long as that is where the release comes from.
 */
export function chooseIndex(
  pipfile: Pipfile,
  usual: string | undefined,
  pin: LockPin,
  kept: LockEntry | undefined,
): string | undefined {
  const first = pipfile.sources[0]?.name;
  const actual = pin.index ?? usual ?? first;
  if (kept !== undefined && (kept.index ?? first) === actual) return kept.index;
  return actual === (usual ?? first) ? usual : actual;
}
