/** Values of a TOML file by what they have to be. */

import type { KeyPath } from "../toml-lines.ts";
import { type TomlTable, type TomlText, type TomlValue, describeToml, isTomlTable, tomlValue } from "../toml-text.ts";

/** @throws the file's fault unless it is a table. */
export function readTable(file: TomlText, path: KeyPath, value: TomlValue | undefined): TomlTable {
  if (isTomlTable(value)) return value;
  throw file.fault(path, `\`${path.join(".")}\` is ${describeToml(value)}, and a table is needed`);
}

/** A text of a table, undefined when it is absent. */
export function readText(file: TomlText, path: KeyPath, table: TomlTable, key: string): string | undefined {
  const value = tomlValue(table, key);
  if (value === undefined || typeof value === "string") return value;
  throw file.fault([...path, key], `\`${key}\` is ${describeToml(value)}, and text is needed`);
}

/** A text that has to be there. */
export function requireText(file: TomlText, path: KeyPath, table: TomlTable, key: string): string {
  const value = readText(file, path, table, key);
  if (value !== undefined) return value;
  throw file.fault(path, `\`${key}\` is missing`);
}

/** A list, empty when it is absent. */
export function readItems(file: TomlText, path: KeyPath, table: TomlTable, key: string): readonly TomlValue[] {
  const value = tomlValue(table, key);
  if (value === undefined) return [];
  if (Array.isArray(value)) return value as readonly TomlValue[];
  throw file.fault([...path, key], `\`${key}\` is ${describeToml(value)}, and a list is needed`);
}

/** A list of texts, empty when it is absent. */
export function readTexts(file: TomlText, path: KeyPath, table: TomlTable, key: string): readonly string[] {
  return readItems(file, path, table, key).map((item) => {
    if (typeof item === "string") return item;
    throw file.fault([...path, key], `\`${key}\` holds ${describeToml(item)}, and text is needed`);
  });
}
