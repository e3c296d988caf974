/**
 * The projects of a repository: what paths tell, and a look into the few files where paths do not suffice. Settings are read
 * once, a `pyproject.toml` only where it is the only manifest of its folder, and notebooks up to a bound.
 */

import { compareText, limits, quotedList, UserError } from "../../base/index.ts";
import { parseNotebook } from "../notebook/notebook.ts";
import { UnknownProject } from "../project-errors.ts";
import { parsePyproject } from "../pyproject/parse.ts";
import type { ReadProjectFile } from "../read-project-file.ts";
import { parseThothYaml, type ThothConfiguration } from "../thoth-yaml.ts";
import { comparePlaces, findProjects, type FoundProjects, isTelling } from "./find-projects.ts";
import { type FolderPattern, tryParsePattern } from "./folder-pattern.ts";
import type { LeftOut } from "./left-out.ts";
import { type ProjectPlace, projectPath, rootPlace } from "./project-place.ts";

export interface ProjectsRequest {
  /** Paths of the files of the repository; see {@link keepTelling}. */
  readonly files: readonly string[];
  readonly readFile: ReadProjectFile;
  /** Only what this folder, notebook or pattern names, be it one that is left out otherwise. */
  readonly only?: string | undefined;
}

export interface RepositoryProjects {
  /** The root first, then by path; never empty: where nothing is found, the root is asked all the same, and says why. */
  readonly places: readonly ProjectPlace[];
  /** By path. */
  readonly leftOut: readonly LeftOut[];
  /** Sentences about `projects:` itself. */
  readonly notes: readonly string[];
}

/** Paths that discovery looks at, which are few of those that a repository has. */
export function keepTelling(files: readonly string[]): readonly string[] {
  return files.filter(isTelling).slice(0, mostPaths);
}

const mostPaths = 50_000;

/** Notebooks that are looked into, those that `projects:` names and others: each is a file to fetch. */
const mostNotebooks = { named: 100, others: 20 } as const;

/** @throws {UserError} when `.thoth.yaml` cannot be read. @throws {UnknownProject} when `only` names none. */
export async function readProjects(request: ProjectsRequest, signal: AbortSignal): Promise<RepositoryProjects> {
  const { readFile, only } = request;
  const text = await readFile(configurationPath, limits.configuration.bytes, signal);
  const configuration = parseThothYaml(configurationPath, text ?? "");
  const looker = new Looker(readFile, signal);
  if (only === undefined) return await looker.look(search(request, configuration, configuration.projects));
  const pattern = tryParsePattern(only.replace(/\/+$/, "") || ".");
  const named = await looker.look(search(request, configuration, pattern === undefined ? [] : [pattern]));
  if (pattern !== undefined && named.isFound) return { ...named, leftOut: [], notes: [] };
  const all = await looker.look(search(request, configuration, configuration.projects));
  throw new UnknownProject(only, all.isFound ? all.places.map(projectPath) : []);
}

const configurationPath = ".thoth.yaml";

interface Searched extends FoundProjects {
  readonly patterns: readonly FolderPattern[];
  readonly configuration: ThothConfiguration;
}

function search(
  { files }: ProjectsRequest,
  configuration: ThothConfiguration,
  patterns: readonly FolderPattern[],
): Searched {
  const { overlaysDir, requirementsFormat, environments } = configuration;
  const names = environments.map(({ settings }) => settings.name);
  return {
    ...findProjects(files, { overlaysDir, requirementsFormat, environments: names, patterns }),
    patterns,
    configuration,
  };
}

/** Looks into files where their names do not tell. */
class Looker {
  readonly #readFile: ReadProjectFile;
  readonly #signal: AbortSignal;

  constructor(readFile: ReadProjectFile, signal: AbortSignal) {
    this.#readFile = readFile;
    this.#signal = signal;
  }

  async look(found: Searched): Promise<RepositoryProjects & { readonly isFound: boolean }> {
    const isNamed = found.patterns.some(({ takesAway }) => !takesAway);
    const leftOut = [...found.leftOut];
    const places: ProjectPlace[] = [];
    for (const place of found.places) {
      if (!found.unsure.has(place.folder) || (await this.#hasRequirements(place.folder))) places.push(place);
      else if (isNamed) leftOut.push({ path: projectPath(place), reason: "no-requirements" });
    }
    const looked = found.notebooks.slice(0, isNamed ? mostNotebooks.named : mostNotebooks.others);
    for (const notebook of looked) {
      if (places.length < limits.configuration.projects && (await this.#carriesRequirements(notebook)))
        places.push({ folder: folderOf(notebook), notebook, hasOverlays: false });
    }
    for (const path of found.notebooks.slice(looked.length)) leftOut.push({ path, reason: "not-looked-into" });
    const isFound = places.length > 0;
    return {
      isFound,
      places: isFound ? places.toSorted(comparePlaces) : [rootPlace],
      leftOut: leftOut.toSorted((a, b) => compareText(a.path, b.path)),
      notes: unusedNotes(found),
    };
  }

  /** A file that cannot be read has some, and whoever reads it says what is wrong. */
  async #hasRequirements(folder: string): Promise<boolean> {
    const path = folder === "" ? "pyproject.toml" : `${folder}/pyproject.toml`;
    return await this.#tells(path, limits.manifest.bytes, true, (text) => {
      const sections = parsePyproject(path, text)?.sections.values() ?? [];
      return [...sections].some((entries) => entries.length > 0);
    });
  }

  /** Of a notebook that cannot be read nobody knows whether it has any. */
  async #carriesRequirements(path: string): Promise<boolean> {
    return await this.#tells(path, limits.notebook.bytes, false, (text) => parseNotebook(path, text) !== undefined);
  }

  async #tells(path: string, bytes: number, otherwise: boolean, tell: (text: string) => boolean): Promise<boolean> {
    try {
      const text = await this.#readFile(path, bytes, this.#signal);
      return text !== undefined && tell(text);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return otherwise;
    }
  }
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

function unusedNotes({ unused, configuration }: Searched): readonly string[] {
  const written = configuration.projects.filter((pattern) => unused.includes(pattern));
  if (written.length === 0) return [];
  const [first] = written;
  const verb = written.length === 1 ? "fits" : "fit";
  return [
    `${first!.place}: ${quotedList(written.map(({ text }) => text))} of \`projects\` ${verb} no folder with a manifest`,
  ];
}
