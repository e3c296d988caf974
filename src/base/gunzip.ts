/** Decompression that a small file cannot make endless. */

import { promisify } from "node:util";
import { gunzip } from "node:zlib";

import { InputTooLarge, type Limit } from "./limits.ts";

/**
 * What the gzip file `bytes` holds.
 *
 * @param place names the file in an error.
 * @throws {InputTooLarge} past the limit, which counts decompressed bytes; else what zlib throws at a damaged file.
 */
export async function gunzipWithin(place: string, bytes: Buffer, limit: Limit): Promise<Buffer> {
  try {
    return await promisify(gunzip)(bytes, { maxOutputLength: limit.bytes });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ERR_BUFFER_TOO_LARGE") throw error;
    throw new InputTooLarge(place, "bytes", limit.bytes + 1, limit.bytes);
  }
}
