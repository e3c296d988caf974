/**
 * The metadata of a notebook that say what it requires, as jupyterlab-requirements keeps them: `requirements` is a Pipfile
 * as JSON, `requirements_lock` its lock.
 *
 * Surprises: either may be an object, or a text that holds JSON, or TOML for the requirements; the sources are called
 * `sources`; `aliases` are no packages; and the kernel that last ran it left its version in `language_info`.
 */

import { checkBytes, checkDepth, limits, UserError } from "../../base/index.ts";
import { locateJson, placeAt } from "../json-lines.ts";
import { findJsonMistake } from "../json-mistake.ts";
import { type PythonStatement, pythonStatement } from "../python-statement.ts";

/** A notebook that is no JSON, or whose requirements are no table. */
export class InvalidNotebook extends UserError {
  readonly code = "INVALID_NOTEBOOK";
  /** @param place `FILE:LINE:COLUMN` */
  constructor(place: string, problem: string) {
    super(`${place}: ${problem}`);
  }
}

/** Keys of the metadata. */
export const notebookKeys = { requirements: "requirements", lock: "requirements_lock" } as const;

/** A notebook that carries requirements. */
export interface Notebook {
  /** Relative to the root of the repository. */
  readonly place: string;
  /** The whole file, without a byte order mark. */
  readonly text: string;
  /** As it stands: an object, or a text that holds one. */
  readonly requirements: JsonTable | string;
  /** The same of the lock, undefined where there is none. */
  readonly lock: JsonTable | string | undefined;
  /** What the kernel's version says, where there is one. */
  readonly python: PythonStatement | undefined;
}

export type JsonTable = { readonly [key: string]: unknown };

/**
 * Undefined where the notebook in `text` carries no requirements.
 *
 * @throws {InvalidNotebook} where it is no JSON or a key holds neither an object nor a text.
 * @throws {InputTooLarge | InputTooDeep} past `limits.notebook`.
 */
export function parseNotebook(place: string, text: string): Notebook | undefined {
  checkBytes(place, Buffer.byteLength(text), limits.notebook);
  const plain = text.replace(/^\uFEFF/, "");
  checkDepth(place, plain, "json", limits.notebook);
  const metadata = tableAt(parseJson(place, plain), "metadata");
  if (metadata === undefined) return undefined;
  const requirements = readPart(place, plain, metadata, notebookKeys.requirements);
  if (requirements === undefined) return undefined;
  const lock = readPart(place, plain, metadata, notebookKeys.lock);
  return { place, text: plain, requirements, lock, python: readKernel(place, plain, metadata) };
}

/** Where something of the metadata stands, `FILE:LINE:COLUMN`. */
export function placeInNotebook(place: string, text: string, path: readonly string[]): string {
  const { line, column } = locateJson(text, ["metadata", ...path]);
  return `${place}:${line}:${column}`;
}

export function isJsonTable(value: unknown): value is JsonTable {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function parseJson(place: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const { line, column } = placeAt(text, findJsonMistake(text));
    throw new InvalidNotebook(`${place}:${line}:${column}`, "this is not JSON");
  }
}

function tableAt(value: unknown, key: string): JsonTable | undefined {
  const inner = isJsonTable(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  return isJsonTable(inner) ? inner : undefined;
}

/** Nothing is what an empty table, an empty text and null say. */
function readPart(place: string, text: string, metadata: JsonTable, key: string): JsonTable | string | undefined {
  const value = Object.hasOwn(metadata, key) ? metadata[key] : undefined;
  if (value === undefined || value === null || value === "") return undefined;
  if (isJsonTable(value)) return Object.keys(value).length === 0 ? undefined : value;
  if (typeof value === "string") return value;
  throw new InvalidNotebook(placeInNotebook(place, text, [key]), `\`${key}\` is neither a table nor a text`);
}

function readKernel(place: string, text: string, metadata: JsonTable): PythonStatement | undefined {
  const language = tableAt(metadata, "language_info");
  const version = language?.["version"];
  if (language?.["name"] !== "python" || typeof version !== "string") return undefined;
  const found = /^3\.\d{1,2}(?:\.\d{1,2})?/.exec(version)?.[0];
  if (found === undefined) return undefined;
  return pythonStatement(placeInNotebook(place, text, ["language_info", "version"]), found);
}
