/**
 * What an entry from a repository, a path or a file requires is known only after a build, which never happens here. But
 * the old lock tells what it needed then: whatever the lock holds that no other entry explains. Those releases stay.
 */

import type { Candidate } from "../ports/index.ts";
import { type PackageName, Requirement, Version } from "../python/index.ts";
import type { RootRequirement } from "../resolver/index.ts";
import { type Walk, readClosure } from "./closure.ts";
import type { OldPin } from "./old-pins.ts";
import { type Wishes, entryOrigin } from "./problem.ts";
import type { AdviceRequest } from "./request.ts";

/** A requirement on a locked release, for the sections that hold it. Its origin is the entry that cannot be looked into. */
export type NeighbourRequirement = RootRequirement & { readonly section: string };

/** None where every entry is from an index, or nothing is locked. */
export async function readNeighbours(
  request: AdviceRequest,
  wishes: Wishes,
  old: ReadonlyMap<PackageName, OldPin>,
  walk: Omit<Walk, "chosen">,
  signal: AbortSignal,
): Promise<readonly NeighbourRequirement[]> {
  if (wishes.opaque.length === 0) return [];
  const locked = await readLocked(old, walk, signal);
  const roots = wishes.requirements.map(({ requirement }) => requirement);
  const explained = await readClosure({ ...walk, chosen: (name) => locked.get(name) }, roots, signal);
  const elsewhere = new Set(wishes.elsewhere.map(({ entry }) => entry.name));
  const homes = new Map(wishes.opaque.map(({ section, entry }) => [section, entry]));
  return [...locked.values()]
    .filter(({ name }) => !explained.has(name) && !elsewhere.has(name))
    .flatMap(({ name, version }) =>
      old.get(name)!.sections.flatMap((section) => {
        const entry = homes.get(section);
        if (entry === undefined) return [];
        const requirement = Requirement.parse(`${name}==${version.text}`);
        return [{ section, requirement, index: undefined, origin: entryOrigin(request, entry) }];
      }),
    );
}

/** The candidates that the old lock pins, as far as they can still be had. */
async function readLocked(
  old: ReadonlyMap<PackageName, OldPin>,
  walk: Omit<Walk, "chosen">,
  signal: AbortSignal,
): Promise<ReadonlyMap<PackageName, Candidate>> {
  const locked = new Map<PackageName, Candidate>();
  for (const { name, version } of old.values()) {
    if (version === undefined) continue;
    const list = await walk.universe.candidates(name, signal);
    const candidate =
      list.kind === "known" ? list.candidates.find((item) => Version.equal(item.version, version)) : undefined;
    if (candidate !== undefined) locked.set(name, candidate);
  }
  return locked;
}
