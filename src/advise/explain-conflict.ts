/** A conflict of the resolver in sentences, from the cause to the user's own line. The sentences stand in the advice. */

import type { Conflict, ConflictLine } from "../resolver/index.ts";

/** One sentence a line; the last names a line of the user's file. A last but one may say how much was left out. */
export function explainConflict(conflict: Conflict): string[] {
  const lines = conflict.lines.map(sayConflictLine);
  if (conflict.more === 0) return lines;
  const rest = conflict.more === 1 ? "1 more step" : `${conflict.more} more steps`;
  return [...lines.slice(0, -1), `and so on, ${rest}`, ...lines.slice(-1)];
}

/** Without a period. Names, versions and requirements stand in backticks. */
export function sayConflictLine(line: ConflictLine): string {
  switch (line.kind) {
    case "requires":
      return `\`${line.name}\` ${line.versions} requires \`${line.requirement.toString()}\``;
    case "excluded":
      return `\`${line.name}\` ${line.versions} cannot be chosen: ${line.reason.message}`;
    case "forbidden":
      return `${line.names.map((name) => `\`${name}\``).join(" and ")} may not meet: ${line.reason.message}`;
    case "missing":
      return `\`${line.name}\` ${line.reason}`;
    case "root":
      return `${sayPlace(line.origin)} asks for \`${line.origin.text}\``;
  }
}

/** Such as `Pipfile:7`. */
function sayPlace(origin: { readonly file: string; readonly line: number }): string {
  return origin.line === 0 ? origin.file : `${origin.file}:${origin.line}`;
}
