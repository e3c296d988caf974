/**
 * The last look at a finished lock before anyone writes it: its text is read again and judged against the manifest and
 * the indexes, with no help from the search that made it. A fault found here is a bug of ours, whatever the input was.
 */

import { type FileContext, bestFile, sourceFiles } from "../../pipeline/index.ts";
import type { Candidate } from "../../ports/index.ts";
import {
  type Lock,
  type LockedPackage,
  type Manifest,
  type Pipfile,
  type PipfileLock,
  type RequirementsLock,
  parseLock,
  pipfileHashes,
} from "../../project/index.ts";
import {
  type ExtraName,
  Marker,
  type MarkerEnvironment,
  type PackageName,
  type Requirement,
  Version,
} from "../../python/index.ts";
import type { Universe } from "../../resolver/index.ts";
import type { Judge } from "../objective/judge.ts";
import type { Wishes } from "../wishes.ts";
import { Exceptions, type Fate } from "./exceptions.ts";

/** What a lock is judged against. */
export interface LockCheck {
  readonly place: string;
  readonly text: string;
  readonly manifest: Manifest;
  readonly wishes: Wishes;
  readonly markers: MarkerEnvironment;
  readonly universe: Universe;
  readonly judge: Pick<Judge, "exceptionsOf">;
  readonly files: FileContext;
}

/** @throws {Error} naming the first fault and how many there are. */
export async function verifyLock(check: LockCheck, signal: AbortSignal): Promise<void> {
  const faults = await findFaults(check, signal);
  if (faults.length > 0) throw new Error(`${check.place} is not a valid lock (faults: ${faults.length}): ${faults[0]}`);
}

/** All that is wrong with the lock, one sentence each; empty for a lock that holds. @throws {UserError} if it cannot be read. */
export async function findFaults(check: LockCheck, signal: AbortSignal): Promise<readonly string[]> {
  const lock = parseLock(check.manifest, check.place, check.text);
  return [...manifestFaults(check, lock), ...(await packageFaults(check, lock, signal))];
}

/** What is wrong with what the lock pins, as if it were made for this very manifest. @throws {UserError} if it cannot be read. */
export async function findPackageFaults(check: LockCheck, signal: AbortSignal): Promise<readonly string[]> {
  return await packageFaults(check, parseLock(check.manifest, check.place, check.text), signal);
}

async function packageFaults(check: LockCheck, lock: Lock, signal: AbortSignal): Promise<readonly string[]> {
  const faults: string[] = [];
  const isHashed = lock.kind !== "requirements" || lock.isHashed;
  for (const [section, entries] of installableSections(lock)) {
    const verifier = new SectionVerifier({ ...check, section, entries, isHashed }, signal);
    faults.push(...(await verifier.findFaults()).map((fault) => `[${section}] ${fault}`));
  }
  return faults;
}

/** Of a pylock.toml what an extra or a group needs is installed on top of `default`, never alone. */
function installableSections(lock: Lock): Lock["sections"] {
  if (lock.kind !== "pylock") return lock.sections;
  const base = lock.sections.get("default")!;
  return new Map([...lock.sections].map(([section, entries]) => [section, new Map([...base, ...entries])]));
}

function* manifestFaults({ manifest }: LockCheck, lock: Lock): Iterable<string> {
  if (lock.kind === "pipfile" && manifest.kind === "pipfile") yield* pipfileFaults(manifest, lock);
  if (lock.kind === "requirements") yield* unnamedFaults(manifest, lock);
}

function* pipfileFaults(manifest: Pipfile, lock: PipfileLock): Iterable<string> {
  const digests = new Set(Object.values(pipfileHashes(manifest)));
  if (lock.hash === undefined || !digests.has(lock.hash)) yield "its digest is not that of the manifest";
  for (const section of ["default", "develop"]) if (!lock.sections.has(section)) yield `it has no section ${section}`;
}

/** Lines without a name are no packages, and yet part of what is installed. */
function* unnamedFaults(manifest: Manifest, { file }: RequirementsLock): Iterable<string> {
  const lines = new Set(file.statements.map(({ text }) => text));
  for (const { text } of manifest.unnamed) if (!lines.has(text)) yield `it lacks ${text}`;
}

/** One section of a lock, and what it is judged against. */
interface SectionCheck extends LockCheck {
  readonly section: string;
  readonly entries: ReadonlyMap<PackageName, LockedPackage>;
  /** Whether hashes count: in some formats a lock may do without. */
  readonly isHashed: boolean;
}

/** A section must hold everything that it needs: a client may install it alone. */
class SectionVerifier {
  readonly #check: SectionCheck;
  readonly #entries: ReadonlyMap<PackageName, LockedPackage>;
  readonly #signal: AbortSignal;
  readonly #roots: readonly Requirement[];
  /** Names that come from a repository, a path or a file: not looked at. */
  readonly #opaque: ReadonlySet<PackageName>;
  /** Whether something may be needed that nobody can know of. */
  readonly #isOpen: boolean;
  /** Entries whose condition is false here: looked at only where something else requires them. */
  readonly #elsewhere: ReadonlySet<PackageName>;
  readonly #faults: string[] = [];

  constructor(check: SectionCheck, signal: AbortSignal) {
    const { section, entries } = check;
    const { requirements, elsewhere, opaque, unnamed } = check.wishes;
    const own = (list: typeof opaque) =>
      new Set(list.filter((item) => item.section === section).map(({ entry }) => entry.name));
    this.#check = check;
    this.#entries = entries;
    this.#signal = signal;
    this.#roots = requirements.filter((item) => item.section === section).map(({ requirement }) => requirement);
    this.#opaque = own(opaque);
    const isOnTop = check.manifest.kind === "pyproject" && section !== "default";
    this.#isOpen = isOnTop || this.#opaque.size > 0 || (section === "default" && unnamed.length > 0);
    this.#elsewhere = own(elsewhere);
  }

  async findFaults(): Promise<readonly string[]> {
    const candidates = new Map<PackageName, Candidate>();
    for (const entry of this.#entries.values()) {
      const candidate = this.#isOpaque(entry) ? undefined : await this.#find(entry);
      if (candidate !== undefined) candidates.set(entry.name, candidate);
    }
    const reached = await this.#walk(candidates);
    for (const entry of this.#entries.values()) {
      const isReached = reached.has(entry.name);
      if (this.#isOpaque(entry) || (!isReached && this.#elsewhere.has(entry.name))) continue;
      if (!isReached && !this.#isOpen) this.#faults.push(`nobody requires ${entry.name}`);
      await this.#verifyEntry(entry, candidates.get(entry.name));
    }
    return this.#faults;
  }

  #isOpaque({ name, source }: LockedPackage): boolean {
    return this.#opaque.has(name) || source.kind !== "index";
  }

  /** An entry that is to be installed here. */
  async #verifyEntry(entry: LockedPackage, candidate: Candidate | undefined): Promise<void> {
    const { universe, markers } = this.#check;
    if (candidate === undefined) {
      this.#faults.push(`${entry.name} ${entry.version ?? "without a pin"} is not to be had`);
      return;
    }
    this.#verifyFiles(entry, candidate);
    if (entry.markers !== undefined && Marker.tryParse(entry.markers)?.evaluate(markers) !== true)
      this.#faults.push(`${entry.name} is needed here, and its marker excludes it: ${entry.markers}`);
    const answer = await universe.requirements(candidate, this.#signal);
    if (answer.kind === "unusable") this.#faults.push(`${entry.name} ${entry.version} ${answer.reason}`);
  }

  async #find(entry: LockedPackage): Promise<Candidate | undefined> {
    const { version } = entry;
    const list = await this.#check.universe.candidates(entry.name, this.#signal);
    if (version === undefined || list.kind === "none") return undefined;
    const pinned = Version.tryParse(version);
    if (pinned === undefined) return undefined;
    const same = list.candidates.filter((candidate) => Version.equal(candidate.version, pinned));
    // Of equal versions an offered one comes first, and an entry that is from there says so.
    return same.find(({ index }) => index === entry.index) ?? same.at(-1);
  }

  #verifyFiles(entry: LockedPackage, candidate: Candidate): void {
    const { files, isHashed } = this.#check;
    const best = bestFile(candidate, files);
    const isBuilt = best === undefined && sourceFiles(candidate, files).length > 0;
    if (isBuilt && isHashed) this.#verifySources(entry, candidate);
    else if (best === undefined && !isBuilt) this.#faults.push(`${entry.name} ${entry.version} has no file that fits`);
    else if (isHashed && best?.sha256 !== undefined && !entry.hashes.includes(`sha256:${best.sha256}`))
      this.#faults.push(`the hashes of ${entry.name} lack ${best.filename}`);
  }

  /** A release that the user's installer builds: it needs at least one of its files. */
  #verifySources(entry: LockedPackage, { files }: Candidate): void {
    if (!files.some(({ sha256 }) => sha256 === undefined || entry.hashes.includes(`sha256:${sha256}`)))
      this.#faults.push(`the hashes of ${entry.name} hold none of its files`);
  }

  /** Follows every requirement that holds. @returns what was reached. */
  async #walk(candidates: ReadonlyMap<PackageName, Candidate>): Promise<ReadonlySet<PackageName>> {
    const reached = new Map<PackageName, Set<ExtraName>>();
    const exceptions = new Exceptions(this.#check, candidates);
    const queue = this.#roots.map((requirement) => ({ by: "the manifest", requirement }));
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      const { by, requirement } = next;
      const fate = await this.#fateOf(requirement, exceptions);
      if (fate.kind === "skipped") continue;
      const name = fate.kind === "met" ? fate.by : requirement.name;
      if (fate.kind === "open") this.#verifyRequirement(by, requirement);
      const extras = reached.get(name);
      const candidate = candidates.get(name);
      if (extras !== undefined && requirement.extras.every((extra) => extras.has(extra))) continue;
      const all = new Set([...(extras ?? []), ...requirement.extras]);
      reached.set(name, all);
      if (candidate === undefined) continue;
      const needed = [
        ...(await this.#requirementsOf(candidate, [...all])),
        ...(await exceptions.added(candidate, this.#signal)),
      ];
      queue.push(...needed.map((each) => ({ by: `${name} ${candidate.version.text}`, requirement: each })));
    }
    return new Set(reached.keys());
  }

  async #fateOf(requirement: Requirement, exceptions: Exceptions): Promise<Fate> {
    const version = Version.tryParse(this.#entries.get(requirement.name)?.version ?? "");
    if (version !== undefined && requirement.specifier.admits(version)) return { kind: "open" };
    return await exceptions.fateOf(requirement, this.#signal);
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
