/** The run that a case describes: what units may look at, with nothing known beyond what the case says. */

import { normalizeOperatingSystem, type RuntimeEnvironment } from "../../environments/index.ts";
import { type Pipeline, type PipelineContext, plainRun } from "../../pipeline/index.ts";
import { type Candidate, type ImageContents, publicIndex } from "../../ports/index.ts";
import { type PackageName, packageName, Requirement, TagRanks, Version } from "../../python/index.ts";
import type { CaseEnvironment, CaseRelease } from "./case-format.ts";

/** A version need not be one of PEP 440: rules may speak of those too. @throws {UserError} where the name is none. */
export function candidateOf({ name, version: text, index_url: url }: CaseRelease): Candidate {
  const version = Version.tryParse(text) ?? Version.legacy(text);
  // No rule looks at files.
  return { name: packageName(name), version, index: url ?? publicIndex.url, files: [] };
}

/** What is known of other packages. @throws {UserError} */
export function solvedReleases({ solved = [] }: CaseEnvironment): readonly Candidate[] {
  return solved.map(([name, version, url]) => candidateOf({ name, version, index_url: url ?? null }));
}

/** What a check is about, beside its environment. */
export interface CaseSubjects {
  /** Every release that it names. */
  readonly releases: readonly CaseRelease[];
  /** What the user asks for by name. */
  readonly direct: readonly string[];
}

/** Indexes are called by their addresses. @throws {UserError} where a name is none. */
export function contextOf(stated: CaseEnvironment, { releases, direct }: CaseSubjects): PipelineContext {
  const environment = environmentOf(stated);
  const urls = [publicIndex.url, ...releases.map(({ index_url: url }) => url), ...solvedUrls(stated)];
  return {
    ...plainRun,
    pipeline: pipelineOf(stated),
    environment,
    // No rule looks at these two: it asks for `python_version`.
    python: Version.tryParse(environment.pythonVersion) ?? Version.parse("3"),
    tagRanks: TagRanks.of([]),
    requirements: direct.map((text) => ({
      requirement: Requirement.parse(packageName(text)),
      index: undefined,
      origin: { file: "Pipfile", line: 1, text },
    })),
    developed: developedNames(releases),
    indexes: new Map(urls.flatMap((url) => (url === undefined || url === null ? [] : [[url, url]]))),
    locked: new Map(),
    recommendationType: environment.recommendationType,
    labels: new Map(Object.entries(environment.labels)),
    authenticated: stated.authenticated ?? false,
    libraryUsage:
      stated.library_usage === undefined || stated.library_usage === null
        ? undefined
        : new Map(Object.entries(stated.library_usage).map(([library, symbols]) => [library, new Set(symbols)])),
    image: imageOf(stated),
  };
}

function solvedUrls({ solved = [] }: CaseEnvironment): readonly (string | undefined)[] {
  return solved.map(([, , url]) => url);
}

function developedNames(releases: readonly CaseRelease[]): ReadonlySet<PackageName> {
  return new Set(releases.filter(({ develop }) => develop === true).map(({ name }) => packageName(name)));
}

function pipelineOf({ pipeline = "adviser", decision_type: decisionType = "all" }: CaseEnvironment): Pipeline {
  return pipeline === "adviser" ? { kind: "adviser" } : { kind: "dependency-monkey", decisionType };
}

/** Unlike the environment of a project it may lack a Python and a platform: they are empty then. */
function environmentOf(stated: CaseEnvironment): RuntimeEnvironment {
  const { operating_system: system, hardware } = stated;
  const known = {
    cudaVersion: stated.cuda_version,
    cudnnVersion: stated.cudnn_version,
    openblasVersion: stated.openblas_version,
    openmpiVersion: stated.openmpi_version,
    mklVersion: stated.mkl_version,
    baseImage: stated.base_image,
  };
  return {
    name: "case",
    recommendationType: stated.recommendation_type ?? "latest",
    operatingSystem: system?.name || system?.version ? systemOf(system) : undefined,
    pythonVersion: stated.python_version ?? "",
    // A case may be about a platform that we advise nobody for: rules compare texts.
    platform: (stated.platform ?? "") as RuntimeEnvironment["platform"],
    hardware: withoutNothing({
      cpuFamily: hardware?.cpu_family,
      cpuModel: hardware?.cpu_model,
      gpuModel: hardware?.gpu_model,
    }),
    labels: stated.labels ?? {},
    ...withoutNothing(known),
  };
}

function systemOf({ name, version }: NonNullable<CaseEnvironment["operating_system"]>) {
  return normalizeOperatingSystem({ name: name ?? "", version: version ?? "" });
}

type Known<Fields> = { readonly [Key in keyof Fields]?: NonNullable<Fields[Key]> };

/** Without the fields that are null or undefined. */
function withoutNothing<Fields extends object>(fields: Fields): Known<Fields> {
  const stated = Object.entries(fields).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(stated) as Known<Fields>;
}

function imageOf({ image_rpms: rpms, image_python: python, image_symbols: symbols }: CaseEnvironment) {
  if (rpms === undefined && python === undefined && symbols === undefined) return undefined;
  return { rpms: rpms ?? [], pythonPackages: python ?? [], symbols: new Set(symbols) } satisfies ImageContents;
}
