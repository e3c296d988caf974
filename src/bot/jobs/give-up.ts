/** Work that fails again and again ends one day, and says so. */

const longest = 24 * 3_600_000;

/** Whether what was asked for at `since` has been tried for more than a day by `now`. */
export function isHopeless(since: Date, now: Date): boolean {
  return now.getTime() - since.getTime() > longest;
}
