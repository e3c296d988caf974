/**
 * The last look at a finished lock before anyone writes it: its text is read again and judged against the manifest and
 * the indexes, with no help from the search that made it. A fault found here is a bug of ours, whatever the input was.
 */

import { type FileContext, type PipelineContext, bestFile, hasSource, isLocked } from "../../pipeline/index.ts";
import type { Candidate } from "../../ports/index.ts";
import {
  type LockEntry,
  type Pipfile,
  type PipfileLock,
  parsePipfileLock,
  pipfileHashes,
} from "../../project/index.ts";
import {
  type ExtraName,
  type MarkerEnvironment,
  type PackageName,
  type Requirement,
  Version,
} from "../../python/index.ts";
import type { Universe } from "../../resolver/index.ts";
import type { Wishes } from "../wishes.ts";

/** What a lock is judged against. */
export interface LockCheck {
  readonly place: string;
  readonly text: string;
  readonly manifest: Pipfile;
  readonly wishes: Wishes;
  readonly markers: MarkerEnvironment;
  readonly universe: Universe;
  readonly files: FileContext & Pick<PipelineContext, "locked">;
}

/** @throws {Error} naming the first fault and how many there are. */
export async function verifyLock(check: LockCheck, signal: AbortSignal): Promise<void> {
  const faults = await findFaults(check, signal);
  if (faults.length > 0) throw new Error(`${check.place} is not a valid lock (faults: ${faults.length}): ${faults[0]}`);
}

/** All that is wrong with the lock, one sentence each; empty for a lock that holds. @throws {UserError} if it cannot be read. */
export async function findFaults(check: LockCheck, signal: AbortSignal): Promise<readonly string[]> {
  const lock = parsePipfileLock(check.place, check.text);
  const faults = [...manifestFaults(check, lock)];
  for (const [section, entries] of lock.sections) {
    const verifier = new SectionVerifier(check, section, entries, signal);
    faults.push(...(await verifier.findFaults()).map((fault) => `[${section}] ${fault}`));
  }
  return faults;
}

function* manifestFaults({ manifest }: LockCheck, lock: PipfileLock): Iterable<string> {
  const digests = new Set(Object.values(pipfileHashes(manifest)));
  if (lock.hash === undefined || !digests.has(lock.hash)) yield "its digest is not that of the manifest";
  for (const section of ["default", "develop"]) if (!lock.sections.has(section)) yield `it has no section ${section}`;
}

/** A section must hold everything that it needs: a client may install it alone. */
class SectionVerifier {
  readonly #check: LockCheck;
  readonly #entries: ReadonlyMap<PackageName, LockEntry>;
  readonly #signal: AbortSignal;
  readonly #roots: readonly Requirement[];
  /** Packages that nothing of the stack need require, and whose own requirements are not looked at. */
  readonly #apart: ReadonlySet<PackageName>;
  readonly #hasOpaque: boolean;
  readonly #faults: string[] = [];

  constructor(check: LockCheck, section: string, entries: ReadonlyMap<PackageName, LockEntry>, signal: AbortSignal) {
    const { requirements, elsewhere, opaque } = check.wishes;
    const ownOpaque = opaque.filter((item) => item.section === section);
    const ownElsewhere = elsewhere.filter((item) => item.section === section);
    this.#check = check;
    this.#entries = entries;
    this.#signal = signal;
    this.#roots = requirements.filter((item) => item.section === section).map(({ requirement }) => requirement);
    this.#apart = new Set([...ownOpaque, ...ownElsewhere].map(({ entry }) => entry.name));
    this.#hasOpaque = ownOpaque.length > 0;
  }

  async findFaults(): Promise<readonly string[]> {
    const candidates = new Map<PackageName, Candidate>();
    for (const entry of this.#entries.values()) {
      const candidate = await this.#verifyEntry(entry);
      if (candidate !== undefined) candidates.set(entry.name, candidate);
    }
    const reached = await this.#walk(candidates);
    for (const name of this.#entries.keys())
      if (!reached.has(name) && !this.#apart.has(name) && !this.#hasOpaque)
        this.#faults.push(`nobody requires ${name}`);
    return this.#faults;
  }

  /** @returns the candidate that the entry pins, unless the entry is taken as it is. */
  async #verifyEntry(entry: LockEntry): Promise<Candidate | undefined> {
    if (this.#apart.has(entry.name) || entry.source.kind !== "index") return undefined;
    const candidate = await this.#find(entry);
    if (candidate === undefined) {
      this.#faults.push(`${entry.name} ${entry.version ?? "without a pin"} is not to be had`);
      return undefined;
    }
    this.#verifyFiles(entry, candidate);
    const answer = await this.#check.universe.requirements(candidate, this.#signal);
    if (answer.kind === "unusable") this.#faults.push(`${entry.name} ${entry.version} ${answer.reason}`);
    return candidate;
  }

  async #find(entry: LockEntry): Promise<Candidate | undefined> {
    const { version } = entry;
    const list = await this.#check.universe.candidates(entry.name, this.#signal);
    if (version === undefined || list.kind === "none") return undefined;
    const pinned = Version.tryParse(version);
    return pinned && list.candidates.find((candidate) => Version.equal(candidate.version, pinned));
  }

  #verifyFiles(entry: LockEntry, candidate: Candidate): void {
    const { files } = this.#check;
    const best = bestFile(candidate, files);
    const isBuilt = best === undefined && isLocked(candidate, files) && hasSource(candidate, files);
    if (isBuilt) this.#verifySources(entry, candidate);
    else if (best === undefined) this.#faults.push(`${entry.name} ${entry.version} has no file that fits`);
    else if (best.sha256 !== undefined && !entry.hashes.includes(`sha256:${best.sha256}`))
      this.#faults.push(`the hashes of ${entry.name} lack ${best.filename}`);
  }

  /** A locked release that the user's installer builds: it needs at least one of its files. */
  #verifySources(entry: LockEntry, { files }: Candidate): void {
    if (!files.some(({ sha256 }) => sha256 === undefined || entry.hashes.includes(`sha256:${sha256}`)))
      this.#faults.push(`the hashes of ${entry.name} hold none of its files`);
  }

  /** Follows every requirement that holds. @returns what was reached. */
  async #walk(candidates: ReadonlyMap<PackageName, Candidate>): Promise<ReadonlySet<PackageName>> {
    const reached = new Map<PackageName, Set<ExtraName>>();
    const queue = this.#roots.map((requirement) => ({ by: "the manifest", requirement }));
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      const { by, requirement } = next;
      const { name } = requirement;
      this.#verifyRequirement(by, requirement);
      const extras = reached.get(name);
      const candidate = candidates.get(name);
      if (extras !== undefined && requirement.extras.every((extra) => extras.has(extra))) continue;
      const all = new Set([...(extras ?? []), ...requirement.extras]);
      reached.set(name, all);
      if (candidate === undefined) continue;
      const needed = await this.#requirementsOf(candidate, [...all]);
      queue.push(...needed.map((each) => ({ by: `${name} ${candidate.version.text}`, requirement: each })));
    }
    return new Set(reached.keys());
  }

  #verifyRequirement(by: string, requirement: Requirement): void {
    const entry = this.#entries.get(requirement.name);
    const version = Version.tryParse(entry?.version ?? "");
    if (entry === undefined) {
      this.#faults.push(`${by} requires ${requirement.toString()}, which is not locked`);
    } else if (version !== undefined && !requirement.specifier.admits(version)) {
      this.#faults.push(`${by} requires ${requirement.toString()}, and ${version.text} is locked`);
    }
  }

  async #requirementsOf(candidate: Candidate, extras: readonly ExtraName[]): Promise<readonly Requirement[]> {
    const answer = await this.#check.universe.requirements(candidate, this.#signal);
    if (answer.kind === "unusable") return [];
    return answer.requires.filter(({ marker }) => marker?.evaluate(this.#check.markers, extras) ?? true);
  }
}
