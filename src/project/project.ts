/**
 * A repository as questions to answer: one for each runtime environment, with the files that belong to it.
 *
 * Surprises: a file that is broken in one environment leaves the others their advice, so an environment is an answer
 * of its own, ready or broken; only what concerns all of them, such as `.thoth.yaml` itself, is thrown. Environments
 * without overlays share one manifest and one lock.
 */

import { limits, UserError } from "../base/index.ts";
import {
  type RecommendationType,
  type RuntimeEnvironment,
  runtimeEnvironment,
  tryCLibrary,
  usualCLibrary,
} from "../environments/index.ts";
import type { IndexStrategy, SealedCredentials } from "../ports/index.ts";
import type { PackageName } from "../python/index.ts";
import { type ProjectPlace, projectPath, rootPlace } from "./discovery/project-place.ts";
import type { Manifest } from "./formats.ts";
import type { Goal } from "./goal.ts";
import { NotebookReader } from "./notebook/read.ts";
import { type PolicySettings, policyFor } from "./policy-settings.ts";
import { NoManifest, UnknownEnvironment } from "./project-errors.ts";
import { FolderReader, type ProjectFiles, type ProjectPaths } from "./project-files.ts";
import { decidePython, defaultPython, parsePython, type PythonChoice } from "./project-python.ts";
import { readPythonFiles, type StatedPython } from "./python-files.ts";
import type { ReadProjectFile } from "./read-project-file.ts";
import { type OwnRules, readOwnRules } from "./rule-settings.ts";
import type { SuppliedMetadata } from "./supplied-metadata.ts";
import { type ConfiguredEnvironment, parseThothYaml, type ThothConfiguration } from "./thoth-yaml.ts";

/** Where the settings of a repository stand, relative to its root. */
const configurationPath = ".thoth.yaml";

/** Which project, and what the command line or a comment may say about all of its environments. */
export interface ProjectOptions {
  /** The one in the root, where nothing is said. */
  readonly place?: ProjectPlace;
  /** Only the environment of this name. */
  readonly environment?: string | undefined;
  /** A version of Python such as `3.12` or `3.12.1`, instead of what the files say. */
  readonly python?: string | undefined;
  /** What "best" means for all of them, instead of what the files say; where `environment` names one, for that. */
  readonly recommendationType?: RecommendationType | undefined;
  /** Whether the environments besides the named one are read too. */
  readonly withOthers?: boolean;
  /** What the run is for; the best stack, where nothing is said. */
  readonly goal?: Goal | undefined;
}

/** One runtime environment and its files, or what is wrong with them. */
export type EnvironmentProject = ReadyProject | BrokenProject;

/** Its remarks are about a key that is of no effect, sources that disagree and the like. */
export interface ReadyProject extends Omit<ProjectFiles, "required" | "stated"> {
  readonly kind: "ready";
  readonly environment: RuntimeEnvironment;
  readonly settings: ProjectSettings;
  /** What the run is for; the best stack, where nothing is said. */
  readonly goal?: Goal | undefined;
  /** The manifest as the repository has it, where `manifest` is what is to become of it. */
  readonly ownManifest?: ReadyProject["manifest"];
}

export interface BrokenProject extends ProjectPaths {
  readonly kind: "broken";
  /** As far as it is known: where nothing else could be read, with the default Python. */
  readonly environment: RuntimeEnvironment;
  readonly error: UserError;
}

/** `.thoth.yaml` and what the manifest says of the same; where both speak, `.thoth.yaml` counts. */
export interface ProjectSettings {
  /** True: only the sources that the manifest lists. */
  readonly disableIndexAdjustment: boolean;
  /** Packages whose pre-releases may be chosen. */
  readonly allowPrereleases: ReadonlySet<PackageName>;
  /** What releases require that do not declare it themselves. */
  readonly suppliedMetadata: readonly SuppliedMetadata[];
  readonly indexStrategy: IndexStrategy;
  readonly sealedCredentials: readonly SealedCredentials[];
  readonly rules: OwnRules;
  readonly policy: PolicySettings;
}

/**
 * Reads one project of a repository. Environments come in the order of `.thoth.yaml`; without any there is one, named `default`.
 *
 * @throws {UserError} when `.thoth.yaml` or an option cannot be used, or when there is no manifest at all.
 */
export async function readProject(
  readFile: ReadProjectFile,
  options: ProjectOptions,
  signal: AbortSignal,
): Promise<readonly EnvironmentProject[]> {
  const python = options.python === undefined ? undefined : parsePython("--python", options.python);
  const configuration = await readConfiguration(readFile, signal);
  const { environment, recommendationType, goal } = options;
  const wanted = { python, environment, recommendationType, goal };
  const place = options.place ?? rootPlace;
  const rules = await readOwnRules(configuration.rules, readFile, signal);
  const reader = new EnvironmentReader(readFile, { configuration, place, rules }, wanted, signal);
  const projects: EnvironmentProject[] = [];
  for (const selected of selectEnvironments(configuration, options)) projects.push(await reader.read(selected));
  refuseWithoutManifest(projects);
  return withNotes(projects, configuration.notes);
}

/** The runtime environments alone, whatever else is in the repository. @throws {UserError} */
export async function readEnvironments(
  readFile: ReadProjectFile,
  environment: string | undefined,
  signal: AbortSignal,
): Promise<readonly RuntimeEnvironment[]> {
  const configured = selectEnvironments(await readConfiguration(readFile, signal), { environment });
  return configured.map(({ settings }) => runtimeEnvironment(settings, { pythonVersion: defaultPython }));
}

/** What the settings of a repository say of rules, with its own, whatever else is in it. @throws {UserError} */
export async function readRules(readFile: ReadProjectFile, signal: AbortSignal): Promise<OwnRules> {
  return await readOwnRules((await readConfiguration(readFile, signal)).rules, readFile, signal);
}

async function readConfiguration(readFile: ReadProjectFile, signal: AbortSignal): Promise<ThothConfiguration> {
  const text = await readFile(configurationPath, limits.configuration.bytes, signal);
  return parseThothYaml(configurationPath, text ?? "");
}

/** What a repository without `runtime_environments` has. */
const defaultEnvironment: ConfiguredEnvironment = {
  settings: { name: "default" },
  disableIndexAdjustment: undefined,
  allowPrereleases: new Map(),
};

function selectEnvironments(
  { environments }: ThothConfiguration,
  { environment: name, withOthers = false }: ProjectOptions,
): readonly ConfiguredEnvironment[] {
  const all = environments.length === 0 ? [defaultEnvironment] : environments;
  if (name === undefined) return all;
  const selected = all.filter(({ settings }) => settings.name === name);
  if (selected.length > 0) return withOthers ? all : selected;
  throw new UnknownEnvironment(
    name,
    all.map(({ settings }) => settings.name),
  );
}

/** Where none of the environments has a manifest, one sentence says so. */
function refuseWithoutManifest(projects: readonly EnvironmentProject[]): void {
  const errors = projects.map((project) => (project.kind === "broken" ? project.error : undefined));
  const missing = errors.filter((error) => error instanceof NoManifest);
  const [first] = missing;
  if (first === undefined || missing.length < projects.length) return;
  const usual = new Set(projects.map((project) => project.manifestPath));
  throw new NoManifest(usual.size === 1 ? first.lookedFor : [...usual]);
}

/** What concerns the whole repository is said once, with the first environment that can say it. */
function withNotes(projects: readonly EnvironmentProject[], notes: readonly string[]): readonly EnvironmentProject[] {
  const first = projects.find((project) => project.kind === "ready");
  return projects.map((project) => (project === first ? { ...first, remarks: [...notes, ...first.remarks] } : project));
}

/** What is asked for, whatever the files say. */
interface Wanted {
  readonly python: PythonChoice | undefined;
  /** Undefined: the recommendation type holds for all. */
  readonly environment: string | undefined;
  readonly recommendationType: RecommendationType | undefined;
  readonly goal: Goal | undefined;
}

/** Reads the files of one environment after another. */
class EnvironmentReader {
  readonly #readFile: ReadProjectFile;
  readonly #configuration: ThothConfiguration;
  readonly #place: ProjectPlace;
  readonly #rules: OwnRules;
  readonly #wanted: Wanted;
  readonly #signal: AbortSignal;

  constructor(
    readFile: ReadProjectFile,
    {
      configuration,
      place,
      rules,
    }: { readonly configuration: ThothConfiguration; readonly place: ProjectPlace; readonly rules: OwnRules },
    wanted: Wanted,
    signal: AbortSignal,
  ) {
    this.#readFile = readFile;
    this.#configuration = configuration;
    this.#place = place;
    this.#rules = rules;
    this.#wanted = wanted;
    this.#signal = signal;
  }

  /** Never throws a `UserError`: it becomes the answer. */
  async read(configured: ConfiguredEnvironment): Promise<EnvironmentProject> {
    const reader = this.#filesOf(configured);
    let paths = reader.usualPaths;
    try {
      const found = await reader.find();
      paths = found.paths;
      return await this.#ready(configured, await found.read());
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return { kind: "broken", ...paths, environment: this.#environment(configured, this.#wanted.python), error };
    }
  }

  #filesOf(configured: ConfiguredEnvironment): FolderReader | NotebookReader {
    const { requirementsFormat } = this.#configuration;
    const { notebook } = this.#place;
    if (notebook !== undefined) return new NotebookReader(notebook, this.#readFile, this.#signal);
    return new FolderReader(this.#folderOf(configured), requirementsFormat, this.#readFile, this.#signal);
  }

  async #ready(
    configured: ConfiguredEnvironment,
    { required, stated: own, ...files }: ProjectFiles,
  ): Promise<ReadyProject> {
    const { manifest } = files;
    const stated = await this.#statedPython(configured, own);
    const python = decidePython({
      override: this.#wanted.python,
      configured: configured.settings.python_version ?? undefined,
      pipfile: manifest.kind === "pipfile" ? manifest : undefined,
      required,
      stated: stated.statements,
    });
    const environment = this.#environment(configured, python);
    return {
      kind: "ready",
      ...files,
      environment,
      goal: this.#wanted.goal,
      settings: {
        ...settingsOf(configured, manifest, this.#configuration),
        rules: this.#rules,
        policy: policyFor(this.#configuration.policy, projectPath(this.#place), environment.name),
      },
      remarks: [...python.remarks, ...stated.remarks, ...systemRemarks(environment), ...files.remarks],
    };
  }

  /** What one folder says cannot hold for several environments that say otherwise themselves. */
  async #statedPython(configured: ConfiguredEnvironment, own: StatedPython | undefined): Promise<StatedPython> {
    const isShared = this.#configuration.environments.length > 1 && this.#overlaysDir === undefined;
    const isStated =
      this.#wanted.python !== undefined || (isShared && typeof configured.settings.python_version === "string");
    if (isStated) return { statements: [], remarks: [] };
    return own ?? (await readPythonFiles(this.#folderOf(configured), this.#readFile, this.#signal));
  }

  /** Undefined where all environments share the files of the folder. */
  get #overlaysDir(): string | undefined {
    return this.#place.hasOverlays ? this.#configuration.overlaysDir : undefined;
  }

  /** Empty for the root, else with a slash at its end. */
  #folderOf({ settings }: ConfiguredEnvironment): string {
    const overlaysDir = this.#overlaysDir;
    const overlay = overlaysDir === undefined ? [] : [overlaysDir, settings.name];
    return [this.#place.folder, ...overlay]
      .filter((step) => step !== "")
      .map((step) => `${step}/`)
      .join("");
  }

  #environment({ settings }: ConfiguredEnvironment, python: PythonChoice | undefined): RuntimeEnvironment {
    const { recommendationType } = this.#configuration;
    const isWanted = this.#wanted.environment === undefined || this.#wanted.environment === settings.name;
    const wanted = isWanted ? this.#wanted.recommendationType : undefined;
    const chosen = {
      ...settings,
      ...(python === undefined ? {} : { python_version: python.version }),
      ...(wanted === undefined ? {} : { recommendation_type: wanted }),
    };
    const defaults = { pythonVersion: defaultPython, pythonFullVersion: python?.fullVersion, recommendationType };
    return runtimeEnvironment(chosen, defaults);
  }
}

function settingsOf(
  configured: ConfiguredEnvironment,
  manifest: Manifest,
  { suppliedMetadata, indexStrategy, sealedCredentials }: ThothConfiguration,
): Omit<ProjectSettings, "rules" | "policy"> {
  const thoth = manifest.kind === "pipfile" ? manifest.thoth : undefined;
  const stated = manifest.kind === "requirements" ? manifest.prereleases : thoth?.allowPrereleases;
  const allowed = new Map([...(stated ?? []), ...configured.allowPrereleases]);
  return {
    disableIndexAdjustment: configured.disableIndexAdjustment ?? thoth?.disableIndexAdjustment ?? false,
    allowPrereleases: new Set([...allowed].filter(([, isAllowed]) => isAllowed).map(([name]) => name)),
    suppliedMetadata,
    indexStrategy,
    sealedCredentials,
  };
}

/** Says what is assumed of an operating system that our table does not have. */
function systemRemarks({ operatingSystem }: RuntimeEnvironment): readonly string[] {
  if (operatingSystem === undefined || tryCLibrary(operatingSystem) !== undefined) return [];
  const { name, version } = operatingSystem;
  return [
    `the C library of \`${name} ${version}\` is not known, so glibc ${usualCLibrary.version.join(".")} is assumed`,
  ];
}
