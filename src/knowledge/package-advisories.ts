/** What the records say of one package, compiled for being asked about many versions. */

import { compareText, isDay } from "../base/index.ts";
import { normalizeName, type PackageName, Version } from "../python/index.ts";
import { AffectedVersions, ask, ListedVersions, type Verdict } from "./affected.ts";
import { cweOf, functionsOf } from "./affected-code.ts";
import { affectedOf, isMalicious } from "./malware.ts";
import type { OsvAffected, OsvRecord } from "./osv.ts";
import type { RecordStore } from "./record-store.ts";
import { type Severity, type SeverityStatement, statementOf, worstStatement } from "./severity.ts";

/** One flaw that a release definitely has. */
export interface AdvisoryMatch {
  /** The id of its record, the first in alphabetical order where several records tell of it. */
  readonly id: string;
  /** Every other name of the flaw, sorted. */
  readonly aliases: readonly string[];
  /** The ids of all records that were merged into this match, sorted; `id` is the first. */
  readonly records: readonly string[];
  /** ISO 8601 day of the first of the records; undefined where none of them says it. */
  readonly published: string | undefined;
  /** The worst that anybody states. */
  readonly severity: Severity;
  /** Who states it, and as what; undefined where nobody states one. */
  readonly severitySource: SeverityStatement | undefined;
  /**
   * The least version above the release from which on every record calls the flaw fixed; undefined when no fix is
   * known. It may be a pre-release, and other flaws may remain: choose targets by matching them anew.
   */
  readonly fixedIn: Version | undefined;
  /** Whether the release was made to do harm: a class of its own, whatever the severity says. */
  readonly malicious: boolean;
  /** Names of the code that has the flaw, such as `PIL.ImageFont`, sorted; empty where nobody names any. */
  readonly functions: readonly string[];
  /** Kinds of weakness, such as `CWE-79`, sorted. */
  readonly cwe: readonly string[];
  readonly link: string;
}

/** All that the records say of one version. */
export interface Judgement {
  /** By id. */
  readonly matches: readonly AdvisoryMatch[];
  /** Ids of records that could not be judged, because a version or a bound is not PEP 440; sorted. */
  readonly indeterminate: readonly string[];
}

/** A record as far as one package is concerned. */
interface PackageRecord {
  readonly id: string;
  /** The id and the aliases. */
  readonly names: readonly string[];
  readonly published: string | undefined;
  readonly isMalicious: boolean;
  /** Empty where every release is affected. */
  readonly entries: readonly AffectedVersions[];
  /** Every version that is called fixed, ascending. */
  readonly fixes: readonly Version[];
  /** Of this record and no other. */
  readonly alone: Group;
}

/** What a match says whatever the version. */
type Flaw = Omit<AdvisoryMatch, "fixedIn">;

export class PackageAdvisories {
  readonly #name: PackageName;
  readonly #records: readonly PackageRecord[];
  readonly #listed = new ListedVersions();
  readonly #store: RecordStore;
  /** By the ids of the records that tell of it: versions differ in which flaws they have, seldom in what these are. */
  readonly #flaws = new Map<string, Flaw>();

  constructor(name: PackageName, store: RecordStore) {
    this.#name = name;
    this.#store = store;
    const told = [
      ...store.ofPackage(name).map((record) => ({
        names: namesOf(record),
        published: dayOf(record),
        isMalicious: isMalicious(record),
        affected: entriesFor(name, record),
      })),
      ...store.malwareOf(name).map((rule) => ({
        names: namesOf(rule),
        published: undefined,
        isMalicious: true,
        affected: affectedOf(rule),
      })),
    ];
    const shared = repeated(told.flatMap(({ names }) => names));
    this.#records = told.map((each) => packageRecord(each, this.#listed, shared)).toSorted(byId);
    this.#listed.close();
  }

  judge(text: string): Judgement {
    if (this.#records.length === 0) return nothing;
    const question = ask(text);
    const number = this.#listed.find(question);
    const hits: PackageRecord[] = [];
    const indeterminate: string[] = [];
    for (const known of this.#records) {
      const verdict = judgeRecord(known, question.version, number);
      if (verdict === "affected") hits.push(known);
      else if (verdict === "unsure") indeterminate.push(known.id);
    }
    const matches = groupByAlias(hits).map(({ records }) => ({
      ...this.#flaw(records),
      fixedIn: question.version && fixOf(records, question.version),
    }));
    return { matches, indeterminate };
  }

  #flaw(group: readonly PackageRecord[]): Flaw {
    const key = group.length === 1 ? group[0]!.id : group.map(({ id }) => id).join(" ");
    const flaw = this.#flaws.get(key) ?? this.#describe(group);
    this.#flaws.set(key, flaw);
    return flaw;
  }

  #describe(group: readonly PackageRecord[]): Flaw {
    const records = [...new Set(group.map(({ id }) => id))].toSorted(compareText);
    const [id] = records;
    if (id === undefined) throw new Error("a group of advisories is never empty");
    const names = new Set(group.flatMap((record) => record.names));
    const remarks = this.#store.remarks(names);
    const worst = worstStatement(remarks.flatMap((record) => statementOf(record) ?? []));
    names.delete(id);
    return {
      id,
      aliases: [...names].toSorted(compareText),
      records,
      published: sortedOnce(group.flatMap((record) => record.published ?? []))[0],
      severity: worst?.band ?? "unknown",
      severitySource: worst,
      malicious: group.some((record) => record.isMalicious),
      functions: sortedOnce(remarks.flatMap((record) => functionsOf(record, this.#name))),
      cwe: sortedOnce(remarks.flatMap(cweOf)),
      link: `https://osv.dev/vulnerability/${encodeURIComponent(id)}`,
    };
  }
}

const nothing: Judgement = { matches: [], indeterminate: [] };

interface Told {
  readonly names: readonly [id: string, ...aliases: string[]];
  readonly published: string | undefined;
  readonly isMalicious: boolean;
  readonly affected: readonly OsvAffected[];
}

/** @param shared names that several records of the package have. */
function packageRecord(told: Told, listed: ListedVersions, shared: ReadonlySet<string>): PackageRecord {
  const { names, published, affected } = told;
  const entries = affected.map((entry) => new AffectedVersions(entry, listed));
  const fixes = entries.flatMap((entry) => entry.fixes).toSorted((a, b) => Version.compare(a, b));
  const records: PackageRecord[] = [];
  const alone = { names: names.filter((name) => shared.has(name)), records };
  const record = { id: names[0], names, published, isMalicious: told.isMalicious, entries, fixes, alone };
  records.push(record);
  return record;
}

function byId(a: PackageRecord, b: PackageRecord): number {
  return compareText(a.id, b.id);
}

function judgeRecord({ entries }: PackageRecord, version: Version | undefined, number: number): Verdict {
  if (entries.length === 0) return "affected";
  let verdict: Verdict = "clear";
  for (const entry of entries) {
    const own = entry.judge(version, number);
    if (own === "affected") return own;
    if (own === "unsure") verdict = own;
  }
  return verdict;
}

function entriesFor(name: PackageName, { affected = [] }: OsvRecord) {
  return affected.filter(({ package: of }) => of?.ecosystem === "PyPI" && normalizeName(of.name) === name);
}

/** Records that tell of one flaw, and the names by which others can turn out to tell of it as well. */
interface Group {
  readonly names: readonly string[];
  readonly records: readonly PackageRecord[];
}

/** Records that share a name, directly or through others, tell of one flaw. The order of groups is that of their first. */
function groupByAlias(records: readonly PackageRecord[]): readonly Group[] {
  const groups: Group[] = [];
  for (const record of records) {
    const { alone } = record;
    const same =
      alone.names.length === 0 ? [] : groups.filter(({ names }) => names.some((name) => alone.names.includes(name)));
    const [first, ...others] = same;
    if (first === undefined) {
      groups.push(alone);
      continue;
    }
    const names = [...same.flatMap((group) => group.names), ...alone.names];
    groups[groups.indexOf(first)] = { names, records: [...same.flatMap((group) => group.records), record] };
    for (const other of others) groups.splice(groups.indexOf(other), 1);
  }
  return groups;
}

function namesOf({ id, aliases = [] }: Pick<OsvRecord, "id" | "aliases">): readonly [string, ...string[]] {
  return [id, ...aliases];
}

/** Where the record has a time that there is. */
function dayOf({ published }: OsvRecord): string | undefined {
  const day = published?.slice(0, 10);
  return day !== undefined && isDay(day) ? day : undefined;
}

function repeated(names: readonly string[]): ReadonlySet<string> {
  const once = new Set<string>();
  const again = new Set<string>();
  for (const name of names) {
    if (once.has(name)) again.add(name);
    once.add(name);
  }
  return again;
}

function sortedOnce(items: readonly string[]): readonly string[] {
  return items.length === 0 ? items : [...new Set(items)].toSorted(compareText);
}

/** The newest of the records' own fixes, each the least one above `version`; undefined where one of them knows none. */
function fixOf(group: readonly PackageRecord[], version: Version): Version | undefined {
  let newest: Version | undefined;
  for (const { fixes } of group) {
    const own = fixes.find((fix) => Version.compare(fix, version) > 0);
    if (own === undefined) return undefined;
    if (newest === undefined || Version.compare(own, newest) > 0) newest = own;
  }
  return newest;
}
