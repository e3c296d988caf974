/** Names for indexes that a file gives by address only. */

import { publicIndex } from "../ports/index.ts";
import type { ManifestSource } from "./manifest.ts";

/** What holds where a file names no index. */
export const publicSource: ManifestSource = { ...publicIndex, verifySsl: true };

/** The given names; else `pypi` for the public index, and for others the host, with a number where several share one. */
export function nameIndexes(
  indexes: readonly { readonly name?: string | undefined; readonly url: string }[],
): readonly string[] {
  const names: string[] = [];
  for (const { name: given, url } of indexes) {
    const isPublic = url.replace(/\/$/, "") === publicSource.url;
    const base = given ?? (isPublic ? publicSource.name : hostOf(url).replace(/[^A-Za-z0-9.-]+/g, "-") || "index");
    let name = base;
    for (let number = 2; names.includes(name); number++) name = `${base}-${number}`;
    names.push(name);
  }
  return names;
}

/** Host and port, without credentials; what is no URL, because a variable stands in it, is cut by hand. */
export function hostOf(url: string): string {
  const afterScheme = url.slice(url.indexOf("//") + 2);
  const authority = afterScheme.split(/[/?#]/, 1)[0]!;
  return authority.slice(authority.lastIndexOf("@") + 1);
}
