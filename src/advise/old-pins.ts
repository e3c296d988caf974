/** What a lock pins, by package: the same package in several sections is one pin. */

import { type PipfileLock, parsePipfileLock } from "../project/index.ts";
import { type PackageName, Version } from "../python/index.ts";

export interface OldPin {
  readonly name: PackageName;
  /** Undefined for a repository, path or file, and for what is no exact pin of PEP 440. */
  readonly version: Version | undefined;
  /** The name of a source, where the entry gives one. */
  readonly index: string | undefined;
  /** Those that hold the package, `default` first, then as in the file. */
  readonly sections: readonly string[];
  /** Of all sections, sorted. */
  readonly extras: readonly string[];
  /** Whether it comes from an index; if not, nothing is chosen for it. */
  readonly isIndexed: boolean;
}

/** The pins of a lock's text. @throws {UserError} when it cannot be read. */
export function readLockedPins(place: string, text: string): ReadonlyMap<PackageName, OldPin> {
  return readOldPins(parsePipfileLock(place, text));
}

/** Where sections differ, `default` wins, as it does when Pipenv writes a lock. */
export function readOldPins(lock: PipfileLock): ReadonlyMap<PackageName, OldPin> {
  const pins = new Map<PackageName, OldPin>();
  const isDefault = (section: string) => section === "default";
  const names = [...lock.sections.keys()].toSorted((a, b) => Number(isDefault(b)) - Number(isDefault(a)));
  for (const section of names)
    for (const [name, entry] of lock.sections.get(section)!) {
      const known = pins.get(name);
      pins.set(name, {
        name,
        version: known?.version ?? (entry.version === undefined ? undefined : Version.tryParse(entry.version)),
        index: known?.index ?? entry.index,
        sections: [...(known?.sections ?? []), section],
        extras: [...new Set([...(known?.extras ?? []), ...entry.extras])].toSorted(),
        isIndexed: known?.isIndexed ?? entry.source.kind === "index",
      });
    }
  return pins;
}
