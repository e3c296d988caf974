/** The names that ship in `data/well-known-names.txt`, which says where they are from. */

import { readFile } from "node:fs/promises";

const place = new URL("../../data/well-known-names.txt", import.meta.url);

/** In normal form. */
export async function readWellKnownNames(signal: AbortSignal): Promise<ReadonlySet<string>> {
  const lines = (await readFile(place, { encoding: "utf8", signal })).split("\n");
  return new Set(lines.filter((line) => /^[a-z0-9]/.test(line)));
}
