/**
 * `advised_manifest_changes`: what to change in the resources that deploy an application, as operations of RFC 6902. The
 * format leaves them open; here they are checked, for an operation that no tool can carry out helps nobody.
 */

import { Type } from "typebox";
import { closed, closest, quoted, quotedList, type YamlPath } from "../base/index.ts";
import type { ManifestChange, PatchOperation } from "../pipeline/index.ts";
import type { RuleSource } from "./rule-source.ts";
import { Shape } from "./shape.ts";

const Word = Type.String({ minLength: 1, maxLength: 200 });

const entry = new Shape(closed({ apiVersion: Word, kind: Word, patch: Type.Unknown() }));

/** Pointers may be empty: that is the whole resource. */
const Pointer = Type.String({ maxLength: 2_000 });

const operation = new Shape(
  closed({ op: Type.String(), path: Pointer, from: Type.Optional(Pointer), value: Type.Optional(Type.Unknown()) }),
);

/** What each operation needs beside `path`. RFC 6902, section 4. */
const operands = {
  add: "value",
  remove: undefined,
  replace: "value",
  move: "from",
  copy: "from",
  test: "value",
} as const satisfies Record<PatchOperation["op"], "value" | "from" | undefined>;

type Operator = keyof typeof operands;

/**
 * @param value of the key: one change or a list of them, each with one operation or a list.
 * @throws {InvalidRule} naming what to write.
 */
export function compileManifestChanges(value: unknown, source: RuleSource): readonly ManifestChange[] {
  const path = ["run", "advised_manifest_changes"];
  return listOf(value, source, path).map(([change, place]) => {
    const { apiVersion, kind, patch } = entry.check(change, source, place);
    const at = [...place, "patch"];
    const operations = listOf(patch, source, at).map(([stated, inner]) => compileOperation(stated, source, inner));
    const [only] = operations;
    return { apiVersion, kind, patch: Array.isArray(patch) || only === undefined ? operations : only };
  });
}

/** One thing stands for a list of one. */
function listOf(value: unknown, source: RuleSource, path: YamlPath): readonly (readonly [unknown, YamlPath])[] {
  if (!Array.isArray(value)) return [[value, path]];
  if (value.length === 0) throw source.invalid(path, `${source.nameOf(path)} lists nothing`);
  return value.map((item: unknown, index) => [item, [...path, index]]);
}

function compileOperation(value: unknown, source: RuleSource, place: YamlPath): PatchOperation {
  const stated = operation.check(value, source, place);
  const op = operatorOf(stated.op, source, [...place, "op"]);
  const path = pointer(stated.path, source, [...place, "path"]);
  const operand = operands[op];
  for (const key of ["value", "from"] as const) {
    if (key !== operand && key in stated)
      throw source.invalid(
        [...place, key],
        `${source.nameOf([...place, key])} says nothing to \`op: ${op}\`: take it out`,
      );
    if (key === operand && !(key in stated))
      throw source.invalid(place, `${source.nameOf([...place, key])} is missing, which \`op: ${op}\` needs`);
  }
  if (op === "remove") return { op, path };
  if (op === "add" || op === "replace" || op === "test") return { op, path, value: stated.value };
  const from = pointer(stated.from ?? "", source, [...place, "from"]);
  if (op === "move" && path.startsWith(`${from}/`))
    throw source.invalid([...place, "path"], `${quoted(path)} is inside of ${quoted(from)}, which is moved there`);
  return { op, from, path };
}

function operatorOf(text: string, source: RuleSource, path: YamlPath): Operator {
  if (Object.hasOwn(operands, text)) return text as Operator;
  const names = Object.keys(operands);
  const meant = closest(text.toLowerCase(), names);
  const cure = meant === undefined ? `write one of ${quotedList(names)}` : `write \`op: ${meant}\``;
  throw source.invalid(path, `${quoted(text)} is not an operation of JSON Patch: ${cure}`);
}

/** RFC 6901, section 3: empty, or steps that each begin with `/`; `~` stands before `0` or `1`. */
function pointer(text: string, source: RuleSource, path: YamlPath): string {
  if (text !== "" && !text.startsWith("/"))
    throw source.invalid(
      path,
      `${quoted(text)} is not a JSON pointer: write ${quoted(`/${text.replaceAll(".", "/")}`)}`,
    );
  if (/~(?![01])/.test(text))
    throw source.invalid(path, `${quoted(text)} is not a JSON pointer: write \`~0\` for each \`~\``);
  return text;
}
