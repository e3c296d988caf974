/**
 * Cases of rules as they are written: an environment, one question, and what the answer has to be. A file of them is YAML
 * or JSON; `test/prescriptions/README.md` is its documentation. What is asked is checked to the letter; beside `id`,
 * `units` and `checks` a case may hold notes for its reader.
 */

import { type Static, Type } from "typebox";
import { closed, limits } from "../../base/index.ts";
import { recommendationTypes } from "../../environments/index.ts";
import { RuleSource, RuleFileSource } from "../rule-source.ts";
import { Shape } from "../shape.ts";

const Text = Type.String({ minLength: 1, maxLength: 2_000 });
const Word = Type.Optional(Type.Union([Text, Type.Null()]));
const WholeNumber = Type.Optional(Type.Union([Type.Integer({ minimum: 0 }), Type.Null()]));

/** Null, or nothing, is what nobody knows. */
const Environment = closed({
  pipeline: Type.Optional(Type.Enum(["adviser", "dependency-monkey", "dependency_monkey"])),
  recommendation_type: Type.Optional(Type.Enum([...recommendationTypes])),
  /** Of experiments. */
  decision_type: Type.Optional(Type.Enum(["all", "random"])),
  operating_system: Type.Optional(Type.Union([closed({ name: Word, version: Word }), Type.Null()])),
  python_version: Word,
  cuda_version: Word,
  cudnn_version: Word,
  openblas_version: Word,
  openmpi_version: Word,
  mkl_version: Word,
  platform: Word,
  base_image: Word,
  hardware: Type.Optional(
    Type.Union([closed({ cpu_family: WholeNumber, cpu_model: WholeNumber, gpu_model: Word }), Type.Null()]),
  ),
  labels: Type.Optional(Type.Record(Type.String(), Type.String())),
  library_usage: Type.Optional(Type.Union([Type.Record(Type.String(), Type.Array(Text)), Type.Null()])),
  authenticated: Type.Optional(Type.Boolean()),
  /** Where none of the three is there, nobody has looked into the image. */
  image_rpms: Type.Optional(
    Type.Array(
      closed({
        package_name: Text,
        arch: Word,
        epoch: Type.Optional(Type.Union([Type.String(), Type.Null()])),
        package_identifier: Word,
        package_version: Word,
        release: Word,
        src: Type.Optional(Type.Union([Type.Boolean(), Type.Null()])),
      }),
    ),
  ),
  image_python: Type.Optional(Type.Array(closed({ package_name: Text, package_version: Word, location: Word }))),
  image_symbols: Type.Optional(Type.Array(Text)),
  /** What is known of other packages: name, version and the address of the index. */
  solved: Type.Optional(Type.Array(Type.Union([Type.Tuple([Text, Text, Text]), Type.Tuple([Text, Text])]))),
});

/** A release. Without `index_url` it is on the public index. */
const Release = closed({
  name: Text,
  version: Text,
  index_url: Word,
  /** Whether the user's own lines name it for development only. */
  develop: Type.Optional(Type.Boolean()),
});

const Releases = Type.Array(Release);

/** One of `boot` to `yaml`; the other two go with `step`. None of them asks only whether the units take part. */
const Input = closed({
  boot: Type.Optional(Type.Array(Text)),
  candidates: Type.Optional(Releases),
  step: Type.Optional(Release),
  wrap: Type.Optional(Releases),
  pseudonym: Type.Optional(Release),
  yaml: Type.Optional(Type.String()),
  resolved: Type.Optional(Releases),
  introduced_by: Type.Optional(Type.Array(Text)),
});

const Message = closed({
  type: Type.Enum(["INFO", "WARNING", "ERROR"]),
  message: Type.String(),
  link: Type.String(),
  package_name: Type.Optional(Text),
});

/** Keys that do not apply are left out. */
const Answer = closed({
  /** Whether one of the units that are asked takes part. */
  included: Type.Optional(Type.Boolean()),
  /** The candidates that survive, as they were given. */
  kept: Type.Optional(Releases),
  not_acceptable: Type.Optional(Type.String()),
  skip_package: Type.Optional(Type.Literal(true)),
  matched: Type.Optional(Type.Boolean()),
  score: Type.Optional(Type.Number()),
  justifications: Type.Optional(Type.Array(Message)),
  stack_info: Type.Optional(Type.Array(Message)),
  /** Name, version and the address of the index. */
  yields: Type.Optional(Type.Array(Type.Tuple([Text, Text, Text]))),
  manifest_changes: Type.Optional(
    Type.Array(closed({ apiVersion: Type.String(), kind: Type.String(), patch: Type.Unknown() })),
  ),
  /** What is wrong; null for rules that load. */
  error: Type.Optional(Type.Union([Type.String(), Type.Null()])),
});

export type CaseEnvironment = Static<typeof Environment>;
export type CaseRelease = Static<typeof Release>;
export type CaseInput = Static<typeof Input>;
export type CaseMessage = Static<typeof Message>;
export type CaseAnswer = Static<typeof Answer>;

/** One question. */
export interface Check {
  readonly environment: CaseEnvironment;
  readonly input: CaseInput;
}

const shapes = {
  file: new Shape(Type.Object({ cases: Type.Array(Type.Unknown(), { maxItems: 20_000 }) })),
  case: new Shape(
    Type.Object({
      id: Text,
      units: Type.Optional(Type.Array(Type.Unknown())),
      checks: Type.Array(Type.Unknown(), { minItems: 1 }),
    }),
  ),
  check: new Shape(Type.Object({ id: Text })),
  environment: new Shape(Environment),
  input: new Shape(Input),
  answer: new Shape(Answer),
};

/** Generated cases may be many. */
const caseLimit = { ...limits.prescription, bytes: 16 * limits.prescription.bytes, keys: 1_000_000 };

/** A case as it stands in its file; its parts are read one by one, so that a mistake in one spoils no other. */
export interface WrittenCase {
  readonly id: string;
  /** Each with its path in the file; undefined where the case names none. */
  readonly units: readonly (readonly [value: unknown, index: number])[] | undefined;
  readonly checks: readonly WrittenCheck[];
  readonly index: number;
}

export interface WrittenCheck {
  readonly id: string;
  /** `file:line:column` */
  place(): string;
  /** @throws {InvalidRule} */
  question(): Check;
  /** Undefined where nothing is expected. @throws {InvalidRule} */
  expected(): CaseAnswer | undefined;
}

export interface CaseFile {
  readonly source: RuleFileSource;
  readonly cases: readonly WrittenCase[];
}

/** @throws {UserError} where the file cannot be read, or a case has no `id` or no `checks`. */
export function parseCases(path: string, text: string): CaseFile {
  const source = RuleFileSource.parse(path, text, caseLimit);
  const root = new RuleSource(source, [], "");
  const { cases } = shapes.file.check(source.value, root, []);
  return { source, cases: cases.map((value, index) => writtenCase(value, index, source, root)) };
}

function writtenCase(value: unknown, index: number, source: RuleFileSource, root: RuleSource): WrittenCase {
  const path = ["cases", index];
  const { id, units, checks } = shapes.case.check(value, root, path);
  return {
    id,
    index,
    units: units?.map((unit, at) => [unit, at] as const),
    checks: checks.map((check, at) => writtenCheck(check, source, [...path, "checks", at])),
  };
}

function writtenCheck(value: unknown, source: RuleFileSource, path: readonly (string | number)[]): WrittenCheck {
  const { id } = shapes.check.check(value, new RuleSource(source, [], ""), path);
  const own = new RuleSource(source, path, `check \`${id}\`: `);
  // What fits the shape above is a mapping.
  const { environment, input, expect } = value as Readonly<Record<string, unknown>>;
  return {
    id,
    place: () => own.place([]),
    question: () => ({
      environment: shapes.environment.check(environment ?? {}, own, ["environment"]),
      input: checkedInput(input ?? {}, own),
    }),
    expected: () => (expect === undefined ? undefined : shapes.answer.check(expect, own, ["expect"])),
  };
}

const questions = ["boot", "candidates", "step", "wrap", "pseudonym", "yaml"] as const;

function checkedInput(value: unknown, source: RuleSource): CaseInput {
  const input = shapes.input.check(value, source, ["input"]);
  const [first, second] = questions.filter((key) => input[key] !== undefined);
  if (second !== undefined)
    throw source.invalid(["input", second], `\`input.${second}\` beside \`input.${first}\`: a check asks one question`);
  for (const key of ["resolved", "introduced_by"] as const)
    if (input[key] !== undefined && input.step === undefined)
      throw source.invalid(["input", key], `\`input.${key}\` says nothing without \`input.step\``);
  return input;
}
