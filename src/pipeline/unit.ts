/**
 * What a unit of the pipeline is. A unit states what it knows of one package as data, before the search and in any
 * order; nothing it says depends on what else has been decided. Built-in units are TypeScript, one a file; a rule of a
 * prescription compiles to the same thing.
 */

import type { Candidate } from "../ports/index.ts";
import type { PackageName } from "../python/index.ts";
import type { FactOf, Introduction, PinCondition, Reason } from "../resolver/index.ts";
import type { PipelineContext } from "./context.ts";
import type { FinishedStack } from "./finished-stack.ts";
import type { Condition } from "./inclusion.ts";
import type { RuleText } from "./rule-text.ts";

/** Never choose the candidate. */
export type Removal = FactOf<"remove">;

/** These pins may not all occur together. */
export type Prohibition = FactOf<"forbid">;

/** A dependency vanishes. */
export type Skip = FactOf<"skip">;

/** Also needed. */
export type Addition = FactOf<"add">;

/** A release of another package may stand in. */
export type Offer = FactOf<"offer">;

/** How welcome something is. Which tier of the objective it counts in is not the unit's to say. */
export type Opinion = CandidateOpinion | StackOpinion;

interface OpinionBase {
  readonly kind: "opinion";
  /** In [-1, 1]; higher is better, and 0 is what has nobody's opinion. */
  readonly score: number;
  readonly reason: Reason;
}

/** Of a candidate, whatever else is in the stack. */
export interface CandidateOpinion extends OpinionBase {
  readonly candidate: Candidate;
}

/** Of a stack that holds all of these pins. */
export interface StackOpinion extends OpinionBase {
  /** Never empty. */
  readonly when: readonly PinCondition[];
  readonly introduced?: Introduction;
}

export type Statement = Removal | Prohibition | Opinion | Skip | Addition;

/** How grave a note is. */
export type Severity = "info" | "warning" | "error";

/** What a reader is told. */
export interface Note {
  readonly kind: "note";
  readonly severity: Severity;
  /** Its link is the first one. */
  readonly reason: Reason;
  /** Where else to read about it. */
  readonly moreLinks?: readonly string[];
  /** Present for what only whoever looks closely wants to know: a report tells it, a pull request does not. */
  readonly detail?: true;
  /** What the note is about, where the unit says so. */
  readonly subject?: NoteSubject;
  /** Present for what is about the run as a whole, such as the `stack_info` of a rule, and not about its stack. */
  readonly ofRun?: true;
  /** What to change in the files that deploy the application. */
  readonly manifestChanges?: readonly ManifestChange[];
}

export interface NoteSubject {
  readonly package?: PackageName;
  /** A specifier, as written. */
  readonly versions?: string;
  /** Text of, or on, an advisory. */
  readonly advisory?: string;
  /** Such as `CVE-2022-30877`. */
  readonly cve?: string;
  readonly cveName?: string;
}

/** What to change in a resource of Kubernetes or the like. */
export interface ManifestChange {
  /** Such as `apps/v1`. */
  readonly apiVersion: string;
  /** Such as `Deployment`. */
  readonly kind: string;
  /** One operation, or several in their order, as it was stated; never empty. */
  readonly patch: PatchOperation | readonly PatchOperation[];
}

/** RFC 6902, section 4; `path` and `from` are JSON pointers by RFC 6901. */
export type PatchOperation =
  | { readonly op: "add" | "replace" | "test"; readonly path: string; readonly value: unknown }
  | { readonly op: "move" | "copy"; readonly from: string; readonly path: string }
  | { readonly op: "remove"; readonly path: string };

interface UnitBase {
  /** Unique over all kinds: `yanked` for a built-in unit, `<namespace>.<Name>` for a rule. */
  readonly name: string;
  /** Packages it has something to say about, and the only ones it is asked about; absent means all. */
  readonly concerns?: ReadonlySet<PackageName>;
  /** When it takes part in a run at all; absent means always. */
  readonly condition?: Condition;
  /** What a reader of this very stack should know. Pure: each stack is told all that holds of it. */
  notes?(context: PipelineContext, stack: FinishedStack): Iterable<Note>;
  /** Of a rule: what it says by itself. */
  readonly text?: () => RuleText;
}

/** Looks at the request before anything is searched. */
export interface Boot extends UnitBase {
  readonly kind: "boot";
  /** Why the run ends before it begins; undefined where it may go on. Pure. */
  refuses?(context: PipelineContext): Reason | undefined;
  /** Of a rule: whether it is about this request, whatever it has to say. Pure. */
  matches?(context: PipelineContext): boolean;
  /** Only built-in units have it: the context that all others see in place of this one. Pure. */
  adjusts?(context: PipelineContext): PipelineContext;
  /** What a reader should know whatever comes of the run; there may be no stack. Pure. */
  notes?(context: PipelineContext): Iterable<Note>;
}

/** Offers releases of other packages in place of those that are asked for. */
export interface Pseudonym extends UnitBase {
  readonly kind: "pseudonym";
  readonly concerns: ReadonlySet<PackageName>;
  /** The packages whose releases may stand in. */
  readonly others: ReadonlySet<PackageName>;
  /**
   * @param candidates all candidates of one package, newest first.
   * @param known all candidates of each of `others`, newest first; empty for one that is on no index. Pure.
   */
  offers(
    context: PipelineContext,
    candidates: readonly Candidate[],
    known: (name: PackageName) => readonly Candidate[],
  ): Iterable<Offer>;
}

/** Leaves candidates out, or packages. */
export interface Sieve extends UnitBase {
  readonly kind: "sieve";
  /** @param candidates all candidates of `name`, newest first. Pure. */
  facts(context: PipelineContext, name: PackageName, candidates: readonly Candidate[]): Iterable<Removal | Skip>;
}

/** Has an opinion on candidates, or says what goes or does not go with them. */
export interface Step extends UnitBase {
  readonly kind: "step";
  /** Present where it is about several packages alike, and states its facts for one of them only. */
  readonly isGroup?: true;
  /** Of a rule: whether `stack` holds what it is about with the package `asked` as its subject. Pure. */
  matches?(context: PipelineContext, stack: FinishedStack, asked: PackageName): boolean;
  /** @param candidates all candidates of `name`, newest first. Pure. */
  facts(context: PipelineContext, name: PackageName, candidates: readonly Candidate[]): Iterable<Statement>;
}

/** Refuses finished stacks. */
export interface Stride extends UnitBase {
  readonly kind: "stride";
  /** Of a rule: whether it is about this stack. Pure. */
  matches?(context: PipelineContext, stack: FinishedStack): boolean;
  /** @param candidates all candidates of `name`, newest first. Pure. */
  facts(context: PipelineContext, name: PackageName, candidates: readonly Candidate[]): Iterable<Prohibition>;
}

/** Only tells the reader something about a finished stack. */
export interface Wrap extends UnitBase {
  readonly kind: "wrap";
  /** Of a rule: whether it is about this stack, whatever it has to say. Pure. */
  matches?(context: PipelineContext, stack: FinishedStack): boolean;
  notes(context: PipelineContext, stack: FinishedStack): Iterable<Note>;
}

export type Unit = Boot | Pseudonym | Sieve | Step | Stride | Wrap;
