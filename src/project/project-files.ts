/**
 * Which files of a folder say what is required, and which one is the lock.
 *
 * `requirements_format: pip` and `pip-tools` mean the same, as they did for the tool that introduced them: what is
 * required stands in `requirements.in` and the lock is `requirements.txt`. Without a `requirements.in`, what is required
 * stands in `requirements.txt`; then the lock takes that place, and the text that stood there moves to `requirements.in`,
 * so that nothing of it is lost and the next run finds the first case. One exception: a `requirements.txt` that pins
 * every package exactly is its own lock as long as it is whole, and stays as it is.
 *
 * Where no format is stated the files decide: a Pipfile, `requirements.in`, a `requirements.txt` that says what is
 * required, a `pyproject.toml` that does, in this order. The lock of a `pyproject.toml` is `pylock.toml` if there is one,
 * else `requirements.txt`, as pip-compile has it; so a `requirements.txt` of exact pins beside such a `pyproject.toml` is
 * that lock. A lock of another tool (uv, Poetry, PDM) without the first two ends the search: a second lock beside it
 * would drift apart.
 */

import { limits, UserError } from "../base/index.ts";
import type { RepositoryFile } from "../ports/index.ts";
import { parsePoetryLock, parseUvLock } from "./foreign-lock.ts";
import { type Lock, type Manifest, parseLock } from "./formats.ts";
import { parsePipfile } from "./pipfile-parse.ts";
import { LockedByOtherTool, NoManifest } from "./project-errors.ts";
import type { WrittenLine } from "./manifest.ts";
import { asRequirements } from "./pyproject/as-requirements.ts";
import type { StatedPython } from "./python-files.ts";
import { type PythonStatement, pythonStatement } from "./python-statement.ts";
import { parsePyproject } from "./pyproject/parse.ts";
import type { ReadProjectFile } from "./read-project-file.ts";
import { isLock, parseRequirementsLock } from "./requirements/lock.ts";
import { asSource } from "./requirements/lock-format.ts";
import { readRequirements } from "./requirements/read.ts";
import type { RequirementsFormat } from "./thoth-yaml.ts";

/** Relative to the root of the repository. */
export interface ProjectPaths {
  readonly manifestPath: string;
  /** Also where there is no lock yet. */
  readonly lockPath: string;
}

/** What belongs to one environment. */
export interface ProjectFiles extends ProjectPaths {
  readonly manifest: Manifest;
  /** The lock as it stands, undefined where there is none. */
  readonly oldLock: { readonly text: string; readonly content: Lock } | undefined;
  /** What the manifest says of Python, where `manifest` itself has no word of it. */
  readonly required: PythonStatement | undefined;
  /** What is known of Python from there, where the files of the folder have no say. */
  readonly stated?: StatedPython;
  /** The text of the notebook that the lock stands in, where it is no file of its own. */
  readonly notebook?: string;
  /** What is written along with a new lock, because the lock takes its place; mostly nothing. */
  readonly moved: RepositoryFile | undefined;
  /** Sentences for the user. */
  readonly remarks: readonly string[];
}

/** A pair of files that a folder may have. */
interface Layout {
  readonly format: "pipenv" | "pip" | "pyproject";
  readonly manifest: string;
  readonly lock: string;
}

const pipfile: Layout = { format: "pipenv", manifest: "Pipfile", lock: "Pipfile.lock" };
const source: Layout = { format: "pip", manifest: "requirements.in", lock: "requirements.txt" };
const alone: Layout = { format: "pip", manifest: "requirements.txt", lock: "requirements.txt" };
const pyproject: Layout = { format: "pyproject", manifest: "pyproject.toml", lock: "requirements.txt" };

/** Locks that are not ours to write, and whose they are. */
const otherLocks = [
  { file: "uv.lock", tool: "uv", parse: parseUvLock },
  { file: "poetry.lock", tool: "Poetry", parse: parsePoetryLock },
  { file: "pdm.lock", tool: "PDM", parse: undefined },
] as const;

/** Finds and reads the files of a folder. */
export class FolderReader {
  readonly #folder: string;
  readonly #format: RequirementsFormat | undefined;
  readonly #readFile: ReadProjectFile;
  readonly #signal: AbortSignal;

  /** @param folder relative to the root: empty, or with a slash at its end. @param format undefined where none is stated. */
  constructor(folder: string, format: RequirementsFormat | undefined, readFile: ReadProjectFile, signal: AbortSignal) {
    this.#folder = folder;
    this.#format = format;
    this.#readFile = readFile;
    this.#signal = signal;
  }

  /** As far as they are known before anything is found. */
  get usualPaths(): ProjectPaths {
    return this.#paths(this.#layouts()[0]!);
  }

  /** @throws {NoManifest | LockedByOtherTool} and, in `read`, what is wrong with a file. */
  async find(): Promise<{ readonly paths: ProjectPaths; read(): Promise<ProjectFiles> }> {
    for (const layout of this.#layouts()) {
      if (layout === alone && this.#format === undefined) await this.#refuseOtherLock();
      const paths = this.#paths(layout);
      const text = await this.#readFile(paths.manifestPath, bytesOf[layout.format], this.#signal);
      if (text === undefined) continue;
      if (layout === pyproject && !hasRequirements(paths, text)) continue;
      if (layout === alone && (await this.#isLockOfPyproject(paths, text))) continue;
      return { paths, read: () => this.#read(layout, paths, text) };
    }
    throw new NoManifest(this.#layouts().map((layout) => this.#paths(layout).manifestPath));
  }

  /** Whether a `requirements.txt` was made from a `pyproject.toml`. */
  async #isLockOfPyproject({ lockPath }: ProjectPaths, text: string): Promise<boolean> {
    if (this.#format !== undefined) return false;
    const paths = this.#paths(pyproject);
    const other = await this.#readFile(paths.manifestPath, bytesOf.pyproject, this.#signal);
    return other !== undefined && hasRequirements(paths, other) && isOwnLock(lockPath, text);
  }

  /** In the order of looking. */
  #layouts(): readonly Layout[] {
    if (this.#format === undefined) return [pipfile, source, alone, pyproject];
    return this.#format === "pipenv" ? [pipfile] : [source, alone];
  }

  #paths({ manifest, lock }: Layout): ProjectPaths {
    return { manifestPath: `${this.#folder}${manifest}`, lockPath: `${this.#folder}${lock}` };
  }

  #read({ format }: Layout, paths: ProjectPaths, text: string): Promise<ProjectFiles> {
    switch (format) {
      case "pipenv":
        return this.#withLock(paths, parsePipfile(paths.manifestPath, text), []);
      case "pip":
        return this.#readRequirements(paths, text);
      case "pyproject":
        return this.#readPyproject(paths, text);
    }
  }

  async #refuseOtherLock(): Promise<void> {
    for (const { file, tool, parse } of otherLocks) {
      const path = `${this.#folder}${file}`;
      const text = await this.#readFile(path, limits.lock.bytes, this.#signal);
      if (text === undefined) continue;
      const pins = parse?.(path, text).sections.get("default")?.size;
      throw new LockedByOtherTool(path, tool, pins);
    }
  }

  async #withLock(paths: ProjectPaths, manifest: Manifest, remarks: readonly string[]): Promise<ProjectFiles> {
    const { lockPath } = paths;
    const text = await this.#readFile(lockPath, limits.lock.bytes, this.#signal);
    const oldLock = text === undefined ? undefined : { text, content: parseLock(manifest, lockPath, text) };
    return { ...paths, manifest, oldLock, required: undefined, moved: undefined, remarks };
  }

  async #readPyproject(paths: ProjectPaths, text: string): Promise<ProjectFiles> {
    const manifest = parsePyproject(paths.manifestPath, text);
    if (manifest === undefined) throw new NoManifest([paths.manifestPath]);
    const pylock = { ...paths, lockPath: `${this.#folder}pylock.toml` };
    const { remarks, requiresPython } = manifest;
    const required = requiresPython && requiredPython(requiresPython);
    const files = await this.#withLock(pylock, manifest, remarks);
    if (files.oldLock !== undefined) return { ...files, required };
    const flat = asRequirements(manifest);
    return { ...(await this.#withLock(paths, flat, flat.remarks)), required };
  }

  async #readRequirements(paths: ProjectPaths, text: string): Promise<ProjectFiles> {
    const { manifestPath, lockPath } = paths;
    const manifest = await readRequirements(manifestPath, this.#readFile, this.#signal);
    if (manifest === undefined) throw new NoManifest([manifestPath]);
    const { remarks } = manifest;
    if (manifestPath !== lockPath) return await this.#withLock(paths, manifest, remarks);
    const isOwn = isOwnLock(lockPath, text);
    return {
      ...paths,
      manifest,
      oldLock: isOwn ? { text, content: parseLock(manifest, lockPath, text) } : undefined,
      required: undefined,
      moved: { path: asSource(manifestPath), text },
      remarks: isOwn ? [...remarks, pinnedRemark(manifestPath)] : remarks,
    };
  }
}

const bytesOf = {
  pipenv: limits.manifest.bytes,
  pip: limits.requirements.bytes,
  pyproject: limits.manifest.bytes,
} satisfies Readonly<Record<Layout["format"], number>>;

/** A file that cannot be read has some, and whoever reads it says what is wrong. */
function hasRequirements({ manifestPath }: ProjectPaths, text: string): boolean {
  try {
    return parsePyproject(manifestPath, text) !== undefined;
  } catch (error) {
    if (error instanceof UserError) return true;
    throw error;
  }
}

/** A file that cannot be read is none, and whoever reads it says what is wrong. */
function isOwnLock(place: string, text: string): boolean {
  try {
    return isLock(parseRequirementsLock(place, text));
  } catch (error) {
    if (error instanceof UserError) return false;
    throw error;
  }
}

function requiredPython({ file, line, column, specifier }: WrittenLine & { specifier: string }): PythonStatement {
  return pythonStatement(`${file}:${line}:${column}: \`requires-python\``, specifier);
}

function pinnedRemark(path: string): string {
  return `\`${path}\` pins every package exactly, so nothing newer can be chosen; write bounds in \`${asSource(path)}\` to get newer releases`;
}
