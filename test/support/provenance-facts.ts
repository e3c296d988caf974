/**
 * Facts of a provenance check in few words. A file is a letter, which stands for its SHA-256 and its name; a lock is lines of
 * `NAME VERSION [@INDEX] [: LETTERS]`; an index has files by `NAME VERSION`.
 */

import { createHash } from "node:crypto";

import { listingKey, originKey, releaseKey } from "../../src/advise/provenance/facts.ts";
import type {
  ListingFacts,
  LockedRelease,
  LockFacts,
  LockHead,
  ProvenanceFacts,
} from "../../src/advise/provenance/facts.ts";
import type { Finding } from "../../src/advise/provenance/finding.ts";
import type { ProjectStatus, ProvenanceAnswer, ReleaseFile } from "../../src/ports/index.ts";
import { packageName, Version } from "../../src/python/index.ts";

export function digestOf(letter: string): string {
  return createHash("sha256").update(letter).digest("hex");
}

/** Of a package that a test calls `foo 1.0`, unless it says otherwise. */
export function wheelOf(letter: string, facts: Partial<ReleaseFile> = {}, stem = "foo-1.0"): ReleaseFile {
  const filename = facts.filename ?? `${stem}-py3-none-${letter}.whl`;
  return {
    filename,
    url: `https://files.example/${letter}/${filename}`,
    sha256: digestOf(letter),
    size: 10,
    uploaded: "2026-01-01T00:00:00Z",
    requiresPython: undefined,
    yanked: undefined,
    sidecar: undefined,
    ...facts,
  };
}

type IndexSketch = Readonly<Record<string, readonly ReleaseFile[]>> | "absent" | "down";

export interface FactsSketch {
  readonly sources?: readonly string[];
  readonly addresses?: Readonly<Record<string, string>>;
  readonly insecure?: readonly string[];
  readonly pins?: Readonly<Record<string, string>>;
  readonly lock: string;
  readonly releases?: readonly LockedRelease[];
  readonly before?: string;
  readonly beforeReleases?: readonly LockedRelease[];
  readonly indexes: Readonly<Record<string, IndexSketch>>;
  readonly statuses?: Readonly<Record<string, ProjectStatus>>;
  readonly untold?: readonly string[];
  readonly head?: Partial<LockHead>;
  readonly origins?: Readonly<Record<string, ProvenanceAnswer>>;
  readonly links?: Readonly<Record<string, readonly string[]>>;
  readonly scanned?: string;
  readonly allowed?: readonly string[];
  readonly lockedOn?: string;
  readonly wellKnown?: readonly string[];
  /** Ids by `NAME VERSION`; nothing is judged without it. */
  readonly flaws?: Readonly<Record<string, readonly string[]>>;
}

export function factsOf(sketch: FactsSketch): ProvenanceFacts {
  const sources = (sketch.sources ?? Object.keys(sketch.indexes)).map((name) => ({
    name,
    url: sketch.addresses?.[name] ?? `https://${name}.example/simple`,
    verify: !(sketch.insecure ?? []).includes(name),
  }));
  const listings = new Map<string, ListingFacts>();
  const origins = new Map<string, ProvenanceAnswer>();
  const links = new Map<string, readonly string[]>();
  for (const { name: index, url } of sources) {
    const had = sketch.indexes[index];
    if (had === undefined) continue;
    for (const name of namesIn(sketch)) {
      listings.set(listingKey(url, name), listingOf(had, name, index, sketch));
      if (typeof had === "string") continue;
      for (const file of Object.values(had).flat()) {
        const letter = file.url.split("/")[3] ?? "";
        const told = sketch.origins?.[letter];
        if (told !== undefined) origins.set(originKey(url, file), told);
      }
      for (const [release, addresses] of Object.entries(sketch.links ?? {})) {
        const [named = "", version = ""] = release.split(" ");
        links.set(releaseKey(url, packageName(named), Version.parse(version)), addresses);
      }
    }
  }
  const lock: LockFacts = {
    environment: "default",
    path: "Pipfile.lock",
    sources,
    pins: new Map(Object.entries(sketch.pins ?? {}).map(([name, index]) => [packageName(name), index])),
    releases: sketch.releases ?? readLock(sketch.lock),
    before: sketch.beforeReleases ?? (sketch.before === undefined ? undefined : readLock(sketch.before)),
    head: { hash: "right", differences: [], credentials: [], ...sketch.head },
    cooldown: { days: 3, packages: new Map() },
  };
  const { flaws } = sketch;
  return {
    today: "2026-11-25",
    lockedOn: sketch.lockedOn,
    allowed: sketch.allowed,
    locks: [lock],
    listings,
    origins,
    links,
    scanned: () => sketch.scanned,
    advisories:
      flaws === undefined
        ? { reason: "no advisories are installed" }
        : {
            asOf: "2026-11-20",
            hits: (name, version) => (flaws[`${name} ${version.toString()}`] ?? []).map((id) => hit(id, name)),
          },
    wellKnown: new Set(sketch.wellKnown ?? []),
  };
}

function hit(id: string, name: string) {
  const rest = { aliases: [], version: "1.0", severity: "high" as const, fixed_in: null, link: "", reach: null };
  return { id, package: name, ...rest };
}

function namesIn({ lock, before = "", releases = [], beforeReleases = [] }: FactsSketch) {
  const read = [...readLock(lock), ...readLock(before), ...releases, ...beforeReleases];
  return [...new Set(read.map(({ name }) => name))];
}

/** @param text one entry a line, or between semicolons. */
export function readLock(text: string): readonly LockedRelease[] {
  return text.split(/[;\n]/).flatMap((raw, i) => {
    const [, name, version, index, letters = ""] = /^(\S+) (\S+?)(?: @(\S+?))?(?: ?: (.*))?$/.exec(raw.trim()) ?? [];
    if (name === undefined || version === undefined) return [];
    const hashes = letters.split(" ").filter(Boolean);
    return [
      {
        name: packageName(name),
        version: Version.parse(version),
        isOfIndex: true,
        section: "default",
        line: i + 1,
        hashes: hashes.map((letter) => (letter.includes(":") ? letter : `sha256:${digestOf(letter)}`)),
        index,
        files: undefined,
      },
    ];
  });
}

function listingOf(had: IndexSketch, name: string, index: string, sketch: FactsSketch): ListingFacts {
  if (had === "absent") return { kind: "absent" };
  if (had === "down") return { kind: "unknown", reason: `index \`${index}\` is unavailable` };
  const releases = Object.entries(had).flatMap(([release, files]) => {
    const [named, version = ""] = release.split(" ");
    return named === name ? [{ version: Version.parse(version), files }] : [];
  });
  if (releases.length === 0) return { kind: "absent" };
  const tellsOrigins = !(sketch.untold ?? []).includes(index);
  return { kind: "found", status: sketch.statuses?.[name], releases, withheld: [], tellsOrigins };
}

/** What GitHub published, as the index tells it, and says of this very file unless told otherwise. */
export function attested(
  letter: string,
  facts: {
    readonly repository?: string;
    readonly name?: string;
    readonly sha256?: string;
    readonly subjects?: number;
  } = {},
): ProvenanceAnswer {
  const subject = { name: facts.name ?? wheelOf(letter).filename, sha256: facts.sha256 ?? digestOf(letter) };
  const publisher = { kind: "GitHub", repository: facts.repository ?? "acme/foo", workflow: "release.yml" };
  const subjects = Array.from({ length: facts.subjects ?? 1 }, () => subject);
  const predicateType = "https://docs.pypi.org/attestations/publish/v1";
  return { kind: "known", bundles: [{ publisher, attestations: [{ predicateType, subjects }] }] };
}

/** Such as `P10 failure`; sorted, each once. */
export function idsOf(findings: readonly Finding[]): readonly string[] {
  return [...new Set(findings.map(({ id, level }) => `${id} ${level}`))].toSorted();
}
