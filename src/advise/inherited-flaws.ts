/**
 * Flaws that a package has through what it requires, and that nobody mends by moving on. Going back to a release that does
 * not require the flawed package yet would make them vanish, and is no fix: see `objective/advisory-costs.ts`.
 *
 * Looked at is the stack that would stand if nobody went back: of each package the locked release, or the newest that can be
 * had where nothing is locked. A lock without flaws is not looked into.
 */

import type { Candidate } from "../ports/index.ts";
import { type ExtraName, type PackageName, type Requirement, Version } from "../python/index.ts";
import type { InheritedFlaw } from "./objective/weighing.ts";
import type { Question } from "./question.ts";

type Stack = Pick<Question, "wishes" | "context" | "markers" | "universe" | "judge" | "policy">;

/** By package; what has none is not in it. Reads little that the search would not read anyway. @throws as the universe does. */
export async function inheritedFlaws(
  stack: Stack,
  signal: AbortSignal,
): Promise<ReadonlyMap<PackageName, readonly InheritedFlaw[]>> {
  const { context, wishes, judge, policy } = stack;
  const inherited = new Map<PackageName, InheritedFlaw[]>();
  if (!policy.advisories.isLoaded) return inherited;
  if (context.locked.size > 0 && !(await hasUnfixable(stack, signal))) return inherited;
  const { standing, requirers } = await readStanding(stack, signal);
  const direct = new Set(wishes.requirements.map(({ requirement }) => requirement.name));
  for (const [name, candidate] of standing) {
    // What the user asks for stays, whoever goes back.
    const flaws = direct.has(name) ? [] : judge.unfixable(candidate);
    if (flaws.length === 0) continue;
    const own = flaws.map((hit): InheritedFlaw => ({ hit, developed: policy.isDeveloped(name) }));
    for (const above of allAbove(name, requirers)) inherited.set(above, [...(inherited.get(above) ?? []), ...own]);
  }
  return inherited;
}

/** Whether any locked release has a flaw that no newer one is without. */
async function hasUnfixable(stack: Stack, signal: AbortSignal): Promise<boolean> {
  const { context, policy, judge } = stack;
  for (const [name, version] of context.locked) {
    if (policy.advisories.hits(name, version).every(({ accepted }) => accepted !== undefined)) continue;
    const candidate = await readRelease(name, stack, signal);
    if (candidate !== undefined && judge.unfixable(candidate).length > 0) return true;
  }
  return false;
}

async function readRelease(
  name: PackageName,
  { universe, context, judge }: Stack,
  signal: AbortSignal,
): Promise<Candidate | undefined> {
  const list = await universe.candidates(name, signal);
  if (list.kind !== "known") return undefined;
  const newest = judge.standing(name, list.candidates);
  const old = context.locked.get(name);
  return (old && list.candidates.find(({ version }) => Version.equal(version, old))) ?? newest;
}

interface Standing {
  readonly standing: ReadonlyMap<PackageName, Candidate>;
  /** Who requires a package in it. */
  readonly requirers: ReadonlyMap<PackageName, ReadonlySet<PackageName>>;
}

/** All that is needed, wave by wave. */
async function readStanding(stack: Stack, signal: AbortSignal): Promise<Standing> {
  const standing = new Map<PackageName, Candidate>();
  const requirers = new Map<PackageName, Set<PackageName>>();
  const extras = new Map<PackageName, Set<ExtraName>>();
  const open = new Set<PackageName>();
  /** Whoever is asked for with another extra may require more. */
  const ask = ({ name, extras: asked }: Requirement) => {
    const known = extras.get(name);
    if (known === undefined || asked.some((extra) => !known.has(extra))) open.add(name);
    extras.set(name, new Set([...(known ?? []), ...asked]));
  };
  for (const { requirement } of stack.wishes.requirements) ask(requirement);
  while (open.size > 0) {
    const names = [...open];
    open.clear();
    const wave = await Promise.all(
      names.map(async (name) => {
        const candidate = await readRelease(name, stack, signal);
        const answer = candidate && (await stack.universe.requirements(candidate, signal));
        return { name, candidate, requires: answer?.kind === "known" ? answer.requires : [] };
      }),
    );
    for (const { name, candidate, requires } of wave) {
      if (candidate !== undefined) standing.set(name, candidate);
      for (const requirement of requires) {
        if (requirement.marker?.evaluate(stack.markers, [...(extras.get(name) ?? [])]) === false) continue;
        requirers.set(requirement.name, new Set([...(requirers.get(requirement.name) ?? []), name]));
        ask(requirement);
      }
    }
  }
  return { standing, requirers };
}

/** Those that need a package, directly or through others; not itself. */
function allAbove(name: PackageName, requirers: Standing["requirers"]): ReadonlySet<PackageName> {
  const above = new Set<PackageName>(requirers.get(name));
  for (const other of above) for (const by of requirers.get(other) ?? []) above.add(by);
  above.delete(name);
  return above;
}
