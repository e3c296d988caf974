/**
 * Asks the indexes for what a provenance check wants to know, and no more: an index hears of a name only if the search for
 * it would ask that index too, or if the name is public anyway. What cannot be found out is a fact as well.
 */

import { Limiter, UserError } from "../../base/index.ts";
import {
  type Candidate,
  type PackageListing,
  type ProvenanceAnswer,
  publicIndex,
  type ReleaseFile,
} from "../../ports/index.ts";
import { type PackageName, Version } from "../../python/index.ts";
import type { OriginIndexes } from "../services.ts";
import { listingKey, type ListingFacts, type LockedRelease, type LockFacts, originKey, releaseKey } from "./facts.ts";
import type { ProvenanceFacts, SourceFacts } from "./facts.ts";
import type { Subject } from "./subject.ts";
import { isAttested, subjectsOf, type Wanted, wantedOrigins } from "./wanted.ts";

export interface GatherOptions {
  /** Opens the index of a source, alone. @throws {UserError} when its address cannot be used. */
  readonly open: (source: SourceFacts, lock: LockFacts) => OriginIndexes;
  /** Also asks an index that is no further one of the search: it learns the names of packages of another. */
  readonly comparesAll: boolean;
  /** Only the public index is asked, because whoever wrote the files may not choose whom we ask. */
  readonly onlyPublic: boolean;
  readonly progress?: ((words: string) => void) | undefined;
}

/** What is known before anybody is asked. */
export type BareFacts = Omit<ProvenanceFacts, "listings" | "origins" | "links">;

/** Questions at a time; a transport bounds them by server besides. */
const atOnce = 16;

/** @throws the reason of `signal`; a failing index is a fact. */
export async function gatherFacts(
  bare: BareFacts,
  options: GatherOptions,
  signal: AbortSignal,
): Promise<ProvenanceFacts> {
  return await new Gatherer(bare, options, signal).gather();
}

class Gatherer {
  readonly #bare: BareFacts;
  readonly #options: GatherOptions;
  readonly #signal: AbortSignal;
  readonly #limiter = new Limiter(atOnce);
  readonly #indexes = new Map<string, OriginIndexes | string>();
  readonly #listings = new Map<string, Promise<ListingFacts>>();
  readonly #candidates = new Map<string, readonly Candidate[]>();
  /** By name, of all locks, now and before. */
  readonly #versions: ReadonlyMap<PackageName, readonly Version[]>;

  constructor(bare: BareFacts, options: GatherOptions, signal: AbortSignal) {
    this.#bare = bare;
    this.#versions = versionsOf(bare.locks);
    this.#options = options;
    this.#signal = signal;
  }

  async gather(): Promise<ProvenanceFacts> {
    const asked = this.#bare.locks.flatMap((lock) => namesOf(lock).map((releases) => ({ lock, releases })));
    this.#options.progress?.(`asking indexes about ${counted(new Set(asked.map(nameOf)).size, "package")}`);
    await Promise.all(asked.map(({ lock, releases }) => this.#list(lock, releases)));
    const listings = new Map<string, ListingFacts>();
    for (const [key, listing] of this.#listings) listings.set(key, await listing);
    const listed = { ...this.#bare, listings, origins: new Map<string, ProvenanceAnswer>(), links: new Map() };
    const wanted = wantedOrigins(subjectsOf(listed));
    if (wanted.length > 0) this.#options.progress?.(`reading the provenance of ${counted(wanted.length, "file")}`);
    const origins = new Map(await this.#all(wanted, (each) => this.#origin(each)));
    const attested = subjectsOf({ ...listed, origins }).filter(isAttested);
    const links = new Map((await this.#all(attested, (subject) => this.#links(subject))).flat());
    return { ...listed, origins, links };
  }

  /** All entries of one name in a lock: every source that may hear of it, in the order of the search. */
  async #list(lock: LockFacts, releases: readonly LockedRelease[]): Promise<void> {
    const [{ name }] = releases as readonly [LockedRelease, ...LockedRelease[]];
    const pin = lock.pins.get(name);
    const bound = new Set(releases.flatMap(({ index }) => index ?? []));
    const isOpen = releases.some(({ index }) => index === undefined);
    let home: SourceFacts | undefined;
    let isSettled = false;
    for (const source of lock.sources) {
      const isSearched = pin === undefined ? !isSettled : source.name === pin;
      if (!bound.has(source.name) && !isSearched && !this.#mayCompare(lock, releases, home)) continue;
      const listing = await this.#listing(source, lock, name);
      if (listing.kind === "absent" || !(isOpen || bound.has(source.name))) continue;
      // One that fails may have the name, and then nobody further down is to hear of it.
      if (!isSettled && listing.kind === "found") home = source;
      isSettled = true;
    }
  }

  /** Whether the name is no secret to anybody who could be asked. @param home where what is bound to no source was found. */
  #mayCompare(lock: LockFacts, releases: readonly LockedRelease[], home: SourceFacts | undefined): boolean {
    if (this.#options.comparesAll) return true;
    const open = lock.sources.find(({ url }) => isPublic(url));
    return open !== undefined && releases.every(({ index }) => (index ?? home?.name) === open.name);
  }

  #listing(source: SourceFacts, lock: LockFacts, name: PackageName): Promise<ListingFacts> {
    const key = listingKey(source.url, name);
    const known = this.#listings.get(key) ?? this.#ask(source, lock, name);
    this.#listings.set(key, known);
    return known;
  }

  async #ask(source: SourceFacts, lock: LockFacts, name: PackageName): Promise<ListingFacts> {
    const index = this.#open(source, lock);
    if (typeof index === "string") return { kind: "unknown", reason: index };
    const ask = () => index.list(name, { kind: "pinned", index: source.name }, this.#signal);
    const listing = await this.#unlessDown(() => this.#limiter.run(ask, this.#signal));
    if (typeof listing === "string") return { kind: "unknown", reason: listing };
    if (listing.kind === "found") this.#candidates.set(listingKey(source.url, name), listing.candidates);
    const tellsOrigins = index.records().every(({ kind }) => kind === "index");
    return readListing(listing, this.#versions.get(name) ?? [], tellsOrigins);
  }

  /** A sentence where it cannot be asked. */
  #open(source: SourceFacts, lock: LockFacts): OriginIndexes | string {
    const known = this.#indexes.get(source.url) ?? this.#tryOpen(source, lock);
    this.#indexes.set(source.url, known);
    return known;
  }

  #tryOpen(source: SourceFacts, lock: LockFacts): OriginIndexes | string {
    if (this.#options.onlyPublic && !isPublic(source.url))
      return `index \`${source.name}\` is not asked for files of a fork, only the public index is`;
    try {
      return this.#options.open(source, lock);
    } catch (error) {
      if (error instanceof UserError) return error.message;
      throw error;
    }
  }

  async #origin({ subject, file }: Wanted): Promise<readonly [string, ProvenanceAnswer]> {
    const { candidate, index, url } = this.#candidateOf(subject, file);
    const ask = () => index.provenance(candidate, file, this.#signal);
    const answer = await this.#unlessDown(() => this.#limiter.run(ask, this.#signal));
    return [originKey(url, file), typeof answer === "string" ? { kind: "unasked", reason: answer } : answer];
  }

  async #links(subject: Subject): Promise<readonly (readonly [string, readonly string[]])[]> {
    const { candidate, index, url } = this.#candidateOf(subject, subject.lockedFiles[0]!);
    const ask = () => index.links(candidate, this.#signal);
    const links = await this.#unlessDown(() => this.#limiter.run(ask, this.#signal));
    if (typeof links === "string" || links === undefined) return [];
    return [[releaseKey(url, subject.release.name, subject.version), links]];
  }

  /** The candidate of the assigned index that has `file`. */
  #candidateOf({ assignment, release, lock }: Subject, file: ReleaseFile) {
    if (assignment.kind !== "assigned") throw new Error(`${release.name} is not assigned`);
    const { url } = assignment.source;
    const index = this.#open(assignment.source, lock);
    const candidates = this.#candidates.get(listingKey(url, release.name));
    const candidate = candidates?.find(({ files }) => files.includes(file));
    if (typeof index === "string" || candidate === undefined) throw new Error(`${file.filename} has no candidate`);
    return { candidate, index, url };
  }

  /** The sentence of an index that fails. */
  async #unlessDown<T>(ask: () => Promise<T>): Promise<T | string> {
    try {
      return await ask();
    } catch (error) {
      this.#signal.throwIfAborted();
      if (error instanceof UserError) return error.message;
      throw error;
    }
  }

  #all<Item, Answer>(items: readonly Item[], ask: (item: Item) => Promise<Answer>): Promise<readonly Answer[]> {
    return Promise.all(items.map(ask));
  }
}

function readListing(listing: PackageListing, locked: readonly Version[], tellsOrigins: boolean): ListingFacts {
  if (listing.kind === "absent") return { kind: "absent" };
  if (listing.kind === "outside") return { kind: "unknown", reason: `it is not in ${listing.source}` };
  const { candidates: releases, status } = listing;
  const missing = locked.filter((version) => !releases.some((each) => Version.equal(each.version, version)));
  const outside = missing.length === 0 ? [] : listing.outside();
  const withheld = missing.filter((version) => outside.some((other) => Version.equal(other, version)));
  return { kind: "found", status, releases, withheld, tellsOrigins };
}

function versionsOf(locks: readonly LockFacts[]): ReadonlyMap<PackageName, readonly Version[]> {
  const all = locks.flatMap(({ releases, before }) => [...releases, ...(before ?? [])]);
  const named = Map.groupBy(all, ({ name }) => name);
  return new Map([...named].map(([name, each]) => [name, each.flatMap(({ version }) => version ?? [])]));
}

/** Releases of an index, by name. */
function namesOf({ releases }: LockFacts): readonly (readonly LockedRelease[])[] {
  return [...Map.groupBy(releases.filter(isAskable), ({ name }) => name).values()];
}

function isAskable({ isOfIndex, version }: LockedRelease): boolean {
  return isOfIndex && version !== undefined;
}

function nameOf({ releases }: { readonly releases: readonly LockedRelease[] }): string {
  return releases[0]!.name;
}

function isPublic(url: string): boolean {
  return url.replace(/\/$/, "") === publicIndex.url;
}

function counted(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}
