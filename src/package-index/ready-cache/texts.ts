/**
 * Texts and lists of texts by number: an index says the same thing over and over, and here it is kept once. Any text of
 * JavaScript comes back as it was, a half of a surrogate pair too: one byte a character where all of them fit in one,
 * else two.
 */

import type { SharedTexts } from "../../ports/index.ts";
import { areBelow, areEnds, ColumnReader, packColumns } from "./columns.ts";
import { Damaged } from "./sections.ts";

/** Set at the end of a text that has two bytes a character. */
const WIDE = 0x8000_0000;

/** Numbers texts from 0, equal ones alike. */
export class TextWriter {
  readonly #ids = new Map<string, number>();

  id(text: string): number {
    const known = this.#ids.get(text);
    if (known !== undefined) return known;
    const id = this.#ids.size;
    this.#ids.set(text, id);
    return id;
  }

  /** Where each text ends, and the bytes of all. */
  columns(): readonly [Uint32Array, Uint8Array] {
    const parts = [...this.#ids.keys()].map((text) => {
      const isWide = /[\u0100-\uffff]/.test(text);
      return { isWide, bytes: Buffer.from(text, isWide ? "utf16le" : "latin1") };
    });
    let end = 0;
    const ends = Uint32Array.from(parts, ({ isWide, bytes }) => {
      end += bytes.length;
      return end + (isWide ? WIDE : 0);
    });
    // The bit of a wide text must not be reached by a length.
    if (end >= WIDE) throw new Error(`${end} bytes of texts are more than can be numbered`);
    return [ends, Buffer.concat(parts.map(({ bytes }) => bytes))];
  }
}

/** Texts by number, taken out of the bytes each time. */
export class Texts {
  readonly #ends: Uint32Array;
  readonly #bytes: Buffer;

  private constructor(ends: Uint32Array, bytes: Buffer) {
    this.#ends = ends;
    this.#bytes = bytes;
  }

  /** @throws {Damaged} when an end lies before its start or past the bytes. */
  static of(ends: Uint32Array, bytes: Buffer): Texts {
    let last = 0;
    for (let i = 0; i < ends.length; i++) {
      const end = ends[i]! & ~WIDE;
      if (end < last || (ends[i]! >= WIDE && (end - last) % 2 !== 0)) throw new Damaged("a text ends before it starts");
      last = end;
    }
    if (last !== bytes.length) throw new Damaged("texts end elsewhere than their bytes");
    return new Texts(ends, bytes);
  }

  get count(): number {
    return this.#ends.length;
  }

  /** @param id below `count`. */
  text(id: number): string {
    const start = id === 0 ? 0 : this.#ends[id - 1]! & ~WIDE;
    const end = this.#ends[id]!;
    return end < WIDE
      ? this.#bytes.toString("latin1", start, end)
      : this.#bytes.toString("utf16le", start, end & ~WIDE);
  }
}

/** A section of distinct texts and nothing else. */
export function packTexts(texts: readonly string[]): Buffer {
  const writer = new TextWriter();
  for (const text of texts) writer.id(text);
  const [ends, bytes] = writer.columns();
  return packColumns([ends.length, bytes.length], [ends, bytes]);
}

/** @throws {Damaged} */
export function readTexts(section: Buffer): readonly string[] {
  const reader = new ColumnReader(section);
  const [count, bytes] = reader.words(2);
  const texts = Texts.of(reader.words(count!), reader.bytes(bytes!));
  reader.end();
  return Array.from({ length: texts.count }, (_, id) => texts.text(id));
}

/** Numbers the texts and the lists that all packages of a file share. */
export class SharedWriter {
  readonly texts = new TextWriter();
  readonly #ids = new Map<string, number>();
  readonly #lists: Uint32Array[] = [];
  /** Whoever hands in the same array again pays for it once. */
  readonly #known = new Map<readonly string[], number>();

  list(texts: readonly string[]): number {
    const id = this.#known.get(texts) ?? this.#add(texts);
    this.#known.set(texts, id);
    return id;
  }

  #add(texts: readonly string[]): number {
    const ids = Uint32Array.from(texts, (text) => this.texts.id(text));
    const key = ids.join();
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    this.#ids.set(key, this.#lists.length);
    return this.#lists.push(ids) - 1;
  }

  /** The section that `Shared` reads. */
  pack(): Buffer {
    const [ends, bytes] = this.texts.columns();
    let end = 0;
    const listEnds = Uint32Array.from(this.#lists, (list) => (end += list.length));
    const entries = Uint32Array.from(this.#lists.flatMap((list) => [...list]));
    return packColumns([ends.length, bytes.length, listEnds.length, entries.length], [ends, bytes, listEnds, entries]);
  }
}

/** What all packages of a file share. Equal numbers are equal texts, and of lists equal contents. */
export class Shared implements SharedTexts {
  readonly #texts: Texts;
  /** By number, once taken out of the bytes: the same few are asked for by every release. */
  readonly #taken: string[] = [];
  readonly #takenLists: (readonly string[])[] = [];
  readonly #listEnds: Uint32Array;
  readonly #entries: Uint32Array;

  /** @throws {Damaged} */
  constructor(section: Buffer) {
    const reader = new ColumnReader(section);
    const [texts, bytes, lists, entries] = reader.words(4);
    this.#texts = Texts.of(reader.words(texts!), reader.bytes(bytes!));
    this.#listEnds = reader.words(lists!);
    this.#entries = reader.words(entries!);
    reader.end();
    const isWhole = areEnds(this.#listEnds, entries!) && areBelow(this.#entries, texts!);
    if (!isWhole) throw new Damaged("a list is of texts that are not there");
  }

  get textCount(): number {
    return this.#texts.count;
  }

  get listCount(): number {
    return this.#listEnds.length;
  }

  /** @param id below `textCount`. */
  text(id: number): string {
    return (this.#taken[id] ??= this.#texts.text(id));
  }

  /** The numbers of the texts in a list: a view, nothing is copied. @param id below `listCount`. */
  list(id: number): Uint32Array {
    return this.#entries.subarray(id === 0 ? 0 : this.#listEnds[id - 1], this.#listEnds[id]);
  }

  /** One array for all who ask for a list. @param list below `listCount`. */
  texts(list: number): readonly string[] {
    return (this.#takenLists[list] ??= Array.from(this.list(list), (id) => this.text(id)));
  }
}
