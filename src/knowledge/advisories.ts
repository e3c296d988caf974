/**
 * Which advisories a release has. One flaw often has several records (PYSEC, GHSA, CVE name each other as aliases): they
 * count once. A record that cannot be judged for a version is never a hit, and is told apart from "not affected".
 *
 * What a package's records say is compiled when the package is first asked about: a run asks about few of them.
 */

import { compareText } from "../base/index.ts";
import { normalizeName, type PackageName, Version } from "../python/index.ts";
import { AffectedVersions, type Question, versionReader } from "./affected.ts";
import type { OsvRecord } from "./osv.ts";
import { type Severity, severityOf, worstSeverity } from "./severity.ts";

/** One flaw that a release definitely has. */
export interface AdvisoryMatch {
  /** The id of its record, the first in alphabetical order where several records tell of it. */
  readonly id: string;
  /** Every other name of the flaw, sorted. */
  readonly aliases: readonly string[];
  /** The ids of all records that were merged into this match, sorted; `id` is the first. */
  readonly records: readonly string[];
  /** The worst that any of the records states. */
  readonly severity: Severity;
  /**
   * The least version above the release from which on every record calls the flaw fixed; undefined when no fix is
   * known. It may be a pre-release, and other flaws may remain: choose targets by matching them anew.
   */
  readonly fixedIn: Version | undefined;
  readonly link: string;
}

/** All that the records say of one version. */
export interface Judgement {
  /** By id. */
  readonly matches: readonly AdvisoryMatch[];
  /** Ids of records that could not be judged, because a version or a bound is not PEP 440; sorted. */
  readonly indeterminate: readonly string[];
}

/** Where records come from, printed beside every verdict. */
export interface AdvisoryOrigin {
  /** ISO 8601 date: what became known later is not in the records. */
  readonly asOf: string;
  /** SHA-256 of the records' file, in hex. */
  readonly digest: string;
}

/** All advisories of PyPI as of a date. A package without records has no known advisories as of that date. */
export class Advisories {
  readonly asOf: string;
  readonly digest: string;
  readonly #records: ReadonlyMap<string, readonly OsvRecord[]>;
  readonly #packages = new Map<string, PackageAdvisories>();

  private constructor(records: readonly OsvRecord[], origin: AdvisoryOrigin) {
    this.asOf = origin.asOf;
    this.digest = origin.digest;
    this.#records = recordsByPackage(records);
  }

  /** Withdrawn records and those of other ecosystems never match. */
  static of(records: readonly OsvRecord[], origin: AdvisoryOrigin): Advisories {
    return new Advisories(records, origin);
  }

  /** The flaws that a release definitely has, by id. A local version label is not looked at. */
  matching(name: PackageName, version: Version): readonly AdvisoryMatch[] {
    return this.judge(name, version.toString()).matches;
  }

  /** @param version as a lock or a user writes it; one that is not PEP 440 is compared as text. */
  judge(name: PackageName, version: string): Judgement {
    return this.#package(name).judge(version);
  }

  #package(name: PackageName): PackageAdvisories {
    let known = this.#packages.get(name);
    if (known === undefined) {
      known = new PackageAdvisories(name, this.#records.get(name) ?? []);
      this.#packages.set(name, known);
    }
    return known;
  }
}

function recordsByPackage(records: readonly OsvRecord[]): ReadonlyMap<string, readonly OsvRecord[]> {
  const byPackage = new Map<string, OsvRecord[]>();
  for (const record of records.filter(({ withdrawn }) => withdrawn === undefined))
    for (const name of new Set(packagesOf(record))) {
      const known = byPackage.get(name);
      if (known === undefined) byPackage.set(name, [record]);
      else known.push(record);
    }
  return byPackage;
}

/** Normalised names of the PyPI packages of `record`. */
function packagesOf(record: OsvRecord): readonly string[] {
  return (record.affected ?? []).flatMap(({ package: affected }) =>
    affected?.ecosystem === "PyPI" ? [normalizeName(affected.name)] : [],
  );
}

/** A record as far as one package is concerned. */
interface PackageRecord {
  readonly record: OsvRecord;
  readonly entries: readonly AffectedVersions[];
}

class PackageAdvisories {
  readonly #records: readonly PackageRecord[];

  constructor(name: PackageName, records: readonly OsvRecord[]) {
    const read = versionReader();
    this.#records = records
      .toSorted((a, b) => compareText(a.id, b.id))
      .map((record) => ({
        record,
        entries: (record.affected ?? [])
          .filter(({ package: affected }) => affected?.ecosystem === "PyPI" && normalizeName(affected.name) === name)
          .map((entry) => new AffectedVersions(entry, read)),
      }));
  }

  judge(text: string): Judgement {
    const question = ask(text);
    const hits: PackageRecord[] = [];
    const indeterminate: string[] = [];
    for (const known of this.#records) {
      const verdicts = known.entries.map((entry) => entry.judge(question));
      if (verdicts.includes("affected")) hits.push(known);
      else if (verdicts.includes("unsure")) indeterminate.push(known.record.id);
    }
    return { matches: groupByAlias(hits).map((group) => asMatch(group, question.version)), indeterminate };
  }
}

function ask(text: string): Question {
  const version = Version.tryParse(text);
  return { text, version: version?.local === undefined ? version : Version.parse(version.public) };
}

/** Records that share a name, directly or through others, tell of one flaw. The order of groups is that of their first. */
function groupByAlias(records: readonly PackageRecord[]): readonly (readonly PackageRecord[])[] {
  const groups: { readonly names: Set<string>; readonly records: PackageRecord[] }[] = [];
  for (const record of records) {
    const names = namesOf(record.record);
    const [first, ...others] = groups.filter((group) => names.some((name) => group.names.has(name)));
    if (first === undefined) {
      groups.push({ names: new Set(names), records: [record] });
      continue;
    }
    for (const other of others) groups.splice(groups.indexOf(other), 1);
    first.records.push(...others.flatMap((other) => other.records), record);
    for (const name of [...others.flatMap((other) => [...other.names]), ...names]) first.names.add(name);
  }
  return groups.map((group) => group.records);
}

function namesOf(record: OsvRecord): readonly string[] {
  return [record.id, ...(record.aliases ?? [])];
}

function asMatch(group: readonly PackageRecord[], version: Version | undefined): AdvisoryMatch {
  const records = group.map(({ record }) => record.id).toSorted(compareText);
  const [id] = records;
  if (id === undefined) throw new Error("a group of advisories is never empty");
  const names = new Set(group.flatMap(({ record }) => namesOf(record)));
  names.delete(id);
  return {
    id,
    aliases: [...names].toSorted(compareText),
    records,
    severity: worstSeverity(group.map(({ record }) => severityOf(record))),
    fixedIn: version && fixOf(group, version),
    link: `https://osv.dev/vulnerability/${encodeURIComponent(id)}`,
  };
}

/** The newest of the records' own fixes, each the least one above `version`. */
function fixOf(group: readonly PackageRecord[], version: Version): Version | undefined {
  const fixes = group.map(({ entries }) =>
    entries
      .flatMap((entry) => entry.fixes)
      .filter((fix) => Version.compare(fix, version) > 0)
      .toSorted((a, b) => Version.compare(a, b))
      .at(0),
  );
  const known = fixes.filter((fix) => fix !== undefined);
  return known.length < fixes.length ? undefined : known.toSorted((a, b) => Version.compare(a, b)).at(-1);
}
