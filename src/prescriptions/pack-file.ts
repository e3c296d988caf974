/**
 * The container of compiled rules: one file of packed JSON sections, each unpacked when it is asked for. It says what it was
 * made of and by which version of this code; a file that is damaged, cut short, older or of something else is not opened,
 * and whoever asked makes it anew. From the start, numbers with their low byte first:
 *
 *     0   the mark, the version, the bytes of the file, CRC-32 of all that follows this number
 *     16  what it was made of: a SHA-256
 *     48  the number of sections; for each its end, from the start of the first
 *     …   the sections: zstd of JSON
 */

import { constants, crc32, zstdCompressSync, zstdDecompressSync } from "node:zlib";

/** Changes with the layout, and with whatever decides what is a valid rule and where it is looked up. */
const packVersion = 2;

const mark = 0x6c_75_52_54;
const headBytes = 52;

/** More than any section can be that we write: a hundred times what is read of one file. */
const largestSection = 512 * 1024 * 1024;

/** Bytes that are not what they should be: see {@link isWholePack}. */
class DamagedPack extends Error {
  constructor(what: string) {
    super(`the compiled rules are damaged: ${what}`);
  }
}

/** Whether `bytes` are a whole file of this version, made of `origin`. */
export function isWholePack(bytes: Buffer, origin: Buffer): boolean {
  return faultOf(bytes, origin) === undefined;
}

/** What is wrong with a file; undefined for one that can be opened. */
function faultOf(bytes: Buffer, origin: Buffer | undefined): string | undefined {
  if (bytes.length < headBytes) return "it has no head";
  if (bytes.readUInt32LE(0) !== mark || bytes.readUInt32LE(4) !== packVersion) return "it is of another version";
  if (bytes.readUInt32LE(8) !== bytes.length || bytes.readUInt32LE(12) !== crc32(bytes.subarray(16)))
    return "its checksum is wrong";
  return origin === undefined || origin.equals(bytes.subarray(16, 48)) ? undefined : "it is of something else";
}

/** Collects sections and numbers them from 0. */
export class PackFileWriter {
  readonly #sections: Buffer[] = [];

  /** @param json the text of the section. */
  add(json: string): number {
    // Memory is taken a chunk at a time, however few bytes of it are used; most sections pack to a fourth or less.
    const chunkSize = Math.max(512, Math.min(json.length >> 2, 128 * 1024));
    const packed = zstdCompressSync(json, { chunkSize, params: { [constants.ZSTD_c_compressionLevel]: 3 } });
    return this.#sections.push(Buffer.from(packed)) - 1;
  }

  /** @param origin the SHA-256 of what the sections were made of. */
  finish(origin: Buffer): Buffer {
    let end = 0;
    const ends = Uint32Array.from(this.#sections, ({ length }) => (end += length));
    const body = Buffer.concat([origin, words(ends.length), Buffer.from(ends.buffer), ...this.#sections]);
    return Buffer.concat([words(mark, packVersion, 16 + body.length, crc32(body)), body]);
  }
}

/** The sections of a file. */
export class PackFile {
  readonly #bytes: Buffer;
  readonly #count: number;

  private constructor(bytes: Buffer, count: number) {
    this.#bytes = bytes;
    this.#count = count;
  }

  /** @param origin of which it must have been made; of anything without it. @throws {DamagedPack} */
  static open(bytes: Buffer, origin?: Buffer): PackFile {
    const fault = faultOf(bytes, origin);
    if (fault !== undefined) throw new DamagedPack(fault);
    return new PackFile(bytes, bytes.readUInt32LE(48));
  }

  /** The value of a section. @throws {DamagedPack} where there is none. */
  read(section: number): unknown {
    const start = headBytes + 4 * this.#count;
    if (!(section >= 0 && section < this.#count)) throw new DamagedPack(`it has no section ${section}`);
    const from = section === 0 ? 0 : this.#endOf(section - 1);
    const packed = this.#bytes.subarray(start + from, start + this.#endOf(section));
    return JSON.parse(zstdDecompressSync(packed, { maxOutputLength: largestSection }).toString("utf8"));
  }

  /** The last one. @throws {DamagedPack} */
  readLast(): unknown {
    return this.read(this.#count - 1);
  }

  #endOf(section: number): number {
    return this.#bytes.readUInt32LE(headBytes + 4 * section);
  }
}

function words(...numbers: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * numbers.length);
  for (const [i, number] of numbers.entries()) bytes.writeUInt32LE(number, 4 * i);
  return bytes;
}
