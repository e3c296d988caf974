/**
 * From the lines of a proof to those of an explanation: in the order in which a reader can follow, with ranges of
 * versions, and with the many requirements of a package on one other told as one where that says the same.
 */

import { Requirement, type PackageName } from "../python/index.ts";
import type { KnownPackage } from "./known-package.ts";
import type { ProofLine } from "./proof-lines.ts";
import type { ConflictLine } from "./resolution.ts";
import type { RootLine } from "./root-line.ts";
import { describeVersions } from "./version-text.ts";

type RequiresLine = Extract<ProofLine, { readonly kind: "requires" }>;

/** Requirements of one package on another that are told one by one; more are told as their range. */
const MOST_SEPARATE = 2;

/** Causes first: what lies farthest from the user's lines comes first, and within a package why releases are out. */
export function tellLines(lines: readonly ProofLine[], roots: readonly RootLine[]): ConflictLine[] {
  const depths = depthsFrom(roots, lines);
  const depthOf = (line: ProofLine): number =>
    Math.max(...namesOf(line).map((name) => depths.get(name) ?? Number.MAX_SAFE_INTEGER));
  return mergeRequirements(lines)
    .map((line) => ({ line, depth: depthOf(line) }))
    .sort((a, b) => b.depth - a.depth || Number(a.line.kind === "requires") - Number(b.line.kind === "requires"))
    .map(({ line }) => tell(line));
}

/** By package: how many requirements lie between it and a line of the user's. */
function depthsFrom(roots: readonly RootLine[], lines: readonly ProofLine[]): ReadonlyMap<PackageName, number> {
  const depths = new Map(roots.map(({ root }) => [root.requirement.name, 0]));
  const requires = lines.filter((line) => line.kind === "requires" || line.kind === "offered");
  for (const [name, depth] of depths)
    for (const { owner, target } of requires)
      if (owner.name === name && !depths.has(target.name)) depths.set(target.name, depth + 1);
  return depths;
}

function namesOf(line: ProofLine): readonly PackageName[] {
  return line.kind === "forbidden" || line.kind === "added" ? line.names : [line.owner.name];
}

function mergeRequirements(lines: readonly ProofLine[]): readonly ProofLine[] {
  const pairs = Map.groupBy(
    lines.filter((line) => line.kind === "requires"),
    ({ owner, target }) => `${owner.name} ${target.name}`,
  );
  const merged = new Map<ProofLine, ProofLine | undefined>();
  for (const group of pairs.values()) {
    const range = group.length > MOST_SEPARATE ? rangeOf(group) : undefined;
    if (range !== undefined) for (const [i, line] of group.entries()) merged.set(line, i === 0 ? range : undefined);
  }
  return lines.map((line) => (merged.has(line) ? merged.get(line) : line)).filter((line) => line !== undefined);
}

/**
 * One line for several: each of the releases requires something between two releases of the target. Undefined where the
 * target has releases in between that none of them admits, because then the range would say less than the proof needs.
 */
function rangeOf(group: readonly RequiresLine[]): RequiresLine | undefined {
  const { owner, target } = group[0]!;
  const taken = new Set(group.flatMap(({ requirement }) => target.admitted(requirement, undefined)));
  const admitted = [...taken].filter((ordinal) => !target.isStandIn(ordinal));
  admitted.sort((a, b) => a - b);
  const [newest] = admitted;
  const oldest = admitted.at(-1);
  if (newest === undefined || oldest === undefined || oldest - newest + 1 !== admitted.length) return undefined;
  const bounds = `>=${target.candidate(oldest).version.text},<=${target.candidate(newest).version.text}`;
  const ordinals = [...new Set(group.flatMap((line) => line.ordinals))].sort((a, b) => a - b);
  const requirement = Requirement.parse(`${target.name}${bounds}`);
  return { kind: "requires", owner, target, ordinals, requirement, clauses: [] };
}

function tell(line: ProofLine): ConflictLine {
  switch (line.kind) {
    case "requires": {
      const { kind, owner, ordinals, requirement } = line;
      return { kind, name: owner.name, versions: versionsLeft(owner, ordinals), requirement };
    }
    case "excluded": {
      const { owner, ordinals, reason } = line;
      return { kind: line.kind, name: owner.name, versions: versionsExactly(owner, ordinals), reason };
    }
    case "absent":
      return { kind: "excluded", name: line.owner.name, versions: line.versions, reason: line.reason };
    case "missing":
      return { kind: line.kind, name: line.owner.name, reason: line.reason };
    case "offered": {
      const { candidate, instead, reason } = line.offer;
      return { kind: line.kind, name: candidate.name, version: candidate.version.text, instead, reason };
    }
    case "added":
      return { kind: line.kind, names: line.names, requirement: line.requirement, reason: line.reason };
    case "forbidden":
      return { kind: line.kind, names: line.names, reason: line.reason };
  }
}

/** Ranges that may run over releases which are ruled out in any case. */
function versionsLeft({ facts, ruledOut }: KnownPackage, ordinals: readonly number[]): string {
  return describeVersions(facts.candidates, ordinals, ruledOut);
}

function versionsExactly({ facts }: KnownPackage, ordinals: readonly number[]): string {
  return describeVersions(facts.candidates, ordinals, new Set());
}
