/**
 * Usage as rules ask for it: the full names that the project's own code uses, by their top module. Tests and documents are
 * not what is deployed. Built-in names stand under `__builtins__`, as collections of rules write them, and `builtins`.
 */

import type { SourceUsage } from "./usage.ts";

export function libraryUsageOf({ uses }: Pick<SourceUsage, "uses">): ReadonlyMap<string, ReadonlySet<string>> {
  const usage = new Map<string, Set<string>>();
  for (const use of uses) {
    if (use.part !== "code" || use.name.startsWith(".")) continue;
    const name = use.name.replaceAll(/\(\)|\[\]/g, "");
    for (const written of name.startsWith("builtins.") ? [name, `__builtins__${name.slice(8)}`] : [name]) {
      const top = written.split(".", 1)[0]!;
      const known = usage.get(top);
      if (known === undefined) usage.set(top, new Set([written]));
      else known.add(written);
    }
  }
  return usage;
}
