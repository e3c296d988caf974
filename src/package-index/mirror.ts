/**
 * An address that its operator lets stand in for an index: everything is fetched from there, and whatever is told or
 * locked speaks of the index that is meant. Files keep the addresses that the index itself gives them, as far as the
 * operator says how one becomes the other; else they are as the mirror's pages have them.
 */

import type { ReleaseFile } from "../ports/index.ts";

export interface MirrorFiles {
  /** Where the files lie on the mirror, and where they lie on the index; both end in `/`. */
  readonly at: URL;
  readonly of: URL;
}

export interface Mirror {
  /** The root of the index that it stands in for; ends in `/`. */
  readonly of: URL;
  readonly files: MirrorFiles | undefined;
}

/** A file of the mirror's page, by the address that the index gives it. */
export function asMeant(file: ReleaseFile, files: MirrorFiles | undefined): ReleaseFile {
  return files === undefined ? file : moved(file, files.at, files.of);
}

/** The same file by the address that it is fetched from. */
export function asFetched(file: ReleaseFile, files: MirrorFiles | undefined): ReleaseFile {
  return files === undefined ? file : moved(file, files.of, files.at);
}

function moved(file: ReleaseFile, from: URL, to: URL): ReleaseFile {
  return file.url.startsWith(from.href) ? { ...file, url: to.href + file.url.slice(from.href.length) } : file;
}
