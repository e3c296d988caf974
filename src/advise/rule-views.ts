/**
 * Rules as a person looks at them: those that speak of a package or of a lock, in each runtime environment of a folder,
 * and what they would do; or one rule, what it says, and where it takes part. Who brought a package in is not known, so
 * that rules that ask for it have no effect here.
 */

import type { RuntimeEnvironment } from "../environments/index.ts";
import { type FailingCondition, Inclusion, type Unit } from "../pipeline/index.ts";
import type { PackageName, Version } from "../python/index.ts";
import { effectsOf, type RuleAccount } from "./rule-account.ts";
import type { RuleEffect } from "./rule-effects.ts";
import { effectsInGeneral, isAbout, silenceOf } from "./rule-text.ts";
import { firstIndex, readWorlds, type RuleViewRequest, type RuleWorld } from "./rule-worlds.ts";
import type { RulesInForce } from "./rules-in-force.ts";
import type { AdviceServices, RuleSet } from "./services.ts";

/** What is seen in each environment. */
export interface RuleViews<View> {
  /** Sentences about what the repository says of rules that needs attention. */
  readonly remarks: readonly string[];
  readonly environments: readonly View[];
}

/** One runtime environment. */
export interface RuleView {
  readonly environment: RuntimeEnvironment;
  /** Why the files of the project do not count here, where they do not. */
  readonly remark: string | undefined;
  readonly rules: readonly RuleAccount[];
}

/** What is looked at: a package, perhaps one release of it, or with neither the lock. */
export interface RuleSubject {
  readonly name: PackageName;
  readonly version: Version | undefined;
}

/**
 * The rules that speak of a package or, without one, those that do something about the lock. A rule that speaks of the
 * package and would do nothing to the release alone is told by what it says.
 *
 * @throws {UserError} as `readProject` does, but for a missing manifest.
 */
export async function viewRules(
  request: RuleViewRequest,
  subject: RuleSubject | undefined,
  services: AdviceServices,
  signal: AbortSignal,
): Promise<RuleViews<RuleView>> {
  const { worlds, rules } = await readWorlds(request, services, signal);
  const environments = worlds.map((world) => {
    const found = subject === undefined ? rulesOnLock(world) : rulesAbout(subject, world);
    return { ...viewOf(world), rules: found.flatMap(([unit, effects]) => accountsOf(unit, effects, rules.sets)) };
  });
  return { remarks: rules.remarks, environments };
}

type Told = readonly [unit: Unit, effects: readonly RuleEffect[]];

function rulesOnLock({ context, locked, units }: RuleWorld): readonly Told[] {
  const names = context.requirements.map(({ requirement }) => requirement.name);
  const found = [...units.boots(names), ...locked.flatMap(({ name }) => units.of(name)), ...units.on(locked)];
  return [...new Set(found)]
    .map((unit) => [unit, effectsOf(unit, { context, stack: locked, subject: undefined })] as const)
    .filter(([, effects]) => effects.length > 0);
}

function rulesAbout({ name, version }: RuleSubject, world: RuleWorld): readonly Told[] {
  const { context, locked, units, stores } = world;
  const stack =
    version === undefined
      ? locked.filter((candidate) => candidate.name === name)
      : [{ name, version, index: firstIndex(context), files: [] }];
  const inclusion = inclusionIn(world);
  const naming = stores.flatMap((store) => store.naming(name)).filter((unit) => inclusion.has(unit));
  const found = [...new Set([...naming, ...units.of(name), ...units.on(stack)])];
  return found.flatMap((unit): readonly Told[] => {
    const effects = effectsOf(unit, { context, stack, subject: name });
    if (effects.length > 0) return [[unit, effects]];
    const text = unit.text?.();
    // Without a version it is about the package at all, whatever is locked.
    if (text === undefined || !isAbout(text, name, version === undefined ? [] : stack, context)) return [];
    return [[unit, effectsInGeneral(unit.kind, text)]];
  });
}

/** One rule in one environment; its account says what it does to anything. */
export interface OneRuleView extends RuleView {
  /** Undefined where it takes part. */
  readonly absence: RuleAbsence | undefined;
  /** What it does to the releases of the lock; nothing where it takes no part. */
  readonly onLock: readonly RuleEffect[];
  /** Why that is nothing, where it takes part. */
  readonly silence: readonly string[];
}

/** Why a rule takes no part. */
export type RuleAbsence =
  /** `until` is an ISO 8601 day; `place` is where that is written. */
  | { readonly kind: "switched off"; readonly until: string; readonly reason: string; readonly place: string }
  | { readonly kind: "source left out"; readonly source: string }
  | ({ readonly kind: "condition" } & FailingCondition)
  /** One that it depends on takes no part, or there is none of that name. */
  | { readonly kind: "other rule"; readonly rule: string; readonly isThere: boolean };

/** One rule in each environment; in none where no rule has the name. @throws {UserError} as `viewRules` does. */
export async function viewRule(
  request: RuleViewRequest,
  name: string,
  services: AdviceServices,
  signal: AbortSignal,
): Promise<RuleViews<OneRuleView>> {
  const { worlds, rules } = await readWorlds(request, services, signal);
  const unit = unitCalled(name, rules);
  const environments = unit === undefined ? [] : worlds.map((world) => viewOne(unit, world, rules));
  return { remarks: rules.remarks, environments };
}

function viewOne(unit: Unit, world: RuleWorld, rules: RulesInForce): OneRuleView {
  const { context, locked } = world;
  const text = unit.text?.();
  const general = text === undefined ? [] : effectsInGeneral(unit.kind, text);
  const absence = absenceOf(unit, world, rules);
  const takesPart = absence === undefined;
  const onLock = takesPart ? effectsOf(unit, { context, stack: locked, subject: undefined }) : [];
  const silence = takesPart && onLock.length === 0 && text !== undefined ? silenceOf(unit, text, locked, context) : [];
  const accounts = accountsOf(unit, general, [...rules.sets, ...rules.leftOut]);
  return { ...viewOf(world), rules: accounts, absence, onLock, silence };
}

function absenceOf(unit: Unit, world: RuleWorld, rules: RulesInForce): RuleAbsence | undefined {
  const { name, condition } = unit;
  const source = rules.sets.some(({ pathOf }) => pathOf(name) !== undefined)
    ? undefined
    : rules.leftOut.find(({ pathOf }) => pathOf(name) !== undefined);
  if (source !== undefined) return { kind: "source left out", source: source.name };
  const off = rules.off.get(name);
  if (off !== undefined) return { kind: "switched off", until: off.expires, reason: off.reason, place: off.place };
  const inclusion = inclusionIn(world);
  if (inclusion.has(unit)) return undefined;
  const failing = unit.text?.().failing(world.context);
  if (failing !== undefined) return { kind: "condition", ...failing };
  for (const reference of condition?.dependencies ?? []) {
    const other = findIn(world, reference);
    if (other !== undefined && inclusion.has(other)) continue;
    const isThere = other !== undefined || unitCalled(reference.name, rules) !== undefined;
    return { kind: "other rule", rule: reference.name, isThere };
  }
  throw new Error(`${name} takes no part, though all its conditions hold`);
}

function viewOf({ environment, remark }: RuleWorld): Pick<RuleView, "environment" | "remark"> {
  return { environment, remark };
}

function inclusionIn(world: RuleWorld): Inclusion {
  return new Inclusion(world.context, (reference) => findIn(world, reference));
}

const kinds = ["boot", "pseudonym", "sieve", "step", "stride", "wrap"] as const satisfies readonly Unit["kind"][];

/** Whether or not it counts here. */
function unitCalled(name: string, { sets, leftOut }: RulesInForce): Unit | undefined {
  const stores = [...sets, ...leftOut].map(({ store }) => store);
  return firstOf(stores, (store) => firstOf(kinds, (kind) => store.find({ kind, name })));
}

function findIn({ stores }: RuleWorld, reference: Pick<Unit, "kind" | "name">): Unit | undefined {
  return firstOf(stores, (store) => store.find(reference));
}

function firstOf<Item, Found>(items: readonly Item[], find: (item: Item) => Found | undefined): Found | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** None for what is built in. */
function accountsOf(unit: Unit, effects: readonly RuleEffect[], sets: readonly RuleSet[]): readonly RuleAccount[] {
  const { name: rule, kind } = unit;
  const set = sets.find(({ pathOf }) => pathOf(rule) !== undefined);
  const path = set?.pathOf(rule);
  return set === undefined || path === undefined ? [] : [{ rule, kind, source: set.name, path, effects }];
}
