/**
 * One package out of the ready cache: its releases as columns of numbers, which are views on the bytes of the file, and
 * its candidates, whose files are put together when they are asked for.
 */

import type { Candidate, IndexName, ReleaseFile, ReleaseRow, ReleaseTable } from "../../ports/index.ts";
import { isWheelName, type PackageName, Version } from "../../python/index.ts";
import type { RawMetadata } from "../release-metadata.ts";
import { areBelow, areEnds, ColumnReader } from "./columns.ts";
import { formatMoment, joinPlace, lastMoment, withName } from "./file-place.ts";
import { digestBytes, fileBits, oddTime } from "./package-layout.ts";
import { Damaged } from "./sections.ts";
import { type Shared, Texts } from "./texts.ts";

/** Whose candidates they are to be. Relative addresses of files are completed with `base`. */
export interface TableOwner {
  readonly name: PackageName;
  readonly index: IndexName;
  readonly base: string;
}

/** Everything in it has been checked when it is made, so that reading it later cannot fail. */
export class PackageTable implements ReleaseTable {
  readonly shared: Shared;
  readonly count: number;
  readonly head: Float64Array;
  readonly tail: Uint32Array;
  readonly dev: Uint32Array;
  readonly prerelease: Uint8Array;
  readonly yanked: Uint8Array;
  readonly firstFile: Uint32Array;
  readonly ending: Uint32Array;
  readonly filePython: Uint32Array;
  readonly fileYank: Uint32Array;
  readonly uploaded: Float64Array;
  readonly requires: Uint32Array;
  readonly python: Uint32Array;
  readonly extras: Uint32Array;
  /** Newest first. */
  readonly versions: readonly Version[];
  readonly #texts: Texts;
  readonly #sizes: Float64Array;
  readonly #stems: Uint32Array;
  readonly #starts: Uint32Array;
  readonly #digestAt: Uint32Array;
  readonly #bits: Uint8Array;
  readonly #times: Uint8Array;
  readonly #digests: Buffer;
  readonly #oddTimes: Uint32Array;
  #oddByFile: ReadonlyMap<number, number> | undefined;
  readonly #provenance: Uint32Array;
  #provenanceByFile: ReadonlyMap<number, number> | undefined;
  readonly #outside: Uint32Array;

  /** @throws {Damaged} */
  constructor(section: Buffer, shared: Shared) {
    const reader = new ColumnReader(section);
    const counts = reader.words(8);
    const [releases, files, outside, texts, textBytes, digests, oddTimes, origins] = counts as unknown as Counts;
    this.shared = shared;
    this.count = releases;
    this.head = reader.doubles(releases);
    this.#sizes = reader.doubles(files);
    this.uploaded = reader.doubles(files);
    this.tail = reader.words(releases);
    this.dev = reader.words(releases);
    const versions = reader.words(releases);
    this.firstFile = reader.words(releases + 1);
    this.requires = reader.words(releases);
    this.python = reader.words(releases);
    this.extras = reader.words(releases);
    this.#stems = reader.words(files);
    this.ending = reader.words(files);
    this.filePython = reader.words(files);
    this.fileYank = reader.words(files);
    this.#starts = reader.words(files);
    this.#digestAt = reader.words(files);
    this.#oddTimes = reader.words(oddTimes);
    this.#provenance = reader.words(origins);
    this.#outside = reader.words(outside);
    const ends = reader.words(texts);
    this.prerelease = reader.bytes(releases);
    this.yanked = reader.bytes(releases);
    this.#bits = reader.bytes(files);
    this.#times = reader.bytes(files);
    this.#texts = Texts.of(ends, reader.bytes(textBytes));
    this.#digests = reader.bytes(digests);
    reader.end();
    if (!this.#isWhole(versions)) throw new Damaged("a column of a package points past what it is about");
    this.versions = Array.from(versions, (id) => this.#version(id));
  }

  /** Newest first, of equal versions the first that was written. */
  candidates(owner: TableOwner): readonly Candidate[] {
    return this.versions.map((version, row) => new ReadyCandidate(this, row, version, owner));
  }

  /** Newest first: versions that exist elsewhere. They are many and seldom looked at, so they are read on each call. */
  outside(): readonly Version[] {
    return [...this.#outside].flatMap((id) => Version.tryParse(this.#texts.text(id)) ?? []);
  }

  /** What the index itself states, undefined where it states nothing. @param row below `count`. */
  metadata(row: number): RawMetadata | undefined {
    const [requires, python, extras] = [this.requires[row]!, this.python[row]!, this.extras[row]!];
    if (requires === 0 || python === 0 || extras === 0) return undefined;
    return {
      requires: this.shared.texts(requires - 1),
      requiresPython: this.shared.text(python - 1),
      extras: this.shared.texts(extras - 1),
    };
  }

  /** Whether one of the files of the release is a wheel. @param row below `count`. */
  hasWheel(row: number): boolean {
    for (let file = this.firstFile[row]!; file < this.firstFile[row + 1]!; file++)
      if (isWheelName(this.shared.text(this.ending[file]!))) return true;
    return false;
  }

  /** @param row below `count`. */
  files(row: number, base: string): readonly ReleaseFile[] {
    const first = this.firstFile[row]!;
    return Array.from({ length: this.firstFile[row + 1]! - first }, (_, i) => this.#file(first + i, base));
  }

  #file(file: number, base: string): ReleaseFile {
    const bits = this.#bits[file]!;
    const filename = this.#texts.text(this.#stems[file]!) + this.shared.text(this.ending[file]!);
    let at = this.#digestAt[file]! * digestBytes;
    const digest = (bit: number): string | undefined =>
      (bits & bit) === 0 ? undefined : this.#digests.toString("hex", at, (at += digestBytes));
    // In the order in which the digests lie.
    const sha256 = digest(fileBits.sha256);
    const place = {
      start: this.#texts.text(this.#starts[file]!),
      digest: digest(fileBits.placeDigest),
      isNamed: (bits & fileBits.named) !== 0,
    };
    const sidecar = digest(fileBits.sidecarDigest);
    return {
      filename,
      url: base + joinPlace(place, filename),
      sha256,
      size: (bits & fileBits.size) === 0 ? undefined : this.#sizes[file],
      uploaded: this.#time(file),
      requiresPython: this.#sharedText(this.filePython[file]!),
      yanked: this.#sharedText(this.fileYank[file]!),
      sidecar: (bits & fileBits.sidecar) === 0 ? undefined : { sha256: sidecar },
      ...this.#provenanceOf(file, filename),
    };
  }

  #provenanceOf(file: number, filename: string): Pick<ReleaseFile, "provenance"> {
    const text = (this.#provenanceByFile ??= byFile(this.#provenance)).get(file);
    return text === undefined ? {} : { provenance: withName(this.#texts.text(text), filename) };
  }

  #sharedText(id: number): string | undefined {
    return id === 0 ? undefined : this.shared.text(id - 1);
  }

  #time(file: number): string | undefined {
    const form = this.#times[file]!;
    if (form === 0) return undefined;
    if (form < oddTime) return formatMoment({ microseconds: this.uploaded[file]!, digits: form - 1 });
    const odd = (this.#oddByFile ??= byFile(this.#oddTimes)).get(file);
    return odd === undefined ? undefined : this.#texts.text(odd);
  }

  #version(id: number): Version {
    const version = Version.tryParse(this.#texts.text(id));
    if (version === undefined) throw new Damaged("a version is none");
    return version;
  }

  /** Whether every number points at something, and every release has a file. */
  #isWhole(versions: Uint32Array): boolean {
    const { count: texts } = this.#texts;
    const { textCount, listCount } = this.shared;
    return (
      [versions, this.#stems, this.#starts, this.#outside].every((ids) => areBelow(ids, texts)) &&
      [this.filePython, this.fileYank, this.python].every((ids) => areBelow(ids, textCount + 1)) &&
      areBelow(this.ending, textCount) &&
      [this.requires, this.extras].every((ids) => areBelow(ids, listCount + 1)) &&
      this.firstFile[0] === 0 &&
      areEnds(this.firstFile, this.#bits.length) &&
      this.firstFile.every((first, row) => row === this.count || first < this.firstFile[row + 1]!) &&
      [this.#oddTimes, this.#provenance].every((pairs) => this.#arePairs(pairs)) &&
      this.#bits.every((bits, file) => this.#hasDigests(bits, file) && this.#hasTime(file))
    );
  }

  /** Of a file and a text. */
  #arePairs(pairs: Uint32Array): boolean {
    const [files, texts] = [this.#bits.length, this.#texts.count];
    return pairs.length % 2 === 0 && pairs.every((id, i) => id < (i % 2 === 0 ? files : texts));
  }

  #hasDigests(bits: number, file: number): boolean {
    const present = (bits & 1) + ((bits >> 1) & 1) + ((bits >> 2) & 1);
    return bits < 64 && (this.#digestAt[file]! + present) * digestBytes <= this.#digests.length;
  }

  #hasTime(file: number): boolean {
    const form = this.#times[file]!;
    if (form === 0 || form >= oddTime) return form <= oddTime;
    const uploaded = this.uploaded[file]!;
    return Number.isInteger(uploaded) && uploaded >= 0 && uploaded <= lastMoment;
  }
}

type Counts = readonly [number, number, number, number, number, number, number, number];

/** The second of each pair by the first. */
function byFile(pairs: Uint32Array): ReadonlyMap<number, number> {
  const known = new Map<number, number>();
  for (let i = 0; i < pairs.length; i += 2) known.set(pairs[i]!, pairs[i + 1]!);
  return known;
}

/** A candidate that knows its row, and puts its files together when they are first asked for. */
export class ReadyCandidate implements Candidate, ReleaseRow {
  readonly name: PackageName;
  readonly version: Version;
  readonly index: IndexName;
  readonly table: PackageTable;
  readonly row: number;
  readonly #base: string;
  #files: readonly ReleaseFile[] | undefined;

  constructor(table: PackageTable, row: number, version: Version, { name, index, base }: TableOwner) {
    this.name = name;
    this.version = version;
    this.index = index;
    this.table = table;
    this.row = row;
    this.#base = base;
  }

  get place(): ReleaseRow {
    return this;
  }

  get files(): readonly ReleaseFile[] {
    return (this.#files ??= this.table.files(this.row, this.#base));
  }
}
