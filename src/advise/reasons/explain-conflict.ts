/** A conflict of the resolver as data of the advice, from the cause to the user's own line, and what would mend it. */

import type { Conflict, ConflictLine, RelaxedLine } from "../../resolver/index.ts";
import type { AdviceConflictLine, AdviceRelaxation } from "../advice.ts";
import { ruleOf, userLine } from "./demand.ts";

/** Steps that a document holds; of a longer way the number of the rest. */
const mostSteps = 500;

/** The whole way. The last line is the user's own. */
export function explainConflict({ lines }: Conflict): AdviceConflictLine[] {
  return shortened(lines.map(conflictLine), mostSteps);
}

/** At most `most` of the lines; before the last of them stands how many are left out. */
export function shortened(lines: readonly AdviceConflictLine[], most: number): AdviceConflictLine[] {
  if (lines.length <= most) return [...lines];
  const steps = lines.slice(most - 1, -1).reduce((sum, line) => sum + (line.kind === "omitted" ? line.steps : 1), 0);
  return [...lines.slice(0, most - 1), { kind: "omitted", steps }, lines.at(-1)!];
}

export function explainRelaxations({ relaxations }: Conflict): AdviceRelaxation[] {
  return relaxations.map((lines) => ({ lines: lines.map(relaxedLine) }));
}

function relaxedLine({ root, without, gives }: RelaxedLine): AdviceRelaxation["lines"][number] {
  const { name, specifier } = root.requirement;
  return {
    name,
    line: userLine(root.origin),
    bounds: specifier.toString(),
    without,
    gives: gives?.version.toString() ?? null,
  };
}

export function conflictLine(line: ConflictLine): AdviceConflictLine {
  switch (line.kind) {
    case "requires":
      return { kind: line.kind, name: line.name, versions: line.versions, requirement: line.requirement.toString() };
    case "excluded":
      return { kind: line.kind, name: line.name, versions: line.versions, rule: ruleOf(line.reason) };
    case "forbidden":
      return { kind: line.kind, names: [...line.names], rule: ruleOf(line.reason) };
    case "added":
      return {
        kind: line.kind,
        names: [...line.names],
        requirement: line.requirement.toString(),
        rule: ruleOf(line.reason),
      };
    case "offered":
      return {
        kind: line.kind,
        name: line.name,
        version: line.version,
        instead: line.instead.name,
        instead_version: line.instead.version.toString(),
        rule: ruleOf(line.reason),
      };
    case "missing":
      return { kind: line.kind, name: line.name, reason: line.reason };
    case "root":
      return { kind: line.kind, line: userLine(line.origin) };
  }
}
