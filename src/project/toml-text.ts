/**
 * A TOML file of a user's, read safely: limits first, then the parser, then values that know their place, so that
 * whoever finds fault with a value can name file, line and column.
 */

import { TomlDate, TomlError, parse } from "smol-toml";
import { type NestedLimit, checkBytes, checkDepth, checkDigits, quoted } from "../base/index.ts";
import { type KeyPath, type Statement, TomlLines } from "./toml-lines.ts";

/** A TOML value. Integers are `bigint` and floats `number`, because a digest tells `1` from `1.0`. */
export type TomlValue = string | number | bigint | boolean | TomlDate | readonly TomlValue[] | TomlTable;

/** A table; its own keys only, and `__proto__` is a key like any other. */
export type TomlTable = { readonly [key: string]: TomlValue };

/** Makes the error of one kind of file from what is wrong, in the words of a sentence after `FILE:LINE:COLUMN: `. */
export type FaultMaker = (place: string, problem: string, hint?: string) => Error;

/** Where values stand. */
export type Places = Pick<TomlLines, "at" | "items">;

/** A parsed file and where its values stand. */
export class TomlText {
  /** The file as its user knows it. */
  readonly file: string;
  readonly root: TomlTable;
  readonly #lines: Places;
  readonly #fault: FaultMaker;
  /** By path as JSON. */
  readonly #items = new Map<string, readonly Statement[]>();

  private constructor(file: string, root: TomlTable, lines: Places, fault: FaultMaker) {
    this.file = file;
    this.root = root;
    this.#lines = lines;
    this.#fault = fault;
  }

  /**
   * Reads `text`; a byte order mark is skipped, and lines may end in CRLF.
   *
   * @throws {InputTooLarge | InputTooDeep} past `limit`, and what `fault` makes when it is no TOML.
   */
  static parse(file: string, text: string, limit: NestedLimit, fault: FaultMaker): TomlText {
    checkBytes(file, Buffer.byteLength(text), limit);
    const plain = text.replace(/^\uFEFF/, "");
    checkDepth(file, plain, "toml", limit);
    checkDigits(file, plain);
    const root = readTable(file, plain, fault);
    return new TomlText(file, root, TomlLines.of(plain), fault);
  }

  /** Values that were written in another way, with where they stand. */
  static of(file: string, root: TomlTable, places: Places, fault: FaultMaker): TomlText {
    return new TomlText(file, root, places, fault);
  }

  /** The statement that sets `path`, or the nearest enclosing one. */
  at(path: KeyPath): Statement {
    return this.#lines.at(path);
  }

  /** Where element `index` of the array at `path` stands, or else the statement that the array is in. */
  atItem(path: KeyPath, index: number): Statement {
    const key = JSON.stringify(path);
    const items = this.#items.get(key) ?? this.#lines.items(path);
    this.#items.set(key, items);
    return items[index] ?? this.at(path);
  }

  /** The error for what is wrong with element `index` of the array at `path`. */
  itemFault(path: KeyPath, index: number, problem: string, hint?: string): Error {
    const { line, column } = this.atItem(path, index);
    return this.#fault(`${this.file}:${line}:${column}`, problem, hint);
  }

  /** The error for what is wrong at `path`. */
  fault(path: KeyPath, problem: string, hint?: string): Error {
    const { line, column } = this.at(path);
    return this.#fault(`${this.file}:${line}:${column}`, problem, hint);
  }

  /** The table at `path`, empty when it is absent. @throws when something else stands there or on the way. */
  table(path: KeyPath): TomlTable {
    let table = this.root;
    for (const [depth, key] of path.entries()) {
      const value = tomlValue(table, key) ?? {};
      const here = path.slice(0, depth + 1);
      if (!isTomlTable(value))
        throw this.fault(here, `\`${here.join(".")}\` is ${describeToml(value)}, and a table is needed`);
      table = value;
    }
    return table;
  }
}

export function isTomlTable(value: TomlValue | undefined): value is TomlTable {
  return typeof value === "object" && !Array.isArray(value) && !(value instanceof TomlDate);
}

/** Own entries in the order of the file (whole numbers as keys come first: that is JavaScript's order). */
export function tomlEntries(table: TomlTable): readonly (readonly [string, TomlValue])[] {
  return Object.entries(table);
}

/** The own value of `key`, or undefined. */
export function tomlValue(table: TomlTable, key: string): TomlValue | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

/** A value for a sentence: its kind and, where it is short, itself. */
export function describeToml(value: TomlValue | undefined): string {
  if (value === undefined) return "absent";
  if (typeof value === "string") return `the text ${quoted(value)}`;
  if (typeof value === "boolean" || typeof value === "bigint" || typeof value === "number") return `\`${value}\``;
  if (value instanceof TomlDate) return `the date \`${value.toISOString()}\``;
  return Array.isArray(value) ? "a list" : "a table";
}

/** The path of the first date in `value`, or undefined; JSON has no dates, so no digest can hold one. */
export function findTomlDate(value: TomlValue, path: KeyPath): KeyPath | undefined {
  if (value instanceof TomlDate) return path;
  if (typeof value !== "object") return undefined;
  for (const [key, inner] of Object.entries(value)) {
    const found = findTomlDate(inner, [...path, key]);
    if (found !== undefined) return found;
  }
  return undefined;
}

function readTable(file: string, text: string, fault: FaultMaker): TomlTable {
  try {
    return parse(text, { integersAsBigInt: true }) as TomlTable; // without Temporal values: dates are `TomlDate`
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const said = (error.message.split("\n")[0] ?? "").replace(/^Invalid TOML document: /, "");
    const line = (text.split("\n")[error.line - 1] ?? "").trim();
    throw fault(`${file}:${error.line}:${error.column}`, `${quoted(line)} is not TOML: ${said}`);
  }
}
