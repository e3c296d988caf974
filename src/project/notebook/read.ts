/** From the metadata of a notebook to the files of a project: its manifest and its lock are the notebook itself. */

import { limits } from "../../base/index.ts";
import { NoManifest } from "../project-errors.ts";
import type { ProjectFiles, ProjectPaths } from "../project-files.ts";
import { parsePipfileLock } from "../pipfile-lock.ts";
import type { ReadProjectFile } from "../read-project-file.ts";
import { lockText } from "./lock.ts";
import { type Notebook, parseNotebook } from "./notebook.ts";
import { requirementsOf } from "./requirements.ts";

/** Finds and reads a notebook, as `FolderReader` does the files of a folder. */
export class NotebookReader {
  readonly #path: string;
  readonly #readFile: ReadProjectFile;
  readonly #signal: AbortSignal;

  constructor(path: string, readFile: ReadProjectFile, signal: AbortSignal) {
    this.#path = path;
    this.#readFile = readFile;
    this.#signal = signal;
  }

  get usualPaths(): ProjectPaths {
    return { manifestPath: this.#path, lockPath: this.#path };
  }

  /** @throws {NoManifest} and, in `read`, what is wrong with the notebook. */
  async find(): Promise<{ readonly paths: ProjectPaths; read(): Promise<ProjectFiles> }> {
    const text = await this.#readFile(this.#path, limits.notebook.bytes, this.#signal);
    const notebook = text === undefined ? undefined : parseNotebook(this.#path, text);
    if (notebook === undefined) throw new NoManifest([this.#path]);
    const paths = this.usualPaths;
    return { paths, read: async () => ({ ...paths, ...readNotebook(notebook) }) };
  }
}

/** @throws {InvalidPipfile | InvalidPipfileLock} */
function readNotebook(notebook: Notebook): Omit<ProjectFiles, keyof ProjectPaths> {
  const text = lockText(notebook);
  return {
    manifest: requirementsOf(notebook),
    oldLock: text === undefined ? undefined : { text, content: parsePipfileLock(notebook.place, text) },
    required: undefined,
    stated: { statements: notebook.python === undefined ? [] : [notebook.python], remarks: [] },
    moved: undefined,
    notebook: notebook.text,
    remarks: [],
  };
}
