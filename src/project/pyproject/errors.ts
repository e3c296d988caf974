/** What can be wrong with a pyproject.toml, in a form that names file, line and column. */

import { UserError } from "../../base/index.ts";

/** A pyproject.toml whose requirements cannot be read. */
export class InvalidPyproject extends UserError {
  readonly code = "INVALID_PYPROJECT";
  /** @param place `FILE:LINE:COLUMN` */
  constructor(place: string, problem: string, hint?: string) {
    super(`${place}: ${problem}`, hint === undefined ? {} : { hint });
  }
}
