/** The error of every depth check, in a file of its own because each syntax has its own way to count. */

import { UserError } from "./user-error.ts";

/** Input nested past its depth limit. */
export class InputTooDeep extends UserError {
  readonly code = "INPUT_TOO_DEEP";
  /** @param line from 1, of the bracket, key or item that opens one level too many. */
  constructor(place: string, line: number, depth: number) {
    super(`${place}:${line}: nested more than ${depth} levels deep`);
  }
}
