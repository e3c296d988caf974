/**
 * The sequence of Luby, Sinclair and Zuckerman (1993): 1 1 2 1 1 2 4 1 1 2 …, a universal order of run lengths for a
 * search that starts anew now and then.
 */

/** @param index from 1. */
export function luby(index: number): number {
  let power = 1;
  while (power * 2 - 1 < index) power *= 2;
  return index === power * 2 - 1 ? power : luby(index - power + 1);
}
