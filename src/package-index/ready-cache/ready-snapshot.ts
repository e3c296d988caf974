/**
 * A frozen snapshot in the ready form: one file for all of its packages. Opening a thousand files costs fourteen times as
 * much as reading one of the same size, and what packages share, above all lists of requirements, is kept once.
 *
 * Sections: the cut; the names of the packages; what they share; the packages in the order of their names.
 */

import type { SnapshotDocument, SnapshotFile, SnapshotRelease } from "../snapshot-document.ts";
import { Version } from "../../python/index.ts";
import type { ReleaseFile } from "../../ports/index.ts";
import { PackageTable } from "./package-table.ts";
import { packPackage, type ReleaseContents } from "./package-writer.ts";
import { Damaged, packSections, Sections } from "./sections.ts";
import { packTexts, readTexts, Shared, SharedWriter } from "./texts.ts";

const firstPackage = 3;

/** @param origin the SHA-256 of the snapshot's file. @throws {SnapshotUnreadable} */
export function packSnapshot(document: SnapshotDocument, origin: Buffer): Buffer {
  const shared = new SharedWriter();
  const packages = document.names.map((name) => {
    const { releases, unknown } = document.package(name);
    const contents = releases.flatMap((release) => contentsOf(release, document) ?? []);
    const outside = unknown.flatMap((text) => Version.tryParse(text) ?? []);
    return packPackage({ releases: contents, outside }, shared);
  });
  return packSections(origin, [packTexts([document.cut]), packTexts(document.names), shared.pack(), ...packages]);
}

/** Undefined for a version that is none, which nobody can ask for. */
function contentsOf(release: SnapshotRelease, document: SnapshotDocument): ReleaseContents | undefined {
  const version = Version.tryParse(release.v);
  if (version === undefined) return undefined;
  const requiresPython = document.python(release.p);
  const metadata = { requires: document.requires(release.r), requiresPython, extras: document.extras(release.e) };
  const bounds = requiresPython === "" ? undefined : requiresPython;
  return { version, files: release.f.map((file) => fileOf(file, bounds, release.y)), metadata };
}

/** With an address relative to the packages' folder of an index's files. */
function fileOf(file: SnapshotFile, requiresPython: string | undefined, yanked: string | undefined): ReleaseFile {
  const [filename, sha256, size, uploaded, path] = file;
  const url = `${path}/${filename}`;
  return { filename, url, sha256, size: size ?? undefined, uploaded, requiresPython, yanked, sidecar: undefined };
}

export class ReadySnapshot {
  /** ISO 8601: the moment that the snapshot shows. */
  readonly cut: string;
  /** The sections of packages. */
  readonly #places: ReadonlyMap<string, number>;
  readonly #sections: Sections;
  #shared: Shared | undefined;

  private constructor(cut: string, places: ReadonlyMap<string, number>, sections: Sections) {
    this.cut = cut;
    this.#places = places;
    this.#sections = sections;
  }

  /** Reads the names and nothing of the packages. @throws {Damaged} */
  static open(bytes: Buffer, origin: Buffer): ReadySnapshot {
    const sections = Sections.open(bytes, origin);
    const [[cut], names] = [readTexts(sections.section(0)), readTexts(sections.section(1))];
    if (cut === undefined || firstPackage + names.length !== sections.count) throw new Damaged("it has no such parts");
    return new ReadySnapshot(cut, new Map(names.map((name, i) => [name, firstPackage + i])), sections);
  }

  get names(): readonly string[] {
    return [...this.#places.keys()];
  }

  has(name: string): boolean {
    return this.#places.has(name);
  }

  /** Undefined for a name that is not in it. @throws {Damaged} */
  package(name: string): PackageTable | undefined {
    const place = this.#places.get(name);
    if (place === undefined) return undefined;
    this.#shared ??= new Shared(this.#sections.section(2));
    return new PackageTable(this.#sections.section(place), this.#shared);
  }
}
