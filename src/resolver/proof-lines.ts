/**
 * The clauses of a refutation as lines: what is the same for many releases of a package is one line.
 */

import { Requirement, type PackageName } from "../python/index.ts";
import type { Cause, Causes } from "./cause.ts";
import type { Solver } from "./core/solver.ts";
import type { FactOf, Reason } from "./fact.ts";
import type { KnownPackage } from "./known-package.ts";

/** One thing to say, and the clauses that it stands for. `ordinals` are the releases it holds for, ascending. */
export type ProofLine = { readonly clauses: number[] } & (
  | {
      readonly kind: "requires";
      readonly owner: KnownPackage;
      readonly ordinals: number[];
      readonly target: KnownPackage;
      readonly requirement: Requirement;
    }
  | { readonly kind: "excluded"; readonly owner: KnownPackage; readonly ordinals: number[]; readonly reason: Reason }
  | { readonly kind: "absent"; readonly owner: KnownPackage; readonly versions: string; readonly reason: Reason }
  | { readonly kind: "missing"; readonly owner: KnownPackage; readonly reason: string }
  | { readonly kind: "forbidden"; readonly names: readonly PackageName[]; readonly reason: Reason }
  | {
      readonly kind: "offered";
      readonly owner: KnownPackage;
      readonly target: KnownPackage;
      readonly offer: FactOf<"offer">;
    }
  | {
      readonly kind: "added";
      readonly names: readonly PackageName[];
      readonly target: KnownPackage;
      readonly requirement: Requirement;
      readonly reason: Reason;
    }
);

/** Clauses that hold by definition, and the user's own, are in no line. Lines are in the order of their first clause. */
export function groupIntoLines(clauses: readonly number[], solver: Solver, causes: Causes): readonly ProofLine[] {
  const lines = new Map<string, ProofLine>();
  for (const clause of clauses) {
    const source = solver.sourceOf(clause);
    if (source < 0) continue;
    const cause = causes.at(source);
    if (cause.kind === "root") continue;
    const key = keyOf(cause);
    const line = lines.get(key) ?? lineOf(cause);
    lines.set(key, line);
    line.clauses.push(clause);
    if ((cause.kind === "requires" || cause.kind === "excluded") && "ordinals" in line)
      if (!line.ordinals.includes(cause.ordinal)) line.ordinals.push(cause.ordinal);
  }
  for (const line of lines.values()) if ("ordinals" in line) line.ordinals.sort((a, b) => a - b);
  return [...lines.values()];
}

type ToldCause = Exclude<Cause, { readonly kind: "root" }>;

/** Equal for causes that are one line. Requirements that admit the same candidates are the same. */
function keyOf(cause: ToldCause): string {
  switch (cause.kind) {
    case "requires": {
      const { owner, target, requirement } = cause;
      const names = [cause.kind, owner.name, target.name];
      if (isMissing(target)) return JSON.stringify(names);
      const admitted = target.admitted(requirement, undefined);
      const what = admitted.length > 0 ? admitted.join() : requirement.specifier.toString();
      return JSON.stringify([...names, what, requirement.extras]);
    }
    case "excluded":
      return JSON.stringify([cause.kind, cause.package.name, cause.reason]);
    case "absent":
      return JSON.stringify([cause.kind, cause.package.name, cause.versions, cause.reason]);
    case "missing":
      return JSON.stringify([cause.kind, cause.package.name]);
    case "forbidden":
      return JSON.stringify([cause.kind, cause.names, cause.reason]);
    case "offered": {
      const { candidate, instead } = cause.offer;
      const texts = [candidate, instead].map(({ name, version, index }) => `${name} ${version.text} ${index}`);
      return JSON.stringify([cause.kind, ...texts]);
    }
    case "added":
      return JSON.stringify([cause.kind, cause.names, cause.requirement.toString(), cause.reason]);
  }
}

function isMissing(target: KnownPackage): boolean {
  return target.facts.missing !== undefined;
}

function lineOf(cause: ToldCause): ProofLine {
  switch (cause.kind) {
    case "requires": {
      const { kind, owner, target } = cause;
      // Of what does not exist any bounds are the same.
      const requirement = isMissing(target) ? Requirement.parse(target.name) : cause.requirement;
      return { kind, owner, ordinals: [], target, requirement, clauses: [] };
    }
    case "excluded":
      return { kind: cause.kind, owner: cause.package, ordinals: [], reason: cause.reason, clauses: [] };
    case "absent": {
      const { kind, versions, reason } = cause;
      return { kind, owner: cause.package, versions, reason, clauses: [] };
    }
    case "missing":
      return { kind: cause.kind, owner: cause.package, reason: cause.reason, clauses: [] };
    case "offered":
    case "added":
      return { ...cause, clauses: [] };
    case "forbidden":
      return { kind: cause.kind, names: cause.names, reason: cause.reason, clauses: [] };
  }
}
