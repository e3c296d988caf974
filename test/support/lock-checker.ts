/**
 * The second checker: is a finished `Pipfile.lock` right, judged from texts and raw index data alone? It shares no line
 * with the product (`plain-python.ts` has its own versions, specifiers, markers and tags), so an error would have to be
 * made twice to pass. It returns faults in words; none means the lock is valid, closed and minimal.
 */

import { createHash } from "node:crypto";

import { parse as parseToml } from "smol-toml";

import {
  type PlainPlatform,
  type PlainRequirement,
  admitsPlain,
  markerHolds,
  plainName,
  readPlainRequirement,
  wheelFits,
} from "./plain-python.ts";

/** A release as an index shows it. */
export interface PlainRelease {
  readonly requires: readonly string[];
  /** Empty for any Python. */
  readonly requiresPython: string;
  readonly files: readonly { readonly filename: string; readonly sha256: string }[];
}

/** By name of the index, normalised name of the package and version as written. */
export type PlainWorld = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, PlainRelease>>>>>>;

export interface LockCheck {
  readonly manifest: string;
  readonly lock: string;
  /** What the lock replaces: the hashes of a pin that stays may stand in the new one too. */
  readonly oldLock?: string | undefined;
  readonly world: PlainWorld;
  /** The eleven variables of PEP 508. */
  readonly environment: Readonly<Record<string, string>>;
  readonly platform: PlainPlatform;
}

type Table = Readonly<Record<string, unknown>>;

/** All that is wrong with the lock, each fault one sentence. Empty for a lock that is right. */
export function checkLock(check: LockCheck): string[] {
  const manifest = parseToml(check.manifest) as Table;
  const lock = JSON.parse(check.lock) as Table;
  const faults = [...hashFaults(manifest, lock)];
  for (const section of lockSections(lock)) faults.push(...new SectionCheck(check, manifest, lock, section).faults());
  return faults;
}

const settingsTables = ["source", "requires", "pipenv", "scripts", "pipfile", "thoth"];

/** Manifest sections by the name that the lock gives them. */
function manifestSection(manifest: Table, section: string): Table {
  const key = { default: "packages", develop: "dev-packages" }[section] ?? section;
  return (manifest[key] ?? {}) as Table;
}

function lockSections(lock: Table): string[] {
  return Object.keys(lock).filter((key) => key !== "_meta");
}

interface Entry {
  readonly name: string;
  readonly version: string;
  readonly index: string | undefined;
  readonly hashes: readonly string[];
  readonly extras: readonly string[];
  readonly opaque: boolean;
}

function readEntries(section: Table): Map<string, Entry> {
  const entries = new Map<string, Entry>();
  for (const [key, value] of Object.entries(section)) {
    const entry = value as Table;
    entries.set(plainName(key), {
      name: plainName(key),
      version: ((entry["version"] ?? "") as string).replace(/^==/, ""),
      index: entry["index"] as string | undefined,
      hashes: (entry["hashes"] ?? []) as string[],
      extras: ((entry["extras"] ?? []) as string[]).map(plainName),
      opaque: entry["version"] === undefined,
    });
  }
  return entries;
}

/** One section. It must hold all that it needs: a client may install it alone. */
class SectionCheck {
  readonly #check: LockCheck;
  readonly #section: string;
  readonly #roots: readonly PlainRequirement[];
  /** Entries whose condition is false here: locked for others, and not judged by this platform. */
  readonly #elsewhere: ReadonlySet<string>;
  readonly #entries: Map<string, Entry>;
  readonly #indexes: readonly string[];

  constructor(check: LockCheck, manifest: Table, lock: Table, section: string) {
    this.#check = check;
    this.#section = section;
    const own = manifestSection(manifest, section);
    this.#roots = readRoots(own, check.environment);
    const asked = new Set(this.#roots.map(({ name }) => name));
    this.#elsewhere = new Set(
      Object.keys(own)
        .map(plainName)
        .filter((name) => !asked.has(name)),
    );
    this.#entries = readEntries(lock[section] as Table);
    this.#indexes = ((manifest["source"] ?? [{ name: "pypi" }]) as Table[]).map((source) => source["name"] as string);
  }

  faults(): string[] {
    const faults: string[] = [];
    for (const entry of this.#entries.values()) if (!entry.opaque) faults.push(...this.#entryFaults(entry));
    faults.push(...this.#closureFaults());
    return faults.map((fault) => `${this.#section}: ${fault}`);
  }

  #release(entry: Entry): PlainRelease | undefined {
    const holder = (index: string) => this.#check.world[index]?.[entry.name];
    // Pipenv writes the first source's name even where another index answers, so the entry's own index comes first only.
    const order = entry.index === undefined ? this.#indexes : [entry.index, ...this.#indexes];
    const index = order.find((name) => holder(name)?.[entry.version] !== undefined);
    return index === undefined ? undefined : holder(index)![entry.version];
  }

  #oldHashes({ name, version }: Entry): readonly string[] {
    const old = JSON.parse(this.#check.oldLock ?? "{}") as Record<string, Record<string, Table> | undefined>;
    return lockSections(old).flatMap((section) => {
      const entry = old[section]?.[name];
      return entry?.["version"] === `==${version}` ? (entry["hashes"] as string[]) : [];
    });
  }

  *#entryFaults(entry: Entry): Iterable<string> {
    const release = this.#release(entry);
    if (release === undefined) {
      yield `${entry.name} ${entry.version} is on no index`;
      return;
    }
    if (this.#elsewhere.has(entry.name)) return;
    const known = new Set([...release.files.map((file) => `sha256:${file.sha256}`), ...this.#oldHashes(entry)]);
    if (entry.hashes.length === 0) yield `${entry.name} has no hashes`;
    for (const hash of entry.hashes) if (!known.has(hash)) yield `${entry.name} has a foreign hash ${hash}`;
    const wheels = release.files.filter((file) => wheelFits(file.filename, this.#check.platform));
    const fitting = wheels.length > 0 ? wheels : release.files.filter((file) => /\.(tar\.gz|zip)$/.test(file.filename));
    if (!fitting.some((file) => entry.hashes.includes(`sha256:${file.sha256}`)))
      yield `${entry.name} ${entry.version} has no file that fits`;
    const python = this.#check.environment["python_full_version"]!;
    if (!admitsPlain(release.requiresPython, python))
      yield `${entry.name} ${entry.version} needs Python ${release.requiresPython}`;
  }

  /** Walks from the manifest: what is asked for and not locked, and what is locked and not asked for. */
  *#closureFaults(): Iterable<string> {
    const seen = new Map<string, Set<string>>();
    const queue = this.#roots.map((requirement) => ({ by: "the manifest", requirement }));
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      const { by, requirement } = next;
      const entry = this.#entries.get(requirement.name);
      if (entry === undefined) {
        yield `${by} requires ${requirement.name}, which is not locked`;
        continue;
      }
      if (!entry.opaque && !admitsPlain(requirement.specifiers, entry.version))
        yield `${by} requires ${requirement.name} ${requirement.specifiers}, and ${entry.version} is locked`;
      const extras = seen.get(entry.name);
      const fresh = extras === undefined || requirement.extras.some((extra) => !extras.has(extra));
      seen.set(entry.name, new Set([...(extras ?? []), ...requirement.extras]));
      if (fresh)
        for (const needed of this.#needs(entry, requirement.extras))
          queue.push({ by: entry.name, requirement: needed });
    }
    if ([...this.#entries.values()].some((entry) => entry.opaque)) return;
    for (const name of this.#entries.keys())
      if (!seen.has(name) && !this.#elsewhere.has(name)) yield `${name} is locked and nobody requires it`;
  }

  #needs(entry: Entry, extras: readonly string[]): PlainRequirement[] {
    const lines = entry.opaque ? [] : (this.#release(entry)?.requires ?? []);
    return lines
      .map(readPlainRequirement)
      .filter((requirement) => markerHolds(requirement.marker, this.#check.environment, ["", ...extras]));
  }
}

/** Entries of a manifest section whose condition holds; VCS, path and file entries ask for their name at any version. */
function readRoots(section: Table, environment: Readonly<Record<string, string>>): PlainRequirement[] {
  return Object.entries(section).flatMap(([key, value]) => {
    const table = (typeof value === "string" ? { version: value } : value) as Table;
    const conditions = Object.entries(table)
      .filter(([name]) => name in environment)
      .map(([name, condition]) => `${name} ${condition as string}`);
    if (table["markers"] !== undefined) conditions.push(table["markers"] as string);
    if (!conditions.every((condition) => markerHolds(condition, environment))) return [];
    const specifiers = ((table["version"] ?? "*") as string).trim();
    const extras = ((table["extras"] ?? []) as string[]).map(plainName);
    return [
      {
        name: plainName(key),
        extras,
        specifiers: specifiers === "*" ? "" : /^\d/.test(specifiers) ? `==${specifiers}` : specifiers,
        direct: false,
        marker: "",
      },
    ];
  });
}

/** The digest of the manifest must be one of the three that Pipenv and micropipenv have written over time. */
function hashFaults(manifest: Table, lock: Table): string[] {
  const stated = ((lock["_meta"] as Table)["hash"] as Table)["sha256"];
  const sources = manifest["source"] ?? [{ name: "pypi", url: "https://pypi.org/simple", verify_ssl: true }];
  const meta = { requires: manifest["requires"] ?? {}, sources };
  const fixed = { _meta: meta, default: manifest["packages"] ?? {}, develop: manifest["dev-packages"] ?? {} };
  const others = Object.entries(manifest).filter(
    ([key]) => !["packages", "dev-packages", ...settingsTables].includes(key),
  );
  const plain = { ...fixed, ...Object.fromEntries(others) };
  const canonical = Object.fromEntries(
    Object.entries(plain).map(([key, value]) => [key, key === "_meta" ? value : canonicalKeys(value as Table)]),
  );
  const accepted = [canonical, plain, fixed].map((form) => sha256(asciiJson(form)));
  return accepted.includes(stated as string) ? [] : ["_meta: the digest is not that of the manifest"];
}

function canonicalKeys(section: Table): Table {
  return Object.fromEntries(Object.entries(section).map(([key, value]) => [plainName(key), value]));
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** Compact JSON with sorted keys, all beyond ASCII escaped. */
function asciiJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(asciiJson).join(",")}]`;
  if (typeof value === "object" && value !== null)
    return `{${Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => `${asciiJson(key)}:${asciiJson(item)}`)
      .join(",")}}`;
  return JSON.stringify(value).replace(
    /[\u0080-\uffff]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
