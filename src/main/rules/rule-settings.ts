/**
 * The operator's list of rule sources, `rules.yaml`: folders, archives and git repositories that are read besides the rules
 * that ship. It is read at the start, and a mistake in it is one of the start.
 */

import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";

import { type Static, Type } from "typebox";
import { Compile } from "typebox/compile";

import { checkBytes, closed, decodeUtf8, firstMistake, limits, readYaml, UserError } from "../../base/index.ts";
import { isAddress } from "../sources/mirror.ts";

/** A list that cannot be read, or says something it cannot say. */
export class InvalidRuleSources extends UserError {
  readonly code = "INVALID_RULE_SOURCES";
  constructor(place: string, what: string, cause?: unknown) {
    super(`${place}: ${what}`, { cause });
  }
}

const Text = Type.String({ minLength: 1, maxLength: 2_000 });

const common = {
  /** Stands before the paths of its files, and by it a repository leaves the source out. */
  name: Type.String({ pattern: "^[a-z0-9][a-z0-9-]{0,63}$" }),
  enabled: Type.Optional(Type.Boolean()),
  /** The folder in the source that holds the rules; its root without it. */
  within: Type.Optional(Type.String({ pattern: "^[^/.][^\\\\]*$", maxLength: 500 })),
  /** Stands before links of its rules that are only a slug. */
  link_base: Type.Optional(Type.String({ pattern: "^https://[^\\s?#]+/$", maxLength: 2_000 })),
};

const Sources = closed({
  sources: Type.Array(
    Type.Union([
      closed({ ...common, folder: Text }),
      /** A `.tar.gz`. */
      closed({ ...common, archive: Text, sha256: Type.Optional(Type.String({ pattern: "^[0-9a-f]{64}$" })) }),
      /** A repository on this machine, or an `https` address; the commit by its whole hash. */
      closed({ ...common, git: Text, commit: Type.String({ pattern: "^([0-9a-f]{40}|[0-9a-f]{64})$" }) }),
      /** A knowledge bundle with a part of the kind `rules`. */
      closed({ ...common, bundle: Text }),
    ]),
    { maxItems: 50 },
  ),
});

/** Paths are absolute. */
export type RuleSourceSetting = Static<typeof Sources>["sources"][number];

const sources = Compile(Sources);

/** Those that are enabled, in the order of the file; paths are relative to it. @throws {UserError} naming the file. */
export async function readRuleSources(path: string, signal: AbortSignal): Promise<readonly RuleSourceSetting[]> {
  const bytes = await readFile(path, { signal }).catch((cause: unknown) => {
    signal.throwIfAborted();
    throw new InvalidRuleSources(path, "cannot be read", cause);
  });
  checkBytes(path, bytes.length, limits.configuration);
  return parseRuleSources(path, decodeUtf8(path, bytes));
}

/** @throws {UserError} naming line and column. */
export function parseRuleSources(place: string, text: string): readonly RuleSourceSetting[] {
  const file = readYaml(place, text, limits.configuration);
  const { value } = file;
  const at = (path: readonly (string | number)[]) => {
    const { line, column } = file.positionOf(path);
    return `${place}:${line}:${column}`;
  };
  if (!sources.Check(value)) throw new InvalidRuleSources(at(pathOfMistake(value)), firstMistake(sources, value));
  const names = value.sources.map(({ name }) => name);
  for (const [i, name] of names.entries())
    if (names.indexOf(name) < i) throw new InvalidRuleSources(at(["sources", i, "name"]), `\`${name}\` stands twice`);
  return value.sources.filter(({ enabled }) => enabled !== false).map((source) => absolute(source, dirname(place)));
}

function pathOfMistake(value: unknown): readonly (string | number)[] {
  const steps = (sources.Errors(value)[0]?.instancePath ?? "").split("/").slice(1);
  return steps.map((step) => (/^\d+$/.test(step) ? Number(step) : step));
}

function absolute(source: RuleSourceSetting, base: string): RuleSourceSetting {
  if ("folder" in source) return { ...source, folder: resolve(base, source.folder) };
  if ("archive" in source) return { ...source, archive: resolve(base, source.archive) };
  if ("bundle" in source) return { ...source, bundle: resolve(base, source.bundle) };
  return isAddress(source.git) ? source : { ...source, git: resolve(base, source.git) };
}
