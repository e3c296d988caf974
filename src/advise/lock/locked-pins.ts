/** What a lock pins, by package, whether the old lock or the one just written: a package in several sections is one pin. */

import { type Lock, type ReadyProject, parseLock } from "../../project/index.ts";
import { type PackageName, Version } from "../../python/index.ts";

export interface LockedPin {
  readonly name: PackageName;
  /** Undefined for a repository, path or file, and for what is no exact pin of PEP 440. */
  readonly version: Version | undefined;
  /** The name of a source, where the entry gives one. */
  readonly index: string | undefined;
  /** As the first of its sections has them, such as `sha256:…`. */
  readonly hashes: readonly string[];
  /** Those that hold the package, `default` first, then as in the file. */
  readonly sections: readonly string[];
  /** Of all sections, sorted. */
  readonly extras: readonly string[];
}

/** The pins of a lock's text, in the format of the project. @throws {UserError} when it cannot be read. */
export function parseLockedPins(
  { manifest, lockPath }: Pick<ReadyProject, "manifest" | "lockPath">,
  text: string,
): ReadonlyMap<PackageName, LockedPin> {
  return lockedPins(parseLock(manifest, lockPath, text));
}

/** Where sections differ, `default` wins, as it does when Pipenv writes a lock. */
export function lockedPins(lock: Lock): ReadonlyMap<PackageName, LockedPin> {
  const pins = new Map<PackageName, LockedPin>();
  const isDefault = (section: string) => section === "default";
  const names = [...lock.sections.keys()].toSorted((a, b) => Number(isDefault(b)) - Number(isDefault(a)));
  for (const section of names)
    for (const [name, entry] of lock.sections.get(section)!) {
      const known = pins.get(name);
      pins.set(name, {
        name,
        version: known?.version ?? (entry.version === undefined ? undefined : Version.tryParse(entry.version)),
        index: known?.index ?? entry.index,
        hashes: known?.hashes ?? entry.hashes,
        sections: [...(known?.sections ?? []), section],
        extras: [...new Set([...(known?.extras ?? []), ...entry.extras])].toSorted(),
      });
    }
  return pins;
}
