/**
 * Real files that we may measure with and not ship. They lie beside the repository; a checkout without them has fewer
 * tests, and says so.
 */

import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/**
 * The path of a file or folder of that data, or undefined where it is absent: then its tests are not to be registered.
 *
 * @param tests what is left out then, for the sentence on standard error.
 */
export function measuredData(path: string, tests: string): string | undefined {
  const found = fileURLToPath(new URL(`../../../shared/data/${path}`, import.meta.url));
  if (existsSync(found)) return found;
  process.stderr.write(`left out: ${tests}, because \`../shared/data/${path}\` is not here and may not be shipped\n`);
  return undefined;
}
