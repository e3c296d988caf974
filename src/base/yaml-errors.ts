/** What can be wrong with a YAML file before anyone looks at its meaning. Each names the place as `file:line:column`. */

import { UserError } from "./user-error.ts";

const longestExcerpt = 60;

/** The text is not one well-formed document. */
export class InvalidYaml extends UserError {
  readonly code = "INVALID_YAML";
  /** @param line the line of the text that `place` is on. */
  constructor(place: string, problem: string, line: string) {
    super(`${place}: not valid YAML: ${problem}: \`${excerpt(line)}\``);
  }
}

/** A mapping says the same key twice. */
export class DuplicateKey extends UserError {
  readonly code = "DUPLICATE_KEY";
  constructor(place: string, key: string, firstLine: number) {
    super(`${place}: the key \`${excerpt(key)}\` already stands on line ${firstLine}`);
  }
}

/** Aliases can make a small file enormous, so they are not read. */
export class AliasRefused extends UserError {
  readonly code = "ALIAS_REFUSED";
  constructor(place: string, anchor: string) {
    super(`${place}: the alias \`*${excerpt(anchor)}\` is not read`, { hint: "write out what it stands for" });
  }
}

function excerpt(text: string): string {
  const shown = text.trim();
  return shown.length > longestExcerpt ? `${shown.slice(0, longestExcerpt)}…` : shown;
}
