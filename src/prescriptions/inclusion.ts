/**
 * `should_include`: in which runs a unit takes part. Every condition that is stated must hold.
 *
 * Where the format's documentation and its first implementation differ, the documentation counts: `null` for a version
 * means that the environment must not have the thing at all, and a specifier never holds for what is absent.
 */

import { Type, type Static } from "typebox";
import { closed } from "../base/index.ts";
import { recommendationTypes, type RuntimeEnvironment } from "../environments/index.ts";
import type { PipelineContext } from "../pipeline/index.ts";
import { Version } from "../python/index.ts";
import { compileVersions } from "./match.ts";
import type { RuleSource } from "./rule-source.ts";
import { Shape } from "./shape.ts";

/** Versions that an environment may state, by the key under which a rule asks for them. */
const environmentVersions = {
  python_version: (environment) => environment.pythonVersion,
  cuda_version: (environment) => environment.cudaVersion,
  cudnn_version: (environment) => environment.cudnnVersion,
  openblas_version: (environment) => environment.openblasVersion,
  openmpi_version: (environment) => environment.openmpiVersion,
  mkl_version: (environment) => environment.mklVersion,
} satisfies Readonly<Record<string, (environment: RuntimeEnvironment) => string | undefined>>;

type VersionKey = keyof typeof environmentVersions;
const versionKeys = Object.keys(environmentVersions) as VersionKey[];

const StatedVersion = Type.Optional(Type.Union([Type.String({ minLength: 1 }), Type.Null()]));

const RecommendationTypes = Type.Array(Type.Enum([...recommendationTypes]));
const Platforms = Type.Array(Type.Union([Type.String(), Type.Null()]));

const ShouldInclude = closed({
  adviser_pipeline: Type.Optional(Type.Boolean()),
  /** Of another pipeline than advice: without effect here. */
  dependency_monkey_pipeline: Type.Optional(Type.Boolean()),
  /** 0 switches a unit off. */
  times: Type.Optional(Type.Union([Type.Literal(0), Type.Literal(1)])),
  recommendation_types: Type.Optional(Type.Union([RecommendationTypes, closed({ not: RecommendationTypes })])),
  runtime_environments: Type.Optional(
    closed({
      operating_systems: Type.Optional(
        Type.Array(closed({ name: Type.Optional(Type.String()), version: Type.Optional(Type.String()) })),
      ),
      platforms: Type.Optional(Type.Union([Platforms, closed({ not: Platforms })])),
      python_version: StatedVersion,
      cuda_version: StatedVersion,
      cudnn_version: StatedVersion,
      openblas_version: StatedVersion,
      openmpi_version: StatedVersion,
      mkl_version: StatedVersion,
    }),
  ),
});

type RuntimeEnvironments = NonNullable<Static<typeof ShouldInclude>["runtime_environments"]>;

const shape = new Shape(ShouldInclude);

export type Inclusion = (context: PipelineContext) => boolean;

/** @param value of the key `should_include`. @throws {InvalidRule | RuleNotCovered} */
export function compileInclusion(value: unknown, source: RuleSource): Inclusion {
  const stated = shape.check(value, source, ["should_include"]);
  if (stated.adviser_pipeline !== true || stated.times === 0) return () => false;
  const conditions = [
    typeCondition(stated.recommendation_types),
    ...environmentConditions(stated.runtime_environments ?? {}, source),
  ];
  return (context) => conditions.every((holds) => holds(context));
}

/** A list that must hold a value, or `{not: list}` that must not. */
type Choice<Item> = readonly Item[] | { readonly not: readonly Item[] };

function admits<Item>(choice: Choice<Item> | undefined, value: Item): boolean {
  if (choice === undefined) return true;
  return "not" in choice ? !choice.not.includes(value) : choice.includes(value);
}

function typeCondition(choice: Choice<PipelineContext["recommendationType"]> | undefined): Inclusion {
  return (context) => admits(choice, context.recommendationType);
}

function environmentConditions(stated: RuntimeEnvironments, source: RuleSource): readonly Inclusion[] {
  const { operating_systems: systems, platforms } = stated;
  return [
    ({ environment }) => admits<string | null>(platforms, environment.platform),
    ({ environment }) => systems === undefined || systems.some((system) => isSystem(system, environment)),
    ...versionKeys.flatMap((key) => versionCondition(key, stated[key], source) ?? []),
  ];
}

function isSystem(
  stated: { readonly name?: string; readonly version?: string },
  environment: RuntimeEnvironment,
): boolean {
  const system = environment.operatingSystem;
  return (
    (stated.name === undefined || stated.name === system?.name) &&
    (stated.version === undefined || stated.version === system?.version)
  );
}

function versionCondition(
  key: VersionKey,
  stated: string | null | undefined,
  source: RuleSource,
): Inclusion | undefined {
  const actual = environmentVersions[key];
  if (stated === undefined) return undefined;
  if (stated === null) return ({ environment }) => actual(environment) === undefined;
  const versions = compileVersions(stated, source, ["should_include", "runtime_environments", key]);
  return ({ environment }) => {
    const version = Version.tryParse(actual(environment) ?? "");
    return version !== undefined && versions.admits(version);
  };
}
