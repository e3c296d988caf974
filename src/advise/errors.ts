/** What can keep a question from being answered, beside the faults of files and indexes. */

import { UserError } from "../base/index.ts";

/** A deadline of the caller passed before there was an answer. */
export class OutOfTime extends UserError {
  readonly code = "OUT_OF_TIME";
  constructor(environment: string, cause: unknown) {
    super(`no stack for \`${environment}\` was found in the given time`, { cause, hint: "narrow the requirements" });
  }
}

/** What to throw when `signal` has fired: time that is up is told as such, a caller who lost interest gets the reason back. */
export function stopError(environment: string, signal: AbortSignal): unknown {
  const { reason } = signal;
  const isDeadline = reason instanceof DOMException && reason.name === "TimeoutError";
  return isDeadline ? new OutOfTime(environment, reason) : reason;
}
