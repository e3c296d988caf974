/** Methods that make text out of text, as far as it is literal. */

import type { Call } from "./facts.ts";
import { format, join } from "./fold.ts";
import { unknown, type Value } from "./value.ts";

export const textMethods: ReadonlySet<string> = new Set([
  "format",
  "join",
  "encode",
  "dedent",
  "strip",
  "lstrip",
  "rstrip",
  "lower",
  "upper",
]);

/** What `text.method(…)` gives; undefined where it is a call like any other. */
export function callOfText({ method, callees, arguments: given }: Call, text: Value): Value | undefined {
  const isText = text.kind === "string" || text.kind === "text";
  const [first] = given;
  switch (method) {
    case "format": {
      if (!isText) return undefined;
      const listed = given.filter(({ keyword }) => keyword === undefined).map(({ value }) => value);
      const named = given.flatMap(({ keyword, value }) => (keyword === undefined ? [] : [[keyword, value] as const]));
      return format(text, listed, new Map(named), { kind: "spread", of: unknown });
    }
    case "join":
      return isText && first !== undefined ? join(text, first.value) : undefined;
    case "encode":
      return text.kind === "string" ? { kind: "bytes", value: bytesOf(text.value) } : isText ? text : undefined;
    case "dedent":
      return callees.includes("textwrap.dedent") ? first?.value : undefined;
    default:
      if (text.kind !== "string" || given.length > 0) return isText ? text : undefined;
      return { kind: "string", value: changed(method, text.value) };
  }
}

function changed(method: string, text: string): string {
  if (method === "lower") return text.toLowerCase();
  if (method === "upper") return text.toUpperCase();
  return method === "lstrip" ? text.trimStart() : method === "rstrip" ? text.trimEnd() : text.trim();
}

function bytesOf(text: string): string {
  return Buffer.from(text, "utf8").toString("latin1");
}
