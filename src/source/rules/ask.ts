/** Questions about calls and values that several rules ask. All answers are "as far as can be told without running it". */

import type { Argument, Assignment, Call, FileFacts, Place } from "../syntax/facts.ts";
import { isLiteral, namesOf, possible, stringsOf, unknown, type Value } from "../syntax/value.ts";
import type { Condition, Verdict } from "./rule.ts";

/** The argument of a parameter, by its name or its position from 0. */
export function argumentOf(call: Call, keyword: string, position?: number): Argument | undefined {
  const named = call.arguments.find((argument) => argument.keyword === keyword);
  if (named !== undefined || position === undefined) return named;
  const placed = call.arguments[position];
  const before = call.arguments.slice(0, position + 1);
  return before.every((argument) => argument.keyword === undefined && argument.value.kind !== "spread")
    ? placed
    : undefined;
}

/** Undefined where it is not given; an unknown value where a spread (`*args`, `**options`) may give it. */
export function valueOf(call: Call, keyword: string, position?: number): Value | undefined {
  const argument = argumentOf(call, keyword, position);
  if (argument !== undefined) return argument.value;
  const spreads = call.arguments.flatMap(({ value }) => (value.kind === "spread" ? [value.of] : []));
  for (const spread of spreads) {
    if (spread.kind !== "dict") return unknown;
    const entry = spread.entries.find(([key]) => key.kind === "string" && key.value === keyword);
    if (entry !== undefined) return entry[1];
  }
  return undefined;
}

/** Where the argument stands, or the call. */
export function at(call: Call, keyword: string, position?: number): Place {
  return argumentOf(call, keyword, position)?.place ?? call.place;
}

/** As Python's `if` has it. */
export function truth(value: Value | undefined): "true" | "false" | "maybe" {
  if (value === undefined) return "false";
  const answers = new Set(possible(value).map(truthOfOne));
  const [first] = answers;
  return answers.size === 1 && first !== undefined ? first : "maybe";
}

function truthOfOne(value: Value): "true" | "false" | "maybe" {
  switch (value.kind) {
    case "boolean":
      return value.value ? "true" : "false";
    case "number":
      return value.value === 0 ? "false" : "true";
    case "none":
      return "false";
    case "string":
    case "bytes":
      return value.value === "" ? "false" : "true";
    case "list":
    case "tuple":
    case "set":
      return value.items.length === 0 ? "false" : "true";
    case "dict":
      return value.entries.length === 0 ? "false" : "true";
    case "text":
    case "name":
    case "call":
    case "item":
    case "operation":
    case "either":
    case "spread":
    case "unknown":
      return "maybe";
  }
}

/** Whether one of its values is this one. */
export function mayBe(value: Value | undefined, wanted: boolean | number | null): boolean {
  if (value === undefined) return false;
  return possible(value).some((one) =>
    wanted === null ? one.kind === "none" : (one.kind === "boolean" || one.kind === "number") && one.value === wanted,
  );
}

/** Whether one of its values has one of these qualified names. */
export function isNamed(value: Value | undefined, names: readonly string[]): boolean {
  return value !== undefined && namesOf(value).some((name) => names.includes(name));
}

/** Whether all that it may be are literals; nothing given is one, too. */
export function isFixed(value: Value | undefined): boolean {
  return value === undefined || isLiteral(value);
}

/** The condition that a parameter is not literal; where it is, the rule is but `info`. */
export function unlessFixed(keyword: string, position: number): Condition<Call> {
  return (call) => {
    const value = valueOf(call, keyword, position);
    return isFixed(value) ? { level: "info" } : true;
  };
}

export const asInfo = (): Verdict => ({ level: "info" });

/** Whether every part that is not literal passes `isClean`; literal text has no such part. */
export function isClean(value: Value, clean: (part: Value) => boolean): boolean {
  if (isLiteral(value) || clean(value)) return true;
  if (value.kind === "text") return value.parts.every((part) => typeof part === "string" || isClean(part, clean));
  if (value.kind === "either") return value.values.every((one) => isClean(one, clean));
  if (value.kind === "list" || value.kind === "tuple") return value.items.every((item) => isClean(item, clean));
  return false;
}

/** Whether it is what a call of one of these gives. */
export function isCallOf(value: Value, names: readonly string[]): boolean {
  return value.kind === "call" && value.call.callees.some((name) => names.includes(name));
}

/** The fixed text of a value, with `{}` in place of parts that vary; undefined where it is no text. */
export function templateOf(value: Value): string | undefined {
  if (value.kind === "string") return value.value;
  if (value.kind !== "text") return undefined;
  return value.parts.map((part) => (typeof part === "string" ? part : (templateOf(part) ?? "{}"))).join("");
}

/** The fixed beginning of every text that it may be; "" where nothing is known of it. */
export function startOf(value: Value): string {
  if (value.kind === "string") return value.value;
  if (value.kind !== "text") return "";
  const [first] = value.parts;
  return first === undefined ? "" : typeof first === "string" ? first : startOf(first);
}

const requestParts =
  /(?:^|\.)request\.(?:args|form|values|files|GET|POST|FILES|COOKIES|META|body|data|json|headers|cookies|query|query_params|path_params|match_info|params|query_string|get_json|get_data)\b/;

/** Whether a part of it is what somebody sends with a request. */
export function comesFromRequest(value: Value): boolean {
  return someName(value, (names, text) => requestParts.test(text) || names.some((name) => requestParts.test(name)));
}

/** What takes the danger out of a path. */
const cleaning = ["werkzeug.utils.secure_filename", "os.path.basename", "builtins.int", "uuid.UUID"];

/** How deep values are looked into. */
const deepest = 20;

function someName(
  value: Value,
  test: (names: readonly string[], text: string) => boolean,
  depth: number = deepest,
): boolean {
  if (depth === 0) return false;
  const inside = (one: Value) => someName(one, test, depth - 1);
  switch (value.kind) {
    case "name":
      return test(value.names, value.text);
    case "call": {
      const { callees, text, receiver, arguments: given } = value.call;
      if (callees.some((name) => cleaning.includes(name))) return false;
      const own = callees.map((name) => `${name}()`);
      if (test(own, text) || (receiver !== undefined && inside(receiver))) return true;
      return given.some((argument) => inside(argument.value));
    }
    case "text":
      return value.parts.some((part) => typeof part !== "string" && inside(part));
    case "list":
    case "tuple":
    case "set":
      return value.items.some(inside);
    case "dict":
      return value.entries.some(([, one]) => inside(one));
    case "item":
    case "spread":
      return inside(value.of);
    case "operation":
      return value.operands.some(inside);
    case "either":
      return value.values.some(inside);
    case "string":
    case "bytes":
    case "number":
    case "boolean":
    case "none":
    case "unknown":
      return false;
  }
}

const importedBy = new WeakMap<FileFacts, ReadonlySet<string>>();

/** Whether the file imports the module, or something of it. */
export function doesImport(file: FileFacts, ...modules: readonly string[]): boolean {
  let roots = importedBy.get(file);
  if (roots === undefined) {
    roots = new Set(file.imports.flatMap(({ module, qualified }) => [...prefixes(module), ...prefixes(qualified)]));
    importedBy.set(file, roots);
  }
  return modules.some((module) => roots.has(module));
}

function prefixes(name: string): string[] {
  const parts = name.split(".");
  return parts.map((_, i) => parts.slice(0, i + 1).join("."));
}

/** Whether `inner` stands within `outer`. */
export function encloses(outer: Place, inner: Place): boolean {
  const begins = outer.line < inner.line || (outer.line === inner.line && outer.column <= inner.column);
  const ends = outer.endLine > inner.endLine || (outer.endLine === inner.endLine && outer.endColumn >= inner.endColumn);
  return begins && ends;
}

/** The assignment that `place` is a part of. */
export function assignmentAround(file: FileFacts, place: Place): Assignment | undefined {
  return file.assignments.find((assignment) => encloses(assignment.place, place));
}

/** The last name of a scope or of a dotted name. */
export function lastName(dotted: string): string {
  return dotted.slice(dotted.lastIndexOf(".") + 1);
}

/** The number or text of a literal that is known for sure. */
export function onlyString(value: Value | undefined): string | undefined {
  if (value === undefined) return undefined;
  const strings = stringsOf(value);
  return strings.length === 1 && possible(value).length === 1 ? strings[0] : undefined;
}

/** Qualified names it may have, and names as they are written where nobody knows better. */
export function possibleNames(value: Value): readonly string[] {
  return possible(value).flatMap((one) =>
    one.kind === "name" && one.names.length === 0 ? [lastName(one.text)] : namesOf(one),
  );
}
