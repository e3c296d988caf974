/** The units that the checks of a case ask. */

import { builtinUnits, type FindUnit, type Unit } from "../../pipeline/index.ts";
import { compileUnit } from "../kinds.ts";
import { RuleSource, type RuleFileSource } from "../rule-source.ts";
import { defaultLinkBase } from "../unit-head.ts";
import type { WrittenCase } from "./case-format.ts";

/** Units, and where those are found that they depend on. */
export interface CaseUnits {
  readonly units: readonly Unit[];
  readonly find: FindUnit;
}

/** @param others what units may depend on, besides each other and what is built in. */
export function caseUnits(units: readonly Unit[], others: readonly Unit[] = []): CaseUnits {
  const all = [...units, ...others, ...builtinUnits];
  return {
    units,
    find: ({ kind, name }) => all.find((unit) => unit.kind === kind && unit.name === name),
  };
}

/**
 * The units that a case states itself. They belong to no namespace: their own names are their full ones.
 *
 * @throws {InvalidRule} also for two of one kind and name.
 */
export function inlineUnits({ units = [], index: at }: WrittenCase, source: RuleFileSource): CaseUnits {
  const root = new RuleSource(source, [], "");
  const seen = new Set<string>();
  return caseUnits(
    units.map(([value, index]) => {
      const path = ["cases", at, "units", index];
      const unit = compileUnit(value, undefined, source, path, undefined, defaultLinkBase);
      const key = `${unit.kind} ${unit.name}`;
      if (seen.has(key)) throw root.invalid(path, `the unit \`${unit.name}\` stands twice`);
      seen.add(key);
      return unit;
    }),
  );
}
