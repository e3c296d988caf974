/**
 * What a lock says beside its pins, held against the manifest that it is of: the digest, the sources, what is required of
 * Python; and addresses that hold credentials. Only what the format itself says can be wrong.
 */

import type { Lock, Manifest } from "./formats.ts";
import type { ManifestSource } from "./manifest.ts";
import { asJson, matchingHashFormulas, requiresTable } from "./pipfile-hash.ts";
import type { PipfileLock } from "./pipfile-lock.ts";
import type { Pipfile } from "./pipfile.ts";
import type { Pylock } from "./pylock/pylock.ts";
import { formatCompactJson, type JsonObject, type JsonValue } from "./python-json.ts";
import { foldIndexOptions } from "./requirements/index-options.ts";
import type { RequirementsLock } from "./requirements/lock.ts";

export interface LockClaims {
  /** Whether the digest of the manifest is right; undefined for a format that has none. */
  readonly hash: "right" | "wrong" | "missing" | undefined;
  /** Sources that the lock names and the manifest does not, by the name that its entries use. */
  readonly moreSources: readonly ManifestSource[];
  /** Sentences about what differs, `moreSources` apart. */
  readonly differences: readonly string[];
  readonly credentials: readonly CredentialPlace[];
}

/** Where an address holds credentials; never what they are. */
export interface CredentialPlace {
  /** For people, such as "source `corp` of `Pipfile`". */
  readonly what: string;
  /** Relative to the root of the repository. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

/** The text of a lock, from which it was read. */
export interface LockText {
  readonly text: string;
  /** The text of the notebook that it stands in, whose lines are others. */
  readonly notebook?: string | undefined;
}

export function readLockClaims(manifest: Manifest, lock: Lock, text: LockText): LockClaims {
  const credentials = [...manifestCredentials(manifest), ...lockCredentials(lock, text)];
  return { ...claimsOf(manifest, lock), credentials };
}

type Claims = Omit<LockClaims, "credentials">;

const nothing: Claims = { hash: undefined, moreSources: [], differences: [] };

function claimsOf(manifest: Manifest, lock: Lock): Claims {
  if (lock.kind === "pipfile") return manifest.kind === "pipfile" ? pipfileClaims(manifest, lock) : nothing;
  return lock.kind === "pylock" ? pylockClaims(manifest, lock) : requirementClaims(manifest, lock);
}

function pipfileClaims(manifest: Pipfile, lock: PipfileLock): Claims {
  const meta = objectIn(lock.raw, "_meta");
  const locked = sourcesIn(meta);
  const isRight = matchingHashFormulas(manifest, lock).length > 0;
  const differences: string[] = [];
  for (const own of manifest.sources) {
    const other = locked?.find(({ name }) => name === own.name);
    if (locked !== undefined && other === undefined)
      differences.push(`the lock does not have source \`${own.name}\` of \`${manifest.place}\``);
    else if (other !== undefined && !isSame(own, other))
      differences.push(`source \`${own.name}\` is not the same in the lock and in \`${manifest.place}\``);
  }
  const requires = asJson(requiresTable(manifest));
  if (formatCompactJson(objectIn(meta, "requires")) !== formatCompactJson(requires))
    differences.push(`\`requires\` is not the same in the lock and in \`${manifest.place}\``);
  const names = new Set(manifest.sources.map(({ name }) => name));
  return {
    hash: lock.hash === undefined ? "missing" : isRight ? "right" : "wrong",
    moreSources: (locked ?? []).filter(({ name }) => !names.has(name)),
    differences,
  };
}

function isSame(one: ManifestSource, other: ManifestSource): boolean {
  return withoutSlash(one.url) === withoutSlash(other.url) && one.verifySsl === other.verifySsl;
}

/** Undefined where the lock has no list, as old tools wrote it. */
function sourcesIn(meta: JsonObject): readonly ManifestSource[] | undefined {
  const list = meta["sources"];
  if (!Array.isArray(list)) return undefined;
  return (list as readonly JsonValue[]).flatMap((item) => {
    if (!isObject(item)) return [];
    const { name, url, verify_ssl: verify } = item;
    if (typeof name !== "string" || typeof url !== "string") return [];
    return [{ name, url, verifySsl: typeof verify === "boolean" ? verify : url.includes("https://") }];
  });
}

function pylockClaims({ sources }: Manifest, lock: Pylock): Claims {
  const names = new Set(sources.map(({ name }) => name));
  const entries = [...lock.sections.values()].flatMap((section) => [...section.values()]);
  const strange = new Set(entries.flatMap(({ index }) => (index === undefined || names.has(index) ? [] : [index])));
  return { ...nothing, moreSources: [...strange].map((url) => ({ name: url, url, verifySsl: true })) };
}

/** A lock that names no index leaves them to whoever installs it. */
function requirementClaims({ sources, place }: Manifest, { file }: RequirementsLock): Claims {
  if (place === file.place) return nothing;
  const statements = file.statements.filter((statement) => statement.kind === "options");
  const isNaming = statements.some(({ options }) =>
    options.some(({ name }) => name === "--index-url" || name === "--extra-index-url"),
  );
  if (!isNaming) return nothing;
  const locked = foldIndexOptions(statements).sources.map(({ url }) => withoutSlash(url));
  const own = sources.map(({ url }) => withoutSlash(url));
  if (locked.join(" ") === own.join(" ")) return nothing;
  return { ...nothing, differences: [`the indexes are not the same in the lock and in \`${place}\``] };
}

function manifestCredentials({ place, sources, sections, unnamed }: Manifest): readonly CredentialPlace[] {
  const own = sources
    .filter(({ url }) => hasCredentials(url))
    .map(({ name, written: { file, line } = { file: place, line: 1 } }) => ({
      what: `source \`${name}\` of \`${file}\``,
      file,
      line,
    }));
  const lines = [...[...sections.values()].flat(), ...unnamed]
    .filter(({ text }) => hasCredentials(text))
    .map(({ file, line }) => lineOf(file, line));
  return [...new Map([...own, ...lines].map((each) => [each.what, each])).values()];
}

function lineOf(file: string, line: number): CredentialPlace {
  return { what: `line ${line} of \`${file}\``, file, line };
}

/** At most so many lines are named. */
const mostPlaces = 20;

function lockCredentials({ place }: Lock, { text, notebook }: LockText): readonly CredentialPlace[] {
  if (notebook !== undefined)
    return hasCredentials(text) ? [{ what: `the lock in \`${place}\``, file: place, line: 1 }] : [];
  const places = text.split("\n").flatMap((line, i) => (hasCredentials(line) ? [lineOf(place, i + 1)] : []));
  return places.slice(0, mostPlaces);
}

/** Whether an address in `text` has user information that is more than variables, or the name that every git server has. */
export function hasCredentials(text: string): boolean {
  for (const [, user = ""] of text.matchAll(/\bhttps?:\/\/([^\s/@"'<>]{1,1000})@/gi)) {
    const literal = user.replaceAll(/\$\{[A-Za-z0-9_]{1,200}\}|\$[A-Za-z0-9_]{1,200}/g, "").replaceAll(":", "");
    if (literal !== "" && literal !== "git") return true;
  }
  return false;
}

function objectIn(object: JsonObject, key: string): JsonObject {
  const value = Object.hasOwn(object, key) ? object[key] : undefined;
  return isObject(value) ? value : {};
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function withoutSlash(url: string): string {
  return url.replace(/\/$/, "");
}
