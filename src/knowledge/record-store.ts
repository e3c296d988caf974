/**
 * Records by package and by name, without holding them: databases are long and a run asks about little of them, so what is
 * kept is where each record stands, and it is read anew when it is asked for. A load reads every record all the same: half
 * a database would read as "no advisories".
 */

import { checkDepth, limits, type NestedLimit } from "../base/index.ts";
import { normalizeName } from "../python/index.ts";
import { type MalwareRule, parseMalwareRule } from "./malware.ts";
import { linesOf, type OsvRecord, parseOsvRecord } from "./osv.ts";

/** Text of records or rules, one a line. */
export interface RecordText {
  /** Names the text in an error. */
  readonly place: string;
  readonly text: string;
}

type Read<Item> = () => Item;

interface Kept {
  readonly read: Read<OsvRecord>;
  readonly modified: string;
  readonly names: readonly string[];
  /** Whether it says anything of a flaw beside its versions, and stands. */
  readonly isRemark: boolean;
  readonly packages: readonly string[];
}

export class RecordStore {
  /** By id: databases hold copies of each other's records, and of those the one that was changed last counts. */
  readonly #records = new Map<string, Kept>();
  /** The same of what only adds to them. */
  readonly #others = new Map<string, Kept>();
  readonly #malware = new Map<string, Read<MalwareRule>[]>();
  #byPackage: ReadonlyMap<string, readonly Kept[]> | undefined;
  #remarks: ReadonlyMap<string, readonly Kept[]> | undefined;

  /** @param read gives the record again. */
  add(record: OsvRecord, read: Read<OsvRecord>): void {
    keepNewest(this.#records, record, read);
  }

  /** A record that is looked up by its names, and matches no version itself. */
  addRemark(record: OsvRecord, read: Read<OsvRecord>): void {
    keepNewest(this.#others, record, read);
  }

  addRule({ name }: MalwareRule, read: Read<MalwareRule>): void {
    const known = this.#malware.get(name);
    if (known === undefined) this.#malware.set(name, [read]);
    else known.push(read);
  }

  /** @throws {NotAnAdvisory} at the first line that is no record. */
  addText(kind: "advisories" | "severities", { place, text }: RecordText, limit: NestedLimit = limits.knowledge): void {
    checkDepth(place, text, "json", limit);
    for (const [line, number] of linesOf(text)) {
      const read = () => parseOsvRecord(`${place}:${number}`, line);
      if (kind === "advisories") this.add(read(), read);
      else this.addRemark(read(), read);
    }
  }

  /** @throws {NotAMalwareRule} at the first line that is none. */
  addRules({ place, text }: RecordText, limit: NestedLimit = limits.knowledge): void {
    checkDepth(place, text, "json", limit);
    for (const [line, number] of linesOf(text)) {
      const read = () => parseMalwareRule(`${place}:${number}`, line);
      this.addRule(read(), read);
    }
  }

  /** Of PyPI, none of them withdrawn. @param name normalised. */
  ofPackage(name: string): readonly OsvRecord[] {
    this.#byPackage ??= groupBy(this.#records.values(), ({ packages }) => packages);
    return (this.#byPackage.get(name) ?? []).map(({ read }) => read());
  }

  /** What is said of a flaw beside its versions, under any of its names, by records that are not withdrawn. */
  remarks(names: Iterable<string>): readonly OsvRecord[] {
    const byName = (this.#remarks ??= groupBy([...this.#records.values(), ...this.#others.values()], namesOfRemark));
    const found = new Set<Kept>();
    for (const name of names) for (const kept of byName.get(name) ?? []) found.add(kept);
    return [...found].map(({ read }) => read());
  }

  /** @param name normalised. */
  malwareOf(name: string): readonly MalwareRule[] {
    return (this.#malware.get(name) ?? []).map((read) => read());
  }
}

/** An item with several equal keys stands there once. */
function groupBy<Item>(
  items: Iterable<Item>,
  keysOf: (item: Item) => readonly string[],
): ReadonlyMap<string, readonly Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items)
    for (const key of keysOf(item)) {
      const known = groups.get(key);
      if (known === undefined) groups.set(key, [item]);
      else if (known.at(-1) !== item) known.push(item);
    }
  return groups;
}

function keepNewest(records: Map<string, Kept>, record: OsvRecord, read: Read<OsvRecord>): void {
  const { id, aliases = [], modified = "", withdrawn } = record;
  const known = records.get(id);
  if (known !== undefined && known.modified >= modified) return;
  const isRemark = withdrawn === undefined && saysMore(record);
  const packages = withdrawn === undefined ? packagesOf(record) : [];
  records.set(id, { read, modified, names: [id, ...aliases], isRemark, packages });
}

function namesOfRemark({ isRemark, names }: Kept): readonly string[] {
  return isRemark ? names : [];
}

function saysMore({ severity, database_specific: specific, affected = [] }: OsvRecord): boolean {
  return (
    severity !== undefined ||
    specific !== undefined ||
    affected.some((entry) => entry.severity !== undefined || entry.ecosystem_specific !== undefined)
  );
}

/** Normalised names of the PyPI packages of `record`. */
function packagesOf({ affected = [] }: OsvRecord): readonly string[] {
  return affected.flatMap(({ package: of }) => (of?.ecosystem === "PyPI" ? [normalizeName(of.name)] : []));
}
