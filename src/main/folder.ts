/** A folder on disk as the files of a project. Nothing outside the folder is read or written, links included. */

import { randomUUID } from "node:crypto";
import { lstat, readdir, realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join, sep } from "node:path";

import { checkCount, decodeUtf8, limits, readWholeFile, UserError } from "../base/index.ts";
import type { ProjectFolder } from "../cli/index.ts";
import { isMachineMade } from "../project/index.ts";

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

/** A file that is there and cannot be read. */
export class FileUnreadable extends UserError {
  readonly code = "FILE_UNREADABLE";
  constructor(path: string, cause: unknown) {
    super(`${path}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

/** A file that cannot be replaced. What stood there still stands. */
export class FileUnwritable extends UserError {
  readonly code = "FILE_UNWRITABLE";
  constructor(path: string, cause: unknown) {
    super(`${path}: cannot be written: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

/** @throws {NoFolder} */
export async function openFolder(path: string): Promise<ProjectFolder> {
  const root = await realpath(path).catch((cause: unknown) => Promise.reject(new NoFolder(path, cause)));
  if (!(await stat(root)).isDirectory()) throw new NoFolder(path, undefined);
  return {
    list: (signal) => listInside(root, path, signal),
    read: async (file, bytes, signal) => {
      const content = await readInside(root, file, bytes, signal);
      return content && decodeUtf8(file, content);
    },
    readBytes: (file, bytes, signal) => readInside(root, file, bytes, signal),
    write: (file, text) => replaceInside(root, file, text),
  };
}

/** Links count as files and are not followed; what a tool made is not entered, and a folder that may not be read has none. */
async function listInside(root: string, place: string, signal: AbortSignal): Promise<readonly string[]> {
  const files: string[] = [];
  const folders = [""];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    signal.throwIfAborted();
    for (const entry of await readdir(join(root, folder), { withFileTypes: true }).catch(() => [])) {
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (!entry.isDirectory()) files.push(path);
      else if (!isMachineMade(entry.name)) folders.push(path);
    }
    checkCount(place, "files", files.length, limits.repository.files);
  }
  return files.toSorted();
}

async function readInside(root: string, path: string, bytes: number, signal: AbortSignal): Promise<Buffer | undefined> {
  const target = await insideOrMissing(root, path);
  return target === undefined ? undefined : await readBytes(target, path, bytes, signal);
}

async function readBytes(target: string, path: string, bytes: number, signal: AbortSignal): Promise<Buffer> {
  try {
    return await readWholeFile(target, path, { bytes }, signal);
  } catch (error) {
    throw signal.aborted || error instanceof UserError ? error : new FileUnreadable(path, error);
  }
}

async function replaceInside(root: string, path: string, text: string): Promise<void> {
  if ((await insideOrMissing(root, dirname(path))) === undefined) throw new NoFolder(dirname(path), undefined);
  const target = join(root, path);
  const temporary = `${target}.${randomUUID()}`;
  try {
    if (await isLink(target)) throw new Error("it is a link, and what it leads to may serve others too");
    await writeFile(temporary, text, { flag: "wx" });
    await rename(temporary, target);
  } catch (cause) {
    throw new FileUnwritable(path, cause);
  } finally {
    await rm(temporary, { force: true });
  }
}

async function isLink(path: string): Promise<boolean> {
  const found = await lstat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  return found?.isSymbolicLink() ?? false;
}

/** The real path below `root`, or undefined when nothing is there. @throws {OutsideFolder} {FileUnreadable} */
async function insideOrMissing(root: string, path: string): Promise<string | undefined> {
  const target = await realpath(join(root, path)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" || error.code === "ENOTDIR") return undefined;
    throw new FileUnreadable(path, error);
  });
  if (target === undefined || target === root || target.startsWith(root + sep)) return target;
  throw new OutsideFolder(path, target);
}
