/**
 * Which pre-releases count. PEP 440, "Handling of pre-releases".
 *
 * Surprises of the standard: by default a pre-release counts only where no final release fits, so the answer depends on
 * the whole list and not on one version; a clause that names a pre-release lets in those of every clause beside it; and
 * a post-release is not a pre-release.
 */

import type { Version } from "./version.ts";

/** True lets every pre-release in, false none; undefined is the default of the standard. */
export type PrereleaseChoice = boolean | undefined;

/**
 * What the policy leaves of `matches`, in their order. By default pre-releases stay only if nothing else is there; what
 * is no version at all (undefined) always stays, and makes no pre-release superfluous.
 */
export function applyPrereleaseChoice<Item>(
  matches: readonly Item[],
  versionOf: (item: Item) => Version | undefined,
  choice: PrereleaseChoice,
): Item[] {
  const dropsPrereleases =
    choice === false || (choice === undefined && matches.some((item) => isFinal(versionOf(item))));
  return dropsPrereleases ? matches.filter((item) => versionOf(item)?.isPrerelease !== true) : [...matches];
}

function isFinal(version: Version | undefined): boolean {
  return version !== undefined && !version.isPrerelease;
}
