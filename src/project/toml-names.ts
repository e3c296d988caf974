/** Names of packages in TOML files of any kind: one sentence for one that is none. */

import { quoted } from "../base/index.ts";
import { InvalidPackageName, type PackageName, packageName } from "../python/index.ts";
import type { KeyPath } from "./toml-lines.ts";
import type { TomlText } from "./toml-text.ts";

/** @throws what the file makes of a fault, at `path`, unless `text` is a package name (PEP 508, "Names"). */
export function readPackageName(file: TomlText, path: KeyPath, text: string): PackageName {
  try {
    return packageName(text);
  } catch (error) {
    if (!(error instanceof InvalidPackageName)) throw error;
    throw file.fault(path, `${quoted(text)} is not a package name`);
  }
}
