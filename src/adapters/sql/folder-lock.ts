/**
 * One process at a time in a folder. PGlite has no lock of its own, and a second process would ruin the data. The lock is
 * SQLite's on a file of its own: the kernel frees it with the process, however that ends, so nothing stale remains.
 */

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

import { UserError } from "../../base/index.ts";

/** The folder of the database belongs to another process. */
export class FolderInUse extends UserError {
  readonly code = "FOLDER_IN_USE";
  constructor(folder: string, cause: unknown) {
    super(`\`${folder}\` is in use by another process`, {
      cause,
      hint: "stop that process, name another folder, or use PostgreSQL for several processes",
    });
  }
}

/** Files of the locks that are held: one that is only forgotten must not be freed by the garbage collector. */
const held = new Set<DatabaseSync>();

export class FolderLock {
  readonly #file: DatabaseSync;

  private constructor(file: DatabaseSync) {
    this.#file = file;
  }

  /** Makes the folder where there is none. @throws {FolderInUse} or what the system says of a folder that cannot be used */
  static take(folder: string): FolderLock {
    mkdirSync(folder, { recursive: true });
    const file = new DatabaseSync(join(folder, "lock.sqlite"), { timeout: 0 });
    try {
      file.exec("begin exclusive");
    } catch (error) {
      file.close();
      throw isBusy(error) ? new FolderInUse(folder, error) : error;
    }
    held.add(file);
    return new FolderLock(file);
  }

  release(): void {
    held.delete(this.#file);
    this.#file.close();
  }
}

/** SQLITE_BUSY: somebody else has the lock. */
function isBusy(error: unknown): boolean {
  return error instanceof Error && "errcode" in error && error.errcode === 5;
}
