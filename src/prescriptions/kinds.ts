/**
 * The kinds of unit that a rule may declare: where each stands, its schema, and what compiles it. A new kind is a new
 * row and a new file.
 */

import { type Static, type TSchema, Type } from "typebox";
import { closest, quoted, quotedList, type YamlPath } from "../base/index.ts";
import type { Unit } from "../pipeline/index.ts";
import { AddStepRule, compileAddStep } from "./compile-add-step.ts";
import { BootRule, compileBoot } from "./compile-boot.ts";
import { compileGroup, GroupRule } from "./compile-group.ts";
import { compilePseudonym, PseudonymRule } from "./compile-pseudonym.ts";
import { compileReleaseNotes, ReleaseNotesRule } from "./compile-release-notes.ts";
import { compileSieve, SieveRule } from "./compile-sieve.ts";
import { compileSkipSieve, SkipSieveRule } from "./compile-skip-sieve.ts";
import { compileSkipStep, SkipStepRule } from "./compile-skip-step.ts";
import { compileStep, StepRule } from "./compile-step.ts";
import { compileStride, StrideRule } from "./compile-stride.ts";
import { compileWrap, WrapRule } from "./compile-wrap.ts";
import { RuleFileSource, RuleSource } from "./rule-source.ts";
import { WrittenRule } from "./rule-text.ts";
import { UnitFrame } from "./schema.ts";
import { Shape } from "./shape.ts";
import type { UnitHead } from "./unit-head.ts";

/** The lists under `units`, in the order in which a file is read. */
export const sections = ["boots", "pseudonyms", "sieves", "steps", "strides", "wraps"] as const;
export type Section = (typeof sections)[number];

/** What a row does with a unit of its kind. */
interface Kind {
  readonly section: Section;
  compile(value: unknown, head: UnitHead): Unit;
}

function kind<Rule extends TSchema>(
  section: Section,
  schema: Rule,
  compile: (rule: Static<Rule>, head: UnitHead) => Unit,
): Kind {
  const shape = new Shape(schema);
  return { section, compile: (value, head) => compile(shape.check(value, head.source, []), head) };
}

const kinds: Readonly<Record<string, Kind>> = {
  boot: kind("boots", BootRule, compileBoot),
  pseudonym: kind("pseudonyms", PseudonymRule, compilePseudonym),
  sieve: kind("sieves", SieveRule, compileSieve),
  "sieve.SkipPackage": kind("sieves", SkipSieveRule, compileSkipSieve),
  step: kind("steps", StepRule, compileStep),
  "step.SkipPackage": kind("steps", SkipStepRule, compileSkipStep),
  "step.AddPackage": kind("steps", AddStepRule, compileAddStep),
  "step.Group": kind("steps", GroupRule, compileGroup),
  stride: kind("strides", StrideRule, compileStride),
  wrap: kind("wraps", WrapRule, compileWrap),
  "wrap.GHReleaseNotes": kind("wraps", ReleaseNotesRule, compileReleaseNotes),
};

/** What tells which row a unit belongs to. */
const head = new Shape(Type.Object({ name: UnitFrame.name, type: UnitFrame.type }));

/**
 * Compiles one unit.
 *
 * @param path of the unit in its file.
 * @param section where it stands; undefined for one that stands alone, wherever its type belongs.
 * @param namespace prefixes the unit's name; undefined for none.
 * @param linkBase what stands before a link that is only a slug.
 * @throws {InvalidRule}
 */
export function compileUnit(
  value: unknown,
  section: Section | undefined,
  file: RuleFileSource,
  path: YamlPath,
  namespace: string | undefined,
  linkBase: string,
): Unit {
  const { name, type } = head.check(value, new RuleSource(file, path, ""), []);
  const source = new RuleSource(file, path, `unit \`${name}\`: `);
  const row = Object.hasOwn(kinds, type) ? kinds[type] : undefined;
  if (row === undefined) throw source.invalid(["type"], typeComplaint(type));
  if (section !== undefined && row.section !== section)
    throw source.invalid(["type"], `a unit of the type \`${type}\` belongs under \`${row.section}\``);
  const fullName = namespace === undefined ? name : `${namespace}.${name}`;
  const unit = row.compile(value, { name: fullName, source, linkBase });
  const { path: filePath } = file;
  return { ...unit, text: () => textOf(value, fullName, filePath, linkBase) };
}

/** Keeps the value alone, and not the file that it was read from. */
function textOf(value: unknown, name: string, path: string, linkBase: string): WrittenRule {
  return new WrittenRule(value, {
    name,
    source: new RuleSource(RuleFileSource.checked(path, value), [], ""),
    linkBase,
  });
}

function typeComplaint(type: string): string {
  const meant = closest(type, Object.keys(kinds));
  const cure =
    meant === undefined
      ? `there are ${quotedList(Object.keys(kinds).filter((kind) => !kind.includes(".")))}`
      : `write \`${meant}\``;
  return `${quoted(type)} is not a type of unit: ${cure}`;
}
