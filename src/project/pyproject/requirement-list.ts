/** Lists of requirements in a pyproject.toml, and what each asks for. PEP 508, PEP 621 and PEP 735. */

import { InvalidRequirement, Requirement } from "../../python/index.ts";
import type { ManifestEntry } from "../manifest.ts";
import { targetOf } from "../requirements/target.ts";
import type { KeyPath } from "../toml-lines.ts";
import { type TomlText, type TomlValue, describeToml } from "../toml-text.ts";

/** A list, empty when it is absent. @throws what the file's faults are when something else stands there. */
export function readList(file: TomlText, path: KeyPath, value: TomlValue | undefined): readonly TomlValue[] {
  if (value === undefined) return [];
  if (Array.isArray(value)) return value as readonly TomlValue[];
  throw file.fault(path, `\`${path.join(".")}\` is ${describeToml(value)}, and a list is needed`);
}

/** The requirements of a list, in its order. */
export function readRequirementList(
  file: TomlText,
  path: KeyPath,
  value: TomlValue | undefined,
): readonly ManifestEntry[] {
  return readList(file, path, value).map((item, index) => readRequirement(file, path, index, item));
}

/** Element `index` of the list at `path`. */
export function readRequirement(file: TomlText, path: KeyPath, index: number, item: TomlValue): ManifestEntry {
  if (typeof item !== "string")
    throw file.itemFault(path, index, `a requirement is ${describeToml(item)}, and text is needed`);
  try {
    const target = targetOf(Requirement.parse(item));
    return { file: file.file, ...file.atItem(path, index), ...target };
  } catch (error) {
    if (!(error instanceof InvalidRequirement)) throw error;
    throw file.itemFault(path, index, error.message, error.hint);
  }
}
