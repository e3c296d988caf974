/** Why a place outside cannot be used, as the system or its driver says it. */

/** One line. A host with several addresses fails once for each, and then the error itself says nothing. */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join("; ");
  return error instanceof Error ? error.message : String(error);
}
