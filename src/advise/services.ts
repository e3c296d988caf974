/**
 * What advice is made with: the services say what the outside can answer. Composition roots fill them in; nothing below this folder chooses an adapter, reads a clock or sets a deadline.
 */

import type { CpuFlag } from "../environments/index.ts";
import type { Advisories, AdvisoryMatch, Images, Scorecards } from "../knowledge/index.ts";
import type { UnitStore } from "../pipeline/index.ts";
import type {
  Candidate,
  FileRank,
  IndexName,
  IndexStrategy,
  PackageSource,
  ProvenanceAnswer,
  ReleaseFile,
  SealedCredentials,
} from "../ports/index.ts";
import type { PackageName } from "../python/index.ts";
import type { SourceUsage } from "../source/index.ts";
import type { AdvisoryReach } from "./advice.ts";

/** An index to ask, as the manifest names it. */
export interface IndexSetting {
  readonly name: IndexName;
  /** As written; nothing in it has been expanded. */
  readonly url: string;
  /** Whether its certificate has to be valid. */
  readonly verify: boolean;
  /** What the project holds to be let in at its indexes, this one and others; nothing without it. */
  readonly sealed?: readonly SealedCredentials[];
}

/** What a catalogue index's builds need, as an environment states it; several values are alternatives, but for flags. */
export interface HardwareNeeds {
  /** Such as `11.8`, which `11.8.1` is as well. */
  readonly cudaVersion?: readonly string[];
  readonly cpuFamily?: readonly number[];
  readonly cpuModel?: readonly number[];
  /** All of them; what a processor has is told by its family and model. */
  readonly cpuFlags?: readonly CpuFlag[];
  readonly gpuModel?: readonly string[];
}

/**
 * An index that whoever runs this vouches for. It is none of the user's own; its releases of the listed packages are
 * offered besides theirs where the environment states all of the hardware that its builds need.
 */
export interface CatalogueIndex extends IndexSetting {
  readonly packages: ReadonlySet<PackageName>;
  /** At least one. */
  readonly needs: HardwareNeeds;
}

/** Indexes in their order. */
export interface OpenIndexes extends PackageSource {
  /** The user's own indexes that are known to have the name, in their order; none is asked to find out. */
  holders(name: PackageName): readonly IndexName[];
  /** What a reader should know beside the records, such as that a snapshot lists only some files. */
  notes(): readonly string[];
}

/** The same, for whoever also asks where files come from. */
export interface OriginIndexes extends OpenIndexes {
  /** What the index of `candidate` says of the origin of one of its files. @throws {UserError} when the index fails. */
  provenance(candidate: Candidate, file: ReleaseFile, signal: AbortSignal): Promise<ProvenanceAnswer>;
  /** The addresses by which a release names its project, as written; undefined where it says none. @throws {UserError} */
  links(candidate: Candidate, signal: AbortSignal): Promise<readonly string[] | undefined>;
}

/** What the advisories know, or why nothing can be said about vulnerabilities. */
export type AdvisoryKnowledge =
  /** `age` in days against the day of the run; absent where they are used as of the cut of an index. */
  | { readonly kind: "loaded"; readonly advisories: Advisories; readonly age?: number }
  /** There are none, or they are too old; `reason` is a sentence such as "no advisories are installed". */
  | { readonly kind: "missing"; readonly reason: string };

/** How near the code of the project that is asked about comes to a flaw of a package; null where nobody can tell. */
export type ReachOf = (name: PackageName, match: AdvisoryMatch) => AdvisoryReach | null;

/** What the code of a repository uses, all of its projects together. */
export interface RepositoryCode {
  readonly usage: SourceUsage;
  /** Whether the code is that of one project alone. */
  readonly isOfOneProject: boolean;
  /** What the manifests of all environments of the project ask for, where it has several. */
  readonly declared?: ReadonlySet<PackageName>;
}

/** Rules of one source. */
export interface RuleSet {
  /** Such as `prescriptions`. */
  readonly name: string;
  /** ISO 8601 date of the newest of them. */
  readonly asOf: string;
  /** SHA-256 of all their texts in hex. */
  readonly digest: string;
  readonly store: UnitStore;
  /** The file of the rule with this full name. */
  readonly pathOf: (rule: string) => string | undefined;
}

/** The rules in force besides the built-in units. */
export interface Rules {
  /** In their order; full names are unique over all. */
  readonly sets: readonly RuleSet[];
  /** ISO 8601 day by which a repository's exceptions are judged. */
  readonly today: string;
}

/** One step of the work, for whoever waits: talk, never data. */
export interface AdviceProgress {
  readonly environment: string;
  readonly stage: "reading" | "resolving" | "explaining" | "verifying" | "done";
  /** Candidates whose metadata has been read so far. */
  readonly metadataRead: number;
}

/** What the outside can answer. One value serves any number of requests, also concurrently. */
export interface AdviceServices {
  /**
   * Opens the indexes of a manifest in its order; pins are hard.
   * @param offers indexes of the catalogue, to be asked besides for the packages that they list.
   * @param rank chooses the file whose metadata speaks for a release in the environment that is asked about.
   * @param strategy how those of the manifest answer for a name that is not pinned.
   * @throws {UserError} when an address cannot be used.
   */
  openIndexes(
    indexes: readonly IndexSetting[],
    offers: readonly CatalogueIndex[],
    rank: FileRank,
    strategy: IndexStrategy,
  ): OriginIndexes;
  /** Nothing without it. */
  readonly catalogue?: readonly CatalogueIndex[] | undefined;
  readonly advisories: AdvisoryKnowledge;
  /** What is known of projects besides. Nothing without it. */
  readonly scorecards?: Pick<Scorecards, "of"> | undefined;
  /** What container images hold. Without it nobody has looked into any. */
  readonly images?: Pick<Images, "find"> | undefined;
  /** Names in normal form that others like to be taken for. None without it. */
  readonly wellKnownNames?: ReadonlySet<string> | undefined;
  /** Without it nobody has looked into the code. */
  readonly code?: RepositoryCode | undefined;
  /** In place of what `code` says. */
  readonly reachOf?: ReachOf | undefined;
  readonly rules: Rules;
  /** How long the search may take per environment, in milliseconds; after it the best stack so far is the answer, if there is one. */
  readonly searchWithin: number;
  /**
   * How long the questions "why not a newer one", or "what would give a stack", may take per environment, in
   * milliseconds, 0 for no time at all; after it they get what costs no search, or was found.
   */
  readonly explainWithin: number;
  /** How long comparing the recommendation types may take per environment, in milliseconds; they are not compared without it. */
  readonly compareWithin?: number;
  readonly progress?: (step: AdviceProgress) => void;
}
