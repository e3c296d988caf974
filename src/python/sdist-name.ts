/**
 * What an sdist's file name says: `{name}-{version}.tar.gz`. PEP 625.
 *
 * Surprises of the standard: before it names kept their dashes, so the last dash separates; `.zip` was an sdist too. A
 * version written with a dash (`1.0-1`) cannot be told from a name.
 */

import { quoted, UserError } from "../base/index.ts";
import { type PackageName, lenientName } from "./names.ts";
import { Version } from "./version.ts";

export interface SdistName {
  readonly name: PackageName;
  readonly version: Version;
}

/** What should be the file name of an sdist and is none. */
export class InvalidSdistName extends UserError {
  readonly code = "INVALID_SDIST_NAME";
  /** @param reason completes "… is not the file name of an sdist: …" */
  constructor(filename: string, reason: string) {
    super(`${quoted(filename)} is not the file name of an sdist: ${reason}`);
  }
}

/** @throws {InvalidSdistName | InvalidVersion | NumberTooLong} */
export function parseSdistName(filename: string): SdistName {
  const extension = [".tar.gz", ".zip"].find((candidate) => filename.endsWith(candidate));
  if (extension === undefined) throw new InvalidSdistName(filename, "it ends neither in `.tar.gz` nor in `.zip`");
  const stem = filename.slice(0, -extension.length);
  const dash = stem.lastIndexOf("-");
  if (dash < 1) throw new InvalidSdistName(filename, "it has no name before a dash");
  return { name: lenientName(stem.slice(0, dash)), version: Version.parse(stem.slice(dash + 1)) };
}

/** Undefined where {@link parseSdistName} throws. */
export function tryParseSdistName(filename: string): SdistName | undefined {
  try {
    return parseSdistName(filename);
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}
