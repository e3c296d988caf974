/** Compiles rules to the form in which they are kept, `pack.ts`, and opens them again. */

import { loadUnits, type LoadOptions, type RuleFile } from "./load.ts";
import { PackWriter } from "./pack.ts";

/**
 * Reads, checks and packs `files`; equal files, equal bytes.
 *
 * @param origin the SHA-256 of what the files came from, by which whoever keeps the result finds it again.
 * @throws {UserError} as `loadPrescriptions` does.
 */
export function packPrescriptions(files: readonly RuleFile[], origin: Buffer, options: LoadOptions = {}): Buffer {
  const writer = new PackWriter();
  const summary = loadUnits(files, options, (loaded) => writer.add(loaded));
  return writer.finish(summary, origin);
}
