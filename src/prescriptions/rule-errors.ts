/** What can be wrong with a rule. Each sentence begins with `file:line:column` and names the unit where one is at fault. */

import { UserError } from "../base/index.ts";

/** A file or a unit that does not fit the prescription format, version 1. */
export class InvalidRule extends UserError {
  readonly code = "INVALID_RULE";
  constructor(place: string, what: string, cause?: unknown) {
    super(`${place}: ${what}`, { cause });
  }
}

/** Two units of one name: which of them is meant would depend on the order of files. */
export class DuplicateUnit extends UserError {
  readonly code = "DUPLICATE_UNIT";
  constructor(place: string, name: string, firstPath: string) {
    super(`${place}: the unit \`${name}\` already stands in ${firstPath}`);
  }
}

/** A folder or a file of rules that the operating system does not let us read. */
export class RulesUnreadable extends UserError {
  readonly code = "RULES_UNREADABLE";
  constructor(place: string, cause: unknown) {
    super(`${place}: cannot be read`, { cause });
  }
}
