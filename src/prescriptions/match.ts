/**
 * Which releases a rule speaks of, and the conditions on pins that this becomes in a run. Pre-releases match like any
 * other release, in every kind of unit: a rule on `>=2` means 2.1rc1 as well, and whether a pre-release may be chosen at
 * all is decided elsewhere.
 */

import { UserError, type YamlPath } from "../base/index.ts";
import { type PinCondition, pinMatches, type PipelineContext } from "../pipeline/index.ts";
import type { Candidate, IndexName } from "../ports/index.ts";
import { type PackageName, packageName, SpecifierSet } from "../python/index.ts";
import type { RuleSource } from "./rule-source.ts";
import { compileVersions } from "./versions.ts";

/** A package and bounds as a rule states them. */
interface StatedPin {
  readonly name?: string;
  readonly version?: string;
  readonly index_url?: string | { readonly not: string };
  readonly develop?: boolean;
}

/** Releases of one package or, without a name, of all. */
export interface RulePin {
  readonly name: PackageName | undefined;
  readonly versions: SpecifierSet;
  /** The address of an index, or of the one that it must not be. */
  readonly index: { readonly url: string; readonly negated: boolean } | undefined;
  /** Whether only development needs the package, as the user's own lines say it. */
  readonly develop: boolean | undefined;
}

export interface NamedRulePin extends RulePin {
  readonly name: PackageName;
}

/** @throws {InvalidRule} when the name is none or the version is no specifier. */
export function compilePin(
  pin: StatedPin & { readonly name: string },
  source: RuleSource,
  path: YamlPath,
): NamedRulePin;
export function compilePin(pin: StatedPin, source: RuleSource, path: YamlPath): RulePin;
export function compilePin(pin: StatedPin, source: RuleSource, path: YamlPath): RulePin {
  const { name, version, index_url: index, develop } = pin;
  return {
    name: name === undefined ? undefined : compileName(name, source, [...path, "name"]),
    versions: version === undefined ? SpecifierSet.any : compileVersions(version, source, [...path, "version"]),
    index: index === undefined ? undefined : compileIndex(index),
    develop,
  };
}

/** @throws {InvalidRule} when `text` is not a name. */
export function compileName(text: string, source: RuleSource, path: YamlPath): PackageName {
  try {
    return packageName(text);
  } catch (cause) {
    if (!(cause instanceof UserError)) throw cause;
    throw source.invalid(path, cause.message, cause);
  }
}

function compileIndex(stated: string | { readonly not: string }): RulePin["index"] {
  return typeof stated === "string" ? { url: stated, negated: false } : { url: stated.not, negated: true };
}

/** The same bounds on the package `name`. */
export function named(pin: RulePin, name: PackageName): NamedRulePin {
  return { ...pin, name };
}

/** The packages that `pins` speak of; undefined when one of them speaks of all. */
export function concernedPackages(pins: readonly RulePin[]): ReadonlySet<PackageName> | undefined {
  const names = pins.map(({ name }) => name);
  return names.includes(undefined) ? undefined : new Set(names.filter((name) => name !== undefined));
}

/** What `pin` asks of a stack in this run: alternatives, none where it can never match. */
export function conditionsOf(pin: NamedRulePin, context: PipelineContext): readonly PinCondition[] {
  const { name, versions, index, develop } = pin;
  if (develop !== undefined && develop !== context.developed.has(name)) return [];
  const condition: PinCondition = versions.isAny ? { name } : { name, versions };
  return index === undefined ? [condition] : indexConditions(index, context).map((more) => ({ ...condition, ...more }));
}

type IndexCondition = Pick<PinCondition, "index" | "notIndex">;

function indexConditions(
  { url, negated }: NonNullable<RulePin["index"]>,
  { indexes }: PipelineContext,
): readonly IndexCondition[] {
  const meant = [...indexes].flatMap(([name, other]) => (isSameAddress(url, other) ? [name] : []));
  const [only, ...more] = meant;
  if (!negated) return meant.map((index) => ({ index }));
  if (only === undefined) return [{}];
  return more.length === 0 ? [{ notIndex: only }] : others(indexes, meant).map((index) => ({ index }));
}

function others(indexes: PipelineContext["indexes"], but: readonly IndexName[]): readonly IndexName[] {
  return [...indexes.keys()].filter((name) => !but.includes(name));
}

/** A slash at the end says nothing. */
function isSameAddress(a: string, b: string): boolean {
  return a.replace(/\/+$/, "") === b.replace(/\/+$/, "");
}

/** Those of `candidates`, of whatever packages, that `pin` speaks of. */
export function matching(
  pin: RulePin,
  context: PipelineContext,
  candidates: readonly Candidate[],
): readonly Candidate[] {
  return candidates.filter(
    (candidate) =>
      (pin.name ?? candidate.name) === candidate.name &&
      conditionsOf(named(pin, candidate.name), context).some((condition) => pinMatches(condition, candidate)),
  );
}

/** All of `pins` together, as alternatives; none where they can never match together. */
export function conjunctions(
  pins: readonly NamedRulePin[],
  context: PipelineContext,
): readonly (readonly PinCondition[])[] {
  return pins.reduce<readonly (readonly PinCondition[])[]>(
    (found, pin) => {
      const conditions = conditionsOf(pin, context);
      return found.flatMap((before) => conditions.map((condition) => [...before, condition]));
    },
    [[]],
  );
}
