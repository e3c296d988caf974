/**
 * A file on a server, read in pieces: from its end, whose answer also tells its size, then whatever else is wanted; or
 * from its start, for as long as anyone wants more. A server that knows no ranges sends the file whole, which is as good
 * while the file is small.
 */

import { type Limit, limits } from "../base/index.ts";
import type { IndexClient, IndexResponse } from "./index-client.ts";

/** A file that cannot serve its purpose. Its message completes "the metadata is unknown: …". */
export class UnreadableArchive extends Error {}

/** More of a file is wanted than is ever read. */
export class PastLimit extends UnreadableArchive {
  constructor(limit: Limit) {
    super(`more than ${limit.bytes} bytes of it would be read`);
  }
}

/** Enough for the directory of most wheels and, since METADATA is written last, for METADATA too. */
const firstBytes = 32 * 1024;

/** Bytes of the first and of the largest piece from the start: most old sdists are smaller than the first. */
const firstPiece = 64 * 1024;
const largestPiece = 2 * 1024 * 1024;

export class RangedFile {
  /** Bytes. */
  readonly size: number;
  readonly #client: IndexClient;
  readonly #url: URL;
  /** The last bytes of the file, all of it where the server sent all. */
  readonly #tail: Buffer;
  #budget: number;

  private constructor(client: IndexClient, url: URL, size: number, tail: Buffer) {
    this.#client = client;
    this.#url = url;
    this.size = size;
    this.#tail = tail;
    this.#budget = limits.wheelRange.bytes - tail.length;
  }

  /** @throws {UnreadableArchive} where the file is gone, or large and not served in pieces; {UserError} where the server fails. */
  static async open(client: IndexClient, url: URL, signal: AbortSignal): Promise<RangedFile> {
    const response = await ask(client, url, `bytes=-${firstBytes}`, [200, 206, 404, 410, 416], signal);
    // Some servers refuse to send the last 32 KiB of a file that is shorter.
    if (response.status === 416)
      return RangedFile.#whole(client, url, await ask(client, url, undefined, [200], signal));
    if (response.status === 200) return RangedFile.#whole(client, url, response);
    if (response.status !== 206) throw new UnreadableArchive(`the server answers ${response.status}`);
    const range = contentRange(response);
    if (range.end !== range.size) throw new UnreadableArchive("the server sends other bytes than it was asked for");
    return new RangedFile(client, url, range.size, range.body);
  }

  static #whole(client: IndexClient, url: URL, response: IndexResponse): RangedFile {
    const { body } = response;
    if (body !== undefined) return new RangedFile(client, url, body.length, body);
    throw new UnreadableArchive(`its server sends no ranges, and it is larger than ${limits.wheelRange.bytes} bytes`);
  }

  /** The file, where it is short enough that its end is all of it. */
  get whole(): Buffer | undefined {
    return this.#tail.length === this.size ? this.#tail : undefined;
  }

  /** Bytes `start` to `end` (exclusive), which must lie inside the file. @throws what `open` throws. */
  async read(start: number, end: number, signal: AbortSignal): Promise<Buffer> {
    const tailStart = this.size - this.#tail.length;
    if (start >= tailStart) return this.#tail.subarray(start - tailStart, end - tailStart);
    this.#budget -= end - start;
    if (this.#budget < 0) throw new PastLimit(limits.wheelRange);
    const response = await ask(this.#client, this.#url, `bytes=${start}-${end - 1}`, [206], signal);
    const range = contentRange(response);
    if (range.start === start && range.end === end && range.size === this.size) return range.body;
    throw new UnreadableArchive("the server sends other bytes than it was asked for");
  }
}

/** A piece of a file; `isLast` once all of it was given. */
export interface FilePiece {
  readonly bytes: Buffer;
  readonly isLast: boolean;
}

/**
 * The file from its start. The next piece is asked for when it is wanted and not before.
 *
 * @throws {PastLimit} where more than `limit` is wanted; {UnreadableArchive} {UserError} where `RangedFile.open` does.
 */
export async function* readPieces(
  client: IndexClient,
  url: URL,
  limit: Limit,
  signal: AbortSignal,
): AsyncGenerator<FilePiece> {
  let size: number | undefined;
  for (let start = 0, bytes = firstPiece; size === undefined || start < size; bytes = nextPiece(bytes)) {
    if (start >= limit.bytes) throw new PastLimit(limit);
    const end = Math.min(start + bytes, limit.bytes);
    const range = `bytes=${start}-${end - 1}`;
    const answers = start === 0 ? [200, 206, 404, 410, 416] : [206];
    const response = await ask(client, url, range, answers, signal, limit);
    const piece = pieceOf(response, limit);
    const isAsked = piece.start === start && piece.end === Math.min(end, piece.size);
    if (response.status === 206 && (!isAsked || piece.size !== (size ?? piece.size))) {
      throw new UnreadableArchive("the server sends other bytes than it was asked for");
    }
    size = piece.size;
    start = piece.end;
    yield { bytes: piece.body, isLast: start === size };
  }
}

function nextPiece(bytes: number): number {
  return Math.min(bytes * 2, largestPiece);
}

function pieceOf(response: IndexResponse, limit: Limit): Piece {
  if (response.status === 206) return contentRange(response);
  if (response.status === 416) throw new UnreadableArchive("it is empty");
  if (response.status !== 200) throw new UnreadableArchive(`the server answers ${response.status}`);
  const { body } = response;
  if (body !== undefined) return { start: 0, end: body.length, size: body.length, body };
  throw new UnreadableArchive(`its server sends no ranges, and it is larger than ${limit.bytes} bytes`);
}

async function ask(
  client: IndexClient,
  url: URL,
  range: string | undefined,
  answers: readonly number[],
  signal: AbortSignal,
  limit: Limit = limits.wheelRange,
): Promise<IndexResponse> {
  // A compressed answer would have ranges of its own, of other bytes.
  const headers = { "accept-encoding": "identity", ...(range === undefined ? {} : { range }) };
  return client.get({ url, headers, limit: limit.bytes, answers }, signal);
}

/** Bytes `start` to `end` (exclusive) of a file of `size` bytes. */
interface Piece {
  readonly start: number;
  readonly end: number;
  readonly size: number;
  readonly body: Buffer;
}

/** The piece that an answer says it is. RFC 9110, section 14.4. */
function contentRange(response: IndexResponse): Piece {
  const { body } = response;
  const stated = response.headers.get("content-range") ?? "";
  const match = /^bytes (\d{1,15})-(\d{1,15})\/(\d{1,15})$/.exec(stated);
  if (match === null || body === undefined) throw new UnreadableArchive("the server does not say which bytes it sends");
  const start = Number(match[1]);
  const end = Number(match[2]) + 1;
  if (end - start !== body.length) throw new UnreadableArchive("the server sends other bytes than it says");
  return { start, end, size: Number(match[3]), body };
}
