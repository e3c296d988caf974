/** What one rule would do to a release or to a lock, as data for a reader. */

import {
  type FinishedStack,
  isHeld,
  type Note,
  type PinCondition,
  pinMatches,
  type PipelineContext,
  type Statement,
  type Unit,
} from "../pipeline/index.ts";
import type { Candidate } from "../ports/index.ts";
import type { PackageName } from "../python/index.ts";

export interface RuleAccount {
  /** The full name. */
  readonly rule: string;
  readonly kind: Unit["kind"];
  /** The set that it belongs to, and its file there. */
  readonly source: string;
  readonly path: string;
  readonly effects: readonly RuleEffect[];
}

export interface RuleEffect {
  /** Completes "the rule …", such as `refuses numpy>=1.0 beside pillow==8.3.0`. May hold text from outside. */
  readonly does: string;
  /** Why, in the words of the rule. */
  readonly message: string;
  readonly link?: string;
}

export interface RuleView {
  readonly context: PipelineContext;
  /** Of a lock all its releases; of a package the one that is asked about, or none. */
  readonly stack: readonly Candidate[];
  /** The package that is asked about; undefined for a lock, of which only what is in it counts. */
  readonly subject: PackageName | undefined;
}

export function accountOf(unit: Unit, where: Pick<RuleAccount, "source" | "path">, view: RuleView): RuleAccount {
  return { rule: unit.name, kind: unit.kind, ...where, effects: effectsOf(unit, view) };
}

function effectsOf(unit: Unit, view: RuleView): readonly RuleEffect[] {
  const { context, stack } = view;
  if (unit.kind === "boot") {
    const refusal = unit.refuses?.(context);
    return [
      ...(refusal === undefined ? [] : [effect("ends the run", refusal)]),
      ...[...(unit.notes?.(context) ?? [])].flatMap(noteEffects),
    ];
  }
  const statements = statementsIn(unit, view).map((statement) => effect(sayStatement(statement), statement.reason));
  // A rule often gives one reason for what it does and tells: once is enough.
  const said = new Set(statements.map(({ message }) => message));
  const notes = [...(unit.notes?.(context, stackOf(stack)) ?? [])].filter(
    ({ reason, manifestChanges }) => manifestChanges !== undefined || !said.has(reason.message),
  );
  return distinct([
    ...statements,
    ...(unit.kind === "pseudonym" ? standInEffects(unit, view) : []),
    ...notes.flatMap(noteEffects),
  ]);
}

/** What it states of the lock, or of the package that is asked about, whatever stands beside that. */
function statementsIn(unit: Unit, { context, stack, subject }: RuleView): readonly Statement[] {
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
  if (subject === undefined) return stated.filter((statement) => isHeld(statement, context, stackOf(stack)));
  return stated.filter((statement) => speaksOf(statement, subject, stack));
}

function speaksOf(statement: Statement, subject: PackageName, stack: readonly Candidate[]): boolean {
  if ("candidate" in statement) return true;
  const pins = statement.kind === "skip" ? [statement.pin] : statement.when;
  const own = pins.filter(({ name }) => name === subject);
  return own.length > 0 && stack.every((candidate) => own.every((pin) => pinMatches(pin, candidate)));
}

function standInEffects(
  { concerns, others }: Extract<Unit, { readonly kind: "pseudonym" }>,
  { stack, subject }: RuleView,
): readonly RuleEffect[] {
  const names = [...concerns].filter((name) => name === subject || stack.some((candidate) => candidate.name === name));
  const does = `lets releases of ${[...others].join(", ")} stand in for ${names.join(", ")}`;
  return names.length === 0 ? [] : [{ does, message: "" }];
}

function sayStatement(statement: Statement): string {
  switch (statement.kind) {
    case "remove":
      return `refuses ${sayCandidate(statement.candidate)}`;
    case "forbid":
      return `refuses ${sayPins(statement)}`;
    case "opinion":
      return `scores ${statement.score} for ${"candidate" in statement ? sayCandidate(statement.candidate) : sayPins(statement)}`;
    case "skip":
      return `leaves out ${sayPins({ ...statement, when: [statement.pin, ...statement.when] })}`;
    case "add":
      return `adds ${statement.requirement.toString()} to ${sayPins(statement)}`;
  }
}

function sayCandidate({ name, version }: Candidate): string {
  return `${name}==${version.text}`;
}

function sayPins({
  when,
  introduced,
}: Pick<Extract<Statement, { readonly kind: "forbid" }>, "when" | "introduced">): string {
  const [first, ...more] = when.map(sayPin);
  const beside = more.length === 0 ? "" : ` beside ${more.join(", ")}`;
  const by = introduced === undefined ? "" : ` where ${introduced.by.map(sayPin).join(", ")} requires it`;
  return `${first ?? ""}${beside}${by}${introduced?.only === true ? " and nobody else" : ""}`;
}

function sayPin({ name, versions, index, notIndex }: PinCondition): string {
  const from = index === undefined ? "" : ` from ${index}`;
  return `${name}${versions?.toString() ?? ""}${from}${notIndex === undefined ? "" : ` not from ${notIndex}`}`;
}

function noteEffects({ severity, reason, manifestChanges = [] }: Note): readonly RuleEffect[] {
  const kinds = [...new Set(manifestChanges.map(({ kind }) => kind))];
  const changes = kinds.length === 0 ? "" : `, and advises to change ${kinds.join(", ")}`;
  return [effect(`notes (${severity})${changes}`, reason)];
}

function effect(does: string, { message, link }: Note["reason"]): RuleEffect {
  return { does, message, ...(link !== undefined && { link }) };
}

function distinct(effects: readonly RuleEffect[]): readonly RuleEffect[] {
  return [...new Map(effects.map((one) => [JSON.stringify(one), one])).values()];
}

function stackOf(candidates: readonly Candidate[]): FinishedStack {
  return {
    candidates,
    introducers: () => new Set(),
    choices: (name) => candidates.filter((candidate) => candidate.name === name),
  };
}
