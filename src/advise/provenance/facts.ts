/**
 * All that a provenance check judges by, gathered before anything is judged. Nothing in here waits, and nothing depends on
 * the order in which it arrived; only the order of a project's sources means something.
 */

import type { IndexName, ProjectStatus, ProvenanceAnswer, ReleaseFile } from "../../ports/index.ts";
import type { CredentialPlace, LockedFile } from "../../project/index.ts";
import type { PackageName, Version } from "../../python/index.ts";
import type { AdvisoryHit } from "../advice.ts";

/** An entry of a lock. */
export interface LockedRelease {
  readonly name: PackageName;
  /** Undefined where the lock pins no single release of an index, as for a repository or a range. */
  readonly version: Version | undefined;
  readonly isOfIndex: boolean;
  readonly section: string;
  /** In the lock, from 1. */
  readonly line: number;
  /** As written, mostly `sha256:…`. */
  readonly hashes: readonly string[];
  /** The source that the lock names, be it none of the project's. */
  readonly index: string | undefined;
  /** Where the lock tells files apart. */
  readonly files: readonly LockedFile[] | undefined;
}

/** A source of a project. */
export interface SourceFacts {
  readonly name: IndexName;
  /** As written, without credentials. */
  readonly url: string;
  readonly verify: boolean;
}

/** What is true of a lock as a whole. */
export interface LockHead {
  /** Whether the digest of the manifest in the lock is right; undefined for a format that has none. */
  readonly hash: "right" | "wrong" | "missing" | undefined;
  /** What the lock says of its manifest, or of indexes, and is not so: sentences. */
  readonly differences: readonly string[];
  /** Where an address holds a password. */
  readonly credentials: readonly CredentialPlace[];
}

/** One lock as one environment has it. */
export interface LockFacts {
  readonly environment: string;
  readonly path: string;
  /** In the order of asking. */
  readonly sources: readonly SourceFacts[];
  /** What the manifest itself binds to a source. */
  readonly pins: ReadonlyMap<PackageName, IndexName>;
  readonly releases: readonly LockedRelease[];
  /** What was locked before, empty where there was no lock; undefined where nobody said how it was. */
  readonly before: readonly LockedRelease[] | undefined;
  readonly head: LockHead;
  /** Days that a release should have been out. */
  readonly cooldown: { readonly days: number; readonly packages: ReadonlyMap<PackageName, number> };
}

/** What one index says of one name. */
export type ListingFacts =
  | {
      readonly kind: "found";
      readonly status: ProjectStatus | undefined;
      /** Each version once. */
      readonly releases: readonly { readonly version: Version; readonly files: readonly ReleaseFile[] }[];
      /** Versions that exist there, and of which it does not tell the files, as far as a lock has them. */
      readonly withheld: readonly Version[];
      /** Whether it would tell of provenance where there is any: a snapshot does not. */
      readonly tellsOrigins: boolean;
    }
  | { readonly kind: "absent" }
  /** It failed, or was not asked. `reason` is a clause. */
  | { readonly kind: "unknown"; readonly reason: string };

export interface ProvenanceFacts {
  /** ISO 8601 day. */
  readonly today: string;
  /** ISO 8601 day on which the lock was written, where that is known. */
  readonly lockedOn: string | undefined;
  /** Addresses of the sources that are allowed; undefined where all are. */
  readonly allowed: readonly string[] | undefined;
  readonly locks: readonly LockFacts[];
  /** By {@link listingKey}; what is not there was not asked. */
  readonly listings: ReadonlyMap<string, ListingFacts>;
  /** By {@link originKey}; what is not there was not asked. */
  readonly origins: ReadonlyMap<string, ProvenanceAnswer>;
  /** Addresses by which a release names its project, by {@link releaseKey}, as far as anybody asked. */
  readonly links: ReadonlyMap<string, readonly string[]>;
  /** The repository by which a project was scanned, such as `github.com/pallets/flask`. */
  readonly scanned: (name: PackageName) => string | undefined;
  /** Undefined where nothing can be said about flaws; `reason` says why. */
  readonly advisories:
    | { readonly asOf: string; readonly hits: (name: PackageName, version: Version) => readonly AdvisoryHit[] }
    | { readonly reason: string };
  /** Names that others like to be taken for. */
  readonly wellKnown: ReadonlySet<string>;
}

export function listingKey(url: string, name: PackageName): string {
  return `${url.replace(/\/$/, "")} ${name}`;
}

export function originKey(url: string, file: ReleaseFile): string {
  return `${url.replace(/\/$/, "")} ${file.url}`;
}

export function releaseKey(url: string, name: PackageName, version: Version): string {
  return `${listingKey(url, name)} ${version.toString()}`;
}
