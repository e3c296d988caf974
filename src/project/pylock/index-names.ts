/** A pylock.toml gives an index by its address, and everything here knows it by the name that the manifest gives it. */

import type { ManifestSource } from "../manifest.ts";
import type { LockedPackage } from "../lock.ts";
import type { Pylock } from "./pylock.ts";

/** The lock with names in the place of addresses; what is no index of the manifest keeps its address. */
export function withIndexNames(lock: Pylock, sources: readonly ManifestSource[]): Pylock {
  const names = new Map(sources.map(({ name, url }) => [withoutSlash(url), name]));
  const named = (locked: LockedPackage): LockedPackage => {
    const { index } = locked;
    return index === undefined ? locked : { ...locked, index: names.get(withoutSlash(index)) ?? index };
  };
  const sections = [...lock.sections].map(
    ([section, packages]) => [section, new Map([...packages].map(([name, each]) => [name, named(each)]))] as const,
  );
  return { ...lock, sections: new Map(sections) };
}

function withoutSlash(url: string): string {
  return url.replace(/\/$/, "");
}
