/** Reads the rules of a folder on disk, and says of any file whether it is one of rules. */

import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { checkBytes, checkCount, decodeUtf8, type Limit, limits, UserError } from "../base/index.ts";
import { loadPrescriptions, type LoadOptions, type PrescriptionSet, type RuleFile, type RuleLimit } from "./load.ts";
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
  return loadPrescriptions(await readRuleFolder(folder, signal, options.limit), options);
}

/** The files that `readPrescriptions` loads. @throws {UserError} when the folder cannot be read, or has too many files. */
export async function readRuleFolder(
  folder: string,
  signal: AbortSignal,
  limit: RuleLimit = limits.prescription,
): Promise<readonly RuleFile[]> {
  return await readFolder(folder, isRulePath, signal, limit);
}

/** The files of cases in `folder` and below, `NAME.test.yaml`. @throws {UserError} as `readRuleFolder` does. */
export async function readCaseFolder(folder: string, signal: AbortSignal): Promise<readonly RuleFile[]> {
  return await readFolder(folder, isCasePath, signal, limits.prescription);
}

async function readFolder(
  folder: string,
  isWanted: (path: string) => boolean,
  signal: AbortSignal,
  limit: RuleLimit,
): Promise<readonly RuleFile[]> {
  const paths = await listFiles(folder, isWanted);
  checkCount(folder, "files", paths.length, limit.files);
  return paths.map((path) => {
    signal.throwIfAborted();
    return readRuleFile(folder, path, limit);
  });
}

/**
 * Whether a file of this path, with `/` from the folder of all rules, is one of rules: YAML, not hidden, and not the cases
 * of the rules beside it (`NAME.test.yaml`).
 */
export function isRulePath(path: string): boolean {
  return /(?<!\.test)\.ya?ml$/.test(path) && !/(?:^|\/)\./.test(path);
}

/** Whether a file of this path holds the cases of the rules beside it. */
function isCasePath(path: string): boolean {
  return /\.test\.ya?ml$/.test(path) && !/(?:^|\/)\./.test(path);
}

/** A file of rules as it was found somewhere, whatever is wrong with it. @param bytes reads its content, and may throw. */
export function ruleFileOf(path: string, bytes: () => Buffer, limit: Limit = limits.prescription): RuleFile {
  try {
    const content = bytes();
    checkBytes(path, content.length, limit);
    return { path, text: decodeUtf8(path, content) };
  } catch (error) {
    return { path, error: error instanceof UserError ? error : new RulesUnreadable(path, error) };
  }
}

/** Paths relative to `folder`, with `/`. */
async function listFiles(folder: string, isWanted: (path: string) => boolean): Promise<readonly string[]> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"))
      .filter(isWanted);
  } catch (cause) {
    throw new RulesUnreadable(folder, cause);
  }
}

/** It does not wait: many small files take a third of the time so. */
function readRuleFile(folder: string, path: string, limit: Limit): RuleFile {
  return ruleFileOf(
    path,
    () => {
      const file = openSync(join(folder, path), constants.O_RDONLY | constants.O_NOFOLLOW);
      try {
        const { size } = fstatSync(file);
        checkBytes(path, size, limit);
        const bytes = Buffer.allocUnsafe(size);
        return bytes.subarray(0, readSync(file, bytes, 0, size, 0));
      } finally {
        closeSync(file);
      }
    },
    limit,
  );
}
