/**
 * One locked release as the checks look at it: which index it is assigned to, what that index and the others have of it, and
 * what was locked before. The same for every check, and worked out without regard to any finding.
 */

import type { ProvenanceAnswer, ReleaseFile } from "../../ports/index.ts";
import { Version } from "../../python/index.ts";
import { listingKey, type ListingFacts, type LockedRelease, type LockFacts, originKey } from "./facts.ts";
import type { ProvenanceFacts, SourceFacts } from "./facts.ts";

/** The index that a release is taken from. */
export type Assignment =
  | {
      readonly kind: "assigned";
      readonly source: SourceFacts;
      readonly listing: ListingFacts & { readonly kind: "found" };
      /** Of the locked version; empty where the index does not have it. */
      readonly files: readonly ReleaseFile[];
    }
  /** No index of the project has the name, or the one that it is bound to lacks it. */
  | { readonly kind: "absent"; readonly source: SourceFacts | undefined }
  /** The lock names an index that the project does not. */
  | { readonly kind: "unlisted"; readonly index: string }
  /** `reason` is a clause. */
  | { readonly kind: "unknown"; readonly reason: string };

const tooMany = "more was there than is asked for at once";

/** What a source besides the assigned one has of the same version. */
export interface Elsewhere {
  readonly source: SourceFacts;
  readonly files: readonly ReleaseFile[];
}

/** `unknown`: nobody said what was locked before. */
export type Novelty = "kept" | "moved" | "added" | "unknown";

export class Subject {
  readonly facts: ProvenanceFacts;
  readonly lock: LockFacts;
  readonly release: LockedRelease;
  readonly version: Version;
  readonly assignment: Assignment;
  /** Of the name in what was locked before, with a version; several where sections differ. */
  readonly before: readonly (LockedRelease & { readonly version: Version })[];
  /** The SHA-256 digests that the lock holds the release to. */
  readonly digests: ReadonlySet<string>;
  /** Files of the assigned index that the lock holds to; all of them where the lock has no hash. */
  readonly lockedFiles: readonly ReleaseFile[];

  /** @param version that of `release`. */
  constructor(facts: ProvenanceFacts, lock: LockFacts, release: LockedRelease, version: Version) {
    this.facts = facts;
    this.lock = lock;
    this.release = release;
    this.version = version;
    this.assignment = this.#assign(release, version);
    this.before = (lock.before ?? []).filter(
      (other): other is LockedRelease & { readonly version: Version } =>
        other.name === release.name && other.version !== undefined,
    );
    const digests = new Set(release.hashes.flatMap((hash) => tryReadSha256(hash) ?? []));
    const isHeld = ({ sha256 }: ReleaseFile) => sha256 !== undefined && digests.has(sha256);
    this.digests = digests;
    this.lockedFiles = release.hashes.length === 0 ? this.files : this.files.filter(isHeld);
  }

  /** Such as `` `requests 2.32.3` ``. */
  get title(): string {
    return `\`${this.release.name} ${this.version.toString()}\``;
  }

  get novelty(): Novelty {
    if (this.lock.before === undefined) return "unknown";
    if (this.before.length === 0) return "added";
    return this.before.some(({ version }) => Version.equal(version, this.version)) ? "kept" : "moved";
  }

  /** The files of the assigned index, empty where there are none or nobody knows. */
  get files(): readonly ReleaseFile[] {
    return this.assignment.kind === "assigned" ? this.assignment.files : [];
  }

  /**
   * Digests of the lock that are those of no file on the assigned index, sorted; none where nobody can tell, as a file whose
   * digest the index does not tell may have any of them.
   */
  get strangeDigests(): readonly string[] {
    const { kind } = this.assignment;
    if (kind === "unknown" || kind === "unlisted") return [];
    const own = new Set(this.files.map(({ sha256 }) => sha256));
    return own.has(undefined) ? [] : [...this.digests].filter((digest) => !own.has(digest)).toSorted();
  }

  /** Sources besides the assigned one that are known to have this version. */
  get elsewhere(): readonly Elsewhere[] {
    const { assignment } = this;
    const own = assignment.kind === "assigned" ? assignment.source : undefined;
    return this.lock.sources.flatMap((source) => {
      if (source === own) return [];
      const files = filesOf(this.#listing(source), this.version);
      return files.length === 0 ? [] : [{ source, files }];
    });
  }

  /** Whether the assigned index would tell of an origin. */
  get isTold(): boolean {
    return this.assignment.kind === "assigned" && this.assignment.listing.tellsOrigins;
  }

  /** What the assigned index says of the origin of one of its files. */
  origin(file: ReleaseFile): ProvenanceAnswer {
    const { assignment } = this;
    if (assignment.kind !== "assigned") return { kind: "unasked", reason: "its index is not known" };
    if (!this.isTold) return { kind: "unasked", reason: "its index does not tell" };
    const told = this.facts.origins.get(originKey(assignment.source.url, file));
    return told ?? (file.provenance === undefined ? { kind: "absent" } : { kind: "unasked", reason: tooMany });
  }

  /** The files that the assigned index has of another version. */
  filesOf(version: Version): readonly ReleaseFile[] {
    return this.assignment.kind === "assigned" ? filesOf(this.assignment.listing, version) : [];
  }

  #assign({ index }: LockedRelease, version: Version): Assignment {
    if (index !== undefined) {
      const source = this.lock.sources.find(({ name }) => name === index);
      if (source === undefined) return { kind: "unlisted", index };
      return this.#at(source, version) ?? { kind: "absent", source };
    }
    for (const source of this.lock.sources) {
      const found = this.#at(source, version);
      if (found !== undefined) return found;
    }
    return { kind: "absent", source: undefined };
  }

  /** Undefined where the source lacks the name. */
  #at(source: SourceFacts, version: Version): Assignment | undefined {
    const listing = this.#listing(source);
    if (listing.kind === "absent") return undefined;
    if (listing.kind === "unknown") return listing;
    if (listing.withheld.some((other) => Version.equal(other, version)))
      return { kind: "unknown", reason: `index \`${source.name}\` is known in part, without this release` };
    return { kind: "assigned", source, listing, files: filesOf(listing, version) };
  }

  #listing(source: SourceFacts): ListingFacts {
    const known = this.facts.listings.get(listingKey(source.url, this.release.name));
    return known ?? { kind: "unknown", reason: `index \`${source.name}\` was not asked` };
  }
}

export function filesOf(listing: ListingFacts, version: Version): readonly ReleaseFile[] {
  if (listing.kind !== "found") return [];
  return listing.releases.find((release) => Version.equal(release.version, version))?.files ?? [];
}

/** 64 hex digits in lower case; undefined for another algorithm. */
export function tryReadSha256(hash: string): string | undefined {
  return /^sha256:([0-9a-f]{64})$/.exec(hash.toLowerCase())?.[1];
}
