/**
 * The entries of a lock, one function for each way in which a package gets in. Keys without a value are left out; their
 * order is the JSON's. Of an old entry whatever is still right is kept, so that an unchanged pin keeps its lines.
 */

import { compareCodePoints } from "../base/index.ts";
import { type ExtraName, type PackageName, SpecifierSet, Version, normalizeName } from "../python/index.ts";
import { asJson } from "./pipfile-hash.ts";
import { addressKeys, isRemoteWheel, sameAddress } from "./pipfile-lock-address.ts";
import type { Arrival } from "./pipfile-lock-graph.ts";
import { type LockedSection, chooseIndex, entryIndex, isCanonical, lockKey } from "./pipfile-lock-index.ts";
import { chooseMarker, entryMarkers, inapplicableMarkers, transitiveMarkers } from "./pipfile-lock-markers.ts";
import type { LockPin } from "./pipfile-lock-request.ts";
import type { LockEntry } from "./pipfile-lock.ts";
import type { PipfileEntry } from "./pipfile.ts";
import type { JsonObject, JsonValue } from "./python-json.ts";
import { isTomlTable, tomlValue } from "./toml-text.ts";

/** An entry to be written: its key and what stands under it. */
export interface WrittenEntry {
  readonly name: PackageName;
  readonly key: string;
  readonly value: JsonObject;
}

/** An entry of the Pipfile with a pin. `applies` is whether its conditions hold in the lock's environment. */
export function writePinned(
  where: LockedSection,
  entry: PipfileEntry,
  pin: LockPin,
  applies: boolean,
  old: LockEntry | undefined,
): WrittenEntry {
  const kept = unchanged(old, pin);
  const key = kept?.key ?? lockKey(entry.nameAsWritten);
  const choices = applies ? entryMarkers(entry, pin.requiresPython) : inapplicableMarkers(entry);
  const usual = entryIndex(where, entry);
  return written(entry.name, key, {
    ...manifestKeys(entry),
    hashes: hashList(pin, kept),
    index: chooseIndex(where.pipfile, usual, pin, kept),
    markers: kept === undefined ? choices[0] : chooseMarker(choices, kept.markers),
    version: `==${pin.version}`,
  });
}

/** A package that others pulled in. */
export function writeTransitive(
  where: LockedSection,
  name: PackageName,
  pin: LockPin,
  arrivals: readonly Arrival<PipfileEntry>[],
  extras: ReadonlySet<ExtraName>,
  old: LockEntry | undefined,
): WrittenEntry {
  const kept = unchanged(old, pin);
  const key = kept?.key ?? lockKey(spelling(arrivals) ?? name);
  const choices = transitiveMarkers(arrivals, pin.requiresPython);
  return written(name, key, {
    extras: keptExtras(kept, extras),
    hashes: hashList(pin, kept),
    index: chooseIndex(where.pipfile, isCanonical(key) ? where.foreignIndexes.get(name) : undefined, pin, kept),
    markers: kept === undefined ? choices[0] : chooseMarker(choices, kept.markers),
    version: `==${pin.version}`,
  });
}

/**
 * An entry of the Pipfile that does not apply and has no pin: the old entry's version and hashes if the Pipfile
 * admits them, else what the Pipfile says. Pipenv puts `==` before any specifier, which its own `sync` rejects for a range; we do not.
 */
export function writeUnpinned(where: LockedSection, entry: PipfileEntry, old: LockEntry | undefined): WrittenEntry {
  const specifier = entry.source.kind === "index" ? entry.source.specifier : SpecifierSet.any;
  const version = Version.tryParse(old?.version ?? "");
  const kept = version !== undefined && specifier.admits(version) ? old : undefined;
  const choices = inapplicableMarkers(entry);
  return written(entry.name, kept?.key ?? lockKey(entry.nameAsWritten), {
    ...manifestKeys(entry),
    hashes: kept?.hashes ?? [],
    index: entryIndex(where, entry),
    markers: kept === undefined ? choices[0] : chooseMarker(choices, kept.markers),
    version: kept?.raw["version"] ?? (specifier.isAny ? "*" : specifier.toString()),
  });
}

/**
 * A VCS, path or file entry. What only Pipenv could find out comes from the old entry, as long as that is of the same
 * address: the commit that a reference stood for, and the hashes of a remote file; else from `pin`.
 */
export function writeOpaque(entry: PipfileEntry, pin: LockPin | undefined, old: LockEntry | undefined): WrittenEntry {
  const source = entry.source;
  const kept = old !== undefined && sameAddress(source, old) ? old : undefined;
  const choices = entryMarkers(entry, undefined);
  return written(entry.name, kept?.key ?? lockKey(entry.nameAsWritten), {
    ...manifestKeys(entry),
    ...addressKeys(source, pin?.version, kept),
    hashes: kept?.hashes ?? (isRemoteWheel(source) && pin !== undefined ? hashList(pin, undefined) : []),
    markers: kept === undefined ? choices[0] : chooseMarker(choices, kept.markers),
  });
}

/** An entry of the old lock as it is. */
export function writeOld(old: LockEntry): WrittenEntry {
  return { name: old.name, key: old.key, value: old.raw };
}

/** The old entry if it pins the very release that is pinned now. */
function unchanged(old: LockEntry | undefined, pin: LockPin): LockEntry | undefined {
  return old?.version === pin.version ? old : undefined;
}

/** The name as the first requirement spells it. */
function spelling(arrivals: readonly Arrival<PipfileEntry>[]): string | undefined {
  return arrivals.find(({ requirement }) => requirement !== undefined)?.requirement?.nameAsWritten;
}

/** Keys that come from the Pipfile's entry alone. */
function manifestKeys(entry: PipfileEntry): Record<string, JsonValue | undefined> {
  const table = isTomlTable(entry.raw) ? entry.raw : {};
  return {
    editable: entry.editable,
    egg: asJson(table)["egg"],
    extras: [...entry.extrasAsWritten].sort(compareCodePoints),
    no_binary: Boolean(tomlValue(table, "no_binary")),
    pip_args: asJson(table)["pip_args"],
  };
}

/** Old Pipenv wrote the extras of packages that others pulled in; they stay while somebody asks for them. */
function keptExtras(kept: LockEntry | undefined, active: ReadonlySet<ExtraName>): readonly string[] {
  const names = new Set<string>(active);
  const extras = kept?.extras ?? [];
  return extras.every((extra) => names.has(normalizeName(extra))) ? extras : [];
}

/** An empty list of the index does not take away the hashes that an unchanged pin has. */
function hashList(pin: LockPin, kept: LockEntry | undefined): readonly string[] {
  if (pin.hashes.length === 0) return kept?.hashes ?? [];
  return [...new Set(pin.hashes.map((hash) => `sha256:${hash}`))].sort();
}

function written(name: PackageName, key: string, keys: Record<string, JsonValue | undefined>): WrittenEntry {
  const present = Object.entries(keys).filter((pair): pair is [string, JsonValue] => hasValue(pair[1]));
  return { name, key, value: Object.fromEntries(present) };
}

function hasValue(value: JsonValue | undefined): boolean {
  if (value === undefined || value === false || value === "") return false;
  return !Array.isArray(value) || value.length > 0;
}
