/** Where a stack is other than files and packages ask for, because rules say so. */

import type { Chosen, Requirer, Stack } from "../../resolver/index.ts";
import type { AdviceDeparture } from "../advice.ts";
import type { Solved } from "../keep-old-stack.ts";
import { demandOf, ruleOf } from "./demand.ts";

/** What is left out, then what stands in, then what is added; each by name. */
export function departuresOf({ stack, skipped }: Pick<Solved, "stack" | "skipped">): AdviceDeparture[] {
  return [
    ...skipped.map(({ name, requiredBy, reason }): AdviceDeparture => ({
      kind: "left-out",
      name,
      demands: requiredBy.map((requirer) => demandOf(requirer, stack)),
      rule: ruleOf(reason),
    })),
    ...[...stack.values()].flatMap((chosen) => replacements(chosen, stack)),
    ...[...stack.values()].flatMap(additions),
  ];
}

function replacements({ candidate, requiredBy, standsFor = [] }: Chosen, stack: Stack): AdviceDeparture[] {
  return standsFor.map(({ candidate: { name }, reason }) => ({
    kind: "replaced",
    name,
    instead: candidate.name,
    instead_version: candidate.version.toString(),
    demands: requiredBy
      .filter(({ requirement }) => requirement.name === name)
      .map((requirer) => demandOf(requirer, stack)),
    rule: ruleOf(reason),
  }));
}

/** Nothing where files or packages ask for the package, too. */
function additions({ candidate: { name, version }, requiredBy }: Chosen): AdviceDeparture[] {
  if (!requiredBy.every(isRule)) return [];
  return requiredBy.filter(isRule).map(({ beside, requirement, reason }) => ({
    kind: "added",
    name,
    version: version.toString(),
    beside: [...beside],
    requirement: requirement.toString(),
    rule: ruleOf(reason),
  }));
}

type ByRule = Extract<Requirer, { readonly kind: "rule" }>;

function isRule(requirer: Requirer): requirer is ByRule {
  return requirer.kind === "rule";
}
