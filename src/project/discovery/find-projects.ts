/**
 * The projects of a repository, from the paths of its files alone: pure, so that every rule can be held against a table.
 *
 * A folder with a manifest is a project. Left out, and told, are tests, examples, documentation and code of others, unless
 * `projects:` in `.thoth.yaml` names them; with it only what is named counts. A folder of `overlays_dir` is no project: it
 * belongs to the project that `overlays_dir` lies in, and the one of the root is there whenever `overlays_dir` is stated.
 */

import { compareText, limits } from "../../base/index.ts";
import type { ThothConfiguration } from "../thoth-yaml.ts";
import { type FolderPattern, matchesPattern } from "./folder-pattern.ts";
import { type LeftOut, type LeftOutReason, reasonAgainst } from "./left-out.ts";
import { type ProjectPlace, projectName } from "./project-place.ts";

/** What of the settings decides. */
export interface ProjectSearch extends Pick<ThothConfiguration, "overlaysDir" | "requirementsFormat"> {
  /** In the order of the file; none: everything that is not left out counts. */
  readonly patterns: readonly FolderPattern[];
  /** Names of the environments. */
  readonly environments: readonly string[];
}

export interface FoundProjects {
  /** Folders, the root first, then by path. */
  readonly places: readonly ProjectPlace[];
  /** Of `places`, the folders where only a look into `pyproject.toml` tells whether it says what is required. */
  readonly unsure: ReadonlySet<string>;
  /** Notebooks that may carry requirements; only a look into them tells. By path. */
  readonly notebooks: readonly string[];
  /** By path. */
  readonly leftOut: readonly LeftOut[];
  /** Patterns that nothing fits, taking away or not. */
  readonly unused: readonly FolderPattern[];
}

/** Folders that are judged one by one; the rest comes after as many projects as there may be anyway. */
const mostFolders = 5_000;

/** @param files paths of all files, in any order. */
export function findProjects(files: readonly string[], search: ProjectSearch): FoundProjects {
  return new Search(search).find(files);
}

const manifestsOf = {
  pipenv: ["Pipfile"],
  pip: ["requirements.in", "requirements.txt"],
  "pip-tools": ["requirements.in", "requirements.txt"],
  any: ["Pipfile", "requirements.in", "requirements.txt", "pyproject.toml"],
} as const satisfies Record<NonNullable<ThothConfiguration["requirementsFormat"]> | "any", readonly string[]>;

const anyManifest: ReadonlySet<string> = new Set(manifestsOf.any);
const ownLocks: ReadonlySet<string> = new Set(["Pipfile.lock", "pylock.toml"]);
/** Beside one of these a `pyproject.toml` is a project, whatever it says: its lock is another tool's. */
const otherLocks: ReadonlySet<string> = new Set(["uv.lock", "poetry.lock", "pdm.lock"]);

/** Whether a path says anything about projects; every other one may be left out of the search. */
export function isTelling(path: string): boolean {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return anyManifest.has(name) || ownLocks.has(name) || otherLocks.has(name) || name.endsWith(".ipynb");
}

class Search {
  readonly #search: ProjectSearch;
  readonly #manifests: ReadonlySet<string>;
  readonly #hasPositive: boolean;
  readonly #used = new Set<FolderPattern>();
  readonly #leftOut: LeftOut[] = [];

  constructor(search: ProjectSearch) {
    this.#search = search;
    this.#manifests = new Set(manifestsOf[search.requirementsFormat ?? "any"]);
    this.#hasPositive = search.patterns.some(({ takesAway }) => !takesAway);
  }

  find(files: readonly string[]): FoundProjects {
    const { byFolder, notebooks } = this.#sort(files);
    const { folders, owners } = this.#ownFolders(byFolder);
    const candidates = new Set([...folders, ...owners]);
    if (this.#search.overlaysDir !== undefined) candidates.add("");
    const judged = [...candidates].toSorted(compareText);
    const admitted = judged.slice(0, mostFolders).filter((folder) => this.#admits(folder, candidates));
    const kept = admitted.slice(0, limits.configuration.projects);
    for (const path of [...admitted.slice(kept.length), ...judged.slice(mostFolders)]) this.#leave(path, "too-many");
    const places = kept.map((folder) => ({
      folder,
      notebook: undefined,
      hasOverlays: this.#hasOverlays(folder, owners),
    }));
    return {
      places,
      unsure: new Set(kept.filter((folder) => !owners.has(folder) && this.#isUnsure(byFolder.get(folder)))),
      notebooks: this.#notebooks(notebooks),
      leftOut: this.#leftOut.toSorted((a, b) => compareText(a.path, b.path)),
      unused: this.#search.patterns.filter((pattern) => !this.#used.has(pattern)),
    };
  }

  /** The names that count, by folder. */
  #sort(files: readonly string[]) {
    const byFolder = new Map<string, Set<string>>();
    const notebooks: string[] = [];
    for (const path of files) {
      const slash = path.lastIndexOf("/");
      const name = path.slice(slash + 1);
      if (!isTelling(path)) continue;
      const folder = path.slice(0, Math.max(0, slash));
      if (name.endsWith(".ipynb")) notebooks.push(path);
      else byFolder.set(folder, (byFolder.get(folder) ?? new Set()).add(name));
    }
    return { byFolder, notebooks };
  }

  /** Folders with a manifest of their own, and those that have overlays. */
  #ownFolders(byFolder: ReadonlyMap<string, ReadonlySet<string>>) {
    const folders = new Set<string>();
    const owners = new Set<string>();
    for (const [folder, names] of byFolder) {
      const hasManifest = [...names].some((name) => this.#manifests.has(name));
      const overlay = this.#tryFindOverlay(folder);
      if (overlay === undefined && hasManifest) folders.add(folder);
      else if (overlay === undefined && isLockOnly(names)) this.#leaveInAnyCase(folder, "lock-only");
      else if (overlay?.isNamed === true && hasManifest) owners.add(overlay.owner);
      else if (overlay !== undefined && hasManifest) this.#leaveInAnyCase(folder, "overlay");
    }
    return { folders, owners };
  }

  /** The project that `folder` is an overlay of, and whether an environment has its name. */
  #tryFindOverlay(folder: string): { readonly owner: string; readonly isNamed: boolean } | undefined {
    const { overlaysDir, environments } = this.#search;
    if (overlaysDir === undefined) return undefined;
    const steps = folder === "" ? [] : folder.split("/");
    const isNamed = (step: string | undefined): boolean => step !== undefined && environments.includes(step);
    // Overlays right below the root: other folders there are what they are.
    if (overlaysDir === "") return isNamed(steps[0]) ? { owner: "", isNamed: true } : undefined;
    const inner = overlaysDir.split("/");
    const at = steps.findIndex((_, from) => inner.every((step, i) => steps[from + i] === step));
    if (at === -1) return undefined;
    return { owner: steps.slice(0, at).join("/"), isNamed: isNamed(steps[at + inner.length]) };
  }

  /** Whether there is nothing but a `pyproject.toml`, which may hold settings of tools only. */
  #isUnsure(names: ReadonlySet<string> = new Set()): boolean {
    const all = [...names];
    if (all.some((name) => ownLocks.has(name) || otherLocks.has(name))) return false;
    return all.filter((name) => this.#manifests.has(name)).join() === "pyproject.toml";
  }

  #hasOverlays(folder: string, owners: ReadonlySet<string>): boolean {
    return this.#search.overlaysDir !== undefined && (folder === "" || owners.has(folder));
  }

  #admits(folder: string, candidates: ReadonlySet<string>): boolean {
    const steps = folder === "" ? [] : folder.split("/");
    const reason = this.#reasonAgainst(steps) ?? (isPart(steps, candidates) ? this.#unlessNamed(steps) : undefined);
    if (reason === undefined) return true;
    this.#leave(folder, reason);
    return false;
  }

  /** Notebooks without requirements are no news, so none of them is told here. */
  #notebooks(paths: readonly string[]): readonly string[] {
    const own = paths.filter((path) => {
      const steps = path.split("/");
      return this.#reasonAgainst(steps, steps.length - 1) === undefined;
    });
    return own.toSorted(compareText);
  }

  /** @param folders how many of the steps are folders. */
  #reasonAgainst(steps: readonly string[], folders = steps.length): LeftOutReason | undefined {
    const isClosed = (step: string): boolean => reasonAgainst(step) !== undefined;
    const fitting = this.#search.patterns.filter((pattern) => matchesPattern(pattern, steps, isClosed));
    for (const pattern of fitting) this.#used.add(pattern);
    if (fitting.some(({ takesAway }) => takesAway)) return "excluded";
    if (fitting.length > 0) return undefined;
    const [against] = steps.slice(0, folders).flatMap((step) => reasonAgainst(step) ?? []);
    return against ?? (this.#hasPositive ? "unnamed" : undefined);
  }

  #unlessNamed(steps: readonly string[]): LeftOutReason | undefined {
    const isLiteral = this.#search.patterns.some(
      (pattern) => !pattern.takesAway && pattern.steps.join("/") === steps.join("/"),
    );
    return isLiteral ? undefined : "part";
  }

  /** Where the folder itself is one that is left out, that is the better reason. */
  #leaveInAnyCase(folder: string, reason: LeftOutReason): void {
    const [against] = folder.split("/").flatMap((step) => reasonAgainst(step) ?? []);
    this.#leave(folder, against ?? reason);
  }

  #leave(folder: string, reason: LeftOutReason): void {
    this.#leftOut.push({ path: folder === "" ? "." : folder, reason });
  }
}

/** `requirements/requirements.txt` beside a manifest is what the project includes. */
function isPart(steps: readonly string[], candidates: ReadonlySet<string>): boolean {
  return steps.at(-1) === "requirements" && candidates.has(steps.slice(0, -1).join("/"));
}

/** A lock of another tool is no matter of ours. */
function isLockOnly(names: ReadonlySet<string>): boolean {
  return [...names].some((name) => ownLocks.has(name)) && ![...names].some((name) => anyManifest.has(name));
}

/** In the order in which they are advised and told: the root, then folders and notebooks by path. */
export function comparePlaces(a: ProjectPlace, b: ProjectPlace): number {
  return compareText(projectName(a) ?? "", projectName(b) ?? "");
}
