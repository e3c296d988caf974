/**
 * How old knowledge may be. Advisories appear every day, so what is a week old deserves a word, and what is a month old
 * would call a release safe that is known not to be.
 */

/** Days after which readers are warned. */
export const warnAfter = 7;

/** Days after which nothing is judged by it any more. */
export const judgeWithin = 30;

/** Whole days from the day of the data to that of the run, both ISO 8601; 0 for data of a later day. */
export function ageInDays(asOf: string, today: string): number {
  const day = (text: string) => Date.parse(text.slice(0, 10));
  return Math.max(0, Math.round((day(today) - day(asOf)) / 86_400_000));
}
