/** A folder on disk as the files of a project. Nothing outside the folder is read or written, links included. */

import { randomUUID } from "node:crypto";
import { readFile, realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join, sep } from "node:path";

import { InputTooLarge, UserError } from "../base/index.ts";
import type { ProjectFolder } from "../cli/index.ts";

/** A folder that is not there. */
export class NoFolder extends UserError {
  readonly code = "NO_FOLDER";
  constructor(path: string, cause: unknown) {
    super(`\`${path}\` is not a folder`, { cause });
  }
}

/** A path that leads out of the folder, by `..` or by a link. */
export class OutsideFolder extends UserError {
  readonly code = "OUTSIDE_FOLDER";
  constructor(path: string, target: string) {
    super(`${path}: leads out of the project, to \`${target}\``);
  }
}

/** A file that is there and cannot be read as text. */
export class FileUnreadable extends UserError {
  readonly code = "FILE_UNREADABLE";
  constructor(path: string, cause: unknown) {
    super(`${path}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

/** @throws {NoFolder} */
export async function openFolder(path: string): Promise<ProjectFolder> {
  const root = await realpath(path).catch((cause: unknown) => Promise.reject(new NoFolder(path, cause)));
  if (!(await stat(root)).isDirectory()) throw new NoFolder(path, undefined);
  return {
    read: (file, bytes, signal) => readInside(root, file, bytes, signal),
    write: (file, text) => replaceInside(root, file, text),
  };
}

async function readInside(root: string, path: string, bytes: number, signal: AbortSignal): Promise<string | undefined> {
  const target = await insideOrMissing(root, path);
  if (target === undefined) return undefined;
  const { size } = await stat(target);
  if (size > bytes) throw new InputTooLarge(path, "bytes", size, bytes);
  const content = await readFile(target, { signal }).catch((cause: unknown) => {
    throw signal.aborted ? cause : new FileUnreadable(path, cause);
  });
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(content);
  } catch (cause) {
    throw new FileUnreadable(path, cause);
  }
}

async function replaceInside(root: string, path: string, text: string): Promise<void> {
  const folder = await insideOrMissing(root, dirname(path));
  if (folder === undefined) throw new NoFolder(dirname(path), undefined);
  const target = join(root, path);
  const temporary = `${target}.${randomUUID()}`;
  try {
    await writeFile(temporary, text, { flag: "wx" });
    await rename(temporary, target);
  } finally {
    await rm(temporary, { force: true });
  }
}

/** The real path below `root`, or undefined when nothing is there. @throws {OutsideFolder} */
async function insideOrMissing(root: string, path: string): Promise<string | undefined> {
  try {
    const target = await realpath(join(root, path));
    if (target === root || target.startsWith(root + sep)) return target;
    throw new OutsideFolder(path, target);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT" || (cause as NodeJS.ErrnoException).code === "ENOTDIR")
      return undefined;
    throw cause;
  }
}
