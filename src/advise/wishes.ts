/**
 * From a manifest to what is asked of the resolver: which entries hold in the environment and become requirements, which
 * ones are taken as they are, and what the user allows. All sections are solved together, so that no package has two
 * releases in one lock.
 */

import type { IndexName } from "../ports/index.ts";
import { type ManifestEntry, type ReadyProject, type WrittenLine, sectionOfLock } from "../project/index.ts";
import { type MarkerEnvironment, type PackageName, Requirement } from "../python/index.ts";
import type { Origin, PrereleasePolicy, RootRequirement } from "../resolver/index.ts";
import { prereleaseTypes } from "./objective/objective.ts";

/** An entry with the section of the lock that it belongs to, such as `develop`. */
export interface SectionEntry {
  readonly section: string;
  readonly entry: ManifestEntry;
}

/** What a manifest asks for in one environment. Every entry is in exactly one of the first three lists, in the file's order. */
export interface Wishes {
  /** To be resolved. */
  readonly requirements: readonly (RootRequirement & { readonly section: string })[];
  /** Their condition is false here; they are locked all the same, without what they require, as Pipenv does. */
  readonly elsewhere: readonly SectionEntry[];
  /** From a repository, a path or a file: passed through, and their names are left to them. */
  readonly opaque: readonly SectionEntry[];
  /** Passed through as well; nobody knows their names. They belong to `default`. */
  readonly unnamed: readonly WrittenLine[];
  /** Bounds on whatever is in the stack. */
  readonly constraints: readonly RootRequirement[];
  readonly pins: ReadonlyMap<PackageName, IndexName>;
  readonly prereleases: PrereleasePolicy;
}

/** Pure. The conditions are those of `markers`. */
export function readWishes(request: ReadyProject, markers: MarkerEnvironment): Wishes {
  const { manifest } = request;
  const entries = [...manifest.sections].flatMap(([section, list]) =>
    list.map((entry): SectionEntry => ({ section: sectionOfLock(manifest, section), entry })),
  );
  const opaque = entries.filter(({ entry }) => entry.source.kind !== "index");
  const names = opaqueNames(opaque);
  const indexed = entries.filter(({ entry }) => !names.has(entry.name));
  const holds = ({ entry }: SectionEntry) => entry.marker?.evaluate(markers) ?? true;
  return {
    requirements: indexed.filter(holds).map((item) => ({ ...rootRequirement(item.entry), section: item.section })),
    elsewhere: indexed.filter((item) => !holds(item)),
    opaque: entries.filter(({ entry }) => names.has(entry.name)),
    unnamed: manifest.unnamed,
    constraints: manifest.constraints
      .filter(({ requirement }) => requirement.marker?.evaluate(markers) ?? true)
      .map((constraint) => ({ requirement: constraint.requirement, index: undefined, origin: originOf(constraint) })),
    pins: readPins(indexed),
    prereleases: prereleasePolicy(request),
  };
}

export function opaqueNames(opaque: readonly SectionEntry[]): ReadonlySet<PackageName> {
  return new Set(opaque.map(({ entry }) => entry.name));
}

/** A line of the user's, as explanations end in it. */
export function originOf({ file, line, text }: WrittenLine): Origin {
  return { file, line, text };
}

function rootRequirement(entry: ManifestEntry): RootRequirement {
  const { source } = entry;
  if (source.kind !== "index") throw new Error(`${entry.text} is not from an index`);
  const extras = entry.extras.length === 0 ? "" : `[${entry.extras.join(",")}]`;
  return {
    requirement: Requirement.parse(`${entry.name}${extras}${source.specifier.toString()}`),
    index: source.index,
    origin: originOf(entry),
  };
}

function readPins(entries: readonly SectionEntry[]): ReadonlyMap<PackageName, IndexName> {
  const pins = new Map<PackageName, IndexName>();
  for (const { entry } of entries)
    if (entry.source.kind === "index" && entry.source.index !== undefined && !pins.has(entry.name))
      pins.set(entry.name, entry.source.index);
  return pins;
}

/** `[pipenv] allow_prereleases` allows all of them, and so does the type `testing`; the settings allow single packages. */
function prereleasePolicy(request: ReadyProject): PrereleasePolicy {
  const { manifest, environment, settings } = request;
  if (manifest.allowPrereleases || prereleaseTypes.has(environment.recommendationType)) return { allowed: "all" };
  return { allowed: settings.allowPrereleases };
}
