/** The requirements of a notebook as the Pipfile that they are the content of, each entry where the notebook has it. */

import { limits } from "../../base/index.ts";
import { type JsonPlace, locateJson } from "../json-lines.ts";
import { InvalidPipfile } from "../pipfile-errors.ts";
import { readPipfile } from "../pipfile-parse.ts";
import type { Pipfile } from "../pipfile.ts";
import { type TomlTable, TomlText, type TomlValue } from "../toml-text.ts";
import type { KeyPath, Statement } from "../toml-lines.ts";
import { isJsonTable, type JsonTable, type Notebook, notebookKeys } from "./notebook.ts";

/** @throws {InvalidPipfile | InputTooLarge | InputTooDeep} as for a Pipfile. */
export function requirementsOf({ place, text, requirements }: Notebook): Pipfile {
  const path = ["metadata", notebookKeys.requirements];
  if (typeof requirements !== "string") {
    const locate = (keys: KeyPath) => locateJson(text, [...path, ...asWritten(keys)]);
    return readTable(place, fromJson(requirements), locate);
  }
  // A text has no lines that its reader sees: all of it stands where its key does.
  const here = locateJson(text, path);
  return readTable(place, readText(place, requirements, here), () => here);
}

function readTable(place: string, root: TomlTable, locate: (keys: KeyPath) => JsonPlace): Pipfile {
  const at = (keys: KeyPath): Statement => ({ ...locate(keys), text: statementText(root, keys) });
  return readPipfile(TomlText.of(place, root, { at, items: () => [] }, fault));
}

function fault(at: string, problem: string, hint?: string): InvalidPipfile {
  return new InvalidPipfile(at, problem, hint);
}

/** JSON, else TOML. */
function readText(place: string, text: string, { line, column }: JsonPlace): TomlTable {
  try {
    const value: unknown = JSON.parse(text);
    if (isJsonTable(value)) return fromJson(value);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  const here = (_: string, problem: string, hint?: string) => fault(`${place}:${line}:${column}`, problem, hint);
  return TomlText.parse(place, text, limits.manifest, here).root;
}

/** As it would stand in a Pipfile: the sources under their name there, without what is no package and says nothing. */
function fromJson(written: JsonTable): TomlTable {
  const entries = Object.entries(written).filter(([key]) => key !== "aliases");
  const { sources, ...rest } = Object.fromEntries(entries);
  const table = sources === undefined ? rest : { source: sources, ...rest };
  return asToml(table) as TomlTable; // a table gives a table
}

function asToml(value: unknown): TomlValue {
  if (typeof value === "number") return Number.isInteger(value) ? BigInt(value) : value;
  if (Array.isArray(value)) return value.filter((item) => item !== null).map(asToml);
  if (!isJsonTable(value)) return value as string | boolean; // what else JSON has
  const entries = Object.entries(value).filter(([, inner]) => inner !== null);
  return Object.fromEntries(entries.map(([key, inner]) => [key, asToml(inner)]));
}

function asWritten(keys: KeyPath): KeyPath {
  const [first, ...rest] = keys;
  return first === "source" ? ["sources", ...rest] : keys;
}

/** Such as `flask = ">=2"`, as the line of a Pipfile would have it; the path alone where there is no such value. */
function statementText(root: TomlTable, keys: KeyPath): string {
  const value = keys.reduce<unknown>((table, key) => (isJsonTable(table) ? table[key] : undefined), root);
  if (value === undefined) return keys.join(".");
  const shown = JSON.stringify(value, (_, inner: unknown) => (typeof inner === "bigint" ? Number(inner) : inner));
  return `${keys.at(-1)} = ${shown}`;
}
