/** Reads the rules of a folder on disk. */

import { readdir, readFile, stat } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { checkBytes, checkCount, decodeUtf8, type Limit, limits, UserError } from "../base/index.ts";
import { loadPrescriptions, type LoadOptions, type PrescriptionSet, type RuleFile } from "./load.ts";
import { RulesUnreadable } from "./rule-errors.ts";

/**
 * Loads every `.yaml` and `.yml` file in `folder` and below; hidden files and folders are skipped, links not followed.
 *
 * @throws {UserError} when the folder cannot be read, and in strict mode for the first file that would be rejected.
 */
export async function readPrescriptions(
  folder: string,
  options: LoadOptions,
  signal: AbortSignal,
): Promise<PrescriptionSet> {
  const { limit = limits.prescription } = options;
  const paths = await listRuleFiles(folder);
  checkCount(folder, "files", paths.length, limit.files);
  const files: RuleFile[] = [];
  for (const path of paths) files.push(await readRuleFile(folder, path, limit, signal));
  return loadPrescriptions(files, options);
}

/** Paths relative to `folder`, with `/`. */
async function listRuleFiles(folder: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
      .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"))
      .filter((path) => !path.split("/").some((part) => part.startsWith(".")));
  } catch (cause) {
    throw new RulesUnreadable(folder, cause);
  }
}

async function readRuleFile(folder: string, path: string, limit: Limit, signal: AbortSignal): Promise<RuleFile> {
  const place = join(folder, path);
  try {
    checkBytes(path, (await stat(place)).size, limit);
    return { path, text: decodeUtf8(path, await readFile(place, { signal })) };
  } catch (error) {
    if (signal.aborted) throw error;
    return { path, error: error instanceof UserError ? error : new RulesUnreadable(path, error) };
  }
}
