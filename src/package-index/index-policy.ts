/**
 * Which index answers for a name: the whole policy, and the whole defence against a public namesake of a private
 * package, since no index-side rule exists (PEP 708 was rejected).
 *
 * | the name | is asked of |
 * |---|---|
 * | pinned in the manifest | that index only |
 * | needed by nothing but packages of one index that is pinned | that index, then like any other |
 * | any other | the user's indexes in their order, up to the first that has it |
 * | listed in the operator's catalogue, and not pinned | the above, and the catalogue's index besides |
 *
 * A repository may choose one of the unsafe strategies for itself: then any other name is asked of all of the user's
 * indexes. Nobody else can choose them, and pins stay hard.
 *
 * An index that has no page for a name (404) lacks it, and the next is asked. Any other failure stops the run, because
 * an index that cannot be asked may have the name. So a name never moves to another index by somebody's fault; and what
 * is chosen is always a release of an index, never a release alone.
 */

import { UserError } from "../base/index.ts";
import type {
  AskedIndex,
  Candidate,
  FileRank,
  IndexName,
  IndexSearch,
  IndexStrategy,
  MetadataAnswer,
  PackageListing,
  PackageSource,
  ProvenanceAnswer,
  ReleaseFile,
  SourceRecord,
} from "../ports/index.ts";
import { isWheelName, type PackageName, Version } from "../python/index.ts";
import type { IndexAnswer, PackageIndex } from "./package-index.ts";

/** A requirement is pinned to an index that the project does not name. */
export class UnknownIndex extends UserError {
  readonly code = "UNKNOWN_INDEX";
  constructor(index: IndexName, known: readonly IndexName[]) {
    super(`the index \`${index}\` is none of the project's sources: ${known.map((name) => `\`${name}\``).join(", ")}`, {
      hint: `add a \`[[source]]\` with \`name = "${index}"\``,
    });
  }
}

/** An index that is none of the user's own: its releases of some names may be chosen besides theirs. */
export interface OfferedIndex {
  readonly index: PackageIndex;
  readonly packages: ReadonlySet<PackageName>;
}

export class IndexPolicy implements PackageSource {
  /** The user's own, in the order of asking. */
  readonly #own: readonly PackageIndex[];
  readonly #offers: readonly OfferedIndex[];
  readonly #indexes: ReadonlyMap<IndexName, PackageIndex>;
  readonly #rank: FileRank;
  readonly #strategy: IndexStrategy;
  readonly #asked = new Set<PackageIndex>();

  /**
   * @param own the user's indexes in the order of asking, at least one; no name twice, offers included.
   * @param rank which wheel of a release speaks for it; without it the one that the index lists first.
   */
  constructor(
    own: readonly PackageIndex[],
    rank: FileRank = () => 0,
    offers: readonly OfferedIndex[] = [],
    strategy: IndexStrategy = "first-index",
  ) {
    const all = [...own, ...offers.map(({ index }) => index)];
    this.#indexes = new Map(all.map((index) => [index.name, index]));
    if (own.length === 0 || this.#indexes.size < all.length) {
      throw new Error(`indexes need distinct names: ${all.map((index) => index.name).join(", ") || "none"}`);
    }
    this.#own = own;
    this.#offers = offers;
    this.#rank = rank;
    this.#strategy = strategy;
  }

  async list(name: PackageName, search: IndexSearch, signal: AbortSignal): Promise<PackageListing> {
    const listing = await this.#listOwn(name, this.#turns(search), signal);
    return search.kind === "ordered" ? await this.#addOffers(name, listing, signal) : listing;
  }

  async metadata(candidate: Candidate, signal: AbortSignal): Promise<MetadataAnswer> {
    const index = this.#open(candidate);
    this.#asked.add(index);
    return index.metadata(candidate, () => this.#speaker(candidate), signal);
  }

  /** What the index of a candidate says of the origin of one of its files. @throws {UserError} when the index fails. */
  async provenance(candidate: Candidate, file: ReleaseFile, signal: AbortSignal): Promise<ProvenanceAnswer> {
    return this.#open(candidate).provenance(file, signal);
  }

  /** See {@link PackageIndex.links}; the file whose metadata speaks for the release says it. @throws {UserError} when the index fails. */
  async links(candidate: Candidate, signal: AbortSignal): Promise<readonly string[] | undefined> {
    return this.#open(candidate).links(candidate, () => this.#speaker(candidate), signal);
  }

  /**
   * The user's own indexes that are known to have the name, in their order. None is asked for the sake of this: it would
   * tell a public index the names of private packages.
   */
  holders(name: PackageName): readonly IndexName[] {
    return this.#own.filter((index) => index.isKnownToHave(name)).map((index) => index.name);
  }

  records(): readonly SourceRecord[] {
    return this.#askedInOrder().map((index) => index.record());
  }

  /** What a reader should know about the indexes that were asked, beside their records; nothing twice. */
  notes(): readonly string[] {
    return [...new Set(this.#askedInOrder().flatMap((index) => index.notes()))];
  }

  #open({ name, index: of }: Candidate): PackageIndex {
    const index = this.#indexes.get(of);
    if (index === undefined) throw new Error(`${name} is from ${of}, which is not open`);
    return index;
  }

  /** Whom to ask, in this order. */
  #turns(search: IndexSearch): readonly AskedIndex[] {
    const own = this.#own.map(({ name }) => name);
    const why = this.#strategy === "first-index" ? ("ordered" as const) : this.#strategy;
    const inOrder = own.map((index) => ({ index, why }));
    if (search.kind === "ordered") return inOrder;
    if (!own.includes(search.index)) throw new UnknownIndex(search.index, own);
    if (search.kind === "pinned") return [{ index: search.index, why: "pinned" }];
    return [{ index: search.index, why: "beside" }, ...inOrder.filter(({ index }) => index !== search.index)];
  }

  async #listOwn(name: PackageName, turns: readonly AskedIndex[], signal: AbortSignal): Promise<PackageListing> {
    const asked: AskedIndex[] = [];
    let found: (Found & { readonly index: IndexName }) | undefined;
    for (const turn of turns) {
      const answer = await this.#ask(this.#indexes.get(turn.index)!, name, signal);
      // A cutting cannot say that its index lacks the name, so nobody further down may answer for it.
      if (answer.kind === "outside") return answer;
      asked.push(turn);
      if (answer.kind === "absent") continue;
      found = found === undefined ? { ...answer, index: turn.index } : { ...found, ...together(found, answer) };
      if (isEnough(turn)) break;
    }
    return found === undefined ? { kind: "absent", asked } : { ...found, asked };
  }

  async #addOffers(name: PackageName, listing: PackageListing, signal: AbortSignal): Promise<PackageListing> {
    let all = listing;
    for (const { index, packages } of this.#offers) {
      if (all.kind === "outside" || !packages.has(name)) continue;
      const offer = await this.#ask(index, name, signal);
      const asked: readonly AskedIndex[] = [...all.asked, { index: index.name, why: "offered" }];
      if (offer.kind !== "found") all = { ...all, asked };
      else if (all.kind === "absent") all = { ...offer, index: index.name, asked };
      else all = { ...all, candidates: merge(offer.candidates, all.candidates), asked };
    }
    return all;
  }

  #ask(index: PackageIndex, name: PackageName, signal: AbortSignal): Promise<IndexAnswer> {
    this.#asked.add(index);
    return index.list(name, signal);
  }

  /** In the order of the sources, so that the order of asking does not show. */
  #askedInOrder(): readonly PackageIndex[] {
    return [...this.#indexes.values()].filter((index) => this.#asked.has(index));
  }

  /**
   * The best-ranked wheel, the earlier one of equals; if none fits, the first: wheels of a release mostly agree. An sdist
   * where there is no wheel.
   */
  #speaker({ files }: Candidate): ReleaseFile {
    let best: ReleaseFile | undefined;
    let bestRank = Infinity;
    for (const file of files) {
      if (!isWheelName(file.filename)) continue;
      const rank = this.#rank(file) ?? Infinity;
      if (best !== undefined && rank >= bestRank) continue;
      best = file;
      bestRank = rank;
    }
    return best ?? files.find(({ filename }) => filename.endsWith(".tar.gz")) ?? files[0]!;
  }
}

/** Whether nobody further down is asked once this one has the name. */
function isEnough({ why }: AskedIndex): boolean {
  return why !== "unsafe-first-match" && why !== "unsafe-best-match";
}

type Found = Extract<IndexAnswer, { readonly kind: "found" }>;

function together(first: Found, second: Found): Found {
  const outside = () => [...first.outside(), ...second.outside()].toSorted((a, b) => Version.compare(b, a));
  return { kind: "found", candidates: merge(first.candidates, second.candidates), outside };
}

/** Newest first; `first` comes first where versions are equal. */
function merge(first: readonly Candidate[], second: readonly Candidate[]): readonly Candidate[] {
  return [...first, ...second].toSorted((a, b) => Version.compare(b.version, a.version));
}
