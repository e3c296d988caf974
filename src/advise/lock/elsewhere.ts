/**
 * Releases for entries whose condition is false in the environment, such as a package for Windows only. Pipenv locks
 * them all the same, so that one lock serves other machines; but what it writes there is often not installable, so a
 * real release is chosen: the locked one while it fits, else the newest. What it requires is not looked at.
 */

import { admitsPython } from "../../pipeline/index.ts";
import type { Candidate } from "../../ports/index.ts";
import { type PackageName, Version } from "../../python/index.ts";
import type { Stack } from "../../resolver/index.ts";
import type { SectionEntry } from "../wishes.ts";
import type { Question } from "../question.ts";

export interface ElsewherePins {
  readonly pins: ReadonlyMap<PackageName, Candidate>;
  /** Entries for which there is no release; `reason` completes "NAME …". */
  readonly missing: readonly { readonly item: SectionEntry; readonly reason: string }[];
}

/** @param stack a package that it holds anyway keeps the stack's release. */
export async function readElsewherePins(question: Question, stack: Stack, signal: AbortSignal): Promise<ElsewherePins> {
  const pins = new Map<PackageName, Candidate>();
  const missing: { item: SectionEntry; reason: string }[] = [];
  for (const item of question.wishes.elsewhere) {
    const { name } = item.entry;
    const chosen = stack.get(name)?.candidate ?? pins.get(name) ?? (await choose(question, item, signal));
    if (typeof chosen === "string") missing.push({ item, reason: chosen });
    else pins.set(name, chosen);
  }
  return { pins, missing };
}

/** A candidate, or why there is none. */
async function choose(question: Question, { entry }: SectionEntry, signal: AbortSignal): Promise<Candidate | string> {
  const list = await question.universe.candidates(entry.name, signal);
  if (list.kind === "none") return list.reason;
  if (entry.source.kind !== "index") throw new Error(`${entry.text} is not from an index`);
  const { specifier } = entry.source;
  // What is offered is for the hardware here, and the entry is for other places.
  const offered = new Set(question.offers.map((index) => index.name));
  const own = list.candidates.filter(({ index }) => !offered.has(index));
  const unyanked = own.filter(({ files }) => files.some((file) => file.yanked === undefined));
  const prereleases = question.judge.admitsPrereleases(entry.name) ? { prereleases: true } : {};
  const admitted = specifier.filter(unyanked, { version: ({ version }) => version, ...prereleases });
  const locked = question.old.get(entry.name)?.version;
  const kept = admitted.find(({ version }) => locked !== undefined && Version.equal(version, locked));
  // Of the Python only: the platform is another one here.
  const fitting = admitted.find((candidate) => candidate.files.some((file) => admitsPython(file, question.context)));
  return kept ?? fitting ?? admitted[0] ?? `has no release that \`${entry.text}\` admits`;
}
