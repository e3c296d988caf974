/**
 * The entries of a lock one by one, with the line that each stands on: for whoever judges entries and points at them. A
 * package that stands in a requirements file twice is two entries here.
 */

import type { PackageName } from "../python/index.ts";
import { normalizeName } from "../python/index.ts";
import type { Lock } from "./formats.ts";
import { jsonKeyLines } from "./json-lines.ts";
import type { LockedFile, LockedPackage } from "./lock.ts";
import { splitKey } from "./pipfile-entry.ts";
import { exactVersion, type RequirementsLock } from "./requirements/lock.ts";

/** One entry. */
export interface LockedEntry extends Pick<LockedPackage, "name" | "version" | "hashes" | "index" | "source"> {
  readonly section: string;
  /** From 1; 1 as well where nobody can tell. */
  readonly line: number;
  readonly files: readonly LockedFile[] | undefined;
}

/** @param text the lock, from which `lock` was read. */
export function lockedEntries(lock: Lock, text: string): readonly LockedEntry[] {
  if (lock.kind === "requirements") return requirementEntries(lock);
  const lineOf = lock.kind === "pipfile" ? pipfileLines(text) : pylockLines(text);
  return [...lock.sections].flatMap(([section, packages]) =>
    [...packages.values()].map(({ name, version, hashes, index, source, files }) => ({
      name,
      version,
      hashes,
      index,
      source,
      section,
      files,
      line: lineOf(section, name),
    })),
  );
}

function requirementEntries({ file }: RequirementsLock): readonly LockedEntry[] {
  return file.statements.flatMap((statement) => {
    if (statement.kind !== "requirement" || statement.name === undefined) return [];
    const { name, hashes, source, line } = statement;
    const entry = { name, version: exactVersion(statement), hashes, index: undefined, source, files: undefined };
    return [{ ...entry, section: "default", line }];
  });
}

type LineOf = (section: string, name: PackageName) => number;

function pipfileLines(text: string): LineOf {
  const lines = new Map<string, number>();
  for (const { path, line } of jsonKeyLines(text, 2)) {
    const [section, key] = path;
    if (key !== undefined) lines.set(`${section} ${normalizeName(splitKey(key)[0])}`, line);
  }
  return (section, name) => lines.get(`${section} ${name}`) ?? 1;
}

/** As every tool writes them: `name` on a line of its own below `[[packages]]`. The first of several counts. */
function pylockLines(text: string): LineOf {
  const lines = new Map<string, number>();
  let isInPackage = false;
  for (const [i, line] of text.split("\n").entries()) {
    if (/^\s*\[/.test(line)) isInPackage = /^\s*\[\[\s*packages\s*\]\]/.test(line);
    const name = isInPackage ? /^\s*name\s*=\s*["']([^"']{1,200})["']/.exec(line)?.[1] : undefined;
    if (name !== undefined && !lines.has(name)) lines.set(name, i + 1);
  }
  return (_section, name) => lines.get(name) ?? 1;
}
