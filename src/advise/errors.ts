/** What can keep a question from being answered, beside the faults of files and indexes. */

import { UserError } from "../base/index.ts";
import type { PackageName } from "../python/index.ts";

/** A deadline of the caller passed before there was an answer. */
export class OutOfTime extends UserError {
  readonly code = "OUT_OF_TIME";
  constructor(environment: string, cause: unknown) {
    super(`no stack for \`${environment}\` was found in the given time`, { cause, hint: "narrow the requirements" });
  }
}

/** There is nothing to compare with. */
export class NoStackToPrice extends UserError {
  readonly code = "NO_STACK_TO_PRICE";
  constructor(environment: string) {
    super(`no stack satisfies all lines for \`${environment}\`, so none of them has a price`, {
      hint: "run `thoth advise` to see which lines contradict each other, and what would help",
    });
  }
}

/** The same for recommendation types. */
export class NoStackToCompare extends UserError {
  readonly code = "NO_STACK_TO_COMPARE";
  constructor(environment: string) {
    super(`no stack satisfies all lines for \`${environment}\`, so there is nothing to compare`, {
      hint: "run `thoth advise` to see which lines contradict each other, and what would help",
    });
  }
}

/** Nobody is held back by a line without bounds. */
export class NoBounds extends UserError {
  readonly code = "NO_BOUNDS";
  constructor(name: PackageName) {
    super(`no line gives bounds to \`${name}\``, {
      hint: "name a package that a manifest or a constraints file bounds",
    });
  }
}

/** What to throw when `signal` has fired: time that is up is told as such, a caller who lost interest gets the reason back. */
export function stopError(environment: string, signal: AbortSignal): unknown {
  const { reason } = signal;
  const isDeadline = reason instanceof DOMException && reason.name === "TimeoutError";
  return isDeadline ? new OutOfTime(environment, reason) : reason;
}
