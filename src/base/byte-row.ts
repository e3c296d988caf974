/**
 * Many small runs of bytes in a few large pieces: as objects of their own, a hundred thousand of them would keep the
 * collector of garbage busy.
 */

const pieceBytes = 1024 * 1024;

export class ByteRow {
  readonly #pieces: Buffer[] = [];
  #end = 0;
  /** Of each run its piece, and where it starts and ends in that. */
  readonly #places: number[] = [];

  /** @returns its number, from 0. */
  add(bytes: Uint8Array): number {
    const piece = this.#room(bytes.length);
    piece.set(bytes, this.#end);
    return this.#take(bytes.length);
  }

  /** In UTF-8. @returns its number, from 0. */
  addText(text: string): number {
    // No text has more bytes than this.
    const piece = this.#room(3 * text.length);
    return this.#take(piece.write(text, this.#end));
  }

  /** The same memory, not a copy. */
  at(number: number): Buffer {
    const [piece, start, end] = this.#places.slice(3 * number, 3 * number + 3);
    return this.#pieces[piece!]!.subarray(start, end);
  }

  /** The last piece, which has place for so many bytes from `#end` on. */
  #room(bytes: number): Buffer {
    const last = this.#pieces.at(-1);
    if (last !== undefined && this.#end + bytes <= last.length) return last;
    const piece = Buffer.allocUnsafeSlow(Math.max(bytes, pieceBytes));
    this.#pieces.push(piece);
    this.#end = 0;
    return piece;
  }

  #take(bytes: number): number {
    const start = this.#end;
    this.#end += bytes;
    return this.#places.push(this.#pieces.length - 1, start, this.#end) / 3 - 1;
  }
}
