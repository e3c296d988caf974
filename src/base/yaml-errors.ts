/** What can be wrong with a YAML file before anyone looks at its meaning. Each names the place as `file:line:column`. */

import { quoted } from "./quoted.ts";
import { UserError } from "./user-error.ts";

/** The text is not one well-formed document. */
export class InvalidYaml extends UserError {
  readonly code = "INVALID_YAML";
  /** @param line the line of the text that `place` is on. */
  constructor(place: string, problem: string, line: string) {
    super(`${place}: not valid YAML: ${problem}: ${quoted(line.trim())}`);
  }
}

/** A mapping says the same key twice. */
export class DuplicateKey extends UserError {
  readonly code = "DUPLICATE_KEY";
  constructor(place: string, key: string, firstLine: number) {
    super(`${place}: the key ${quoted(key.trim())} already stands on line ${firstLine}`);
  }
}

/** Aliases can make a small file enormous, so they are not read. */
export class AliasRefused extends UserError {
  readonly code = "ALIAS_REFUSED";
  constructor(place: string, anchor: string) {
    super(`${place}: the alias ${quoted(`*${anchor}`)} is not read`, { hint: "write out what it stands for" });
  }
}
