/** Reads a Pipfile.lock: limits, JSON, then a check of what we use of it. What we do not know is kept as it is. */

import { checkBytes, checkCount, checkDepth, limits, quoted } from "../base/index.ts";
import { type PackageName, packageName } from "../python/index.ts";
import { locateJson, placeAt } from "./json-lines.ts";
import { findJsonMistake } from "./json-mistake.ts";
import type { LockContent, LockedPackage } from "./lock.ts";
import { splitKey } from "./pipfile-entry.ts";
import { InvalidPipfileLock } from "./pipfile-errors.ts";
import type { JsonObject, JsonValue } from "./python-json.ts";

/** Where an entry's package comes from. */
type LockEntrySource =
  | { readonly kind: "index" }
  | { readonly kind: "vcs"; readonly system: "git" | "hg" | "svn" | "bzr"; readonly url: string }
  | { readonly kind: "path" | "file"; readonly address: string };

/** One package of a section. */
export interface LockEntry extends LockedPackage {
  /** As written, such as `ruamel.yaml`. */
  readonly key: string;
  readonly source: LockEntrySource;
  /** The full commit of a repository. */
  readonly ref: string | undefined;
  /** The entry itself; of an old lock that gives a text in its place, a table with that `version`. */
  readonly raw: JsonObject;
}

/** A parsed Pipfile.lock, format 6. */
export interface PipfileLock extends LockContent {
  readonly kind: "pipfile";
  /** `_meta.hash.sha256`; undefined where the lock has none. */
  readonly hash: string | undefined;
  /** How its lines end. */
  readonly newline: "\n" | "\r\n";
  /** `default`, `develop` and categories in the order of the file, each by the entries' keys. */
  readonly sections: ReadonlyMap<string, ReadonlyMap<PackageName, LockEntry>>;
  readonly raw: JsonObject;
}

/** Keys of an entry that we read, and what each holds. */
const entryKeys: ReadonlyMap<string, "text" | "texts" | "flag"> = new Map([
  ...["version", "markers", "index", "path", "file", "git", "hg", "svn", "bzr", "subdirectory"].map(
    (key) => [key, "text"] as const,
  ),
  ...["hashes", "extras"].map((key) => [key, "texts"] as const),
  ["editable", "flag"],
]);

/**
 * The lock in `text`; `place` is the file as its user knows it.
 *
 * @throws {InvalidPipfileLock} naming file, line and column; {InputTooLarge | InputTooDeep} past `limits.lock`.
 */
export function parsePipfileLock(place: string, text: string): PipfileLock {
  checkBytes(place, Buffer.byteLength(text), limits.lock);
  const plain = text.replace(/^\uFEFF/, "");
  checkDepth(place, plain, "json", limits.lock);
  const reader = new LockReader(place, plain);
  return {
    kind: "pipfile",
    place,
    hash: reader.readHash(),
    newline: plain.includes("\r\n") ? "\r\n" : "\n",
    sections: reader.readSections(),
    raw: reader.root,
  };
}

class LockReader {
  readonly #place: string;
  readonly #text: string;
  readonly root: JsonObject;

  constructor(place: string, text: string) {
    this.#place = place;
    this.#text = text;
    this.root = this.#object([], this.#readJson());
  }

  #readJson(): JsonValue {
    try {
      return parseWithSource(this.#text, reviveNumber) as JsonValue; // it is nothing else, once integers are bigint
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      const offset = findJsonMistake(this.#text);
      const { line, column } = placeAt(this.#text, offset);
      const rest =
        this.#text
          .slice(offset, offset + 40)
          .split("\n")[0]
          ?.trimEnd() ?? "";
      const problem = rest === "" ? "the text ends too early for JSON" : `\`${rest}\` cannot stand here in JSON`;
      throw new InvalidPipfileLock(`${this.#place}:${line}:${column}`, problem);
    }
  }

  #fault(path: readonly string[], problem: string): InvalidPipfileLock {
    const { line, column } = locateJson(this.#text, path);
    const where = path.length === 0 ? "the lock" : `\`${path.join(".")}\``;
    return new InvalidPipfileLock(`${this.#place}:${line}:${column}`, `${where} ${problem}`);
  }

  #object(path: readonly string[], value: JsonValue | undefined): JsonObject {
    if (isJsonObject(value)) return value;
    throw this.#fault(path, `is ${describeJson(value)}, and an object is needed`);
  }

  readHash(): string | undefined {
    const meta = this.#object(["_meta"], own(this.root, "_meta") ?? {});
    const spec = own(meta, "pipfile-spec") ?? 6n;
    if (spec !== 6n) throw this.#fault(["_meta", "pipfile-spec"], `is ${describeJson(spec)}, and only 6 is read`);
    const hash = own(this.#object(["_meta", "hash"], own(meta, "hash") ?? {}), "sha256");
    if (hash === undefined || typeof hash === "string") return hash;
    throw this.#fault(["_meta", "hash", "sha256"], `is ${describeJson(hash)}, and text is needed`);
  }

  readSections(): ReadonlyMap<string, ReadonlyMap<PackageName, LockEntry>> {
    const sections = new Map<string, ReadonlyMap<PackageName, LockEntry>>();
    let count = 0;
    for (const [key, value] of Object.entries(this.root)) {
      if (key === "_meta") continue;
      const section = this.#object([key], value);
      count += Object.keys(section).length;
      checkCount(this.#place, "packages", count, limits.lock.packages);
      sections.set(key, this.#readSection(key, section));
    }
    return sections;
  }

  #readSection(section: string, entries: JsonObject): ReadonlyMap<PackageName, LockEntry> {
    const read = new Map<PackageName, LockEntry>();
    for (const [key, value] of Object.entries(entries)) {
      const path = [section, key];
      const raw = typeof value === "string" ? { version: value } : this.#object(path, value);
      const entry = this.#readEntry(path, key, raw);
      if (read.has(entry.name)) throw this.#fault(path, "is the same package as another entry of its section");
      read.set(entry.name, entry);
    }
    return read;
  }

  #readEntry(path: readonly string[], key: string, raw: JsonObject): LockEntry {
    for (const [name, kind] of entryKeys) this.#checkKey([...path, name], own(raw, name), kind);
    const hashes = textsOf(raw, "hashes");
    checkCount(this.#place, `hashes of \`${key}\``, hashes.length, limits.lock.hashesPerPackage);
    const version = /^==([^=*]+)$/.exec(textOf(raw, "version")?.trim() ?? "")?.[1]?.trim();
    const source = readSource(raw);
    return {
      key,
      name: this.#readName(path, key),
      version: source.kind === "index" ? version : undefined,
      hashes,
      markers: textOf(raw, "markers"),
      index: textOf(raw, "index"),
      extras: textsOf(raw, "extras"),
      source,
      ref: textOf(raw, "ref"),
      raw,
    };
  }

  #checkKey(path: readonly string[], value: JsonValue | undefined, kind: "text" | "texts" | "flag"): void {
    if (value === undefined) return;
    if (kind === "text" && typeof value !== "string") {
      throw this.#fault(path, `is ${describeJson(value)}, and text is needed`);
    }
    if (kind === "flag" && typeof value !== "boolean") {
      throw this.#fault(path, `is ${describeJson(value)}, and true or false is needed`);
    }
    if (kind === "texts" && !isTexts(value)) throw this.#fault(path, "is not a list of texts");
  }

  #readName(path: readonly string[], key: string): PackageName {
    try {
      return packageName(splitKey(key)[0]);
    } catch {
      throw this.#fault(path, "is not a package name");
    }
  }
}

function readSource(raw: JsonObject): LockEntrySource {
  for (const system of ["git", "hg", "svn", "bzr"] as const) {
    const url = textOf(raw, system);
    if (url !== undefined) return { kind: "vcs", system, url };
  }
  for (const kind of ["path", "file"] as const) {
    const address = textOf(raw, kind);
    if (address !== undefined) return { kind, address };
  }
  return { kind: "index" };
}

/** `JSON.parse` as Node has it: a reviver also gets the text of a number. TypeScript's library does not say so yet. */
const parseWithSource = JSON.parse as (
  text: string,
  reviver: (key: string, value: unknown, context: { readonly source?: string }) => unknown,
) => unknown;

/** Integers become `bigint`, as they are written back without a point. */
function reviveNumber(_key: string, value: unknown, context: { readonly source?: string }): unknown {
  return typeof value === "number" && /^-?\d+$/.test(context.source ?? "") ? BigInt(context.source ?? "") : value;
}

function own(object: JsonObject, key: string): JsonValue | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

function textOf(object: JsonObject, key: string): string | undefined {
  const value = own(object, key);
  return typeof value === "string" ? value : undefined;
}

function textsOf(object: JsonObject, key: string): readonly string[] {
  const value = own(object, key);
  return isTexts(value) ? value : [];
}

function isTexts(value: JsonValue | undefined): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function describeJson(value: JsonValue | undefined): string {
  if (typeof value === "string") return `the text ${quoted(value)}`;
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" && value !== null ? "an object" : `\`${value}\``;
}
