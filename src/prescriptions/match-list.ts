/** `match` of a unit is one object or a list of alternatives; which of the two it was matters only to complaints. */

import type { Static, TSchema } from "typebox";
import type { YamlPath } from "../base/index.ts";
import type { RuleSource } from "./rule-source.ts";
import type { Shape } from "./shape.ts";

/** One alternative with its path from the root of the unit. */
export interface Alternative<Match> {
  readonly match: Match;
  readonly path: YamlPath;
}

/**
 * @param value of the key `match`.
 * @throws {InvalidRule} when the list is empty or an alternative does not fit.
 */
export function alternatives<Schema extends TSchema>(
  value: unknown,
  shape: Shape<Schema>,
  source: RuleSource,
): readonly Alternative<Static<Schema>>[] {
  if (!Array.isArray(value)) return [{ match: shape.check(value, source, ["match"]), path: ["match"] }];
  if (value.length === 0) throw source.invalid(["match"], "`match` lists nothing");
  return value.map((item: unknown, index) => {
    const path = ["match", index];
    return { match: shape.check(item, source, path), path };
  });
}
