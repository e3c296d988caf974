/**
 * Which advisories a release has. One flaw often has several records (PYSEC, GHSA, CVE name each other as aliases): they
 * count once, and what one database does not say, such as the severity, another says under one of the names. A record that
 * cannot be judged for a version is never a hit, and is told apart from "not affected".
 *
 * What a package's records say is compiled when the package is first asked about: a run asks about few of them.
 */

import type { PackageName, Version } from "../python/index.ts";
import type { MalwareRule } from "./malware.ts";
import type { OsvRecord } from "./osv.ts";
import { type AdvisoryMatch, type Judgement, PackageAdvisories } from "./package-advisories.ts";
import { RecordStore } from "./record-store.ts";

/** Where records come from, printed beside every verdict. */
export interface AdvisoryOrigin {
  /** ISO 8601 date: what became known later is not in the records. */
  readonly asOf: string;
  /** SHA-256 of the records' file, in hex. */
  readonly digest: string;
}

export interface AdvisoryExtras {
  /** Records that are looked up by their names for severity and weakness, and match no version themselves. */
  readonly severities?: readonly OsvRecord[];
  readonly malware?: readonly MalwareRule[];
}

/** All advisories of PyPI as of a date. A package without records has no known advisories as of that date. */
export class Advisories {
  readonly asOf: string;
  readonly digest: string;
  readonly #store: RecordStore;
  readonly #packages = new Map<string, PackageAdvisories>();

  /** Withdrawn records and those of other ecosystems never match. */
  constructor(store: RecordStore, { asOf, digest }: AdvisoryOrigin) {
    this.asOf = asOf;
    this.digest = digest;
    this.#store = store;
  }

  /** Of records that are held. */
  static of(records: readonly OsvRecord[], origin: AdvisoryOrigin, extras: AdvisoryExtras = {}): Advisories {
    const store = new RecordStore();
    for (const record of records) store.add(record, () => record);
    for (const record of extras.severities ?? []) store.addRemark(record, () => record);
    for (const rule of extras.malware ?? []) store.addRule(rule, () => rule);
    return new Advisories(store, origin);
  }

  /** The flaws that a release definitely has, by id. A local version label is not looked at. */
  matching(name: PackageName, version: Version): readonly AdvisoryMatch[] {
    return this.judge(name, version.toString()).matches;
  }

  /** @param version as a lock or a user writes it; one that is not PEP 440 is compared as text. */
  judge(name: PackageName, version: string): Judgement {
    return this.#ofPackage(name).judge(version);
  }

  /** All names of the flaw that a record of the package tells of, sorted; those of {@link Judgement.indeterminate} are such. */
  namesOf(name: PackageName, id: string): readonly string[] {
    return this.#ofPackage(name).namesOf(id);
  }

  #ofPackage(name: PackageName): PackageAdvisories {
    let known = this.#packages.get(name);
    if (known === undefined) {
      known = new PackageAdvisories(name, this.#store);
      this.#packages.set(name, known);
    }
    return known;
  }
}
