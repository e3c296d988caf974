/**
 * The answer: a stack, a conflict, or the best stack so far. What the domain expects is returned; only failures of the
 * outside are thrown.
 */

import type { Candidate } from "../ports/index.ts";
import type { ExtraName, PackageName, Requirement } from "../python/index.ts";
import type { Reason } from "./fact.ts";
import type { Origin, RootRequirement } from "./problem.ts";
import type { PredictorKnowledge } from "./predictors/knowledge.ts";
import { compareCosts } from "./ranking.ts";

/** Who asked for a package: the user's own line, another package of the stack, or a rule. */
export type Requirer =
  | { readonly kind: "root"; readonly origin: Origin; readonly requirement: Requirement }
  | { readonly kind: "package"; readonly name: PackageName; readonly requirement: Requirement }
  /** `beside` are the packages of the stack for which the rule adds it, by name. */
  | {
      readonly kind: "rule";
      readonly beside: readonly PackageName[];
      readonly requirement: Requirement;
      readonly reason: Reason;
    };

/** A candidate that another one stands in for. */
export interface StoodFor {
  readonly candidate: Candidate;
  readonly reason: Reason;
}

/** Requirements on a package that a rule lets vanish, so that they are not met. */
export interface Skipped {
  readonly name: PackageName;
  /** Never empty; root first, then by name. */
  readonly requiredBy: readonly Requirer[];
  readonly reason: Reason;
}

/** One package of a stack. */
export interface Chosen {
  readonly candidate: Candidate;
  /** Extras asked for by anyone in the stack, sorted. */
  readonly extras: readonly ExtraName[];
  /** Everyone in the stack who asked for it or for what it stands for: root first, then by name, then rules; never empty. */
  readonly requiredBy: readonly Requirer[];
  /** What it stands in for, by name; absent where it does for nothing. */
  readonly standsFor?: readonly StoodFor[];
}

/** Pins that satisfy every requirement, one candidate per package, each reachable from the root. By name. */
export type Stack = ReadonlyMap<PackageName, Chosen>;

/** One step of an explanation, from the cause to the consequence. */
export type ConflictLine =
  /** Some releases of a package (all that are left, or a range) need something. `versions` is for reading, such as `2.8 to 2.13.1`. */
  | {
      readonly kind: "requires";
      readonly name: PackageName;
      readonly versions: string;
      readonly requirement: Requirement;
    }
  /** Releases that cannot be chosen, and why: removed, unusable, or simply not there. */
  | { readonly kind: "excluded"; readonly name: PackageName; readonly versions: string; readonly reason: Reason }
  /** Pins that a rule keeps apart. */
  | { readonly kind: "forbidden"; readonly names: readonly PackageName[]; readonly reason: Reason }
  /** A rule that requires something where a stack holds the named packages. */
  | {
      readonly kind: "added";
      readonly names: readonly PackageName[];
      readonly requirement: Requirement;
      readonly reason: Reason;
    }
  /** A release of another package that may stand in for one, and would have to be chosen itself. */
  | {
      readonly kind: "offered";
      readonly name: PackageName;
      readonly version: string;
      readonly instead: Candidate;
      readonly reason: Reason;
    }
  /** A package that offers nothing to choose from; `reason` completes "NAME …". */
  | { readonly kind: "missing"; readonly name: PackageName; readonly reason: string }
  /** The user's own line. The last line of an explanation is always one of these. */
  | { readonly kind: "root"; readonly requirement: Requirement; readonly origin: Origin };

/** Why there is no stack: a minimal set of the user's own requirements that cannot hold together, and the way there. */
export interface Conflict {
  /** Dropping any one of them makes this conflict go away. */
  readonly requirements: readonly Origin[];
  /** The whole proof, causes before consequences. */
  readonly lines: readonly ConflictLine[];
  /** What the user may do, the cheapest first; empty where nobody asked, or nothing was found in time. */
  readonly relaxations: readonly Relaxation[];
}

/**
 * Lines of the user's such that there is a stack once all of them are relaxed, and none once any of them stays. One costs
 * less than another if it touches fewer lines, or as many of which fewer go altogether. In the order of the lines.
 */
export type Relaxation = readonly RelaxedLine[];

export interface RelaxedLine {
  readonly root: RootRequirement;
  /** What goes: its bounds, so that any release will do, or the line. */
  readonly without: "bounds" | "line";
  /** What the best stack then has of the package; undefined where it is not needed any more. */
  readonly gives: Candidate | undefined;
}

export interface Statistics {
  /** Packages whose candidates were listed. */
  readonly packages: number;
  /** Candidates whose metadata was read, those included that were read ahead and never wanted. */
  readonly metadataRead: number;
  readonly decisions: number;
  readonly conflicts: number;
  /** Grows by one for each literal whose consequences are drawn: what the search cost, whatever the machine. */
  readonly work: number;
  /** The work that was done when a stack of this cost was first found; undefined where there is none. */
  readonly workToBest: number | undefined;
}

/** A stack, what it costs, and what the best one costs at least; both by tier, in the units of facts. */
export interface Answer {
  readonly stack: Stack;
  /** What packages of the stack, rules and lines require and the stack does without, by name. */
  readonly skipped: readonly Skipped[];
  readonly cost: readonly number[];
  /** No stack costs less, in the order of the tiers. */
  readonly bound: readonly number[];
}

/** True where no stack costs less. */
export function isProved({ cost, bound }: Answer): boolean {
  return compareCosts(cost, bound) === 0;
}

/** What a predictor is to know the next time, if one was at work and there is a stack. */
interface Taught {
  readonly learned?: PredictorKnowledge;
}

export type Resolution =
  /** The best stack: its cost is the bound. Of stacks that cost the same it has the fewest packages, then the newest by name. */
  | (Answer & Taught & { readonly kind: "solved"; readonly statistics: Statistics })
  | { readonly kind: "unsolvable"; readonly conflict: Conflict; readonly statistics: Statistics }
  /** The signal has fired. `best` is the best stack so far, if one was found. */
  | (Taught & { readonly kind: "stopped"; readonly best: Answer | undefined; readonly statistics: Statistics });
