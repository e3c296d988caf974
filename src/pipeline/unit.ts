/**
 * What a unit of the pipeline is. A unit states what it knows of one package as data, before the search and in any
 * order; nothing it says depends on what else has been decided. Built-in units are TypeScript, one a file; a rule of a
 * prescription compiles to the same thing.
 */

import type { Candidate } from "../ports/index.ts";
import type { PackageName } from "../python/index.ts";
import type { Fact, PinCondition, Reason } from "../resolver/index.ts";
import type { PipelineContext } from "./context.ts";

/** Never choose the candidate. */
export type Removal = Extract<Fact, { readonly kind: "remove" }>;

/** These pins may not all occur together. */
export type Prohibition = Extract<Fact, { readonly kind: "forbid" }>;

/** How welcome a candidate is. Which tier of the objective it counts in is not the unit's to say. */
export interface Opinion {
  readonly kind: "opinion";
  readonly candidate: Candidate;
  /** In [-1, 1]; higher is better, and 0 is what a candidate has that nobody speaks of. */
  readonly score: number;
  readonly reason: Reason;
}

/** What a reader is told of a finished stack. */
export interface Note {
  readonly kind: "note";
  /** Alternatives: the note is due if the stack matches every pin of one of them. */
  readonly when: readonly (readonly PinCondition[])[];
  readonly severity: "info" | "warning";
  readonly reason: Reason;
}

export type Statement = Removal | Prohibition | Opinion;

interface UnitBase {
  /** Unique over all kinds: `yanked` for a built-in unit, `<namespace>.<Name>` for a rule. */
  readonly name: string;
  /** Packages it has something to say about, and the only ones it is asked about; absent means all. */
  readonly concerns?: ReadonlySet<PackageName>;
  /** Whether it takes part in a run at all; absent means always. Pure, asked once a run. */
  includes?(context: PipelineContext): boolean;
  readonly notes?: readonly Note[];
}

/** Leaves candidates out. */
export interface Sieve extends UnitBase {
  readonly kind: "sieve";
  /** @param candidates all candidates of `name`, newest first. Pure. */
  facts(context: PipelineContext, name: PackageName, candidates: readonly Candidate[]): Iterable<Removal>;
}

/** Has an opinion on candidates, or forbids some of them beside others. */
export interface Step extends UnitBase {
  readonly kind: "step";
  /** @param candidates all candidates of `name`, newest first. Pure. */
  facts(context: PipelineContext, name: PackageName, candidates: readonly Candidate[]): Iterable<Statement>;
}

/** Only tells the reader something about a finished stack. */
export interface Wrap extends UnitBase {
  readonly kind: "wrap";
  readonly notes: readonly Note[];
}

export type Unit = Sieve | Step | Wrap;
