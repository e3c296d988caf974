/**
 * What is locked, in the form that every lock has: sections of packages with their pins. Whoever compares locks or judges
 * one knows this form only; what a format has besides stands with the format.
 */

import type { PackageName } from "../python/index.ts";

/** One file of a release, where a lock tells files apart. */
export interface LockedFile {
  readonly filename: string;
  /** As written; undefined for one that lies beside the lock. */
  readonly url: string | undefined;
  /** Bytes. */
  readonly size: number | undefined;
  /** Each `ALGORITHM:HEX`. */
  readonly hashes: readonly string[];
}

/** One package of a section. */
export interface LockedPackage {
  readonly name: PackageName;
  /** The version of an exact pin, as written; undefined for ranges and everything off an index. */
  readonly version: string | undefined;
  /** As written, mostly `sha256:…`. */
  readonly hashes: readonly string[];
  /** As written; it may be no marker at all. */
  readonly markers: string | undefined;
  /** What `hashes` are of, in a format that says so. */
  readonly files?: readonly LockedFile[];
  /** The name of a source, where the entry gives one. */
  readonly index: string | undefined;
  /** As written. */
  readonly extras: readonly string[];
  /** Where it comes from; everything but `index` is left to whoever installs it. */
  readonly source: { readonly kind: "index" | "vcs" | "path" | "file" };
}

/** What all locks have. */
export interface LockContent {
  /** The file as its user knows it. */
  readonly place: string;
  /** `default`, `develop` and others in the order of the file. */
  readonly sections: ReadonlyMap<string, ReadonlyMap<PackageName, LockedPackage>>;
}
