/**
 * `should_include`: in which runs a unit takes part. Every condition that is stated must hold.
 *
 * Where the format's documentation and its first implementation differ, the documentation counts; `README.md` lists the
 * differences. A condition is a pure value: of the units of a large set few have one of their own, and those with an
 * equal one share it, so that a run looks at each but once.
 */

import { type Static, Type } from "typebox";
import { closed } from "../base/index.ts";
import { recommendationTypes } from "../environments/index.ts";
import type { Condition, UnitReference } from "../pipeline/index.ts";
import { requiredImages } from "./inclusion/base-images.ts";
import { admits, choice, given, type Test } from "./inclusion/choice.ts";
import { environmentTests, RuntimeEnvironmentsSchema } from "./inclusion/environment.ts";
import { LibraryUsageSchema, usageTest } from "./inclusion/library-usage.ts";
import type { RuleSource } from "./rule-source.ts";
import { Shape } from "./shape.ts";

const Text = Type.String({ minLength: 1 });

/** The units that must take part too, by the list that declares them. */
const dependencyKinds = {
  boots: "boot",
  pseudonyms: "pseudonym",
  sieves: "sieve",
  steps: "step",
  strides: "stride",
  wraps: "wrap",
} as const satisfies Readonly<Record<string, UnitReference["kind"]>>;

type DependencySection = keyof typeof dependencyKinds;
const dependencySections = Object.keys(dependencyKinds) as DependencySection[];

const Names = Type.Optional(Type.Array(Text));

/** In the order in which a run looks at them. */
const ShouldInclude = closed({
  /** 0 switches a unit off. */
  times: Type.Optional(Type.Union([Type.Literal(0), Type.Literal(1)])),
  adviser_pipeline: Type.Optional(Type.Boolean()),
  /** Of advice only. */
  recommendation_types: Type.Optional(choice(Type.Enum([...recommendationTypes]))),
  dependency_monkey_pipeline: Type.Optional(Type.Boolean()),
  /** Of experiments only. */
  decision_types: Type.Optional(choice(Type.Enum(["all", "random"]))),
  authenticated: Type.Optional(Type.Boolean()),
  labels: Type.Optional(Type.Record(Type.String(), Text)),
  library_usage: Type.Optional(LibraryUsageSchema),
  runtime_environments: Type.Optional(RuntimeEnvironmentsSchema),
  dependencies: Type.Optional(
    closed({ boots: Names, pseudonyms: Names, sieves: Names, steps: Names, strides: Names, wraps: Names }),
  ),
});

type ShouldInclude = Static<typeof ShouldInclude>;

const shape = new Shape(ShouldInclude);

/** Conditions that were compiled before, by their text. They name nothing of the file they were found in. */
const known = new Map<string, Condition>();

/** So many are remembered, and no longer texts: a large set has 500 of some 100 characters. */
const most = { conditions: 10_000, characters: 1_000 };

/**
 * @param value of the key `should_include`.
 * @returns the same object for equal values, as far as they are remembered.
 * @throws {InvalidRule}
 */
export function compileInclusion(value: unknown, source: RuleSource): Condition {
  // Checked first: JSON writes null for a number that is none, which only a value that was checked cannot hold.
  const stated = shape.check(value, source, ["should_include"]);
  const text = textOf(stated);
  const earlier = known.get(text);
  if (earlier !== undefined) return earlier;
  const condition = compile(stated, source);
  if (text.length > most.characters) return condition;
  if (known.size >= most.conditions) known.clear();
  known.set(text, condition);
  return condition;
}

/** JSON with the keys in order, so that equal values have equal texts. */
function textOf(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => {
    if (typeof inner !== "object" || inner === null || Array.isArray(inner)) return inner;
    const entries = Object.entries(inner);
    return entries.length < 2 ? inner : Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
  });
}

function compile(stated: ShouldInclude, source: RuleSource): Condition {
  const environment = stated.runtime_environments ?? {};
  const tests = [
    pipelineTest(stated),
    ...given(stated.authenticated, authenticatedTest),
    ...given(stated.labels, labelsTest),
    ...given(stated.library_usage, usageTest),
    ...environmentTests(environment, source, ["should_include", "runtime_environments"]),
  ];
  const images = requiredImages(environment.base_images);
  return {
    holds: stated.times === 0 ? () => false : (context) => tests.every((test) => test(context)),
    dependencies: dependenciesOf(stated.dependencies ?? {}),
    ...(images !== undefined && { requiredImages: images }),
  };
}

function pipelineTest(stated: ShouldInclude): Test {
  const { recommendation_types: types, decision_types: decisions } = stated;
  return ({ pipeline, recommendationType }) => {
    switch (pipeline.kind) {
      case "adviser":
        return stated.adviser_pipeline === true && (types === undefined || admits(types, recommendationType));
      case "dependency-monkey":
        return (
          stated.dependency_monkey_pipeline === true &&
          (decisions === undefined || admits(decisions, pipeline.decisionType))
        );
    }
  };
}

function authenticatedTest(stated: boolean): Test {
  return ({ authenticated }) => authenticated === stated;
}

/** One pair that fits is enough; without a pair nothing is asked. */
function labelsTest(stated: Readonly<Record<string, string>>): Test {
  const pairs = Object.entries(stated);
  return ({ labels }) => pairs.length === 0 || pairs.some(([key, value]) => labels.get(key) === value);
}

function dependenciesOf(stated: NonNullable<ShouldInclude["dependencies"]>): readonly UnitReference[] {
  return dependencySections.flatMap((section) =>
    (stated[section] ?? []).map((name) => ({ kind: dependencyKinds[section], name })),
  );
}
