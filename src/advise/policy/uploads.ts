/** When the files of a release were uploaded, as its index says. PEP 700. */

import type { Candidate } from "../../ports/index.ts";

/** Milliseconds since 1970. */
export interface Uploads {
  readonly first: number;
  readonly last: number;
}

/** Undefined where the index says it of none of the files. Files are not looked at where there are columns of numbers. */
export function uploadsOf({ files, place }: Candidate): Uploads | undefined {
  let [first, last] = [Infinity, -Infinity];
  const meet = (time: number): void => {
    if (Number.isNaN(time)) return;
    first = Math.min(first, time);
    last = Math.max(last, time);
  };
  if (place === undefined) for (const { uploaded } of files) meet(uploaded === undefined ? NaN : Date.parse(uploaded));
  else {
    const { firstFile, uploaded } = place.table;
    for (let file = firstFile[place.row]!; file < firstFile[place.row + 1]!; file++) meet(uploaded[file]! / 1_000);
  }
  return first === Infinity ? undefined : { first, last };
}
