/**
 * What the code of a repository says to the advice: which symbols it uses, how near it comes to a flaw, and which packages
 * it imports. The files are read once for all of its projects.
 */

import { checkBytes } from "../base/index.ts";
import type { PackageName } from "../python/index.ts";
import {
  analyseSources,
  chooseSources,
  CodeReach,
  findDependencies,
  LeftUnread,
  libraryUsageOf,
  type DependencyFindings,
  type Reach,
  type ReadSource,
  type RequiredBy,
  type SourceUsage,
  type UnreadSource,
} from "../source/index.ts";
import type { AdvisoryHit, AdvisoryReach } from "./advice.ts";
import type { ReachOf, RepositoryCode } from "./services.ts";

/** Milliseconds for one file, and for all: the search should not wait longer for what only orders advisories. */
const times = { file: 2_000, all: 20_000, now: () => performance.now() };

/** Of all paths of a repository those that are its code, also where they are more than are read. */
export function sourcesIn(files: readonly string[]): readonly string[] {
  const { paths, unread } = chooseSources(files);
  return [...paths, ...unread.filter(({ isOwn }) => isOwn).map(({ file }) => file)];
}

/** The code of a repository, to be read. Plain data. */
export interface RepositorySources {
  /** As `sourcesIn` gives them. */
  readonly files: readonly string[];
  /** How many projects the repository has. */
  readonly projects: number;
  /** How many files may be asked for one by one, where each is a request to a host. All without it. */
  readonly mostSingly?: number;
}

/** How the code is had. */
export interface CodeReaders {
  /** One file. */
  readonly readFile: ReadSource;
  /** What can be had of `files` at once, by path. What is missing in it is asked for one by one. */
  readonly readTogether?: (files: readonly string[], signal: AbortSignal) => Promise<ReadonlyMap<string, Uint8Array>>;
}

/** Undefined where there is no code. @throws what the readers throw, but for `UserError`s of `readFile`. */
export async function readCode(
  sources: RepositorySources,
  readers: CodeReaders,
  signal: AbortSignal,
): Promise<RepositoryCode | undefined> {
  const { files, projects } = sources;
  if (files.length === 0) return undefined;
  const readFile = await sourceReader(sources, readers, signal);
  const usage = await analyseSources({ files, readFile }, signal, times);
  return { usage, isOfOneProject: projects === 1 };
}

/** What is neither there at once nor asked for is told as unread. */
async function sourceReader(
  { files, mostSingly = Infinity }: RepositorySources,
  { readFile, readTogether }: CodeReaders,
  signal: AbortSignal,
): Promise<ReadSource> {
  const together = await readTogether?.(files, signal);
  let asked = 0;
  return async (path, bytes, during) => {
    const known = together?.get(path);
    if (known !== undefined) {
      checkBytes(path, known.length, { bytes });
      return known;
    }
    if (++asked > mostSingly) throw new LeftUnread(`more than ${mostSingly} files are not asked for one by one`);
    return await readFile(path, bytes, during);
  };
}

export interface CodeNames {
  /** What the manifest asks for. */
  readonly declared: ReadonlySet<PackageName>;
  /** What those of the project's other environments ask for. */
  readonly declaredElsewhere: ReadonlySet<PackageName>;
  /** What the old lock has. */
  readonly locked: ReadonlySet<PackageName>;
}

/** Reads it once, for whoever asks about one project of a repository after the other. */
export function codeReader(): typeof readCode {
  const known = new Map<string, Promise<RepositoryCode | undefined>>();
  return async (sources, readers, signal) => {
    const key = JSON.stringify(sources);
    const reading = known.get(key) ?? readCode(sources, readers, signal);
    known.set(key, reading);
    try {
      return await reading;
    } catch (error) {
      known.delete(key);
      throw error;
    }
  };
}

/** The code as one environment looks at it. */
export class CodeView {
  readonly isOfOneProject: boolean;
  readonly libraryUsage: ReadonlyMap<string, ReadonlySet<string>>;
  readonly #usage: SourceUsage;
  readonly #names: CodeNames;
  readonly #reach: CodeReach;

  constructor({ usage, isOfOneProject }: RepositoryCode, names: CodeNames) {
    this.isOfOneProject = isOfOneProject;
    this.#usage = usage;
    this.#names = names;
    this.#reach = new CodeReach(usage, new Set([...names.declared, ...names.locked]));
    this.libraryUsage = libraryUsageOf(usage);
  }

  /** Files of the repository's own code that were not read. */
  get unread(): readonly UnreadSource[] {
    return this.#usage.unread.filter(({ isOwn }) => isOwn);
  }

  readonly reachOf: ReachOf = (name, { functions }) => adviceReach(this.#reach.of(name, functions));

  /** The same hits, where it is known what needs what: a package that the code does not import may come with one that it does. */
  inStack(hits: readonly AdvisoryHit[], requiredBy: RequiredBy, stack: ReadonlySet<PackageName>): AdvisoryHit[] {
    const { declared, locked } = this.#names;
    const isNews = [...stack].some((name) => !declared.has(name) && !locked.has(name));
    const reach = isNews ? new CodeReach(this.#usage, new Set([...declared, ...locked, ...stack])) : this.#reach;
    const isOpen = (hit: AdvisoryHit) =>
      hit.reach?.level === "unknown" || (hit.reach?.level === 2 && hit.reach.only_in !== null);
    return hits.map((hit) =>
      isOpen(hit) ? { ...hit, reach: adviceReach(reach.inStack(hit.package as PackageName, [], requiredBy)) } : hit,
    );
  }

  /** @param python the minor version of Python 3. @param locked what the new lock has. */
  dependencies(python: number, locked: ReadonlySet<PackageName>): DependencyFindings {
    const { declared, declaredElsewhere } = this.#names;
    return findDependencies({ usage: this.#usage, declared, declaredElsewhere, locked, python });
  }
}

function adviceReach({ level, evidence, onlyIn }: Reach): AdvisoryReach {
  return { level, file: evidence?.file ?? null, line: evidence?.line ?? null, only_in: onlyIn ?? null };
}
