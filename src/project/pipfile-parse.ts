/** Reads a Pipfile: limits, TOML, then a check of every key, so that nothing is locked from a half-understood file. */

import { checkCount, limits } from "../base/index.ts";
import { readPipfileEntry } from "./pipfile-entry.ts";
import { InvalidPipfile } from "./pipfile-errors.ts";
import { readRequires, readSettings, readSources, readThoth } from "./pipfile-settings.ts";
import type { Pipfile, PipfileEntry } from "./pipfile.ts";
import { TomlText, describeToml, findTomlDate, isTomlTable, tomlEntries } from "./toml-text.ts";

/** Tables that hold no packages. `pipfile` is an old spelling of `pipenv`. */
const otherTables: ReadonlySet<string> = new Set(["source", "requires", "scripts", "pipenv", "pipfile", "thoth"]);

/** Keys that a lock uses itself, so that no category can have them. */
const lockKeys: ReadonlySet<string> = new Set(["_meta", "default", "develop"]);

/**
 * The Pipfile in `text`; `place` is the file as its user knows it.
 *
 * @throws {InvalidPipfile} naming file, line, column and value; {InputTooLarge | InputTooDeep} past `limits.manifest`.
 */
export function parsePipfile(place: string, text: string): Pipfile {
  const file = TomlText.parse(
    place,
    text,
    limits.manifest,
    (at, problem, hint) => new InvalidPipfile(at, problem, hint),
  );
  return readPipfile(file);
}

/** What stands in `file`, whose faults are {@link InvalidPipfile}. @throws what {@link parsePipfile} does. */
export function readPipfile(file: TomlText): Pipfile {
  const sources = readSources(file);
  const indexes = new Set(sources.map((source) => source.name));
  const sections = readSections(file, indexes);
  refuseDates(file);
  return {
    kind: "pipfile",
    place: file.file,
    sources,
    sections,
    unnamed: [],
    constraints: [],
    requires: readRequires(file),
    ...readSettings(file),
    thoth: readThoth(file),
    raw: file.root,
  };
}

function readSections(file: TomlText, indexes: ReadonlySet<string>): ReadonlyMap<string, readonly PipfileEntry[]> {
  const sections = new Map<string, readonly PipfileEntry[]>();
  let count = 0;
  for (const [key, value] of tomlEntries(file.root)) {
    if (otherTables.has(key)) continue;
    if (!isTomlTable(value)) throw file.fault([key], `\`${key}\` is ${describeToml(value)}, and a table is needed`);
    if (lockKeys.has(key)) throw file.fault([key], `\`${key}\` cannot name a category: the lock uses it itself`);
    count += tomlEntries(value).length;
    checkCount(file.file, "packages", count, limits.manifest.requirements);
    sections.set(key, readSection(file, key, indexes));
  }
  return sections;
}

function readSection(file: TomlText, section: string, indexes: ReadonlySet<string>): readonly PipfileEntry[] {
  const entries: PipfileEntry[] = [];
  const seen = new Map<string, PipfileEntry>();
  for (const [key, value] of tomlEntries(file.table([section]))) {
    const entry = readPipfileEntry(file, section, key, value, indexes);
    const twin = seen.get(entry.name);
    if (twin !== undefined) {
      throw file.fault([section, key], `\`${key}\` is the same package as \`${twin.key}\` in line ${twin.line}`);
    }
    seen.set(entry.name, entry);
    entries.push(entry);
  }
  return entries;
}

/** The digest in the lock is over JSON, which has no dates; Pipenv ends with a stack trace there. */
function refuseDates(file: TomlText): void {
  for (const [key, value] of tomlEntries(file.root)) {
    const path = key === "scripts" || key === "pipenv" ? undefined : findTomlDate(value, [key]);
    if (path !== undefined) throw file.fault(path, `\`${path.at(-1)}\` is a date, and a Pipfile has no use for dates`);
  }
}
