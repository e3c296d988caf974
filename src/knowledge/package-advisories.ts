/** What the records say of one package, compiled for being asked about many versions. */

import { compareText, isDay } from "../base/index.ts";
import { normalizeName, type PackageName, Version } from "../python/index.ts";
import { AffectedVersions, ask, ListedVersions, type Verdict } from "./affected.ts";
import { cweOf, functionsOf } from "./affected-code.ts";
import { affectedOf, isMalicious } from "./malware.ts";
import type { OsvAffected, OsvRecord } from "./osv.ts";
import type { RecordStore } from "./record-store.ts";
import { type Severity, type SeverityStatement, statementOf, worstStatement } from "./severity.ts";

/**
 * One flaw that a release definitely has. What it is, and what it is called, is the same for every release: records of it
 * that do not tell of this one have their say too.
 */
export interface AdvisoryMatch {
  /** The id of its record, the first in alphabetical order where several records tell of it. */
  readonly id: string;
  /** Every other name of the flaw, sorted. */
  readonly aliases: readonly string[];
  /** The ids of the records by which the release has it, sorted. */
  readonly records: readonly string[];
  /** Those of `aliases` that `records` themselves give, sorted. */
  readonly aliasesOfRecords: readonly string[];
  /** ISO 8601 day of the first of the records; undefined where none of them says it. */
  readonly published: string | undefined;
  /** The worst that anybody states. */
  readonly severity: Severity;
  /** Who states it, and as what; undefined where nobody states one. */
  readonly severitySource: SeverityStatement | undefined;
  /**
   * The least version above the release from which on every one of `records` calls the flaw fixed; undefined when no fix
   * is known. It may be a pre-release, and other flaws may remain: choose targets by matching them anew.
   */
  readonly fixedIn: Version | undefined;
  /** Whether the release was made to do harm: a class of its own, whatever the severity says. */
  readonly malicious: boolean;
  /** Names of the code that has the flaw, such as `PIL.ImageFont`, sorted; empty where nobody names any. */
  readonly functions: readonly string[];
  /** Kinds of weakness, such as `CWE-79`, sorted. */
  readonly cwe: readonly string[];
  /** Of the first of `records`. */
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
  readonly names: readonly [id: string, ...aliases: string[]];
  readonly published: string | undefined;
  readonly isMalicious: boolean;
  /** Empty where every release is affected. */
  readonly entries: readonly AffectedVersions[];
  /** Every version that is called fixed, ascending. */
  readonly fixes: readonly Version[];
}

/** What a match says whatever the version. */
type Flaw = Omit<AdvisoryMatch, "records" | "aliasesOfRecords" | "fixedIn" | "link">;

/** Records that tell of one flaw, by id; never empty. */
type Group = readonly PackageRecord[];

export class PackageAdvisories {
  readonly #name: PackageName;
  /** By their first ids. */
  readonly #groups: readonly Group[];
  readonly #listed = new ListedVersions();
  readonly #store: RecordStore;
  /** Of those groups that were asked for. */
  readonly #flaws = new Map<Group, Flaw>();

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
    const records = told.map((each) => packageRecord(each, this.#listed)).toSorted(byId);
    this.#groups = groupByAlias(records);
    this.#listed.close();
  }

  judge(text: string): Judgement {
    if (this.#groups.length === 0) return nothing;
    const question = ask(text);
    const number = this.#listed.find(question);
    const matches: AdvisoryMatch[] = [];
    const indeterminate: string[] = [];
    for (const group of this.#groups) {
      const hits: PackageRecord[] = [];
      for (const known of group) {
        const verdict = judgeRecord(known, question.version, number);
        if (verdict === "affected") hits.push(known);
        else if (verdict === "unsure") indeterminate.push(known.id);
      }
      if (hits.length > 0) matches.push(this.#match(group, hits, question.version));
    }
    return { matches, indeterminate: indeterminate.toSorted(compareText) };
  }

  /** All names of the flaw that the record `id` tells of, sorted; none where it tells of nothing here. */
  namesOf(id: string): readonly string[] {
    const group = this.#groups.find((records) => records.some((record) => record.id === id));
    return sortedOnce((group ?? []).flatMap(({ names }) => names));
  }

  #match(group: Group, hits: Group, version: Version | undefined): AdvisoryMatch {
    const flaw = this.#flaw(group);
    const records = idsOf(hits);
    const isWhole = hits.length === group.length;
    return {
      ...flaw,
      records,
      aliasesOfRecords: isWhole ? flaw.aliases : sortedOnce(hits.flatMap(({ names: [, ...aliases] }) => aliases)),
      fixedIn: version && fixOf(hits, version),
      link: `https://osv.dev/vulnerability/${encodeURIComponent(records[0]!)}`,
    };
  }

  #flaw(group: Group): Flaw {
    const flaw = this.#flaws.get(group) ?? this.#describe(group);
    this.#flaws.set(group, flaw);
    return flaw;
  }

  #describe(group: Group): Flaw {
    const { id } = group[0]!;
    const names = new Set(group.flatMap((record) => record.names));
    const remarks = this.#store.remarks(names);
    const worst = worstStatement(remarks.flatMap((record) => statementOf(record) ?? []));
    names.delete(id);
    return {
      id,
      aliases: [...names].toSorted(compareText),
      published: sortedOnce(group.flatMap((record) => record.published ?? []))[0],
      severity: worst?.band ?? "unknown",
      severitySource: worst,
      malicious: group.some((record) => record.isMalicious),
      functions: sortedOnce(remarks.flatMap((record) => functionsOf(record, this.#name))),
      cwe: sortedOnce(remarks.flatMap(cweOf)),
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

function packageRecord({ affected, ...told }: Told, listed: ListedVersions): PackageRecord {
  const entries = affected.map((entry) => new AffectedVersions(entry, listed));
  const fixes = entries.flatMap((entry) => entry.fixes).toSorted((a, b) => Version.compare(a, b));
  return { id: told.names[0], ...told, entries, fixes };
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

/**
 * Records that share a name, directly or through others, tell of one flaw, whichever releases each of them lists.
 *
 * @param records by id.
 */
function groupByAlias(records: readonly PackageRecord[]): readonly Group[] {
  const byName = new Map<string, PackageRecord[]>();
  for (const record of records)
    for (const name of record.names) {
      const known = byName.get(name);
      if (known === undefined) byName.set(name, [record]);
      else known.push(record);
    }
  const left = new Set(records);
  const groups: Group[] = [];
  for (const first of records) {
    if (!left.delete(first)) continue;
    const group = [first];
    // It grows as it is walked.
    for (const { names } of group)
      for (const name of names) {
        for (const other of byName.get(name) ?? []) if (left.delete(other)) group.push(other);
        byName.delete(name);
      }
    groups.push(group.toSorted(byId));
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

/** Each once: a malicious package may stand under one id in two databases. */
function idsOf(records: Group): readonly string[] {
  return records.length === 1 ? [records[0]!.id] : [...new Set(records.map(({ id }) => id))];
}

function sortedOnce(items: readonly string[]): readonly string[] {
  return items.length === 0 ? items : [...new Set(items)].toSorted(compareText);
}

/** The newest of the records' own fixes, each the least one above `version`; undefined where one of them knows none. */
function fixOf(records: Group, version: Version): Version | undefined {
  let newest: Version | undefined;
  for (const { fixes } of records) {
    const own = fixes.find((fix) => Version.compare(fix, version) > 0);
    if (own === undefined) return undefined;
    if (newest === undefined || Version.compare(own, newest) > 0) newest = own;
  }
  return newest;
}
