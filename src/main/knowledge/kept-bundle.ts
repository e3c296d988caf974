/**
 * The bundle that was made last, on disk: each in a folder of its own that never changes, and one file that says which of
 * them counts. What is half written counts for nothing, and whoever reads the old one goes on reading it.
 */

import { createHash, randomUUID } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { FileUnreadable, FileUnwritable } from "../folder.ts";
import type { BundleFiles } from "./pack.ts";

export class KeptBundle {
  readonly #folder: string;

  /** @param folder ours alone; made when something is first kept. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The folder of the bundle that counts, undefined where none was kept. @throws {FileUnreadable} */
  async current(): Promise<string | undefined> {
    const path = join(this.#folder, "current");
    try {
      const name = (await readFile(path, "utf8")).trim();
      return /^[0-9a-f]{64}$/.test(name) ? join(this.#folder, name) : undefined;
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === "ENOENT") return undefined;
      throw new FileUnreadable(path, cause);
    }
  }

  /** Writes a bundle without making it count. @returns its folder. @throws {FileUnwritable} */
  async write(files: BundleFiles): Promise<string> {
    const hash = createHash("sha256");
    for (const [name, bytes] of files) hash.update(`${name}\0${bytes.length}\0`).update(bytes);
    const target = join(this.#folder, hash.digest("hex"));
    const temporary = join(this.#folder, `new-${randomUUID()}`);
    try {
      await mkdir(temporary, { recursive: true, mode: 0o700 });
      for (const [name, bytes] of files) await writeFile(join(temporary, name), bytes, { mode: 0o600 });
      // An equal one may lie there already, whole or damaged.
      await rm(target, { recursive: true, force: true });
      await rename(temporary, target);
      return target;
    } catch (cause) {
      await rm(temporary, { recursive: true, force: true });
      throw new FileUnwritable(target, cause);
    }
  }

  /** Makes the bundle in `folder` count, and removes all but it and the one before. @throws {FileUnwritable} */
  async choose(folder: string): Promise<void> {
    const before = await this.current();
    const path = join(this.#folder, "current");
    const temporary = `${path}.${randomUUID()}`;
    try {
      await writeFile(temporary, `${folder.slice(this.#folder.length + 1)}\n`, { mode: 0o600 });
      await rename(temporary, path);
      for (const name of await readdir(this.#folder)) {
        const other = join(this.#folder, name);
        // A process that was started before may still read the one before.
        if (/^[0-9a-f]{64}$/.test(name) && other !== folder && other !== before)
          await rm(other, { recursive: true, force: true });
      }
    } catch (cause) {
      throw new FileUnwritable(path, cause);
    }
  }
}
