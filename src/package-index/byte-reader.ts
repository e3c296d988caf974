/** Exactly so many bytes at a time, out of chunks of any size. */

import { UnreadableArchive } from "./ranged-file.ts";

export class ByteReader {
  readonly #chunks: AsyncIterator<Buffer>;
  /** What came and was not taken. */
  #rest: Buffer = Buffer.alloc(0);

  constructor(chunks: AsyncIterable<Buffer>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /** The next `count` bytes, or undefined where the chunks end exactly here. @throws {UnreadableArchive} where they end in between. */
  async tryRead(count: number): Promise<Buffer | undefined> {
    const parts: Buffer[] = [];
    let missing = count;
    for await (const part of this.#take(count)) {
      parts.push(part);
      missing -= part.length;
    }
    if (missing === 0) return parts.length === 1 ? parts[0] : Buffer.concat(parts);
    if (missing === count) return undefined;
    throw cutShort();
  }

  /** @throws {UnreadableArchive} where the chunks end before. */
  async read(count: number): Promise<Buffer> {
    const bytes = await this.tryRead(count);
    if (bytes === undefined) throw cutShort();
    return bytes;
  }

  /** @throws {UnreadableArchive} where the chunks end before. */
  async skip(count: number): Promise<void> {
    let missing = count;
    for await (const part of this.#take(count)) missing -= part.length;
    if (missing > 0) throw cutShort();
  }

  /** Up to `count` bytes, in parts. */
  async *#take(count: number): AsyncGenerator<Buffer> {
    for (let missing = count; missing > 0;) {
      if (this.#rest.length === 0) {
        const next = await this.#chunks.next();
        if (next.done === true) return;
        this.#rest = next.value;
      }
      const part = this.#rest.subarray(0, missing);
      this.#rest = this.#rest.subarray(part.length);
      missing -= part.length;
      yield part;
    }
  }
}

function cutShort(): UnreadableArchive {
  return new UnreadableArchive("it is cut short");
}
