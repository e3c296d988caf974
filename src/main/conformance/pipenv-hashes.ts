/**
 * Which files' hashes Pipenv writes into a lock: on PyPI the release's own, elsewhere whatever looks like it. Only this
 * door follows it there, to be comparable byte for byte; the locks that we propose hold the release's own files.
 */

import { Version } from "../../python/index.ts";

/** A file on an index's page. */
export interface HashedFile {
  /** Decoded, such as `demo-1.0-py3-none-any.whl`. */
  readonly filename: string;
  /** The version in its name, as far as it can be told. */
  readonly version: string;
  /** Lower-case hex. */
  readonly sha256: string | undefined;
}

/**
 * The hashes of `version` from the source at `url`, without repetitions. On PyPI these are all files of the release:
 * every platform and Python, sdists and yanked files too. On any other index they are those of every link that contains
 * the version's text anywhere, so that `1.0` also collects `1.0.1` and `11.0`.
 */
export function pipenvHashes(url: string, version: string, files: Iterable<HashedFile>): readonly string[] {
  const belongs = isPyPI(url) ? releaseFilter(version) : (file: HashedFile) => file.filename.includes(version);
  const hashes = new Set<string>();
  for (const file of files) if (file.sha256 !== undefined && belongs(file)) hashes.add(file.sha256);
  return [...hashes];
}

/** Exactly these addresses; with credentials in it, even PyPI's is an index like any other. */
function isPyPI(url: string): boolean {
  return /^https?:\/\/(pypi\.org|pypi\.python\.org)\/simple\/?$/.test(url);
}

function releaseFilter(text: string): (file: HashedFile) => boolean {
  const version = Version.parse(text);
  return (file) => {
    const other = Version.tryParse(file.version);
    return other !== undefined && Version.equal(version, other);
  };
}
