/**
 * What advice is made with: the services say what the outside can answer. Composition roots fill them in; nothing below this folder chooses an adapter, reads a clock or sets a deadline.
 */

import type { CpuFlag } from "../environments/index.ts";
import type { Advisories } from "../knowledge/index.ts";
import type { UnitStore } from "../pipeline/index.ts";
import type { FileRank, IndexName, IndexStrategy, PackageSource, SealedCredentials } from "../ports/index.ts";
import type { PackageName } from "../python/index.ts";

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

/** What the advisories know, or why nothing can be said about vulnerabilities. */
export type AdvisoryKnowledge =
  | { readonly kind: "loaded"; readonly advisories: Advisories }
  /** `reason` is a sentence such as "no advisories are installed". */
  | { readonly kind: "missing"; readonly reason: string };

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
  ): OpenIndexes;
  /** Nothing without it. */
  readonly catalogue?: readonly CatalogueIndex[] | undefined;
  readonly advisories: AdvisoryKnowledge;
  readonly rules: Rules;
  /** How long the search may take per environment, in milliseconds; after it the best stack so far is the answer, if there is one. */
  readonly searchWithin: number;
  /**
   * How long the questions "why not a newer one", or "what would give a stack", may take per environment, in
   * milliseconds, 0 for no time at all; after it they get what costs no search, or was found.
   */
  readonly explainWithin: number;
  readonly progress?: (step: AdviceProgress) => void;
}
