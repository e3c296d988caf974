/** Small candidates and contexts for tests of units and rules, one line each. */

import { environmentTags, runtimeEnvironment } from "../../src/environments/index.ts";
import type { EnvironmentSettings, RecommendationType } from "../../src/environments/index.ts";
import { type PipelineContext, plainRun } from "../../src/pipeline/index.ts";
import type { Candidate, ReleaseFile } from "../../src/ports/index.ts";
import { packageName, Requirement, TagRanks, Version } from "../../src/python/index.ts";

/** A file by name, with what else a test says of it. */
export function file(filename: string, more: Partial<ReleaseFile> = {}): ReleaseFile {
  return {
    filename,
    url: `https://files.example/${filename}`,
    sha256: undefined,
    size: undefined,
    uploaded: undefined,
    requiresPython: undefined,
    yanked: undefined,
    sidecar: undefined,
    ...more,
  };
}

/** @param release such as `flask 2.0`; without `files` it has one wheel that fits everywhere. */
export function candidate(release: string, files?: readonly ReleaseFile[]): Candidate {
  const [name = "", version = ""] = release.split(" ");
  return {
    name: packageName(name),
    version: Version.parse(version),
    index: "pypi",
    files: files ?? [file(`${name.replaceAll("-", "_")}-${version}-py3-none-any.whl`)],
  };
}

export interface ContextSketch {
  readonly type?: RecommendationType;
  readonly settings?: Partial<EnvironmentSettings>;
  readonly requirements?: readonly string[];
  /** Such as `flask 2.0`. */
  readonly locked?: readonly string[];
  /** What else a test says of the run. */
  readonly run?: Partial<PipelineContext>;
}

/** RHEL 8, Python 3.8, x86_64, unless `sketch` says otherwise. */
export function context(sketch: ContextSketch = {}): PipelineContext {
  const environment = runtimeEnvironment(
    {
      name: "test",
      operating_system: { name: "rhel", version: "8" },
      python_version: "3.8",
      ...sketch.settings,
    },
    { pythonVersion: "3.8", recommendationType: sketch.type },
  );
  return {
    ...plainRun,
    environment,
    python: Version.parse(`${environment.pythonVersion}.0`),
    tagRanks: TagRanks.of(environmentTags(environment)),
    requirements: (sketch.requirements ?? []).map((text) => ({
      requirement: Requirement.parse(text),
      index: undefined,
      origin: { file: "Pipfile", line: 1, text },
    })),
    developed: new Set(),
    indexes: new Map([["pypi", "https://pypi.example/simple"]]),
    locked: new Map(
      (sketch.locked ?? []).map((release) => candidate(release)).map(({ name, version }) => [name, version]),
    ),
    recommendationType: environment.recommendationType,
    labels: new Map(Object.entries(environment.labels)),
    ...sketch.run,
  };
}
