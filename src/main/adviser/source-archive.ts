/**
 * The code of a repository out of one archive, which its parent has fetched and not looked into. It is opened here, in the
 * process that has nothing to lose, and in memory: a path is only a name to look up, and what is asked for are paths that
 * the tree of the commit has. Whatever an archive does not have, or has in a way that cannot be read, is left to others.
 *
 * No more is in memory than the archive itself and what may come out of it (`limits.archive`): what of it is code, and how
 * much of that is read, is seen only when it is read.
 */

import type { AskParent } from "../../adapters/child/index.ts";
import { type Limit, limits } from "../../base/index.ts";
import { UnreadableArchive } from "../../package-index/index.ts";
import { chooseSources, decodePython, LeftUnread } from "../../source/index.ts";
import { archiveFiles } from "../sources/archive-files.ts";

type Files = ReadonlyMap<string, Uint8Array>;

/** See `CodeReaders.readTogether`. */
export function sourceArchive(ask: AskParent): (files: readonly string[], signal: AbortSignal) => Promise<Files> {
  return async (files, signal) => {
    const { value, bytes } = await ask("readArchive", { value: null }, signal);
    // Its parent says nothing else.
    const { isThere } = value as { readonly isThere: boolean };
    return isThere ? await openArchive(bytes, files, signal) : new Map();
  };
}

/**
 * Those of `files` that it has as text, and that are as long as a file may be. Of a damaged archive, and of one that
 * unpacks to too much, nothing is believed.
 *
 * @param archive a `.tar.gz` with all files below one folder, whatever that is called.
 */
export async function openArchive(
  archive: Buffer,
  files: readonly string[],
  signal: AbortSignal,
  unpacked: Limit = { bytes: limits.archive.unpacked },
): Promise<Files> {
  if (!isGzip(archive)) return new Map();
  // Nobody reads more.
  const wanted = new Set(chooseSources(files).paths);
  const found = new Map<string, Buffer>();
  const request = {
    within: "",
    isWanted: (path: string) => wanted.has(inside(path)),
    limit: limits.notebook,
    unpacked,
  };
  try {
    for await (const file of archiveFiles(archive, request, signal)) {
      if (!("bytes" in file) || !isText(file.bytes)) continue;
      // Apart from the large piece of the archive that it was cut out of.
      found.set(inside(file.path), Buffer.from(file.bytes));
    }
  } catch (error) {
    if (!(error instanceof UnreadableArchive)) throw error;
    return new Map();
  }
  return found;
}

/** Nothing else was asked for, and of a `.zip` nobody would count what comes out of all its members. */
function isGzip(archive: Buffer): boolean {
  return archive[0] === 0x1f && archive[1] === 0x8b;
}

/** In an archive git gives a file the encoding that `working-tree-encoding` names; what it keeps, and shows, is UTF-8. */
function isText(bytes: Buffer): boolean {
  try {
    // A text of UTF-16 may be one of UTF-8, with a zero beside each letter.
    return !decodePython(bytes).includes("\0");
  } catch (error) {
    if (!(error instanceof LeftUnread)) throw error;
    return false;
  }
}

/** A path without the folder that everything lies in. */
function inside(path: string): string {
  return path.slice(path.indexOf("/") + 1);
}
