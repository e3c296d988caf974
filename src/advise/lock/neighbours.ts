/**
 * What an entry from a repository, a path or a file requires is known only after a build, which never happens here, and
 * so it is with a release that has only a source distribution. But the old lock tells what they needed then: whatever
 * the lock holds that no other entry explains. Those releases stay, except where the environment's Python excludes them:
 * then the lock was made for another one.
 */

import { type FileContext, admitsPython, isLocked } from "../../pipeline/index.ts";
import type { Candidate } from "../../ports/index.ts";
import type { WrittenLine } from "../../project/index.ts";
import { type PackageName, Requirement, Version } from "../../python/index.ts";
import type { RootRequirement } from "../../resolver/index.ts";
import { type Walk, readClosure } from "./closure.ts";
import type { LockedPin } from "./locked-pins.ts";
import { type Wishes, originOf } from "../wishes.ts";

/** A requirement on a locked release, for the sections that hold it. Its origin is the entry that cannot be looked into. */
export type NeighbourRequirement = RootRequirement & { readonly section: string };

/** A locked release that no entry explains whose requirements are known. */
interface Unexplained {
  readonly sections: readonly string[];
  readonly requirement: Requirement;
  /** Whether the environment's Python admits it. */
  readonly fits: boolean;
}

export interface NeighbourOptions {
  readonly wishes: Wishes;
  readonly old: ReadonlyMap<PackageName, LockedPin>;
  readonly locked: ReadonlyMap<PackageName, Version>;
  readonly files: Pick<FileContext, "python">;
  /** In its universe a release of unknown metadata is unusable, so that nothing is explained by it. */
  readonly walk: Omit<Walk, "chosen">;
}

/** Reads the indexes only when it is asked, and once. */
export class Neighbours {
  readonly #options: NeighbourOptions;
  #unexplained: Promise<readonly Unexplained[]> | undefined;

  constructor(options: NeighbourOptions) {
    this.#options = options;
  }

  /** What stays for the entries that are not from an index. None where every entry is, or nothing is locked. */
  async ofEntries(signal: AbortSignal): Promise<readonly NeighbourRequirement[]> {
    const { opaque, unnamed } = this.#options.wishes;
    if (opaque.length + unnamed.length === 0) return [];
    const homes = new Map<string, WrittenLine>([
      ...unnamed.map((line) => ["default", line] as const),
      ...opaque.map(({ section, entry }) => [section, entry] as const),
    ]);
    return (await this.#readOnce(signal)).flatMap(({ sections, requirement, fits }) =>
      sections.flatMap((section) => {
        const entry = fits ? homes.get(section) : undefined;
        return entry === undefined
          ? []
          : [{ section, requirement, index: undefined, origin: originOf(entry), isImplied: true }];
      }),
    );
  }

  /** Locked releases that would stay for those entries, were it not for the environment's Python; such as `futures==3.2.0`. */
  async unfit(signal: AbortSignal): Promise<readonly Requirement[]> {
    const { opaque, unnamed } = this.#options.wishes;
    if (opaque.length + unnamed.length === 0) return [];
    return (await this.#readOnce(signal)).filter(({ fits }) => !fits).map(({ requirement }) => requirement);
  }

  /** What stays for a release of unknown metadata; undefined unless the lock pins that very release. */
  async ofRelease(candidate: Candidate, signal: AbortSignal): Promise<readonly Requirement[] | undefined> {
    const { old } = this.#options;
    if (!isLocked(candidate, this.#options)) return undefined;
    const { sections } = old.get(candidate.name)!;
    return (await this.#readOnce(signal))
      .filter((other) => other.fits && other.sections.some((section) => sections.includes(section)))
      .map(({ requirement }) => requirement)
      .filter(({ name }) => name !== candidate.name);
  }

  #readOnce(signal: AbortSignal): Promise<readonly Unexplained[]> {
    this.#unexplained ??= this.#read(signal);
    return this.#unexplained;
  }

  async #read(signal: AbortSignal): Promise<readonly Unexplained[]> {
    const { wishes, old, walk, files } = this.#options;
    const locked = await readLocked(old, walk, signal);
    const roots = wishes.requirements.map(({ requirement }) => requirement);
    const explained = await readClosure({ ...walk, chosen: (name) => locked.get(name) }, roots, signal);
    const elsewhere = new Set(wishes.elsewhere.map(({ entry }) => entry.name));
    return [...locked.values()]
      .filter(({ name }) => !explained.has(name) && !elsewhere.has(name))
      .map((candidate) => ({
        sections: old.get(candidate.name)!.sections,
        requirement: Requirement.parse(`${candidate.name}==${candidate.version.text}`),
        fits: candidate.files.some((file) => admitsPython(file, files)),
      }));
  }
}

/** The candidates that the old lock pins, as far as they can still be had. */
async function readLocked(
  old: ReadonlyMap<PackageName, LockedPin>,
  walk: Omit<Walk, "chosen">,
  signal: AbortSignal,
): Promise<ReadonlyMap<PackageName, Candidate>> {
  const locked = new Map<PackageName, Candidate>();
  for (const { name, version } of old.values()) {
    if (version === undefined) continue;
    const list = await walk.universe.candidates(name, signal);
    const candidate =
      list.kind === "known" ? list.candidates.find((item) => Version.equal(item.version, version)) : undefined;
    if (candidate !== undefined) locked.set(name, candidate);
  }
  return locked;
}
