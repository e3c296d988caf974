/**
 * What a rule says by itself, whatever the run: what it speaks of, what it does, and what it tells. It is for whoever looks
 * at rules; a run goes by the facts and notes of units alone.
 */

import type { Candidate } from "../ports/index.ts";
import type { PackageName, SpecifierSet } from "../python/index.ts";
import type { Reason } from "../resolver/index.ts";
import type { Pipeline, PipelineContext } from "./context.ts";
import type { Note } from "./unit.ts";

/** One rule, taken apart for a reader. */
export interface RuleText {
  /** Alternatives, at least one. */
  situations(): readonly RuleSituation[];
  act(): RuleAct;
  /** Why it acts; its message is empty where the rule has no words. */
  reason(): Reason;
  /** What it tells, manifest changes included, once it acts. */
  notes(): readonly Note[];
  /** Whether the package is named in any part of what it matches or does. */
  names(name: PackageName): boolean;
  /**
   * The first of its conditions that does not hold, those on other units left out: they are in {@link Condition}. One of
   * which nothing is known here comes after all that are known to fail. Undefined where all hold. Pure.
   */
  failing(context: PipelineContext): FailingCondition | undefined;
}

/** All of these together. */
export interface RuleSituation {
  /** The one that the rule is about first; empty for any request or stack. */
  readonly pins: readonly StatedPin[];
  /** Who must have brought the first one in; empty where that does not matter. */
  readonly from: readonly StatedPin[];
  /** Whether nobody else may have. */
  readonly only: boolean;
}

/** Releases as a rule states them. */
export interface StatedPin {
  /** Undefined for any package. */
  readonly name: PackageName | undefined;
  readonly versions: SpecifierSet;
  /** The address of an index, or of the one that it must not be. */
  readonly index: { readonly url: string; readonly negated: boolean } | undefined;
  /** Whether only development needs the package. */
  readonly develop: boolean | undefined;
  /** Those of `candidates`, of whatever packages, that it speaks of. Pure. */
  among(context: PipelineContext, candidates: readonly Candidate[]): readonly Candidate[];
}

/** What a rule brings into a stack. */
export interface BroughtPin extends StatedPin {
  readonly name: PackageName;
  /** Whether the run has an index that it may be from; without one the rule brings in nothing. Pure. */
  hasIndex(context: PipelineContext): boolean;
}

/** The one thing that a rule does once it matches, beside its notes. */
export type RuleAct =
  | { readonly kind: "end the run" | "refuse" | "leave out" | "tell" }
  /** In [-1, 1]. */
  | { readonly kind: "score"; readonly score: number }
  | { readonly kind: "add"; readonly pin: BroughtPin }
  | { readonly kind: "stand in"; readonly pin: BroughtPin; readonly isSameVersion: boolean };

/** Why a rule takes no part, as far as it says so itself. */
export type FailingCondition =
  /** The rule is for other pipelines, if for any. */
  | { readonly kind: "other pipeline"; readonly pipelines: readonly Pipeline["kind"][] }
  | ({ readonly kind: "condition" } & StatedCondition)
  /** Nothing is known of what it asks for: nobody has looked into the code or the image, or the environment does not say. */
  | ({ readonly kind: "not known"; readonly of: "code" | "image" | "environment" } & StatedCondition);

/** A condition as the rule has it. */
export interface StatedCondition {
  /** Such as `runtime_environments.python_version`. */
  readonly key: string;
  /** What the rule has under it, as JSON has it. */
  readonly stated: unknown;
}
