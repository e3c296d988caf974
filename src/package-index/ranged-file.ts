/**
 * A file on a server, read in pieces: first its end, whose answer also tells its size, then whatever else is wanted. A
 * server that knows no ranges sends the file whole, which is as good while the file is small.
 */

import { limits } from "../base/index.ts";
import type { IndexClient, IndexResponse } from "./index-client.ts";

/** A file that cannot serve its purpose. Its message completes "the metadata is unknown: …". */
export class UnreadableWheel extends Error {}

/** Enough for the directory of most wheels and, since METADATA is written last, for METADATA too. */
const firstBytes = 32 * 1024;

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

  /** @throws {UnreadableWheel} where the file is gone, or large and not served in pieces; {UserError} where the server fails. */
  static async open(client: IndexClient, url: URL, signal: AbortSignal): Promise<RangedFile> {
    const response = await ask(client, url, `bytes=-${firstBytes}`, [200, 206, 404, 410, 416], signal);
    // Some servers refuse to send the last 32 KiB of a file that is shorter.
    if (response.status === 416)
      return RangedFile.#whole(client, url, await ask(client, url, undefined, [200], signal));
    if (response.status === 200) return RangedFile.#whole(client, url, response);
    if (response.status !== 206) throw new UnreadableWheel(`the server answers ${response.status}`);
    const range = contentRange(response);
    if (range.end !== range.size) throw new UnreadableWheel("the server sends other bytes than it was asked for");
    return new RangedFile(client, url, range.size, range.body);
  }

  static #whole(client: IndexClient, url: URL, response: IndexResponse): RangedFile {
    const { body } = response;
    if (body !== undefined) return new RangedFile(client, url, body.length, body);
    throw new UnreadableWheel(`its server sends no ranges, and it is larger than ${limits.wheelRange.bytes} bytes`);
  }

  /** Bytes `start` to `end` (exclusive), which must lie inside the file. @throws what `open` throws. */
  async read(start: number, end: number, signal: AbortSignal): Promise<Buffer> {
    const tailStart = this.size - this.#tail.length;
    if (start >= tailStart) return this.#tail.subarray(start - tailStart, end - tailStart);
    this.#budget -= end - start;
    if (this.#budget < 0) throw new UnreadableWheel(`more than ${limits.wheelRange.bytes} bytes of it would be read`);
    const response = await ask(this.#client, this.#url, `bytes=${start}-${end - 1}`, [206], signal);
    const range = contentRange(response);
    if (range.start === start && range.end === end && range.size === this.size) return range.body;
    throw new UnreadableWheel("the server sends other bytes than it was asked for");
  }
}

async function ask(
  client: IndexClient,
  url: URL,
  range: string | undefined,
  answers: readonly number[],
  signal: AbortSignal,
): Promise<IndexResponse> {
  // A compressed answer would have ranges of its own, of other bytes.
  const headers = { "accept-encoding": "identity", ...(range === undefined ? {} : { range }) };
  return client.get({ url, headers, limit: limits.wheelRange.bytes, answers }, signal);
}

/** The piece that an answer says it is; `end` is exclusive. RFC 9110, section 14.4. */
function contentRange(response: IndexResponse): { start: number; end: number; size: number; body: Buffer } {
  const { body } = response;
  const stated = response.headers.get("content-range") ?? "";
  const match = /^bytes (\d{1,15})-(\d{1,15})\/(\d{1,15})$/.exec(stated);
  if (match === null || body === undefined) throw new UnreadableWheel("the server does not say which bytes it sends");
  const start = Number(match[1]);
  const end = Number(match[2]) + 1;
  if (end - start !== body.length) throw new UnreadableWheel("the server sends other bytes than it says");
  return { start, end, size: Number(match[3]), body };
}
