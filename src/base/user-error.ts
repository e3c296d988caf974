/**
 * What someone outside must mend. Bugs are plain `Error`s; whatever a user, an operator or an index can put right is a
 * `UserError`, so that the rim can print it without a stack trace and a program can tell one from another by its code.
 */

/** One mistake that a person can mend: a stable code, one sentence that names the place and the value, and perhaps a hint. */
export abstract class UserError extends Error {
  /** Stable, upper case, never reused; `docs/errors.md` gives each its cause and cure. */
  abstract readonly code: string;
  /** What to do about it, only where it can be acted on. */
  readonly hint: string | undefined;

  constructor(message: string, options: { readonly cause?: unknown; readonly hint?: string } = {}) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.hint = options.hint;
  }
}
