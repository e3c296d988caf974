/**
 * What databases say of the code that has a flaw, each in its own field: GitHub a list of functions, PyPA modules with an
 * attribute. What is in another shape says nothing.
 */

import { normalizeName, type PackageName } from "../python/index.ts";
import type { OsvRecord } from "./osv.ts";

/** Full names, such as `PIL.ImageFont`, of what is affected in the package. */
export function functionsOf({ affected = [] }: OsvRecord, name: PackageName): readonly string[] {
  return affected.flatMap(({ package: of, ecosystem_specific: specific }) => {
    if (of?.ecosystem !== "PyPI" || normalizeName(of.name) !== name || !isObject(specific)) return [];
    return [...texts(specific["affected_functions"]), ...imported(specific["imports"])].map(withoutCall);
  });
}

/** Kinds of weakness, such as `CWE-79`. */
export function cweOf({ database_specific: specific }: OsvRecord): readonly string[] {
  return texts(specific?.cwe_ids).filter((text) => /^CWE-\d+$/.test(text));
}

/** Of `{attribute, modules}`: the attribute of each module, or the module itself. */
function imported(value: unknown): readonly string[] {
  return (Array.isArray(value) ? value : []).flatMap((item: unknown) => {
    if (!isObject(item)) return [];
    const { attribute, modules } = item;
    return texts(modules).map((module) =>
      typeof attribute === "string" && attribute !== "" ? `${module}.${attribute}` : module,
    );
  });
}

/** Some are written as calls, `tarfile.open()`. */
function withoutCall(name: string): string {
  return name.replace(/\(.*\)$/s, "").trim();
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === "string" && item !== "") : [];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
