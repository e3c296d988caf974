/** Reads the rules of a folder on disk, and says of any file whether it is one of rules. */

import { closeSync, constants, fstatSync, openSync, readdirSync, readSync } from "node:fs";
import { join } from "node:path";
import { checkBytes, checkCount, decodeUtf8, type Limit, limits, UserError } from "../base/index.ts";
import { loadPrescriptions, type LoadOptions, type PrescriptionSet, type RuleFile, type RuleLimit } from "./load.ts";
import { RulesUnreadable } from "./rule-errors.ts";

/**
 * Loads every `.yaml` and `.yml` file in `folder` and below; hidden files and folders are skipped, links not followed.
 *
 * @throws {UserError} when the folder cannot be read, and in strict mode for the first file that would be rejected.
 */
export function readPrescriptions(folder: string, options: LoadOptions, signal: AbortSignal): PrescriptionSet {
  return loadPrescriptions(readRuleFolder(folder, signal, options.limit), options);
}

/** The files that `readPrescriptions` loads, to be read. @throws {UserError} when the folder cannot be read, or has too many files. */
export function readRuleFolder(
  folder: string,
  signal: AbortSignal,
  limit: RuleLimit = limits.prescription,
): readonly RuleFile[] {
  return readFolder(folder, isRulePath, signal, limit);
}

/** The files of cases in `folder` and below, `NAME.test.yaml`. @throws {UserError} as `readRuleFolder` does. */
export function readCaseFolder(folder: string, signal: AbortSignal): readonly RuleFile[] {
  return readFolder(folder, isCasePath, signal, limits.prescription);
}

function readFolder(
  folder: string,
  isWanted: (path: string) => boolean,
  signal: AbortSignal,
  limit: RuleLimit,
): readonly RuleFile[] {
  const paths = listFiles(folder, isWanted);
  checkCount(folder, "files", paths.length, limit.files);
  const reading = { folder, limit, signal };
  return paths.map((path) => new FileInFolder(path, reading));
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
export function ruleFileOf(path: string, bytes: () => Buffer): RuleFile {
  return { path, text: () => textWithin(path, bytes, limits.prescription) };
}

/** @throws {UserError} whatever is wrong. */
function textWithin(path: string, bytes: () => Buffer, limit: Limit): string {
  try {
    const content = bytes();
    checkBytes(path, content.length, limit);
    return decodeUtf8(path, content);
  } catch (error) {
    throw error instanceof UserError ? error : new RulesUnreadable(path, error);
  }
}

/** Paths relative to `folder`, with `/`. One folder after the other: asked for all at once, Node looks at each file again. */
function listFiles(folder: string, isWanted: (path: string) => boolean): readonly string[] {
  try {
    const paths: string[] = [];
    const folders = [""];
    for (const place of folders)
      for (const entry of readdirSync(join(folder, place), { withFileTypes: true })) {
        const path = place === "" ? entry.name : `${place}/${entry.name}`;
        if (entry.isDirectory() && !entry.name.startsWith(".")) folders.push(path);
        else if (entry.isFile() && isWanted(path)) paths.push(path);
      }
    return paths;
  } catch (cause) {
    throw new RulesUnreadable(folder, cause);
  }
}

/** What all files of a folder have in common. */
interface Reading {
  readonly folder: string;
  readonly limit: Limit;
  readonly signal: AbortSignal;
}

/** Reading it does not wait: many small files take a third of the time so. */
class FileInFolder implements RuleFile {
  readonly path: string;
  readonly #reading: Reading;

  constructor(path: string, reading: Reading) {
    this.path = path;
    this.#reading = reading;
  }

  text(): string {
    const { folder, limit, signal } = this.#reading;
    signal.throwIfAborted();
    return textWithin(this.path, () => readWithin(join(folder, this.path), this.path, limit), limit);
  }
}

function readWithin(place: string, path: string, limit: Limit): Buffer {
  const file = openSync(place, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    const { size } = fstatSync(file);
    checkBytes(path, size, limit);
    const bytes = Buffer.allocUnsafe(size);
    return bytes.subarray(0, readSync(file, bytes, 0, size, 0));
  } finally {
    closeSync(file);
  }
}
