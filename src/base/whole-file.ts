/** Files of a folder, which may be anything: a named pipe would keep its reader waiting for ever, and a device without end. */

import { constants } from "node:fs";
import { open } from "node:fs/promises";
import { checkBytes, type Limit } from "./limits.ts";

/**
 * A regular file, whole. Links are followed.
 *
 * @param place names it in an error. @throws {InputTooLarge}, what the system says, and an `Error` that tells what is none.
 */
export async function readWholeFile(path: string, place: string, limit: Limit, signal: AbortSignal): Promise<Buffer> {
  // Opened so, a pipe does not wait for whoever would write to it. Windows has neither.
  const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const found = await file.stat();
    if (!found.isFile()) throw new Error(found.isDirectory() ? "is a folder" : "is no regular file");
    checkBytes(place, found.size, limit);
    return await file.readFile({ signal });
  } finally {
    await file.close();
  }
}
