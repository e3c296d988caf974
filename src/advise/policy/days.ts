/** Days of the calendar, UTC, as ISO 8601 writes them. */

const length = 86_400_000;

/** The day of a moment, in milliseconds since 1970. */
export function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

/** @param day ISO 8601. */
export function addDays(day: string, days: number): string {
  return dayOf(Date.parse(day) + days * length);
}

/** From `earlier` to `later`; negative the other way round. */
export function daysBetween(earlier: string, later: string): number {
  return Math.round((Date.parse(later) - Date.parse(earlier)) / length);
}
