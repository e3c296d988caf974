/**
 * A pyproject.toml locked in a requirements file, as pip-compile does it: the requirements of `[project]` alone, since the
 * format has no way to tell extras and groups apart.
 */

import { posix } from "node:path";
import type { EntrySource, ManifestEntry } from "../manifest.ts";
import type { RequirementEntry, RequirementsManifest } from "../requirements/manifest.ts";
import type { Pyproject } from "./pyproject.ts";

export function asRequirements(pyproject: Pyproject): RequirementsManifest {
  const { name, place, sources, sections, extras, groups, remarks, allowPrereleases } = pyproject;
  const file = posix.basename(place);
  const entries = (sections.get("default") ?? []).map(asEntry);
  const left = [...extras.map((extra) => `\`[${extra}]\``), ...groups.map((group) => `\`${group}\``)];
  const why = `a requirements file has no place for extras and groups, so ${left.join(", ")} of \`${place}\` are not locked`;
  const hint = "where a `pylock.toml` is there already, it is written instead, and has all of them";
  return {
    kind: "requirements",
    place,
    sources,
    sections: new Map([["default", entries]]),
    entries,
    unnamed: [],
    constraints: [],
    allowPrereleases,
    prereleases: new Map(),
    requirer: name === undefined ? file : `${name} (${file})`,
    optionLines: [],
    remarks: left.length === 0 ? remarks : [...remarks, `${why}; ${hint}`],
  };
}

function asEntry(entry: ManifestEntry): RequirementEntry {
  return { ...entry, editable: false, hashes: [], written: written(entry) };
}

function written(entry: ManifestEntry): string {
  const { nameAsWritten, extras, marker } = entry;
  const name = `${nameAsWritten}${extras.length === 0 ? "" : `[${extras.join(",")}]`}`;
  const condition = marker === undefined ? "" : ` ; ${marker.toString()}`;
  return `${withSource(name, entry.source)}${condition}`;
}

function withSource(name: string, source: EntrySource): string {
  switch (source.kind) {
    case "index":
      return `${name}${source.specifier.toString()}`;
    case "path":
      return source.path.startsWith(".") ? source.path : `./${source.path}`;
    case "file":
      return `${name} @ ${source.url}`;
    case "vcs": {
      const { system, url, ref, subdirectory } = source;
      const fragment = subdirectory === undefined ? "" : `#subdirectory=${subdirectory}`;
      return `${name} @ ${system}+${url}${ref === undefined ? "" : `@${ref}`}${fragment}`;
    }
  }
}
