/**
 * A folder of compressed blobs that survives crashes and damage. Each is written whole to a temporary file and renamed;
 * each carries its own key and checksum, and what does not match them is dropped and counts as missing. The cache only
 * saves time: when it cannot be written, work goes on and a note says so. Nothing is ever pruned: the folder grows with
 * the packages that were asked about, and whoever wants the space back deletes it.
 *
 * A file is the SHA-256 of the rest (32 bytes), then zstd of the key, a line feed and the content. Beside them lie files
 * of the ready cache, which bring checks of their own and are stored as they are.
 */

import { createHash, randomUUID } from "node:crypto";
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { zstdCompress, zstdDecompress } from "node:zlib";
import { limits } from "../base/index.ts";

/** Changes with the format of files or of their contents; folders of other versions are left alone. */
const formatFolder = "index-v1";

const checksumBytes = 32;

/** A page and the little that is stored beside it; nothing larger was ever written. */
const largestBlob = limits.indexPage.bytes + 64 * 1024;

export class DiskCache {
  readonly #folder: string;
  #fault: string | undefined;

  /** @param folder ours alone, such as `$XDG_CACHE_HOME/thoth`; made when something is first written. */
  constructor(folder: string) {
    this.#folder = join(folder, formatFolder);
  }

  /** The content that was last written under `kind` and `key`, unless it is missing or damaged. */
  async read(kind: string, key: string): Promise<Buffer | undefined> {
    const path = this.#path(kind, key);
    const file = await this.#load(path);
    if (file === undefined) return undefined;
    const content = await unseal(file, key);
    if (content === undefined) await this.#remove(path);
    return content;
  }

  /** For content that its reader cannot use. Never throws: see `notes`. */
  drop(kind: string, key: string): Promise<void> {
    return this.#remove(this.#path(kind, key));
  }

  /** Never throws: see `notes`. */
  async write(kind: string, key: string, content: Buffer): Promise<void> {
    await this.#replace(kind, key, () => seal(key, content));
  }

  /**
   * The bytes that `writeAsIs` last wrote, unless they are missing or more than `largest`; nothing in them is checked.
   * It does not wait: the files are small, and one takes 10 microseconds so and 80 through the thread pool.
   */
  readAsIs(kind: string, key: string, largest: number): Buffer | undefined {
    try {
      return readWithin(this.#path(kind, key), largest);
    } catch (error) {
      this.#missing(error);
      return undefined;
    }
  }

  /** Never throws: see `notes`. */
  async writeAsIs(kind: string, key: string, content: Buffer): Promise<void> {
    await this.#replace(kind, key, async () => content);
  }

  async #replace(kind: string, key: string, content: () => Promise<Buffer>): Promise<void> {
    const path = this.#path(kind, key);
    const temporary = `${path}.${randomUUID()}`;
    try {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      await writeFile(temporary, await content(), { mode: 0o600 });
      await rename(temporary, path);
    } catch (error) {
      this.#remember(error);
      await this.#remove(temporary);
    }
  }

  /** At most one sentence: the first fault of the folder. */
  notes(): readonly string[] {
    return this.#fault === undefined ? [] : [this.#fault];
  }

  async #load(path: string): Promise<Buffer | undefined> {
    try {
      return await readFile(path);
    } catch (error) {
      this.#missing(error);
      return undefined;
    }
  }

  #missing(error: unknown): void {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") this.#remember(error);
  }

  async #remove(path: string): Promise<void> {
    await rm(path, { force: true }).catch((error: unknown) => this.#remember(error));
  }

  #remember(error: unknown): void {
    const what = error instanceof Error && "code" in error ? String(error.code) : String(error);
    this.#fault ??= `the cache folder \`${this.#folder}\` cannot be used (${what}), so everything is fetched again`;
  }

  #path(kind: string, key: string): string {
    const digest = createHash("sha256").update(key).digest("hex");
    return join(this.#folder, kind, digest.slice(0, 2), digest.slice(2));
  }
}

/** A whole file, undefined for one that is larger or that changes while it is read. */
function readWithin(path: string, largest: number): Buffer | undefined {
  const file = openSync(path, "r");
  try {
    const { size } = fstatSync(file);
    if (size > largest) return undefined;
    // Not out of the pool of small buffers: typed arrays start in it, and the file starts at its beginning.
    const bytes = Buffer.allocUnsafeSlow(size);
    return readSync(file, bytes, 0, size, 0) === size ? bytes : undefined;
  } finally {
    closeSync(file);
  }
}

async function seal(key: string, content: Buffer): Promise<Buffer> {
  const packed = await promisify(zstdCompress)(Buffer.concat([Buffer.from(`${key}\n`), content]));
  return Buffer.concat([checksum(packed), packed]);
}

async function unseal(file: Buffer, key: string): Promise<Buffer | undefined> {
  const packed = file.subarray(checksumBytes);
  if (!checksum(packed).equals(file.subarray(0, checksumBytes))) return undefined;
  const content = await unpack(packed);
  if (content === undefined) return undefined;
  const end = content.indexOf("\n");
  return content.toString("utf8", 0, end) === key ? content.subarray(end + 1) : undefined;
}

/** Undefined for what we never wrote: no zstd, or larger than any blob. */
async function unpack(packed: Buffer): Promise<Buffer | undefined> {
  try {
    return await promisify(zstdDecompress)(packed, { maxOutputLength: largestBlob });
  } catch {
    return undefined;
  }
}

function checksum(bytes: Buffer): Buffer {
  return createHash("sha256").update(bytes).digest();
}
