/** What one rule does, as data for a reader: what it says by itself, or would do to a release or to a lock. */

import {
  type FinishedStack,
  isHeld,
  pinMatches,
  type PipelineContext,
  type Statement,
  type Unit,
} from "../pipeline/index.ts";
import type { Candidate } from "../ports/index.ts";
import type { PackageName } from "../python/index.ts";
import { distinctEffects, effectOf, noteEffect, type RuleEffect } from "./rule-effects.ts";
import { sayStatement } from "./rule-words.ts";

export interface RuleAccount {
  /** The full name. */
  readonly rule: string;
  readonly kind: Unit["kind"];
  /** The set that it belongs to, and its file there. */
  readonly source: string;
  readonly path: string;
  readonly effects: readonly RuleEffect[];
}

export interface RuleStage {
  readonly context: PipelineContext;
  /** Of a lock all its releases; of a package the one that is asked about, or none. */
  readonly stack: readonly Candidate[];
  /** The package that is asked about; undefined for a lock, of which only what is in it counts. */
  readonly subject: PackageName | undefined;
}

/** What a unit would do there. */
export function effectsOf(unit: Unit, stage: RuleStage): readonly RuleEffect[] {
  const { context, stack } = stage;
  if (unit.kind === "boot") {
    const refusal = unit.refuses?.(context);
    return [
      ...(refusal === undefined ? [] : [effectOf("ends the run", refusal)]),
      ...[...(unit.notes?.(context) ?? [])].map((note) => noteEffect(note)),
    ];
  }
  const statements = statementsIn(unit, stage).map((statement) => effectOf(sayStatement(statement), statement.reason));
  const acting = [...statements, ...(unit.kind === "pseudonym" ? standInEffects(unit, stage) : [])];
  // A rule often gives one reason for what it does and tells: once is enough.
  const said = new Set(acting.map(({ message }) => message));
  const notes = [...(unit.notes?.(context, stackOf(stack, acting.length > 0)) ?? [])].filter(
    ({ reason, manifestChanges }) => manifestChanges !== undefined || !said.has(reason.message),
  );
  return distinctEffects([...acting, ...notes.map((note) => noteEffect(note))]);
}

/** What it states of the lock, or of the package that is asked about, whatever stands beside that. */
function statementsIn(unit: Unit, { context, stack, subject }: RuleStage): readonly Statement[] {
  if (!("facts" in unit)) return [];
  const names = subject === undefined ? stack.map(({ name }) => name) : [...(unit.concerns ?? [subject])];
  const stated = [...new Set(names)]
    .filter((name) => unit.concerns?.has(name) ?? true)
    .flatMap((name) => [
      ...unit.facts(
        context,
        name,
        stack.filter((candidate) => candidate.name === name),
      ),
    ]);
  if (subject === undefined) return stated.filter((statement) => isHeld(statement, context, stackOf(stack, false)));
  return stated.filter((statement) => speaksOf(statement, subject, stack));
}

function speaksOf(statement: Statement, subject: PackageName, stack: readonly Candidate[]): boolean {
  if ("candidate" in statement) return true;
  const pins = statement.kind === "skip" ? [statement.pin] : statement.when;
  const own = pins.filter(({ name }) => name === subject);
  return own.length > 0 && stack.every((candidate) => own.every((pin) => pinMatches(pin, candidate)));
}

function standInEffects(
  { concerns, others, text }: Extract<Unit, { readonly kind: "pseudonym" }>,
  { context, stack, subject }: RuleStage,
): readonly RuleEffect[] {
  const written = text?.();
  const pins = written?.situations().flatMap((situation) => situation.pins);
  const names = [...concerns].filter((name) => {
    const own = stack.filter((candidate) => candidate.name === name);
    if (own.length === 0) return name === subject;
    return pins === undefined || pins.some((pin) => pin.among(context, own).length > 0);
  });
  const does = `lets releases of ${[...others].join(", ")} stand in for ${names.join(", ")}`;
  return names.length === 0 ? [] : [written === undefined ? { does, message: "" } : effectOf(does, written.reason())];
}

/** @param acts whether the one rule that looks at it does what it states. */
function stackOf(candidates: readonly Candidate[], acts: boolean): FinishedStack {
  return {
    candidates,
    introducers: () => new Set(),
    choices: (name) => candidates.filter((candidate) => candidate.name === name),
    hasDeparted: () => acts,
  };
}
