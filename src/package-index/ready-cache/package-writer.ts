/** From what an index says of one package to the section that holds it. */

import type { ReleaseFile } from "../../ports/index.ts";
import { Version } from "../../python/index.ts";
import type { RawMetadata } from "../release-metadata.ts";
import { packColumns } from "./columns.ts";
import { splitFilename, splitPlace, tryParseMoment, withoutName } from "./file-place.ts";
import { digestBytes, fileBits, noTime, oddTime, orZero } from "./package-layout.ts";
import { type SharedWriter, TextWriter } from "./texts.ts";

/** A release as it goes in. */
export interface ReleaseContents {
  readonly version: Version;
  /** In the order of the index; never empty. Addresses may be relative. */
  readonly files: readonly ReleaseFile[];
  /** Where the index states it beside the files. */
  readonly metadata?: RawMetadata;
}

export interface PackageContents {
  /** In any order. */
  readonly releases: readonly ReleaseContents[];
  /** In any order. */
  readonly outside: readonly Version[];
}

/** The section of a package; what it shares with others goes to `shared`. Equal versions keep their order. */
export function packPackage({ releases, outside }: PackageContents, shared: SharedWriter): Buffer {
  const sorted = releases.toSorted((a, b) => Version.compare(b.version, a.version));
  const keys = sorted.map(({ version }) => version.sortKey);
  const texts = new TextWriter();
  const versions = Uint32Array.from(sorted, ({ version }) => texts.id(version.text));
  const others = outside.toSorted((a, b) => Version.compare(b, a)).map(({ text }) => texts.id(text));
  const files = new FileColumns(texts, shared);
  const firstFile = [0];
  for (const release of sorted) firstFile.push(firstFile.at(-1)! + release.files.length);
  for (const file of sorted.flatMap((release) => release.files)) files.add(file);
  const [ends, bytes] = texts.columns();
  const digests = files.digests();
  const metadata = (id: (raw: RawMetadata) => number) =>
    Uint32Array.from(sorted, (release) => orZero(release.metadata && id(release.metadata)));
  return packColumns(
    [sorted, { length: files.count }, others, ends, bytes, digests, files.oddTimes, files.provenance].map(
      ({ length }) => length,
    ),
    [
      Float64Array.from(keys, (key) => key?.head ?? -1),
      ...files.doubles(),
      Uint32Array.from(keys, (key) => key?.tail ?? 0),
      Uint32Array.from(keys, (key) => key?.dev ?? 0),
      versions,
      Uint32Array.from(firstFile),
      metadata(({ requires }) => shared.list(requires)),
      metadata(({ requiresPython }) => shared.texts.id(requiresPython)),
      metadata(({ extras }) => shared.list(extras)),
      ...files.words(),
      Uint32Array.from(files.oddTimes),
      Uint32Array.from(files.provenance),
      Uint32Array.from(others),
      ends,
      Uint8Array.from(sorted, ({ version }) => Number(version.isPrerelease)),
      Uint8Array.from(sorted, yankLevel),
      ...files.bytes(),
      bytes,
      digests,
    ],
  );
}

function yankLevel({ files }: ReleaseContents): number {
  const yanked = files.filter((file) => file.yanked !== undefined).length;
  return yanked === files.length ? 2 : Math.min(yanked, 1);
}

/** The columns by file. */
class FileColumns {
  readonly #texts: TextWriter;
  readonly #shared: SharedWriter;
  readonly #sizes: number[] = [];
  readonly #uploaded: number[] = [];
  readonly #stems: number[] = [];
  readonly #endings: number[] = [];
  readonly #pythons: number[] = [];
  readonly #yanks: number[] = [];
  readonly #starts: number[] = [];
  readonly #digestAt: number[] = [];
  readonly #bits: number[] = [];
  readonly #times: number[] = [];
  readonly #digests: string[] = [];
  /** Pairs: a file, and the text of its unusual time of upload. */
  readonly oddTimes: number[] = [];
  /** Pairs: a file that has some, and the text of its address without its name. */
  readonly provenance: number[] = [];

  constructor(texts: TextWriter, shared: SharedWriter) {
    this.#texts = texts;
    this.#shared = shared;
  }

  get count(): number {
    return this.#bits.length;
  }

  add(file: ReleaseFile): void {
    const { filename, url, sha256, size, requiresPython, yanked, sidecar, provenance } = file;
    const { texts } = this.#shared;
    const [stem, ending] = splitFilename(filename);
    const place = splitPlace(url, filename);
    this.#addTime(file.uploaded);
    if (provenance !== undefined) this.provenance.push(this.count, this.#texts.id(withoutName(provenance, filename)));
    this.#sizes.push(size ?? 0);
    this.#stems.push(this.#texts.id(stem));
    this.#endings.push(texts.id(ending));
    this.#pythons.push(orZero(requiresPython === undefined ? undefined : texts.id(requiresPython)));
    this.#yanks.push(orZero(yanked === undefined ? undefined : texts.id(yanked)));
    this.#starts.push(this.#texts.id(place.start));
    this.#digestAt.push(this.#digests.length);
    this.#digests.push(...[sha256, place.digest, sidecar?.sha256].filter((digest) => digest !== undefined));
    this.#bits.push(
      (sha256 === undefined ? 0 : fileBits.sha256) |
        (place.digest === undefined ? 0 : fileBits.placeDigest) |
        (sidecar?.sha256 === undefined ? 0 : fileBits.sidecarDigest) |
        (sidecar === undefined ? 0 : fileBits.sidecar) |
        (size === undefined ? 0 : fileBits.size) |
        (place.isNamed ? fileBits.named : 0),
    );
  }

  doubles(): readonly Float64Array[] {
    return [this.#sizes, this.#uploaded].map((column) => Float64Array.from(column));
  }

  words(): readonly Uint32Array[] {
    const columns = [this.#stems, this.#endings, this.#pythons, this.#yanks, this.#starts, this.#digestAt];
    return columns.map((column) => Uint32Array.from(column));
  }

  bytes(): readonly Uint8Array[] {
    return [this.#bits, this.#times].map((column) => Uint8Array.from(column));
  }

  digests(): Buffer {
    const text = this.#digests.join("");
    const bytes = Buffer.from(text, "hex");
    const isWhole = this.#digests.every(({ length }) => length === 2 * digestBytes) && bytes.toString("hex") === text;
    if (!isWhole) throw new Error("a digest of a file is no SHA-256 in hex");
    return bytes;
  }

  #addTime(text: string | undefined): void {
    const moment = text === undefined ? undefined : tryParseMoment(text);
    this.#uploaded.push(moment?.microseconds ?? NaN);
    if (moment !== undefined) this.#times.push(moment.digits + 1);
    else if (text === undefined) this.#times.push(noTime);
    else this.oddTimes.push(this.#times.push(oddTime) - 1, this.#texts.id(text));
  }
}
