/**
 * Version specifiers as rules state them. The format was defined when tools still knew versions outside of PEP 440, such
 * as `==git` or `==1.2-devel`, and ordered them by their text. Such a clause matches a version of that very spelling, so
 * it has an effect only where it asks for equality.
 */

import type { YamlPath } from "../base/index.ts";
import { InvalidSpecifier, NumberTooLong, Specifier, SpecifierSet } from "../python/index.ts";
import type { RuleSource } from "./rule-source.ts";

/** What a clause outside of PEP 440 becomes, by its operator: `===` compares texts. */
const legacyClauses: Readonly<Record<string, (text: string) => readonly Specifier[]>> = {
  "==": (text) => [Specifier.parse(`===${text}`)],
  "<=": (text) => [Specifier.parse(`===${text}`)],
  ">=": (text) => [Specifier.parse(`===${text}`)],
  "<": never,
  ">": never,
  // What no version is, every version differs from.
  "!=": () => [],
};

function never(): readonly Specifier[] {
  return SpecifierSet.parse("<0,>0").clauses;
}

/** @throws {InvalidRule} when `text` is no specifier set, not even of the old kind. */
export function compileVersions(text: string, source: RuleSource, path: YamlPath): SpecifierSet {
  const known = SpecifierSet.tryParse(text);
  if (known !== undefined) return known;
  try {
    return SpecifierSet.of(
      text
        .split(",")
        .filter((clause) => clause.trim() !== "")
        .flatMap(readClause),
    );
  } catch (cause) {
    if (!(cause instanceof InvalidSpecifier || cause instanceof NumberTooLong)) throw cause;
    throw source.invalid(path, `${cause.message}; write an operator and a version, such as \`>=1.4,<2\``, cause);
  }
}

function readClause(text: string): readonly Specifier[] {
  const known = Specifier.tryParse(text);
  if (known !== undefined) return [known];
  const [, operator = "", version = ""] = /^\s*(==|!=|<=|>=|<|>)\s*([^=\s;)]+)\s*$/.exec(text) ?? [];
  const clauses = legacyClauses[operator]?.(version);
  if (clauses === undefined) throw new InvalidSpecifier(text.trim());
  return clauses;
}
