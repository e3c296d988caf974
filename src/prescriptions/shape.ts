/** Checks values against schemas of the format, and puts the first mistake into a sentence with its place. */

import type { Static, TSchema } from "typebox";
import { Compile, type Validator } from "typebox/compile";
import type { TLocalizedValidationError } from "typebox/error";
import { quoted, type YamlPath } from "../base/index.ts";
import { type RuleSource, spell } from "./rule-source.ts";
import { namePattern } from "./schema.ts";

/** A schema that is compiled once, when there is something to check. What was found right before is not checked again. */
export class Shape<Schema extends TSchema> {
  readonly #schema: Schema;
  #compiled: Validator<Record<never, never>, Schema> | undefined;

  constructor(schema: Schema) {
    this.#schema = schema;
  }

  /**
   * @param path of `value` from the root of `source`.
   * @throws {InvalidRule}
   */
  check(value: unknown, source: RuleSource, path: YamlPath): Static<Schema> {
    if (source.isChecked) return value as Static<Schema>;
    const validator = (this.#compiled ??= Compile(this.#schema));
    if (validator.Check(value)) return value;
    throw complaint(validator, value, source, path);
  }
}

/** About a key that does not belong there, else about a value. */
function complaint(validator: Validator, value: unknown, source: RuleSource, path: YamlPath): Error {
  const mistakes = validator.Errors(value);
  for (const { keyword, instancePath, params } of mistakes)
    if (keyword === "additionalProperties" && "additionalProperties" in params)
      return source.unknownKey([...path, ...stepsOf(instancePath), String(params.additionalProperties[0])]);
  // Of the branches of a union the one that got farthest is the one that was meant.
  const [mistake] = mistakes
    .filter(({ keyword }) => keyword !== "anyOf")
    .toSorted((a, b) => stepsOf(b.instancePath).length - stepsOf(a.instancePath).length);
  if (mistake === undefined) throw new Error("a schema refused a value and gives no reason");
  const steps = stepsOf(mistake.instancePath);
  const inner = [...path, ...steps];
  if (mistake.keyword === "required")
    return source.invalid(inner, `${spell([...inner, mistake.params.requiredProperties[0] ?? ""])} is missing`);
  const count = countComplaint(mistake, valueAt(value, steps));
  if (count !== undefined) return source.invalid(inner, `${source.nameOf(inner)} ${count}`);
  const rivals = mistakes.filter(({ instancePath }) => instancePath === mistake.instancePath);
  const actual = spellValue(valueAt(value, steps));
  return source.invalid(inner, `${source.nameOf(inner)} ${demand(mistake, rivals)}, not ${actual}`);
}

/** About how many things a list has; undefined for any other mistake. */
function countComplaint({ keyword, params }: TLocalizedValidationError, value: unknown): string | undefined {
  if (!Array.isArray(value) || !("limit" in params)) return undefined;
  const bound = keyword === "minItems" ? "at least" : "at most";
  return `must list ${bound} ${String(params.limit)}, not ${value.length}`;
}

/** What a value must be, in the words of the validator. @param rivals all mistakes at the same place, in the order of a union's branches. */
function demand(mistake: TLocalizedValidationError, rivals: readonly TLocalizedValidationError[]): string {
  const allowed = rivals.flatMap(({ keyword, params }) => {
    if (keyword === "const" && "allowedValue" in params) return [params.allowedValue];
    return keyword === "enum" && "allowedValues" in params ? params.allowedValues : [];
  });
  if (allowed.length > 0) return `must be ${allowed.map((value) => `\`${String(value)}\``).join(" or ")}`;
  const types = rivals.flatMap(({ keyword, params }) =>
    keyword === "type" && "type" in params ? [wordFor(String(params.type))] : [],
  );
  if (types.length > 0) return `must be ${types.join(" or ")}`;
  return mistake.keyword === "pattern" && "pattern" in mistake.params
    ? `must be written with ${patternWords.get(String(mistake.params.pattern)) ?? `what fits ${String(mistake.params.pattern)}`}`
    : mistake.message;
}

/** As whoever writes YAML calls it. */
function wordFor(type: string): string {
  return words.get(type) ?? type;
}

const words: ReadonlyMap<string, string> = new Map([
  ["object", "a mapping"],
  ["array", "a list"],
  ["string", "text"],
  ["number", "a number"],
  ["integer", "a whole number"],
  ["boolean", "`true` or `false`"],
]);

const patternWords: ReadonlyMap<string, string> = new Map([
  [namePattern, "letters, digits, `.`, `_` and `-`"],
  ["^[A-Za-z0-9_-]+$", "letters, digits, `_` and `-`"],
  ["^[A-Za-z0-9._-]{1,100}$", "letters, digits, `.`, `_` and `-`"],
]);

function valueAt(value: unknown, steps: YamlPath): unknown {
  return steps.reduce<unknown>(
    (inner, step) => (Object(inner) as Readonly<Record<string | number, unknown>>)[step],
    value,
  );
}

/** A value as short as a sentence bears it. */
function spellValue(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a mapping";
  return typeof value === "string" ? quoted(value) : `the ${typeof value} ${JSON.stringify(value)}`;
}

/** The steps of a JSON pointer, numbers as such. RFC 6901. */
function stepsOf(pointer: string): YamlPath {
  if (pointer === "") return [];
  return pointer
    .slice(1)
    .split("/")
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"))
    .map((step) => (/^[0-9]+$/.test(step) ? Number(step) : step));
}
