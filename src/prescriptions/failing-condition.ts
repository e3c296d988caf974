/**
 * Which condition of a rule does not hold, for whoever looks at rules: one that is known to fail before one of which nothing
 * is known, and one on the code last, because all others would have to hold before anybody looks into it.
 */

import { type RuntimeEnvironment, tryCpuFlags } from "../environments/index.ts";
import type { FailingCondition, Pipeline, PipelineContext } from "../pipeline/index.ts";
import { compileInclusion } from "./inclusion.ts";
import type { RuleSource } from "./rule-source.ts";

type Unknown = Extract<FailingCondition, { readonly kind: "not known" }>["of"];

const pipelines = {
  adviser_pipeline: "adviser",
  dependency_monkey_pipeline: "dependency-monkey",
} as const satisfies Readonly<Record<string, Pipeline["kind"]>>;

/** @param include a `should_include` that compiled. */
export function failingCondition(
  include: Readonly<Record<string, unknown>>,
  source: RuleSource,
  context: PipelineContext,
): FailingCondition | undefined {
  const { runtime_environments: environment = {}, dependencies: _, ...own } = include;
  const meant = Object.fromEntries(Object.entries(own).filter(([key]) => key in pipelines));
  const holds = (part: object) => compileInclusion({ ...meant, ...part }, source).holds(context);
  if (!holds({})) return { kind: "other pipeline", pipelines: pipelinesOf(meant) };
  const stated = [
    ...Object.entries(own).map(([key, value]) => ({ key, value, part: { [key]: value } })),
    ...Object.entries(environment as Readonly<Record<string, unknown>>).map(([key, value]) => ({
      key: `runtime_environments.${key}`,
      value,
      part: { runtime_environments: { [key]: value } },
    })),
  ];
  const failing = stated
    .filter(({ part }) => !holds(part))
    .map(({ key, value }): Exclude<FailingCondition, { readonly kind: "other pipeline" }> => {
      const of = unknownOf(key, value, context);
      return of === undefined
        ? { kind: "condition", key, stated: value }
        : { kind: "not known", of, key, stated: value };
    });
  return (
    failing.find(({ kind }) => kind === "condition") ??
    failing.find((one) => one.kind === "not known" && one.of !== "code") ??
    failing[0]
  );
}

function pipelinesOf(stated: Readonly<Record<string, unknown>>): readonly Pipeline["kind"][] {
  return Object.entries(pipelines).flatMap(([key, pipeline]) => (stated[key] === true ? [pipeline] : []));
}

/** Where one would have to look for what `key` asks for; undefined where it is known. */
function unknownOf(key: string, stated: unknown, context: PipelineContext): Unknown | undefined {
  const row = Object.hasOwn(knowledge, key) ? knowledge[key] : undefined;
  return row === undefined || row.isKnown(context, stated) ? undefined : row.of;
}

interface Knowledge {
  readonly of: Unknown;
  isKnown(context: PipelineContext, stated: unknown): boolean;
}

const saidOf = (field: keyof RuntimeEnvironment): Knowledge => ({
  of: "environment",
  isKnown: ({ environment }) => Boolean(environment[field]),
});
const inImage: Knowledge = { of: "image", isKnown: ({ image }) => image !== undefined };

/** What may not be known, by the key that asks for it. */
const knowledge: Readonly<Record<string, Knowledge>> = {
  library_usage: { of: "code", isKnown: ({ libraryUsage }) => libraryUsage !== undefined },
  "runtime_environments.abi": { of: "image", isKnown: ({ image }) => image !== undefined && image.symbols.size > 0 },
  "runtime_environments.rpm_packages": inImage,
  "runtime_environments.python_packages": inImage,
  "runtime_environments.base_images": saidOf("baseImage"),
  "runtime_environments.operating_systems": saidOf("operatingSystem"),
  "runtime_environments.cuda_version": saidOf("cudaVersion"),
  "runtime_environments.cudnn_version": saidOf("cudnnVersion"),
  "runtime_environments.mkl_version": saidOf("mklVersion"),
  "runtime_environments.openblas_version": saidOf("openblasVersion"),
  "runtime_environments.openmpi_version": saidOf("openmpiVersion"),
  "runtime_environments.hardware": {
    of: "environment",
    isKnown: ({ environment: { hardware } }, stated) =>
      Object.keys(hardware).length > 0 && (tryCpuFlags(hardware) !== undefined || !asksForFlags(stated)),
  },
};

/** Of the flags of a processor that is not in the table nothing is said. @param stated a list, or `{not: list}`. */
function asksForFlags(stated: unknown): boolean {
  const machines = [stated].flat().flatMap((one) => (one as { readonly not?: object[] }).not ?? [one as object]);
  return machines.some((machine) => "cpu_flags" in machine);
}
