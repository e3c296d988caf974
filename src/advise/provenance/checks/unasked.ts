/** What nobody was asked, said once for a lock: by the index's nature, P14, or for the sake of private names, P13. */

import { listingKey, type LockedRelease, type LockFacts, type ProvenanceFacts, type SourceFacts } from "../facts.ts";
import { type Remark, remark, sortedTexts } from "../finding.ts";

/** P14: an index that is read from a snapshot does not tell who published anything. */
export function* checkUntold({ sources, releases }: LockFacts, { listings }: ProvenanceFacts): Iterable<Remark> {
  for (const { name, url } of sources) {
    const silent = releases.filter((release) => {
      const listing = listings.get(listingKey(url, release.name));
      return listing?.kind === "found" && !listing.tellsOrigins;
    });
    if (silent.length === 0) continue;
    const message = `index \`${name}\` was read from a snapshot, which does not keep who published a file`;
    yield remark("P14", "not-checked", message, { source: name });
  }
}

/** P13: a source that was not asked whether it has namesakes, because it would have learned private names. */
export function* checkUncompared(lock: LockFacts, { listings }: ProvenanceFacts): Iterable<Remark> {
  for (const source of lock.sources) {
    const names = sortedTexts(
      lock.releases.filter((release) => isUncompared(release, source, lock, listings)).map(({ name }) => name),
    );
    if (names.length === 0) continue;
    const message = `index \`${source.name}\` was not asked for namesakes of ${ofOthers(names.length)}`;
    yield remark("P13", "not-checked", message, { source: source.name, packages: names });
  }
}

function ofOthers(count: number): string {
  return count === 1
    ? "1 package of another source, whose name it would learn"
    : `${count} packages of other sources, whose names it would learn`;
}

function isUncompared(
  { name, version, isOfIndex }: LockedRelease,
  { url }: SourceFacts,
  { pins }: LockFacts,
  listings: ProvenanceFacts["listings"],
): boolean {
  return isOfIndex && version !== undefined && !pins.has(name) && !listings.has(listingKey(url, name));
}
