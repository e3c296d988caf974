/**
 * A `pylock.toml` as a value. PEP 751.
 *
 * Surprises of the standard: extras and groups are no sections but conditions in the markers of packages, `'dev' in
 * dependency_groups`; a package may stand there several times, for environments that exclude each other; and what a lock
 * says of dependencies is for the reader only. As sections it has `default`, what is installed without extra or group,
 * and `extra:NAME` and `group:NAME`, what is installed for them besides.
 */

import type { LockContent } from "../lock.ts";

export interface Pylock extends LockContent {
  readonly kind: "pylock";
  /** As written. */
  readonly createdBy: string;
  readonly newline: "\n" | "\r\n";
}
