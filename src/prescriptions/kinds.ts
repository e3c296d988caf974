/**
 * The kinds of unit that a rule may declare: where each stands, its schema, and what compiles it. A new kind is a new
 * row and a new file.
 */

import { type Static, type TSchema, Type } from "typebox";
import type { YamlPath } from "../base/index.ts";
import type { Unit } from "../pipeline/index.ts";
import { compileGroup, GroupRule } from "./compile-group.ts";
import { compileSieve, SieveRule } from "./compile-sieve.ts";
import { compileStep, StepRule } from "./compile-step.ts";
import { compileWrap, WrapRule } from "./compile-wrap.ts";
import { RuleSource, type RuleFileSource } from "./rule-source.ts";
import { UnitFrame } from "./schema.ts";
import { Shape } from "./shape.ts";

/** The lists under `units`, in the order in which a file is read. */
export const sections = ["boots", "pseudonyms", "sieves", "steps", "strides", "wraps"] as const;
export type Section = (typeof sections)[number];

/** What a row does with a unit of its kind. */
interface Kind {
  readonly section: Section;
  compile(value: unknown, name: string, source: RuleSource): Unit;
}

function kind<Rule extends TSchema>(
  section: Section,
  schema: Rule,
  compile: (rule: Static<Rule>, name: string, source: RuleSource) => Unit,
): Kind {
  const shape = new Shape(schema);
  return { section, compile: (value, name, source) => compile(shape.check(value, source, []), name, source) };
}

const kinds: Readonly<Record<string, Kind>> = {
  sieve: kind("sieves", SieveRule, compileSieve),
  step: kind("steps", StepRule, compileStep),
  "step.Group": kind("steps", GroupRule, compileGroup),
  wrap: kind("wraps", WrapRule, compileWrap),
};

/** What tells which row a unit belongs to. */
const head = new Shape(Type.Object({ name: UnitFrame.name, type: UnitFrame.type }));

/** Types of the format that have no row yet. */
const uncoveredTypes: ReadonlySet<string> = new Set([
  "boot",
  "pseudonym",
  "sieve.SkipPackage",
  "step.AddPackage",
  "step.SkipPackage",
  "stride",
  "wrap.GHReleaseNotes",
]);

/**
 * Compiles one unit.
 *
 * @param path of the unit in its file.
 * @param namespace prefixes the unit's name.
 * @throws {InvalidRule | RuleNotCovered}
 */
export function compileUnit(
  value: unknown,
  section: Section,
  file: RuleFileSource,
  path: YamlPath,
  namespace: string,
): Unit {
  const { name, type } = head.check(value, new RuleSource(file, path, ""), []);
  const source = new RuleSource(file, path, `unit \`${name}\`: `);
  if (uncoveredTypes.has(type)) throw source.notCovered(["type"], `the type \`${type}\``);
  const row = Object.hasOwn(kinds, type) ? kinds[type] : undefined;
  if (row === undefined) throw source.invalid(["type"], `\`${type}\` is not a type of unit`);
  if (row.section !== section)
    throw source.invalid(["type"], `a unit of the type \`${type}\` belongs under \`${row.section}\``);
  return row.compile(value, `${namespace}.${name}`, source);
}
