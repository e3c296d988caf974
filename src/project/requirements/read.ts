/**
 * A requirements file and all that it includes, as a manifest.
 *
 * Surprises: a nested path counts from the file that names it, while paths of requirements count from where pip is
 * called; a file that is included twice counts twice, but one that includes itself is an error; `--index-url` in a later
 * file replaces all indexes before it. An included file is read from the repository or not at all.
 */

import { checkCount, limits, quoted } from "../../base/index.ts";
import type { ReadProjectFile } from "../read-project-file.ts";
import { InvalidRequirementsFile } from "./errors.ts";
import { parseRequirements } from "./parse.ts";
import { resolveInclude } from "./include-path.ts";
import { type RequirementsManifest, manifestOf } from "./manifest.ts";
import type { FlatStatement, IncludeStatement, RequirementsFile } from "./statement.ts";

/**
 * The manifest that starts at `path`, or undefined when there is no such file. A `constraints.txt` beside it counts as
 * if `-c constraints.txt` stood in it.
 *
 * @throws {InvalidRequirementsFile} also for an included file that is missing, outside or includes itself.
 * @throws {InputTooLarge} past `limits.requirements`.
 */
export async function readRequirements(
  path: string,
  readFile: ReadProjectFile,
  signal: AbortSignal,
): Promise<RequirementsManifest | undefined> {
  const reader = new RequirementsReader(readFile, signal);
  const root = await reader.readRoot(path);
  if (root === undefined) return undefined;
  const statements = await reader.flatten(root, [path]);
  const constraints = await reader.readNeighbour(path.replace(/[^/]*$/, "constraints.txt"));
  return manifestOf(path, [...statements, ...constraints], reader.remarks);
}

class RequirementsReader {
  readonly remarks: string[] = [];
  readonly #readFile: ReadProjectFile;
  readonly #signal: AbortSignal;
  readonly #seen = new Set<string>();
  #files = 0;
  #statements = 0;

  constructor(readFile: ReadProjectFile, signal: AbortSignal) {
    this.#readFile = readFile;
    this.#signal = signal;
  }

  readRoot(path: string): Promise<RequirementsFile | undefined> {
    return this.#parse(path, false);
  }

  /** Constraints that nothing names. They were included already if they are known. */
  async readNeighbour(path: string): Promise<readonly FlatStatement[]> {
    if (this.#seen.has(path)) return [];
    const file = await this.#parse(path, true);
    if (file === undefined) return [];
    this.remarks.push(`the bounds in \`${path}\` hold too`);
    return await this.flatten(file, [path]);
  }

  /** @param open the files that are being read, outermost first. */
  async flatten(file: RequirementsFile, open: readonly string[]): Promise<readonly FlatStatement[]> {
    const all: FlatStatement[] = [];
    for (const statement of file.statements) {
      if (statement.kind === "include") all.push(...(await this.#include(statement, open)));
      else all.push(statement);
    }
    return all;
  }

  async #include(statement: IncludeStatement, open: readonly string[]): Promise<readonly FlatStatement[]> {
    const fault = (problem: string, hint?: string) =>
      new InvalidRequirementsFile(`${statement.file}:${statement.line}:${statement.column}`, problem, hint);
    const path = resolveInclude(statement.file, statement.path);
    if (path === undefined) {
      const hint = "only files of the repository are read: copy it there";
      throw fault(`${quoted(statement.path)} is not a file of the repository`, hint);
    }
    if (open.includes(path)) throw fault(`\`${path}\` includes itself`);
    if (open.length >= limits.requirements.depth)
      throw fault(`${quoted(statement.path)} is nested in ${open.length} files, and no deeper one is read`);
    const file = await this.#parse(path, statement.isConstraint);
    if (file === undefined) throw fault(`there is no \`${path}\``);
    return await this.flatten(file, [...open, path]);
  }

  async #parse(path: string, isConstraint: boolean): Promise<RequirementsFile | undefined> {
    const text = await this.#readFile(path, limits.requirements.bytes, this.#signal);
    if (text === undefined) return undefined;
    this.#seen.add(path);
    checkCount(path, "included files", ++this.#files, limits.requirements.files);
    const file = parseRequirements(path, text, { isConstraint });
    checkCount(
      path,
      "lines with those before",
      (this.#statements += file.statements.length),
      limits.requirements.lines,
    );
    this.remarks.push(...file.remarks);
    return file;
  }
}
