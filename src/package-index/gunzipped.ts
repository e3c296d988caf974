/**
 * Decompression of what comes in pieces. Each piece is used up before the next is asked for, as no stream of Node does
 * it, so that nothing is downloaded in vain.
 */

import { createGunzip } from "node:zlib";
import type { Limit } from "../base/index.ts";
import { PastLimit, UnreadableArchive } from "./ranged-file.ts";

/**
 * Zeros behind the end are ignored, as gzip does.
 *
 * @throws {PastLimit} behind the first `limit` decompressed bytes, {UnreadableArchive} where it is no gzip, and what
 * `pieces` throws.
 */
export async function* gunzipped(pieces: AsyncIterable<Buffer>, limit: Limit): AsyncGenerator<Buffer> {
  const gunzip = new Gunzipper(limit);
  try {
    for await (const piece of pieces) {
      yield* await gunzip.take(piece);
      if (gunzip.hasEnded) break;
    }
    yield* await gunzip.finish();
    gunzip.throwFault();
  } finally {
    gunzip.close();
  }
}

class Gunzipper {
  readonly #gunzip = createGunzip();
  readonly #stopped: Promise<void>;
  /** Decompressed and not handed out. */
  readonly #waiting: Buffer[] = [];
  #fault: Error | undefined;

  constructor(limit: Limit) {
    let room = limit.bytes;
    this.#gunzip.on("data", (chunk: Buffer) => {
      this.#waiting.push(chunk.subarray(0, room));
      room -= chunk.length;
      if (room < 0) this.#gunzip.destroy(new PastLimit(limit));
    });
    this.#stopped = new Promise((resolve) => {
      this.#gunzip.once("end", resolve);
      this.#gunzip.once("error", (error) => {
        this.#fault = error;
        resolve();
      });
    });
  }

  /** Whether nothing more will come: the data has ended, or cannot be read on. */
  get hasEnded(): boolean {
    return this.#gunzip.readableEnded || this.#fault !== undefined;
  }

  /** What `piece` holds. */
  async take(piece: Buffer): Promise<readonly Buffer[]> {
    const taken = new Promise<void>((resolve) => this.#gunzip.write(piece, () => resolve()));
    await Promise.race([taken, this.#stopped]);
    return this.#waiting.splice(0);
  }

  /** What was left over. */
  async finish(): Promise<readonly Buffer[]> {
    if (!this.hasEnded) this.#gunzip.end();
    await this.#stopped;
    return this.#waiting.splice(0);
  }

  /** @throws why it could not be read on. */
  throwFault(): void {
    if (this.#fault === undefined) return;
    if (this.#fault instanceof PastLimit) throw this.#fault;
    throw new UnreadableArchive("its compression is damaged", { cause: this.#fault });
  }

  close(): void {
    this.#gunzip.destroy();
  }
}
