/** A conflict of the resolver as data of the advice, from the cause to the user's own line. */

import type { Conflict, ConflictLine } from "../../resolver/index.ts";
import type { AdviceConflictLine } from "../advice.ts";
import { userLine } from "./demand.ts";
import { ruleOf } from "./why.ts";

/** The last line is the user's own; the one before it may say how much was left out. */
export function explainConflict({ lines, more }: Conflict): AdviceConflictLine[] {
  const told = lines.map(conflictLine);
  return more === 0 ? told : [...told.slice(0, -1), { kind: "omitted", steps: more }, ...told.slice(-1)];
}

export function conflictLine(line: ConflictLine): AdviceConflictLine {
  switch (line.kind) {
    case "requires":
      return { kind: line.kind, name: line.name, versions: line.versions, requirement: line.requirement.toString() };
    case "excluded":
      return { kind: line.kind, name: line.name, versions: line.versions, rule: ruleOf(line.reason) };
    case "forbidden":
      return { kind: line.kind, names: [...line.names], rule: ruleOf(line.reason) };
    case "missing":
      return { kind: line.kind, name: line.name, reason: line.reason };
    case "root":
      return { kind: line.kind, line: userLine(line.origin) };
  }
}
