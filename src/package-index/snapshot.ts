/**
 * A frozen snapshot as an index: the same answers every day, without a network. A name that is not in it may exist in
 * the world, so it is `outside` and never `absent`, unless the snapshot is said to hold all names of its index.
 */

import type { Candidate, IndexName, MetadataAnswer, ReleaseFile, SourceRecord } from "../ports/index.ts";
import { isWheelName, type PackageName, Version } from "../python/index.ts";
import type { IndexAnswer, PackageIndex } from "./package-index.ts";
import { releaseMetadata, unknown } from "./release-metadata.ts";
import { type Snapshot, type SnapshotFile, type SnapshotRelease } from "./snapshot-document.ts";

/** The host of the public index's files; a snapshot gives only the rest of each address. */
const publicFiles = "https://files.pythonhosted.org";

export interface SnapshotIndexOptions {
  /** The index that the snapshot stands for, as the user's files name it. */
  readonly name: IndexName;
  /** Files lie at `<files>/packages/<path>/<file name>`; without it they are those of the public index. */
  readonly files?: string;
  /** Whether a name that is not in the snapshot may exist on its index (`partial`, the default) or does not (`whole`). */
  readonly names?: "partial" | "whole";
}

/** What is kept of a package once somebody asked for it. */
interface OpenPackage {
  readonly answer: IndexAnswer & { readonly kind: "found" };
  /** By version, as the snapshot writes it. */
  readonly releases: ReadonlyMap<string, SnapshotRelease>;
}

/** One index, as a snapshot shows it. Several may share a snapshot, and a project may have several snapshots. */
export class SnapshotIndex implements PackageIndex {
  readonly name: IndexName;
  readonly #snapshot: Snapshot;
  readonly #files: string;
  readonly #missing: IndexAnswer;
  readonly #packages = new Map<PackageName, OpenPackage | undefined>();

  constructor(snapshot: Snapshot, options: SnapshotIndexOptions) {
    this.name = options.name;
    this.#snapshot = snapshot;
    this.#files = options.files ?? publicFiles;
    this.#missing =
      options.names === "whole"
        ? { kind: "absent" }
        : { kind: "outside", source: `the snapshot of \`${options.name}\` of ${snapshot.cut.slice(0, 10)}` };
  }

  async list(name: PackageName, signal: AbortSignal): Promise<IndexAnswer> {
    signal.throwIfAborted();
    return this.#package(name)?.answer ?? this.#missing;
  }

  isKnownToHave(name: PackageName): boolean {
    return this.#package(name) !== undefined;
  }

  async metadata(candidate: Candidate, file: ReleaseFile, signal: AbortSignal): Promise<MetadataAnswer> {
    signal.throwIfAborted();
    if (!isWheelName(file.filename)) return unknown("a source distribution, into which a snapshot does not look");
    const release = this.#package(candidate.name)?.releases.get(candidate.version.text);
    if (release === undefined) throw new Error(`${candidate.name} ${candidate.version.text} is not of ${this.name}`);
    return releaseMetadata("declared", file.filename, {
      requires: this.#snapshot.requires(release.r),
      requiresPython: this.#snapshot.python(release.p),
      extras: this.#snapshot.extras(release.e),
    });
  }

  record(): SourceRecord {
    return { kind: "snapshot", name: this.name, url: undefined, asOf: this.#snapshot.cut };
  }

  notes(): readonly string[] {
    return [];
  }

  #package(name: PackageName): OpenPackage | undefined {
    if (!this.#packages.has(name)) this.#packages.set(name, this.#open(name));
    return this.#packages.get(name);
  }

  #open(name: PackageName): OpenPackage | undefined {
    const entry = this.#snapshot.package(name);
    if (entry === undefined) return undefined;
    const candidates: Candidate[] = [];
    const releases = new Map<string, SnapshotRelease>();
    for (const release of entry.releases) {
      const version = Version.tryParse(release.v);
      if (version === undefined) continue;
      candidates.push({ name, version, index: this.name, files: this.#filesOf(release) });
      releases.set(version.text, release);
    }
    candidates.sort((a, b) => Version.compare(b.version, a.version));
    const outside = entry.unknown.flatMap((text) => Version.tryParse(text) ?? []);
    outside.sort((a, b) => Version.compare(b, a));
    return { answer: { kind: "found", candidates, outside }, releases };
  }

  #filesOf(release: SnapshotRelease): readonly ReleaseFile[] {
    const bounds = this.#snapshot.python(release.p);
    return release.f.map((file) => this.#file(file, bounds === "" ? undefined : bounds, release.y));
  }

  #file(file: SnapshotFile, requiresPython: string | undefined, yanked: string | undefined): ReleaseFile {
    const [filename, sha256, size, uploaded, path] = file;
    const url = `${this.#files}/packages/${path}/${filename}`;
    return { filename, url, sha256, size: size ?? undefined, uploaded, requiresPython, yanked, sidecar: undefined };
  }
}
