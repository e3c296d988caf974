/** Errors of PostgreSQL that mean something to us. */

import { DatabaseError } from "pg";

/** A row points at another that is not there: `foreign_key_violation`. */
export function isForeignKeyMistake(error: unknown): boolean {
  return error instanceof DatabaseError && error.code === "23503";
}
