/**
 * The digest that ties a lock to its Pipfile: SHA-256 of the Pipfile's raw values as compact JSON.
 *
 * Three formulas are in the wild and a lock does not say which it uses, so a lock counts as fresh when any of them
 * matches. `plain`: every table that Pipenv does not know is hashed as a category (Pipenv from 2022.10 to 2026.2);
 * `plain-no-categories`: only the two package sections are (older Pipenv, and micropipenv always); `canonical`: as
 * `plain`, with the keys of all package sections normalised by PEP 503 (Pipenv from 2026.4 on).
 */

import { createHash } from "node:crypto";
import { normalizeName } from "../python/index.ts";
import type { PipfileLock } from "./pipfile-lock.ts";
import { defaultSource } from "./pipfile-settings.ts";
import type { Pipfile } from "./pipfile.ts";
import { type JsonObject, type JsonValue, formatCompactJson } from "./python-json.ts";
import { type TomlTable, isTomlTable, tomlEntries, tomlValue } from "./toml-text.ts";

export type HashFormula = "canonical" | "plain" | "plain-no-categories";

/** All formulas, the current one first. */
const hashFormulas: readonly HashFormula[] = ["canonical", "plain", "plain-no-categories"];

/** Tables that no formula hashes as a category. */
const knownTables: ReadonlySet<string> = new Set([
  "source",
  "packages",
  "dev-packages",
  "requires",
  "scripts",
  "pipenv",
  "pipfile",
]);

/** What the digest is over: the raw values and nothing else. */
type RawPipfile = Pick<Pipfile, "raw">;

/** `_meta.hash.sha256` of a lock of `pipfile`, by each formula, in lower-case hex. */
export function pipfileHashes(pipfile: RawPipfile): Readonly<Record<HashFormula, string>> {
  return {
    canonical: hash(pipfile, "canonical"),
    plain: hash(pipfile, "plain"),
    "plain-no-categories": hash(pipfile, "plain-no-categories"),
  };
}

/** The formulas by which `lock` is of exactly this Pipfile, the current one first; empty when the lock is stale. */
export function matchingHashFormulas(pipfile: RawPipfile, lock: Pick<PipfileLock, "hash">): readonly HashFormula[] {
  const hashes = pipfileHashes(pipfile);
  return hashFormulas.filter((formula) => hashes[formula] === lock.hash);
}

function hash(pipfile: RawPipfile, formula: HashFormula): string {
  const section = (key: string): JsonValue => {
    const table = tomlValue(pipfile.raw, key);
    if (!isTomlTable(table)) return {};
    return asJson(formula === "canonical" ? withCanonicalKeys(table) : table);
  };
  const sources = asJson({ source: [defaultSource], ...pipfile.raw })["source"] ?? [];
  const meta = { sources, requires: asJson(requiresTable(pipfile)) };
  const categories = formula === "plain-no-categories" ? [] : categoryNames(pipfile);
  const hashed: JsonObject = Object.fromEntries([
    ["_meta", meta],
    ["default", section("packages")],
    ["develop", section("dev-packages")],
    ...categories.map((key) => [key, section(key)]),
  ]);
  return createHash("sha256").update(formatCompactJson(hashed)).digest("hex");
}

/** `[thoth]` among them: to Pipenv it is a category too. */
function categoryNames(pipfile: RawPipfile): readonly string[] {
  return tomlEntries(pipfile.raw).flatMap(([key]) => (knownTables.has(key) ? [] : [key]));
}

/** `[requires]` as written, empty when it is absent. */
export function requiresTable(pipfile: RawPipfile): TomlTable {
  const table = tomlValue(pipfile.raw, "requires");
  return isTomlTable(table) ? table : {};
}

function withCanonicalKeys(table: TomlTable): TomlTable {
  return Object.fromEntries(tomlEntries(table).map(([key, value]) => [normalizeName(key), value]));
}

/** TOML values as JSON values: they are the same once dates are refused, which `parsePipfile` does. */
export function asJson(value: TomlTable): JsonObject {
  return value as JsonObject;
}
