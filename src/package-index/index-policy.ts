/**
 * Several named indexes as one `PackageSource`, in the order of the user's `[[source]]` tables. The first index that has
 * a name answers for it, and no other is asked: that order and hard pins are the whole defence against a public namesake
 * of a private package, since no index-side rule exists (PEP 708 was rejected).
 */

import { UserError } from "../base/index.ts";
import type {
  Candidate,
  FileRank,
  IndexName,
  MetadataAnswer,
  PackageListing,
  PackageSource,
  ReleaseFile,
  SourceRecord,
} from "../ports/index.ts";
import { isWheelName, type PackageName } from "../python/index.ts";
import type { PackageIndex } from "./package-index.ts";

/** A requirement is pinned to an index that the project does not name. */
export class UnknownIndex extends UserError {
  readonly code = "UNKNOWN_INDEX";
  constructor(index: IndexName, known: readonly IndexName[]) {
    super(`the index \`${index}\` is none of the project's sources: ${known.map((name) => `\`${name}\``).join(", ")}`, {
      hint: `add a \`[[source]]\` with \`name = "${index}"\``,
    });
  }
}

/** The first index that has a name wins; a pin is hard; a name that is nowhere is `absent`; every failure stops. */
export class IndexPolicy implements PackageSource {
  readonly #indexes: ReadonlyMap<IndexName, PackageIndex>;
  readonly #rank: FileRank;
  readonly #asked = new Set<PackageIndex>();

  /**
   * @param indexes in the order of asking, at least one, no name twice.
   * @param rank which wheel of a release speaks for it; without it the one that the index lists first.
   */
  constructor(indexes: readonly PackageIndex[], rank: FileRank = () => 0) {
    this.#indexes = new Map(indexes.map((index) => [index.name, index]));
    if (indexes.length === 0 || this.#indexes.size < indexes.length) {
      throw new Error(`indexes need distinct names: ${indexes.map((index) => index.name).join(", ") || "none"}`);
    }
    this.#rank = rank;
  }

  async list(name: PackageName, index: IndexName | undefined, signal: AbortSignal): Promise<PackageListing> {
    const indexes = index === undefined ? [...this.#indexes.values()] : [this.#index(index)];
    for (const asked of indexes) {
      this.#asked.add(asked);
      const answer = await asked.list(name, signal);
      // A cutting cannot say that its index lacks the name, so nobody further down may answer for it.
      if (answer.kind === "outside") return answer;
      if (answer.kind === "found") return { ...answer, index: asked.name };
    }
    return { kind: "absent", asked: indexes.map((asked) => asked.name) };
  }

  async metadata(candidate: Candidate, signal: AbortSignal): Promise<MetadataAnswer> {
    const index = this.#index(candidate.index);
    const wheel = this.#speaker(candidate.files);
    if (wheel === undefined) return { kind: "unknown", reason: "only a source distribution, which is never built" };
    this.#asked.add(index);
    return index.metadata(candidate, wheel, signal);
  }

  records(): readonly SourceRecord[] {
    return this.#askedInOrder().map((index) => index.record());
  }

  /** What a reader should know about the indexes that were asked, beside their records; nothing twice. */
  notes(): readonly string[] {
    return [...new Set(this.#askedInOrder().flatMap((index) => index.notes()))];
  }

  /** In the order of the sources, so that the order of asking does not show. */
  #askedInOrder(): readonly PackageIndex[] {
    return [...this.#indexes.values()].filter((index) => this.#asked.has(index));
  }

  #index(name: IndexName): PackageIndex {
    const index = this.#indexes.get(name);
    if (index === undefined) throw new UnknownIndex(name, [...this.#indexes.keys()]);
    return index;
  }

  /** The best-ranked wheel, the earlier one of equals; if none fits, the first: wheels of a release mostly agree. */
  #speaker(files: readonly ReleaseFile[]): ReleaseFile | undefined {
    let best: ReleaseFile | undefined;
    let bestRank = Infinity;
    for (const file of files) {
      if (!isWheelName(file.filename)) continue;
      const rank = this.#rank(file) ?? Infinity;
      if (best !== undefined && rank >= bestRank) continue;
      best = file;
      bestRank = rank;
    }
    return best;
  }
}
