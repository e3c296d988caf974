/** What can be wrong with a requirements file, in a form that names file, line and column. */

import { UserError } from "../../base/index.ts";

/** A requirements file that cannot be read as pip reads it. */
export class InvalidRequirementsFile extends UserError {
  readonly code = "INVALID_REQUIREMENTS_FILE";
  /** @param place `FILE:LINE:COLUMN` */
  constructor(place: string, problem: string, hint?: string) {
    super(`${place}: ${problem}`, hint === undefined ? {} : { hint });
  }
}
