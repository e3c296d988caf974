/**
 * A frozen snapshot as an index: the same answers every day, without a network. A name that is not in it may exist in
 * the world, so it is `outside` and never `absent`, unless the snapshot is said to hold all names of its index.
 */

import type {
  Candidate,
  IndexName,
  MetadataAnswer,
  ProvenanceAnswer,
  ReleaseFile,
  SourceRecord,
} from "../ports/index.ts";
import { isWheelName, type PackageName } from "../python/index.ts";
import type { IndexAnswer, PackageIndex } from "./package-index.ts";
import type { PackageTable } from "./ready-cache/package-table.ts";
import { releaseMetadata, unknown } from "./release-metadata.ts";
import type { Snapshot } from "./snapshot-file.ts";

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
  readonly table: PackageTable;
  readonly answer: IndexAnswer & { readonly kind: "found" };
}

/** One index, as a snapshot shows it. Several may share a snapshot, and a project may have several snapshots. */
export class SnapshotIndex implements PackageIndex {
  readonly name: IndexName;
  readonly #snapshot: Snapshot;
  readonly #files: string;
  readonly #missing: IndexAnswer;
  readonly #packages = new Map<PackageName, Promise<OpenPackage | undefined>>();

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
    return (await this.#package(name))?.answer ?? this.#missing;
  }

  isKnownToHave(name: PackageName): boolean {
    return this.#snapshot.has(name);
  }

  async metadata(candidate: Candidate, speaker: () => ReleaseFile, signal: AbortSignal): Promise<MetadataAnswer> {
    signal.throwIfAborted();
    const open = await this.#package(candidate.name);
    if (open !== undefined && !open.table.hasWheel(rowOf(candidate, open)) && !isWheelName(speaker().filename))
      return unknown("a source distribution, into which a snapshot does not look");
    const raw = open?.table.metadata(rowOf(candidate, open));
    if (raw === undefined) throw new Error(`${candidate.name} ${candidate.version.text} is not of ${this.name}`);
    return releaseMetadata("declared", () => speaker().filename, raw);
  }

  /** A snapshot keeps none: that says nothing about its index. */
  async provenance(): Promise<ProvenanceAnswer> {
    return { kind: "unasked", reason: `the snapshot of \`${this.name}\` does not keep it` };
  }

  /** Nor these. */
  async links(): Promise<undefined> {
    return undefined;
  }

  record(): SourceRecord {
    return { kind: "snapshot", name: this.name, url: undefined, asOf: this.#snapshot.cut };
  }

  notes(): readonly string[] {
    return [];
  }

  /** A failure is kept as well: what is damaged was made anew already, and the snapshot itself is in memory. */
  #package(name: PackageName): Promise<OpenPackage | undefined> {
    const open = this.#packages.get(name) ?? this.#open(name);
    this.#packages.set(name, open);
    return open;
  }

  async #open(name: PackageName): Promise<OpenPackage | undefined> {
    const table = await this.#snapshot.package(name);
    if (table === undefined) return undefined;
    const candidates = table.candidates({ name, index: this.name, base: `${this.#files}/packages/` });
    return { table, answer: { kind: "found", candidates, outside: () => table.outside() } };
  }
}

/** Whoever made a candidate of their own has one of the same version. */
function rowOf(candidate: Candidate, { table }: OpenPackage): number {
  if (candidate.place?.table === table) return candidate.place.row;
  return table.versions.findIndex(({ text }) => text === candidate.version.text);
}
