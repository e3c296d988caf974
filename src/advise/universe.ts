/**
 * The world of packages as the resolver sees it: an index's answers, cleared of what cannot be used in this environment.
 * Two kinds of absence stay apart all the way: what is on no index, and what a snapshot merely does not hold.
 */

import type {
  AskedIndex,
  Candidate,
  MetadataGrade,
  PackageListing,
  PackageSource,
  ProjectStatus,
} from "../ports/index.ts";
import type { ExtraName, MarkerEnvironment, PackageName, Requirement } from "../python/index.ts";
import { Version } from "../python/index.ts";
import type { CandidateList, CandidateRequirements, Universe } from "../resolver/index.ts";
import type { Homes } from "./homes.ts";

export interface UniverseOptions {
  readonly source: PackageSource;
  /** Where each package is looked for, wherever in the stack it turns up. It learns from what is read here. */
  readonly homes: Homes;
  /**
   * Names that the manifest takes from a repository, a path or a file. A requirement on one of them counts as met by
   * that entry, because only a build would tell its version; so it never reaches the resolver.
   */
  readonly opaque: ReadonlySet<PackageName>;
  readonly markers: MarkerEnvironment;
  /**
   * Asked about a release whose metadata is unknown: what to take for its requirements, or undefined if it may not be
   * used. Without it none may.
   */
  readonly keep?: (candidate: Candidate, signal: AbortSignal) => Promise<readonly Requirement[] | undefined>;
  /** Packages that may stand in for one: whoever judges it has to know what there is of them. None without it. */
  readonly standIns?: (name: PackageName) => Iterable<PackageName>;
}

/** Answers are kept for the life of the object: all questions of one piece of advice see the same world. */
export class IndexUniverse implements Universe {
  readonly #options: UniverseOptions;
  readonly #python: Version;
  readonly #lists = new Map<PackageName, Promise<CandidateList>>();
  readonly #requirements = new Map<Candidate, Promise<CandidateRequirements>>();
  readonly #answers = new Map<Candidate, CandidateRequirements>();
  readonly #grades = new Map<Candidate, MetadataGrade>();
  readonly #kept = new Set<Candidate>();
  readonly #known = new Map<PackageName, readonly Candidate[]>();
  readonly #statuses = new Map<PackageName, ProjectStatus>();

  constructor(options: UniverseOptions) {
    this.#options = options;
    this.#python = Version.parse(options.markers.python_full_version);
  }

  async candidates(name: PackageName, signal: AbortSignal): Promise<CandidateList> {
    const list = await this.#listOnce(name, signal);
    for (const other of this.#options.standIns?.(name) ?? []) await this.#listOnce(other, signal);
    return list;
  }

  /** Candidates of a package that was listed, newest first; empty where there are none, or nobody asked yet. */
  known(name: PackageName): readonly Candidate[] {
    return this.#known.get(name) ?? [];
  }

  /** What the index says of a package that was listed as a whole. */
  statusOf(name: PackageName): ProjectStatus | undefined {
    return this.#statuses.get(name);
  }

  #listOnce(name: PackageName, signal: AbortSignal): Promise<CandidateList> {
    return remember(this.#lists, name, () => this.#list(name, signal));
  }

  requirements(candidate: Candidate, signal: AbortSignal): Promise<CandidateRequirements> {
    return remember(this.#requirements, candidate, async () => {
      const answer = await this.#read(candidate, signal);
      this.#answers.set(candidate, answer);
      return answer;
    });
  }

  /** What the candidate requires, where that was read before; undefined also where it cannot be used. */
  requirementsRead(candidate: Candidate): readonly Requirement[] | undefined {
    const answer = this.#answers.get(candidate);
    return answer?.kind === "known" ? answer.requires : undefined;
  }

  /** Candidates whose metadata has been read so far. */
  get metadataRead(): number {
    return this.#requirements.size;
  }

  /** How far the candidate's metadata can be trusted; undefined until its requirements were read. */
  gradeOf(candidate: Candidate): MetadataGrade | undefined {
    return this.#grades.get(candidate);
  }

  /** Whether the candidate's metadata is unknown and something stands in for it. Known once its requirements were read. */
  isKept(candidate: Candidate): boolean {
    return this.#kept.has(candidate);
  }

  async #list(name: PackageName, signal: AbortSignal): Promise<CandidateList> {
    const { source, homes } = this.#options;
    const listing = await source.list(name, homes.search(name), signal);
    if (listing.kind === "found") homes.found(name, listing.index);
    if (listing.kind === "found") this.#known.set(name, listing.candidates);
    if (listing.kind === "found" && listing.status !== undefined) this.#statuses.set(name, listing.status);
    return asCandidateList(listing);
  }

  async #read(candidate: Candidate, signal: AbortSignal): Promise<CandidateRequirements> {
    const answer = await this.#options.source.metadata(candidate, signal);
    this.#grades.set(candidate, answer.kind === "known" ? answer.metadata.grade : "unknown");
    if (answer.kind === "unknown") return await this.#keep(candidate, answer.reason, signal);
    const { requiresPython, requires, extras } = answer.metadata;
    if (requiresPython !== undefined && !requiresPython.admits(this.#python))
      return unusable(`needs Python ${requiresPython.toString()}`);
    const open = requires.filter((requirement) => !this.#options.opaque.has(requirement.name));
    const direct = open.find((requirement) => this.#isDirect(requirement, extras));
    if (direct !== undefined) return unusable(`requires ${direct.toString()}, and only a build would tell its version`);
    const indexed = open.filter((requirement) => requirement.url === undefined);
    const { homes } = this.#options;
    if (homes.matter)
      for (const { name } of indexed.filter((each) => this.#mayHold(each))) homes.needs(candidate, name);
    return { kind: "known", requires: indexed };
  }

  async #keep(candidate: Candidate, reason: string, signal: AbortSignal): Promise<CandidateRequirements> {
    const requires = await this.#options.keep?.(candidate, signal);
    if (requires === undefined) return unusable(`has unknown metadata: ${reason}`);
    this.#kept.add(candidate);
    return { kind: "known", requires };
  }

  /** PEP 508 direct references that hold here; public indexes refuse them, private ones may have some. */
  #isDirect(requirement: Requirement, extras: readonly ExtraName[]): boolean {
    if (requirement.url === undefined) return false;
    return requirement.marker?.evaluate(this.#options.markers, extras) ?? true;
  }

  /** Whatever extras are asked for. */
  #mayHold({ marker }: Requirement): boolean {
    return marker === undefined || marker.variables().has("extra") || marker.evaluate(this.#options.markers);
  }
}

function unusable(reason: string): CandidateRequirements {
  return { kind: "unusable", reason };
}

function asCandidateList(listing: PackageListing): CandidateList {
  switch (listing.kind) {
    case "absent":
      return { kind: "none", reason: absence(listing.asked) };
    case "outside":
      return { kind: "none", reason: `is not in ${listing.source}` };
    case "found":
      return listing.candidates.length > 0
        ? { kind: "known", candidates: listing.candidates, outside: listing.outside }
        : { kind: "none", reason: `has no release on the index \`${listing.index}\` that can be chosen here` };
  }
}

function absence(asked: readonly AskedIndex[]): string {
  const names = asked.map(({ index }) => `\`${index}\``).join(", ");
  if (asked.length !== 1) return `is on none of the indexes ${names}`;
  return `is not on the index ${names}${asked[0]?.why === "pinned" ? ", which it is pinned to" : ""}`;
}

/** A failed answer is not kept: a later question may find the index awake. */
async function remember<K, V>(memory: Map<K, Promise<V>>, key: K, ask: () => Promise<V>): Promise<V> {
  const known = memory.get(key);
  if (known !== undefined) return await known;
  const answer = ask();
  memory.set(key, answer);
  try {
    return await answer;
  } catch (error) {
    memory.delete(key);
    throw error;
  }
}
