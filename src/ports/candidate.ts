/**
 * The records that come from an index: files, candidates and their metadata. They are plain and serialisable apart from
 * `Version`, whose written form round-trips.
 */

import type { ExtraName, PackageName, Requirement, SpecifierSet, Version } from "../python/index.ts";
import type { ReleaseRow } from "./release-table.ts";

/** The name of an index as the user's files give it: `name` of a Pipfile's `[[source]]`, such as `pypi`. */
export type IndexName = string;

/** One file of a release, as its index links it. Simple repository API, PEP 503 and PEP 691. */
export interface ReleaseFile {
  readonly filename: string;
  /** Absolute address, without fragment and without credentials. */
  readonly url: string;
  /** Lower-case hex, or undefined where the index gives no SHA-256. */
  readonly sha256: string | undefined;
  /** Bytes. */
  readonly size: number | undefined;
  /** ISO 8601 in UTC, PEP 700. */
  readonly uploaded: string | undefined;
  /** `Requires-Python` as the link states it, unparsed; the file's own metadata may say otherwise. */
  readonly requiresPython: string | undefined;
  /** The reason (perhaps empty) if the file is yanked, else undefined. PEP 592. */
  readonly yanked: string | undefined;
  /** PEP 658 and 714: the file's METADATA lies at `url + ".metadata"`; `sha256` where the index gives it. */
  readonly sidecar: { readonly sha256: string | undefined } | undefined;
  /** PEP 740: the address of what tells who published the file, as the page gives it: it may be no usable address at all. */
  readonly provenance?: string;
}

/**
 * How well a file fits an environment: of a release's files the lowest speaks for it. Undefined where it does not fit
 * at all.
 */
export type FileRank = (file: ReleaseFile) => number | undefined;

/** A release on a known index, with all the files that the index lists for it. PEP 440 order is by `version`. */
export interface Candidate {
  readonly name: PackageName;
  readonly version: Version;
  readonly index: IndexName;
  /** In the order of the index; never empty. */
  readonly files: readonly ReleaseFile[];
  /** The same as numbers, where the source of the candidate has them so. */
  readonly place?: ReleaseRow;
}

/** How far the metadata of a candidate can be trusted, best first (the design's four grades, without a build). */
export type MetadataGrade = "declared" | "recorded" | "supplied" | "unknown";

/** What a release says of itself. Core metadata, PEP 345, 566, 643, 685. */
export interface ReleaseMetadata {
  readonly grade: MetadataGrade;
  readonly requires: readonly Requirement[];
  readonly requiresPython: SpecifierSet | undefined;
  readonly extras: readonly ExtraName[];
}
