/**
 * Which packages of a stack are reached from some requirements, and with which extras: how a stack is divided into the
 * sections of a lock.
 */

import type { Candidate } from "../../ports/index.ts";
import type { ExtraName, MarkerEnvironment, PackageName, Requirement } from "../../python/index.ts";
import type { Universe } from "../../resolver/index.ts";

/** What a walk needs to know of the world. */
export interface Walk {
  readonly markers: MarkerEnvironment;
  readonly universe: Universe;
  /** The candidate that stands for a name, undefined where nothing does. */
  chosen(name: PackageName): Candidate | undefined;
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
    const candidate = walk.chosen(next.name);
    if (candidate === undefined) continue;
    const extras = reached.get(next.name);
    const isKnown = extras !== undefined && next.extras.every((extra) => extras.has(extra));
    if (isKnown) continue;
    const all = new Set([...(extras ?? []), ...next.extras]);
    reached.set(next.name, all);
    queue.push(...(await readRequirements(walk, candidate, [...all], signal)));
  }
  return reached;
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
