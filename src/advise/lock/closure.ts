/**
 * Which packages of a stack are reached from some requirements, and with which extras: how a stack is divided into the
 * sections of a lock.
 */

import type { Candidate } from "../../ports/index.ts";
import type { ExtraName, MarkerEnvironment, PackageName, Requirement } from "../../python/index.ts";
import type { Universe } from "../../resolver/index.ts";
import type { Exceptions } from "./exceptions.ts";

/** What a walk needs to know of the world. */
export interface Walk {
  readonly markers: MarkerEnvironment;
  readonly universe: Universe;
  /** The candidate that stands for a name, undefined where nothing does. */
  readonly chosen: (name: PackageName) => Candidate | undefined;
  /** Where rules depart from what releases require; nowhere without it. */
  readonly exceptions?: Exceptions;
}

/** Everything that `roots` need, with the extras asked for. A name for which nothing is chosen is left out. */
export async function readClosure(
  walk: Walk,
  roots: readonly Requirement[],
  signal: AbortSignal,
): Promise<ReadonlyMap<PackageName, ReadonlySet<ExtraName>>> {
  const reached = new Map<PackageName, Set<ExtraName>>();
  const queue = [...roots];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    const candidate = walk.chosen(next.name) ?? (await readStandIn(walk, next, signal));
    if (candidate === undefined) continue;
    const { name } = candidate;
    const extras = reached.get(name);
    const isKnown = extras !== undefined && next.extras.every((extra) => extras.has(extra));
    if (isKnown) continue;
    const all = new Set([...(extras ?? []), ...next.extras]);
    reached.set(name, all);
    queue.push(...(await readRequirements(walk, candidate, [...all], signal)));
    if (walk.exceptions !== undefined) queue.push(...(await walk.exceptions.added(candidate, signal)));
  }
  return reached;
}

/** The candidate that stands in for a package of which nothing is chosen. */
async function readStandIn(
  { chosen, exceptions }: Walk,
  requirement: Requirement,
  signal: AbortSignal,
): Promise<Candidate | undefined> {
  const fate = await exceptions?.fateOf(requirement, signal);
  return fate?.kind === "met" ? chosen(fate.by) : undefined;
}

/** What `candidate` with `extras` requires here. */
export async function readRequirements(
  walk: Walk,
  candidate: Candidate,
  extras: readonly ExtraName[],
  signal: AbortSignal,
): Promise<readonly Requirement[]> {
  const answer = await walk.universe.requirements(candidate, signal);
  if (answer.kind !== "known") return [];
  return answer.requires.filter(({ marker }) => marker?.evaluate(walk.markers, extras) ?? true);
}
