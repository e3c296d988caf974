/**
 * Rules as a person looks at them: those that speak of a package or of a lock, in each runtime environment of a folder,
 * and what they would do; or one rule, what it says, and where it takes part. Who brought a package in is not known, so
 * that rules that ask for it have no effect here.
 */

import type { RuntimeEnvironment } from "../environments/index.ts";
import { type FailingCondition, Inclusion, type Unit, type UnitStore } from "../pipeline/index.ts";
import type { PackageName, Version } from "../python/index.ts";
import { effectsOf, type RuleAccount } from "./rule-account.ts";
import type { RuleEffect } from "./rule-effects.ts";
import { effectsInGeneral, isAbout, isAboutAny, outOfReach, silenceOf } from "./rule-text.ts";
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
    const text = unit.text?.();
    // Only a rule of a file is told; one on any package is about this one where it speaks of the very release.
    if (text === undefined || !(text.names(name) || isAboutAny(text, stack, context))) return [];
    // A boot looks at all that is asked for, and not at this package.
    const here = unit.kind === "boot" ? [] : effectsOf(unit, { context, stack, subject: name });
    // Without a version it is about the package at all, whatever is locked.
    const isTold =
      isAbout(text, name, version === undefined ? [] : stack, context) && outOfReach(text, context) === undefined;
    const effects = here.length === 0 && isTold ? effectsInGeneral(unit.kind, text) : here;
    return effects.length === 0 ? [] : [[unit, effects]];
  });
}

/** One rule in one environment; its account says what it does to anything. */
export interface OneRuleView extends RuleView {
  /** Undefined where it takes part. */
  readonly absence: RuleAbsence | undefined;
  /** What it does to the releases of the lock or, as a boot, to the request; nothing where it takes no part. */
  readonly here: readonly RuleEffect[];
  /** Why that is nothing, where it takes part. */
  readonly silence: readonly string[];
}

/** Why a rule takes no part. */
export type RuleAbsence =
  /** `until` is an ISO 8601 day; `place` is where that is written. */
  | { readonly kind: "switched off"; readonly until: string; readonly reason: string; readonly place: string }
  | { readonly kind: "source left out"; readonly source: string }
  | FailingCondition
  /** One that it depends on takes no part. */
  | { readonly kind: "other rule"; readonly rule: string }
  /** It depends on one of that name and kind, and there is none; `found` is the kind of what has the name. */
  | {
      readonly kind: "no such rule";
      readonly rule: string;
      readonly wanted: Unit["kind"];
      readonly found?: Unit["kind"];
    }
  /** It depends on itself, perhaps by way of another one. */
  | { readonly kind: "itself"; readonly through?: string };

/** One rule in each environment; in none where no rule has the name. @throws {UserError} as `viewRules` does. */
export async function viewRule(
  request: RuleViewRequest,
  name: string,
  services: AdviceServices,
  signal: AbortSignal,
): Promise<RuleViews<OneRuleView>> {
  const { worlds, rules } = await readWorlds(request, services, signal);
  const unit = unitCalled(name, allStores(rules));
  const environments = unit === undefined ? [] : worlds.map((world) => viewOne(unit, world, rules));
  return { remarks: rules.remarks, environments };
}

function viewOne(unit: Unit, world: RuleWorld, rules: RulesInForce): OneRuleView {
  const { context, locked } = world;
  const text = unit.text?.();
  const general = text === undefined ? [] : effectsInGeneral(unit.kind, text);
  const absence = absenceOf(unit, world, rules);
  const takesPart = absence === undefined;
  const here = takesPart ? effectsOf(unit, { context, stack: locked, subject: undefined }) : [];
  const silence = takesPart && here.length === 0 && text !== undefined ? silenceOf(unit, text, locked, context) : [];
  const accounts = accountsOf(unit, general, [...rules.sets, ...rules.leftOut]);
  return { ...viewOf(world), rules: accounts, absence, here, silence };
}

function absenceOf(unit: Unit, world: RuleWorld, rules: RulesInForce): RuleAbsence | undefined {
  const { name } = unit;
  const source = rules.sets.some(({ pathOf }) => pathOf(name) !== undefined)
    ? undefined
    : rules.leftOut.find(({ pathOf }) => pathOf(name) !== undefined);
  if (source !== undefined) return { kind: "source left out", source: source.name };
  const off = rules.off.get(name);
  if (off !== undefined) return { kind: "switched off", until: off.expires, reason: off.reason, place: off.place };
  if (inclusionIn(world).has(unit)) return undefined;
  const failing = unit.text?.().failing(world.context);
  // What nobody knows would not help where another rule is missing.
  const absence =
    failing?.kind === "not known" ? (unmetOf(unit, world, rules) ?? failing) : (failing ?? unmetOf(unit, world, rules));
  if (absence === undefined) throw new Error(`${name} takes no part, though all its conditions hold`);
  return absence;
}

/** The first of the rules that a unit depends on which takes no part. */
function unmetOf(unit: Unit, world: RuleWorld, rules: RulesInForce): RuleAbsence | undefined {
  const inclusion = inclusionIn(world);
  for (const reference of unit.condition?.dependencies ?? []) {
    const { kind: wanted, name: rule } = reference;
    const other = findIn(world.stores, reference);
    if (other !== undefined && inclusion.has(other)) continue;
    if (other !== undefined && needs(other, unit, world))
      return rule === unit.name ? { kind: "itself" } : { kind: "itself", through: rule };
    const stores = [...world.stores, ...allStores(rules)];
    if (findIn(stores, reference) !== undefined) return { kind: "other rule", rule };
    const found = unitCalled(rule, stores)?.kind;
    return { kind: "no such rule", rule, wanted, ...(found !== undefined && { found }) };
  }
  return undefined;
}

/** Whether `unit` is `other` or depends on it, perhaps by way of others. */
function needs(unit: Unit, other: Unit, { stores }: RuleWorld): boolean {
  const keyOf = ({ kind, name }: Pick<Unit, "kind" | "name">) => `${kind} ${name}`;
  // A map that grows while it is walked is walked to its new end.
  const met = new Map([[keyOf(unit), unit]]);
  for (const { condition } of met.values())
    for (const reference of condition?.dependencies ?? []) {
      const next = met.has(keyOf(reference)) ? undefined : findIn(stores, reference);
      if (next !== undefined) met.set(keyOf(reference), next);
    }
  return met.has(keyOf(other));
}

function viewOf({ environment, remark }: RuleWorld): Pick<RuleView, "environment" | "remark"> {
  return { environment, remark };
}

function inclusionIn({ context, stores }: RuleWorld): Inclusion {
  return new Inclusion(context, (reference) => findIn(stores, reference));
}

const kinds = ["boot", "pseudonym", "sieve", "step", "stride", "wrap"] as const satisfies readonly Unit["kind"][];

/** Whether or not their rules count here. */
function allStores({ sets, leftOut }: RulesInForce): readonly UnitStore[] {
  return [...sets, ...leftOut].map(({ store }) => store);
}

function unitCalled(name: string, stores: readonly UnitStore[]): Unit | undefined {
  return firstOf(kinds, (kind) => findIn(stores, { kind, name }));
}

function findIn(stores: readonly UnitStore[], reference: Pick<Unit, "kind" | "name">): Unit | undefined {
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
