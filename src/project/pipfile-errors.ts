/** What can be wrong with a Pipfile and its lock, in a form that names file, line and column. */

import { UserError } from "../base/index.ts";

/** A Pipfile that cannot be read as one. */
export class InvalidPipfile extends UserError {
  readonly code = "INVALID_PIPFILE";
  /** @param place `FILE:LINE:COLUMN` */
  constructor(place: string, problem: string, hint?: string) {
    super(`${place}: ${problem}`, hint === undefined ? {} : { hint });
  }
}

/** A Pipfile.lock that cannot be read as one. */
export class InvalidPipfileLock extends UserError {
  readonly code = "INVALID_PIPFILE_LOCK";
  /** @param place `FILE:LINE:COLUMN` */
  constructor(place: string, problem: string) {
    super(`${place}: ${problem}`, { hint: "write the lock anew with `pipenv lock`" });
  }
}
