/**
 * What a section is made of: some counts, then columns of numbers, each on a multiple of 8 bytes, so that reading one is
 * a view on the bytes of the file. The order of the columns is the order in which they are written and read, and nothing
 * of it is stored.
 */

import { aligned, Damaged } from "./sections.ts";

type Column = Uint32Array | Float64Array | Uint8Array;

/** @param counts what the reader needs to know of the lengths of the columns. */
export function packColumns(counts: readonly number[], columns: readonly Column[]): Buffer {
  const all = [Uint32Array.from(counts), ...columns];
  const packed = Buffer.alloc(all.reduce((bytes, column) => bytes + aligned(column.byteLength), 0));
  let at = 0;
  for (const column of all) {
    packed.set(new Uint8Array(column.buffer, column.byteOffset, column.byteLength), at);
    at += aligned(column.byteLength);
  }
  return packed;
}

/** Takes one column after another off a section. Each throws {@link Damaged} where the section ends before. */
export class ColumnReader {
  readonly #section: Buffer;
  #at = 0;

  /** @param section starts on a multiple of 8. */
  constructor(section: Buffer) {
    this.#section = section;
  }

  words(count: number): Uint32Array {
    return new Uint32Array(this.#section.buffer, this.#take(count * 4), count);
  }

  doubles(count: number): Float64Array {
    return new Float64Array(this.#section.buffer, this.#take(count * 8), count);
  }

  bytes(count: number): Buffer {
    return Buffer.from(this.#section.buffer, this.#take(count), count);
  }

  /** @throws {Damaged} when something is left. */
  end(): void {
    if (this.#at !== this.#section.length) throw new Damaged("a section is longer than its columns");
  }

  /** Where the next `bytes` start in the buffer. */
  #take(bytes: number): number {
    const at = this.#at;
    this.#at += aligned(bytes);
    if (this.#at > this.#section.length) throw new Damaged("a section is shorter than its columns");
    return this.#section.byteOffset + at;
  }
}

/** Whether numbers only grow, the last one being `end`; then each is the end of one thing and the start of the next. */
export function areEnds(ends: Uint32Array, end: number): boolean {
  let last = 0;
  for (let i = 0; i < ends.length; i++) {
    if (ends[i]! < last) return false;
    last = ends[i]!;
  }
  return last === end;
}

export function areBelow(ids: Uint32Array, bound: number): boolean {
  for (let i = 0; i < ids.length; i++) if (ids[i]! >= bound) return false;
  return true;
}
