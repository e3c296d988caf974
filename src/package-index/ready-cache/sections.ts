/**
 * The container of the ready cache: one file of sections, each of which is checked when it is first read, so that opening
 * a file costs its head and its table and nothing of what is in it. It says what it was made of and by which version of
 * this code; a file that is damaged, cut short, older or of something else is not opened, and whoever asked makes it anew.
 *
 * Numbers are those of the machine, which all we run on write alike; elsewhere the mark does not match. From the start:
 *
 *     0   the mark, the version, the bytes of the file, the number of sections
 *     16  what it was made of: a SHA-256
 *     48  CRC-32 of the table, CRC-32 of the 52 bytes before this number
 *     56  the table, 12 bytes a section: where it starts, its bytes, its CRC-32
 *     …   the sections, each on a multiple of 8
 *
 * The checksums find what a disk or a crash did. Against bytes that somebody made up with checksums that fit, every
 * number is checked against what it points into before it is used: the answer may be wrong then, as with any file that
 * others may write, but nothing is read past an end.
 */

import { crc32 } from "node:zlib";

/** Changes with the layout, and with whatever decides what is put into it, such as how versions are read. */
export const readyVersion = 2;

const mark = 0x79_64_72_54;
const headBytes = 56;
const rowBytes = 12;

/** Bytes that are not what they should be. It never leaves the package index: what was damaged is made anew. */
export class Damaged extends Error {
  constructor(what: string) {
    super(`the ready cache is damaged: ${what}`);
  }
}

/** @param origin the SHA-256 of what the sections were made of. */
export function packSections(origin: Buffer, sections: readonly Buffer[]): Buffer {
  const start = aligned(headBytes + sections.length * rowBytes);
  const total = sections.reduce((bytes, section) => bytes + aligned(section.length), start);
  const packed = Buffer.alloc(total);
  let at = start;
  for (const [i, section] of sections.entries()) {
    section.copy(packed, at);
    writeWords(packed, headBytes + i * rowBytes, [at, section.length, crc32(section)]);
    at += aligned(section.length);
  }
  writeWords(packed, 0, [mark, readyVersion, total, sections.length]);
  origin.copy(packed, 16, 0, 32);
  writeWords(packed, 48, [crc32(packed.subarray(headBytes, start))]);
  writeWords(packed, 52, [crc32(packed.subarray(0, 52))]);
  return packed;
}

/** The sections of a file. */
export class Sections {
  readonly #bytes: Buffer;
  readonly #table: Uint32Array;
  readonly #checked: Uint8Array;

  private constructor(bytes: Buffer, table: Uint32Array) {
    this.#bytes = bytes;
    this.#table = table;
    this.#checked = new Uint8Array(table.length / 3);
  }

  /** @throws {Damaged} unless they are a whole file of this version, made of `origin`; what is in the sections is not looked at. */
  static open(bytes: Buffer, origin: Buffer): Sections {
    const packed = bytes.byteOffset % 8 === 0 ? bytes : Buffer.from(new Uint8Array(bytes).buffer);
    if (packed.length < headBytes) throw new Damaged("it has no head");
    const [found, version, total, count] = new Uint32Array(packed.buffer, packed.byteOffset, 4);
    if (found !== mark || version !== readyVersion) throw new Damaged("it is of another version");
    const [tableSum, headSum] = new Uint32Array(packed.buffer, packed.byteOffset + 48, 2);
    if (crc32(packed.subarray(0, 52)) !== headSum || total !== packed.length) throw new Damaged("its head is wrong");
    if (!origin.equals(packed.subarray(16, 48))) throw new Damaged("it is of something else");
    const start = aligned(headBytes + count! * rowBytes);
    if (start > packed.length || crc32(packed.subarray(headBytes, start)) !== tableSum) {
      throw new Damaged("its table is wrong");
    }
    const table = new Uint32Array(packed.buffer, packed.byteOffset + headBytes, count! * 3);
    for (let row = 0; row < table.length; row += 3) {
      const at = table[row]!;
      if (at % 8 !== 0 || at < start || at + table[row + 1]! > packed.length) throw new Damaged("its table is wrong");
    }
    return new Sections(packed, table);
  }

  get count(): number {
    return this.#checked.length;
  }

  /** @throws {Damaged} */
  section(i: number): Buffer {
    if (i >= this.count) throw new Damaged(`it has no section ${i}`);
    const at = this.#table[i * 3]!;
    const section = this.#bytes.subarray(at, at + this.#table[i * 3 + 1]!);
    if (this.#checked[i] === 0 && crc32(section) !== this.#table[i * 3 + 2]) throw new Damaged(`section ${i} is wrong`);
    this.#checked[i] = 1;
    return section;
  }
}

/** The next multiple of 8, on which any typed array may start. */
export function aligned(bytes: number): number {
  return Math.ceil(bytes / 8) * 8;
}

function writeWords(target: Buffer, at: number, words: readonly number[]): void {
  new Uint32Array(target.buffer, target.byteOffset + at, words.length).set(words);
}
