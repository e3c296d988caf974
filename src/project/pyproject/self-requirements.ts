/**
 * Requirements of a project on itself, as in `all = ["demo[fast,web]"]` of the project `demo`: they stand for the
 * requirements of those extras.
 */

import { checkCount, limits } from "../../base/index.ts";
import type { PackageName } from "../../python/index.ts";
import type { ManifestEntry } from "../manifest.ts";
import { type Pyproject, extraSection } from "./pyproject.ts";

/** The sections without such requirements. An extra that is not there stands for nothing. */
export function withoutSelf(name: PackageName | undefined, sections: Pyproject["sections"]): Pyproject["sections"] {
  const isSelf = (entry: ManifestEntry) => name !== undefined && entry.name === name && entry.source.kind === "index";
  if (![...sections.values()].some((entries) => entries.some(isSelf))) return sections;
  return new Map([...sections].map(([section, entries]) => [section, expand(entries, isSelf, sections)]));
}

function expand(
  entries: readonly ManifestEntry[],
  isSelf: (entry: ManifestEntry) => boolean,
  sections: Pyproject["sections"],
): readonly ManifestEntry[] {
  const expanded: ManifestEntry[] = [];
  const queue = [...entries];
  const seen = new Set<string>();
  for (const entry of queue) {
    if (!isSelf(entry)) expanded.push(entry);
    else
      for (const extra of entry.extras) {
        const marker = entry.marker?.toString() ?? "";
        const key = `${extra} ${marker}`;
        if (seen.has(key)) continue;
        seen.add(key);
        queue.push(...(sections.get(extraSection(extra)) ?? []).map((own) => under(entry, own)));
        checkCount(entry.file, "requirements", queue.length, limits.manifest.requirements);
      }
  }
  return expanded;
}

/** What an extra requires, under the condition of whoever asks for the extra as well. */
function under({ marker: outer }: ManifestEntry, own: ManifestEntry): ManifestEntry {
  if (outer === undefined) return own;
  return { ...own, marker: own.marker === undefined ? outer : outer.and(own.marker) };
}
