/** What one rule does, as data for a reader: what it says by itself, or would do to a release or to a lock. */

import {
  type FinishedStack,
  isHeld,
  pinMatches,
  type PipelineContext,
  type RuleText,
  type Statement,
  type Unit,
} from "../pipeline/index.ts";
import type { Candidate } from "../ports/index.ts";
import type { PackageName } from "../python/index.ts";
import { effectOf, effectsWith, type RuleEffect } from "./rule-effects.ts";
import { sayAct, sayStated, sayStatement } from "./rule-words.ts";

export interface RuleAccount {
  /** The full name. */
  readonly rule: string;
  readonly kind: Unit["kind"];
  /** The set that it belongs to, and its file there. */
  readonly source: string;
  readonly path: string;
  readonly effects: readonly RuleEffect[];
}

/** Where a rule is looked at. */
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
  const text = unit.text?.();
  if (unit.kind === "boot") {
    const refusal = unit.refuses?.(context);
    const acts = refusal === undefined ? [] : [effectOf("ends the run", refusal)];
    return effectsWith(acts, [...(unit.notes?.(context) ?? [])], text);
  }
  const act = text?.act();
  const statements = statementsIn(unit, stage)
    // That what is added is from no other index is a part of adding it.
    .filter(({ kind }) => act?.kind !== "add" || kind === "add")
    .map((statement) => effectOf(sayStatement(statement, act), text?.reason() ?? statement.reason));
  const acts = [...statements, ...(text === undefined ? [] : standInEffects(text, stage))];
  return effectsWith(acts, [...(unit.notes?.(context, stackOf(stack, acts.length > 0)) ?? [])], text);
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

function standInEffects(text: RuleText, { context, stack, subject }: RuleStage): readonly RuleEffect[] {
  const act = text.act();
  if (act.kind !== "stand in" || !act.pin.hasIndex(context)) return [];
  const pins = text.situations().flatMap((situation) => situation.pins);
  const meant = pins.filter((pin) =>
    stack.length === 0 ? subject !== undefined && pin.name === subject : pin.among(context, stack).length > 0,
  );
  const does = meant.length === 0 ? undefined : sayAct(act, meant.map(sayStated).join(" or "));
  return does === undefined ? [] : [effectOf(does, text.reason())];
}

/** @param acts whether the one rule that looks at it does what it states. */
function stackOf(candidates: readonly Candidate[], acts: boolean): FinishedStack {
  return {
    candidates,
    introducers: () => new Set(),
    atHand: (name) => candidates.filter((candidate) => candidate.name === name),
    hasDeparted: () => acts,
  };
}
