/** What can be wrong with a pylock.toml, and what keeps one from being written. */

import { UserError } from "../../base/index.ts";

/** A pylock.toml that is not what PEP 751 says. */
export class InvalidPylock extends UserError {
  readonly code = "INVALID_PYLOCK";
  /** @param place `FILE:LINE:COLUMN` */
  constructor(place: string, problem: string) {
    super(`${place}: ${problem}`, { hint: "write the lock anew with the tool that wrote it" });
  }
}

/** Something that PEP 751 has no way to lock. */
export class NotLockable extends UserError {
  readonly code = "NOT_LOCKABLE";
  /** @param what of the package is missing, such as "has no SHA-256 on its index". */
  constructor(lock: string, name: string, what: string, hint?: string) {
    super(`${lock}: \`${name}\` ${what}`, hint === undefined ? {} : { hint });
  }
}
