/** Lists in pages, read to their end. */

import { checkCount } from "../../base/index.ts";

/** GitHub's largest page. */
export const perPage = 100;
const mostPages = 100;

/** @param what is listed, for the message. @throws {UserError} past ten thousand things. */
export async function readPages<T>(
  what: string,
  pages: AsyncIterable<{ readonly data: readonly T[] }>,
): Promise<readonly T[]> {
  const things: T[] = [];
  for await (const { data } of pages) {
    things.push(...data);
    checkCount(what, "things listed", things.length, mostPages * perPage);
  }
  return things;
}
