/** A release that a rule puts into a stack: `name`, `locked_version` and `index_url`. */

import type { Static } from "typebox";
import { quoted, type YamlPath } from "../base/index.ts";
import type { SpecifierSet } from "../python/index.ts";
import { compilePin, type NamedRulePin } from "./match.ts";
import type { RuleSource } from "./rule-source.ts";
import type { LockedPin } from "./schema.ts";
import { compileVersions } from "./versions.ts";

/** @throws {InvalidRule} when the name is none, or the version is not one version after `==`. */
export function compileLockedPin(pin: Static<typeof LockedPin>, source: RuleSource, path: YamlPath): NamedRulePin {
  const { name, index_url, locked_version: version } = pin;
  const stated = compilePin({ name, ...(index_url === undefined ? {} : { index_url }) }, source, path);
  if (version === undefined) return stated;
  return { ...stated, versions: compileLockedVersion(version, source, [...path, "locked_version"]) };
}

function compileLockedVersion(text: string, source: RuleSource, path: YamlPath): SpecifierSet {
  if (!/^\s*==[^=,*]+$/.test(text))
    throw source.invalid(path, `${quoted(text)} is not one version: write it as \`==1.2.3\``);
  return compileVersions(text, source, path);
}
