/**
 * What a stack would be if nothing contradicted anything: the first choice of each package that the user's lines ask for,
 * of those that these require, and so on. It is the same whatever the way of the search.
 */

import type { ExtraName, PackageName, Requirement } from "../python/index.ts";
import type { Edge, KnownPackage } from "./known-package.ts";
import type { Choice } from "./metadata-reader.ts";

export type FirstChoices =
  /** To be read before more is known; not empty. */
  | { readonly kind: "unread"; readonly choices: readonly Choice[] }
  /** All that the first choices require of each other. */
  | { readonly kind: "known"; readonly edges: ReadonlySet<Edge> };

/** @param requirements the user's; their packages have been met. */
export function findFirstChoices(
  requirements: readonly Requirement[],
  known: ReadonlyMap<PackageName, KnownPackage>,
): FirstChoices {
  const unread = new Map<KnownPackage, number>();
  const edges = new Set<Edge>();
  /** The packages that were reached and the extras asked for; undefined stands for the package itself. */
  const reached = new Map<KnownPackage, Set<ExtraName | undefined>>();
  const open: (readonly [KnownPackage, ExtraName | undefined])[] = [];

  const reach = ({ name, extras }: Requirement): void => {
    const owner = known.get(name)!;
    const asked = reached.get(owner) ?? new Set();
    reached.set(owner, asked);
    for (const extra of [undefined, ...extras]) {
      if (asked.has(extra)) continue;
      asked.add(extra);
      open.push([owner, extra]);
    }
  };

  for (const requirement of requirements) reach(requirement);
  for (const [owner, asked] of open) {
    const { firstChoice } = owner.facts;
    if (firstChoice === undefined) continue;
    const read = owner.read[firstChoice];
    if (read === undefined) unread.set(owner, firstChoice);
    for (const edge of read?.edges ?? []) {
      if (edge.extra !== asked) continue;
      edges.add(edge);
      reach(edge.requirement);
    }
  }
  return unread.size > 0 ? { kind: "unread", choices: [...unread] } : { kind: "known", edges };
}
