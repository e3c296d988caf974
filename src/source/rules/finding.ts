/** What a rule has found, as plain data, and the name by which the same finding is known again after the file has moved on. */

import { createHash } from "node:crypto";

import type { Part, Place } from "../syntax/facts.ts";
import type { Level } from "./rule.ts";

export interface Finding {
  /** Such as `PY030`. */
  readonly rule: string;
  readonly level: Level;
  readonly message: string;
  readonly file: string;
  /** Lines and columns count from 1, columns in UTF-16 units; the end is the first column behind it. */
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  /** Such as `Loader.read`; "" for the module. */
  readonly scope: string;
  readonly part: Part;
  readonly cwe: number;
  readonly link: string;
  /**
   * Of the rule, the line without its spacing, and the scope: 32 hexadecimal digits, with `:2` for the second equal one of
   * a file. It stays when other lines move the finding about.
   */
  readonly fingerprint: string;
}

/** One that a comment in the code switches off. */
export interface SuppressedFinding extends Finding {
  readonly by: "nosec" | "noqa" | "thoth: ignore";
  /** What the comment says besides; "" where it says nothing. */
  readonly reason: string;
}

/** The gravest first, then in the order of files. */
export function compareFindings(a: Finding, b: Finding): number {
  return (
    gravity[a.level] - gravity[b.level] ||
    compareText(a.file, b.file) ||
    a.line - b.line ||
    a.column - b.column ||
    compareText(a.rule, b.rule)
  );
}

export const gravity: Readonly<Record<Level, number>> = { error: 0, warning: 1, info: 2 };

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Gives fingerprints for one file, in the order of its findings. */
export class Fingerprints {
  readonly #seen = new Map<string, number>();

  next(rule: string, line: string, scope: string): string {
    const text = JSON.stringify([rule, line.trim().replaceAll(/\s+/g, " "), scope]);
    const digest = createHash("sha256").update(text).digest("hex").slice(0, 32);
    const count = (this.#seen.get(digest) ?? 0) + 1;
    this.#seen.set(digest, count);
    return count === 1 ? digest : `${digest}:${count}`;
  }
}

/** From the beginning of the one to the end of the other. */
export function spanning(a: Place, b: Place): { readonly line: number; readonly endLine: number } {
  return { line: Math.min(a.line, b.line), endLine: Math.max(a.endLine, b.endLine) };
}
