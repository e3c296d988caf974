/**
 * Files that say which Python a project runs, besides its manifest: a Dockerfile, `.python-version` as pyenv and uv read
 * it, and `runtime.txt` of Heroku. Where one names no version of CPython, it says nothing.
 */

import { limits, UserError } from "../base/index.ts";
import { readDockerfilePython } from "./dockerfile-python.ts";
import { type PythonStatement, pythonStatement } from "./python-statement.ts";
import type { ReadProjectFile } from "./read-project-file.ts";

/** In the order in which they count. */
const readers: readonly {
  readonly file: string;
  readonly read: (place: string, text: string) => PythonStatement | undefined;
}[] = [
  { file: "Dockerfile", read: readDockerfilePython },
  { file: "Containerfile", read: readDockerfilePython },
  { file: ".python-version", read: readPythonVersionFile },
  { file: "runtime.txt", read: readRuntimeFile },
];

export interface StatedPython {
  /** The file that counts first stands first. */
  readonly statements: readonly PythonStatement[];
  /** Sentences about files that cannot be read, which costs nobody their advice. */
  readonly remarks: readonly string[];
}

/** @param folder relative to the root: empty, or with a slash at its end. */
export async function readPythonFiles(
  folder: string,
  readFile: ReadProjectFile,
  signal: AbortSignal,
): Promise<StatedPython> {
  const statements: PythonStatement[] = [];
  const remarks: string[] = [];
  for (const { file, read } of readers) {
    const place = `${folder}${file}`;
    try {
      const text = await readFile(place, limits.pythonFile.bytes, signal);
      const statement = text === undefined ? undefined : read(place, text);
      if (statement !== undefined) statements.push(statement);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      remarks.push(`${error.message}; which Python it names is not known`);
    }
  }
  return { statements, remarks };
}

/** Of several lines the first counts, as it does for both tools. */
function readPythonVersionFile(place: string, text: string): PythonStatement | undefined {
  return readVersionLine(place, text, /^(?:cpython-|python-?)?((?:2\.7|3\.\d{1,2})(?:\.\d{1,2})?)$/i);
}

function readRuntimeFile(place: string, text: string): PythonStatement | undefined {
  return readVersionLine(place, text, /^python-((?:2\.7|3\.\d{1,2})(?:\.\d{1,2})?)$/i);
}

/** The first line that is neither empty nor a comment, if it fits. */
function readVersionLine(place: string, text: string, pattern: RegExp): PythonStatement | undefined {
  const lines = text.replace(/^\uFEFF/, "").split(/\r?\n/);
  const index = lines.findIndex((line) => line.trim() !== "" && !line.trim().startsWith("#"));
  const line = lines[index] ?? "";
  const version = pattern.exec(line.trim())?.[1];
  if (version === undefined) return undefined;
  const column = line.length - line.trimStart().length + 1;
  return pythonStatement(`${place}:${index + 1}:${column}`, line.trim(), version);
}
