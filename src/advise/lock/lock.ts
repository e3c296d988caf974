/** From a stack to a lock: which sections hold which packages, and what the indexes say of each release. */

import { bestFile } from "../../pipeline/index.ts";
import type { Candidate } from "../../ports/index.ts";
import {
  type PylockPin,
  formatPipfileLock,
  formatPylock,
  formatRequirementsLock,
  sectionOfLock,
} from "../../project/index.ts";
import { type PackageName, Version } from "../../python/index.ts";
import type { Stack } from "../../resolver/index.ts";
import { readClosure } from "./closure.ts";
import { Exceptions } from "./exceptions.ts";
import type { Question } from "../question.ts";

/** What a lock holds beside the stack: see `elsewhere.ts`. */
export interface LockContent {
  readonly stack: Stack;
  readonly elsewhere: ReadonlyMap<PackageName, Candidate>;
}

/**
 * The text of the lock. A section holds what its entries need; where `default` has the same package, the writer lets
 * that entry stand for both, as Pipenv does.
 */
export async function writeLock(question: Question, content: LockContent, signal: AbortSignal): Promise<string> {
  const sections = new Map<string, ReadonlyMap<PackageName, PylockPin>>();
  for (const section of sectionNames(question))
    sections.set(section, await readSection(question, content, section, signal));
  return formatLock(question, sections, namesWithout(question, content));
}

/** Indexes of the catalogue that some pin is from. */
function usedOffers({ offers }: Question, sections: ReadonlyMap<string, ReadonlyMap<PackageName, PylockPin>>) {
  const used = new Set([...sections.values()].flatMap((pins) => [...pins.values()].map(({ index }) => index)));
  return offers.filter(({ name }) => used.has(name));
}

function sectionNames({ request: { manifest } }: Question): ReadonlySet<string> {
  const own = [...manifest.sections.keys()].map((section) => sectionOfLock(manifest, section));
  return new Set(["default", "develop", ...own]);
}

/** The user's own requirements that a rule lets vanish, or meets with another package. */
function namesWithout({ wishes }: Question, { stack }: LockContent): ReadonlySet<PackageName> {
  const names = wishes.requirements.map(({ requirement }) => requirement.name);
  return new Set(names.filter((name) => !stack.has(name)));
}

/** In the format that belongs to the manifest; a lock of another format has no flavour to keep. */
function formatLock(
  question: Question,
  sections: ReadonlyMap<string, ReadonlyMap<PackageName, PylockPin>>,
  without: ReadonlySet<PackageName>,
): string {
  const { request, markers } = question;
  const { manifest, lockPath: place } = request;
  const oldLock = request.oldLock?.content;
  switch (manifest.kind) {
    case "pipfile": {
      const old = oldLock?.kind === "pipfile" ? oldLock : undefined;
      const moreSources = usedOffers(question, sections);
      return formatPipfileLock({ pipfile: manifest, markers, sections, moreSources, without, oldLock: old });
    }
    case "requirements": {
      const old = oldLock?.kind === "requirements" ? oldLock : undefined;
      return formatRequirementsLock({ manifest, place, markers, sections, without, oldLock: old });
    }
    case "pyproject": {
      const old = oldLock?.kind === "pylock" ? oldLock : undefined;
      return formatPylock({ manifest, place, markers, sections, oldLock: old });
    }
  }
}

async function readSection(
  question: Question,
  { stack, elsewhere }: LockContent,
  section: string,
  signal: AbortSignal,
): Promise<ReadonlyMap<PackageName, PylockPin>> {
  const { wishes, neighbours, markers, universe } = question;
  const candidates = new Map([...stack].map(([name, { candidate }]) => [name, candidate]));
  const roots = [...wishes.requirements, ...neighbours].filter((item) => item.section === section);
  const walk = {
    markers,
    universe,
    chosen: (name: PackageName) => candidates.get(name),
    exceptions: new Exceptions(question, candidates),
  };
  const needed = await readClosure(
    walk,
    roots.map(({ requirement }) => requirement),
    signal,
  );
  const pins = new Map<PackageName, PylockPin>();
  for (const name of needed.keys()) {
    const { candidate } = stack.get(name)!;
    const answer = await universe.requirements(candidate, signal);
    pins.set(name, lockPin(question, candidate, answer.kind === "known" ? answer.requires : []));
  }
  for (const { entry } of wishes.elsewhere.filter((item) => item.section === section)) {
    const candidate = elsewhere.get(entry.name);
    if (candidate !== undefined && !pins.has(entry.name)) pins.set(entry.name, lockPin(question, candidate, []));
  }
  return pins;
}

function lockPin(question: Question, candidate: Candidate, requires: PylockPin["requires"]): PylockPin {
  const file = bestFile(candidate, question.context) ?? candidate.files[0]!;
  return {
    version: candidate.version.toString(),
    index: candidate.index,
    requiresPython: file.requiresPython,
    requires,
    hashes: chooseHashes(question, candidate),
    files: candidate.files,
  };
}

const sha256 = "sha256:";

/**
 * Of every file of the release and of no other. Pipenv does the same on PyPI; on other indexes it also takes files whose
 * names merely contain the version, which would let `1.0` install `11.0`. A pin that stays keeps the hashes it has, if
 * they hold all of these: an index may list less than it did, and the old lock is what its owner trusts.
 */
function chooseHashes({ old, request }: Question, { name, version, index, files }: Candidate): readonly string[] {
  const own = files.flatMap((file) => file.sha256 ?? []);
  const locked = old.get(name);
  const home = request.manifest.sources[0]!.name;
  const stays =
    locked?.version !== undefined && Version.equal(locked.version, version) && (locked.index ?? home) === index;
  if (!stays || !locked.hashes.every((hash) => hash.startsWith(sha256))) return own;
  const kept = locked.hashes.map((hash) => hash.slice(sha256.length));
  const known = new Set(kept);
  return own.every((hash) => known.has(hash)) ? kept : own;
}
