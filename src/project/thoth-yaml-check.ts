/** Holds a `.thoth.yaml` against its schema, and says in one sentence what is wrong and where. */

import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";

import { closest, quoted, quotedList, UserError, type YamlFile, type YamlPath } from "../base/index.ts";
import { type ThothYaml, ThothYamlSchema } from "./thoth-yaml-schema.ts";

/** A `.thoth.yaml` that is well-formed YAML and says something it cannot say. */
export class InvalidConfiguration extends UserError {
  readonly code = "INVALID_CONFIGURATION";
  /** @param place `FILE:LINE:COLUMN` */
  constructor(place: string, problem: string, hint?: string) {
    super(`${place}: ${problem}`, hint === undefined ? {} : { hint });
  }
}

/** `FILE:LINE:COLUMN` of the key or value at `path`. */
export function placeOf(place: string, file: YamlFile, path: YamlPath, part: "key" | "value" = "value"): string {
  const { line, column } = file.positionOf(path, part);
  return `${place}:${line}:${column}`;
}

/** The value at `path` is not what it has to be; `expected` completes "which is not …". */
export function invalidValue(place: string, file: YamlFile, path: YamlPath, expected: string): InvalidConfiguration {
  const problem = `${labelOf(path)} is ${shown(file, path)}, which is not ${expected}`;
  return new InvalidConfiguration(placeOf(place, file, path), problem, hintFor(path, file.textOf(path)));
}

/** As in the schema. */
const longestName = 100;

/** Older tools let environments have names such as `rhel:8`, which are no names of folders. */
function hintFor(path: YamlPath, text: string | undefined): string | undefined {
  const [list, , key] = path;
  const name = text?.replace(/[^a-zA-Z0-9_-]+/g, "-").slice(0, longestName);
  return list === "runtime_environments" && key === "name" && name ? `call it \`${name}\`` : undefined;
}

/**
 * Checks `value`, which was read from `file` and is perhaps normalised since.
 *
 * @throws {InvalidConfiguration} for the first thing wrong: an unknown key, a missing one, or a value that does not fit.
 */
export function checkConfiguration(place: string, file: YamlFile, value: unknown): ThothYaml {
  const validate = compiledSchema();
  if (validate(value)) return value;
  throw explain(place, file, mostTelling(validate.errors ?? []));
}

let compiled: ValidateFunction<ThothYaml> | undefined;

/** Compiled on first use: most processes that load this module read no configuration. */
function compiledSchema(): ValidateFunction<ThothYaml> {
  compiled ??= new Ajv({ allErrors: true, verbose: true }).compile<ThothYaml>(ThothYamlSchema);
  return compiled;
}

/**
 * An alternative such as "this or null" fails with an error for each branch and one for the whole. Only the whole has a
 * description; within a branch, only a key that is unknown or missing tells more than the whole does.
 */
function mostTelling(errors: readonly ErrorObject[]): ErrorObject {
  const telling =
    errors.find((error) => error.keyword === "additionalProperties") ??
    errors.find((error) => error.keyword === "required") ??
    errors.find((error) => descriptionOf(error) !== undefined);
  if (telling === undefined)
    throw new Error(`no description for ${errors.map((error) => error.schemaPath).join(", ")}`);
  return telling;
}

function explain(place: string, file: YamlFile, error: ErrorObject): InvalidConfiguration {
  const path = pathOf(error, file.value);
  switch (error.keyword) {
    case "additionalProperties": {
      const key = String(error.params["additionalProperty"]);
      const known = Object.keys(error.parentSchema?.["properties"] ?? {});
      return unknownKey(placeOf(place, file, [...path, key], "key"), key, known);
    }
    case "required":
      return new InvalidConfiguration(
        placeOf(place, file, path),
        `${labelOf(path)} has no \`${String(error.params["missingProperty"])}\``,
      );
    default:
      return invalidValue(place, file, path, descriptionOf(error) ?? "valid");
  }
}

function unknownKey(place: string, key: string, known: readonly string[]): InvalidConfiguration {
  const near = closest(key, known);
  const hint = near === undefined ? `the keys here are ${quotedList(known)}` : `did you mean \`${near}\`?`;
  return new InvalidConfiguration(place, `\`${key}\` is not a key that is known here`, hint);
}

function descriptionOf(error: ErrorObject): string | undefined {
  const description: unknown = error.parentSchema?.["description"];
  return typeof description === "string" ? description : undefined;
}

/** Ajv's JSON pointer as keys and indexes. RFC 6901. */
function pathOf(error: ErrorObject, root: unknown): YamlPath {
  const path: (string | number)[] = [];
  let value = root;
  for (const step of error.instancePath.split("/").slice(1)) {
    const key = step.replaceAll("~1", "/").replaceAll("~0", "~");
    path.push(Array.isArray(value) ? Number(key) : key);
    value = (value as Record<string, unknown> | undefined)?.[key];
  }
  return path;
}

/** The last key of `path`, with the indexes after it: `` `managers[1]` ``. */
function labelOf(path: YamlPath): string {
  const start = path.findLastIndex((step) => typeof step === "string");
  if (start === -1) return "the file";
  const [key, ...indexes] = path.slice(start);
  return `\`${key}${indexes.map((index) => `[${index}]`).join("")}\``;
}

/** Keys whose value may be a secret that somebody wrote in the wrong place: no sentence shows it. */
const hiddenKeys: ReadonlySet<string | number | undefined> = new Set(["sealed"]);

function shown(file: YamlFile, path: YamlPath): string {
  if (path.some((key) => hiddenKeys.has(key))) return "something";
  const text = file.textOf(path);
  if (text === "") return "empty";
  if (text !== undefined) return quoted(text.replace(/\s+/g, " "));
  return Array.isArray(valueAt(file.value, path)) ? "a list" : "a mapping";
}

function valueAt(root: unknown, path: YamlPath): unknown {
  return path.reduce<unknown>((value, step) => (value as Record<string | number, unknown>)[step], root);
}
