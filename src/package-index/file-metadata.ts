/**
 * What a file of an index says of its release, kept on disk by the file's digest: the METADATA of a wheel, and the few
 * telling files of an sdist. What is kept is as it was read, so that newer code may find more in it.
 */

import { UserError } from "../base/index.ts";
import type { Candidate, MetadataAnswer, ReleaseFile } from "../ports/index.ts";
import { isWheelName, parseMetadata, parseProjectUrls, Version } from "../python/index.ts";
import type { DiskCache } from "./disk-cache.ts";
import type { IndexClient } from "./index-client.ts";
import { releaseMetadata, unknown } from "./release-metadata.ts";
import { readSdist } from "./sdist-archive.ts";
import { formatExcerpt, type SdistExcerpt, tryParseExcerpt } from "./sdist-excerpt.ts";
import { sdistMetadata } from "./sdist-metadata.ts";
import { readWheelMetadata } from "./wheel-metadata.ts";

export interface FileMetadataOptions {
  /** The root of its simple API. */
  readonly address: URL;
  readonly client: IndexClient;
  /** Undefined where nothing may be kept. */
  readonly disk: DiskCache | undefined;
}

export class FileMetadata {
  readonly #options: FileMetadataOptions;

  constructor(options: FileMetadataOptions) {
    this.#options = options;
  }

  /** What `file`, a wheel or an sdist, says of `candidate`. @throws {UserError} where the index fails. */
  async read(candidate: Candidate, file: ReleaseFile, signal: AbortSignal): Promise<MetadataAnswer> {
    if (this.#options.address.protocol === "https:" && !file.url.startsWith("https:")) {
      return unknown(`\`${file.filename}\` is offered over plain HTTP by an index that uses HTTPS`);
    }
    return isWheelName(file.filename)
      ? this.#readWheel(candidate, file, signal)
      : this.#readSdist(candidate, file, signal);
  }

  /** The addresses by which a wheel names its project; undefined where that cannot be read. @throws {UserError} where the index fails. */
  async links(candidate: Candidate, wheel: ReleaseFile, signal: AbortSignal): Promise<readonly string[] | undefined> {
    const isOpen = this.#options.address.protocol === "https:" && !wheel.url.startsWith("https:");
    if (isOpen || !isWheelName(wheel.filename)) return undefined;
    const { answer, bytes } = await this.#wheel(candidate, wheel, signal);
    return answer.kind === "known" ? parseProjectUrls(bytes.toString("utf8")) : undefined;
  }

  async #readWheel(candidate: Candidate, wheel: ReleaseFile, signal: AbortSignal): Promise<MetadataAnswer> {
    return (await this.#wheel(candidate, wheel, signal)).answer;
  }

  async #wheel(
    candidate: Candidate,
    wheel: ReleaseFile,
    signal: AbortSignal,
  ): Promise<{ readonly answer: MetadataAnswer; readonly bytes: Buffer }> {
    const { client, disk } = this.#options;
    const key = this.#key(wheel);
    const stored = await disk?.read("metadata", key);
    if (stored !== undefined) return { answer: wheelMetadata(candidate, wheel, stored), bytes: stored };
    const read = await readWheelMetadata(client, { name: candidate.name, wheel }, signal);
    if (read.kind === "unknown") return { answer: read, bytes: Buffer.alloc(0) };
    const answer = wheelMetadata(candidate, wheel, read.bytes);
    if (answer.kind === "known") await disk?.write("metadata", key, read.bytes);
    return { answer, bytes: read.bytes };
  }

  async #readSdist(candidate: Candidate, sdist: ReleaseFile, signal: AbortSignal): Promise<MetadataAnswer> {
    const { client, disk } = this.#options;
    const key = this.#key(sdist);
    const stored = await disk?.read("sdists", key);
    const known = stored && tryParseExcerpt(stored);
    if (known !== undefined) return sdistMetadata(candidate, sdist, known);
    const isEnough = (excerpt: SdistExcerpt): boolean => isDeclared(sdistMetadata(candidate, sdist, excerpt));
    const read = await readSdist(client, { name: candidate.name, sdist, isEnough }, signal);
    if (read.kind === "unknown") return read;
    await disk?.write("sdists", key, formatExcerpt(read.excerpt));
    return sdistMetadata(candidate, sdist, read.excerpt);
  }

  /** With the index in it: another index may claim the same digest for what it made up. */
  #key(file: ReleaseFile): string {
    return `${this.#options.address.href} ${file.sha256 ?? file.url}`;
  }
}

function isDeclared(answer: MetadataAnswer): boolean {
  return answer.kind === "known" && answer.metadata.grade === "declared";
}

/** What a METADATA file says, if it is one and speaks of this very release. */
function wheelMetadata(candidate: Candidate, wheel: ReleaseFile, bytes: Buffer): MetadataAnswer {
  try {
    const core = parseMetadata(wheel.filename, bytes.toString("utf8"));
    if (core.name !== candidate.name || !Version.equal(core.version, candidate.version)) {
      return unknown(`\`${wheel.filename}\` calls itself \`${core.name} ${core.version.text}\``);
    }
    const raw = { requires: core.requiresDist, requiresPython: core.requiresPython ?? "", extras: core.providesExtra };
    return releaseMetadata("declared", () => wheel.filename, raw);
  } catch (error) {
    if (error instanceof UserError) return unknown(error.message);
    throw error;
  }
}
