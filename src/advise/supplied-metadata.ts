/**
 * A world of packages in which the user's word stands in for what an sdist does not declare. Where a wheel fits, its own
 * metadata counts: that is what will be installed.
 */

import { type FileContext, fittingFiles } from "../pipeline/index.ts";
import type {
  Candidate,
  IndexName,
  IndexSearch,
  MetadataAnswer,
  PackageListing,
  SourceRecord,
} from "../ports/index.ts";
import type { SuppliedMetadata } from "../project/index.ts";
import { type PackageName, Version } from "../python/index.ts";
import type { OpenIndexes } from "./services.ts";

export class SuppliedIndexes implements OpenIndexes {
  readonly #indexes: OpenIndexes;
  readonly #supplied: readonly SuppliedMetadata[];
  readonly #context: FileContext;

  constructor(indexes: OpenIndexes, supplied: readonly SuppliedMetadata[], context: FileContext) {
    this.#indexes = indexes;
    this.#supplied = supplied;
    this.#context = context;
  }

  list(name: PackageName, search: IndexSearch, signal: AbortSignal): Promise<PackageListing> {
    return this.#indexes.list(name, search, signal);
  }

  async metadata(candidate: Candidate, signal: AbortSignal): Promise<MetadataAnswer> {
    const supplied = suppliedFor(candidate, this.#supplied);
    if (supplied === undefined || fittingFiles(candidate, this.#context).length > 0) {
      return this.#indexes.metadata(candidate, signal);
    }
    const { requires, requiresPython, extras } = supplied;
    return { kind: "known", metadata: { grade: "supplied", requires, requiresPython, extras } };
  }

  records(): readonly SourceRecord[] {
    return this.#indexes.records();
  }

  notes(): readonly string[] {
    return this.#indexes.notes();
  }

  holders(name: PackageName): readonly IndexName[] {
    return this.#indexes.holders(name);
  }
}

/** The entry for the very version, else the one for all versions. */
function suppliedFor(
  { name, version }: Candidate,
  supplied: readonly SuppliedMetadata[],
): SuppliedMetadata | undefined {
  const own = supplied.filter((entry) => entry.name === name);
  return (
    own.find((entry) => entry.version !== undefined && Version.equal(entry.version, version)) ??
    own.find((entry) => entry.version === undefined)
  );
}
