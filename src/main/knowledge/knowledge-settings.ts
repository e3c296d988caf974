/**
 * Where knowledge comes from: the operator's list of sources, `knowledge.yaml`. Each is a knowledge bundle or an advisory
 * database as its keepers publish it; all of them together make the bundle that is kept.
 */

import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";

import { type Static, Type } from "typebox";
import { Compile } from "typebox/compile";

import { checkBytes, closed, decodeUtf8, firstMistake, limits, readYaml, UserError } from "../../base/index.ts";
import { isAddress } from "../sources/mirror.ts";

/** A list that cannot be read, or says something it cannot say. */
export class InvalidKnowledgeSources extends UserError {
  readonly code = "INVALID_KNOWLEDGE_SOURCES";
  constructor(place: string, what: string, cause?: unknown) {
    super(`${place}: ${what}`, { cause });
  }
}

const Text = Type.String({ minLength: 1, maxLength: 2_000 });

const common = {
  /** Stands in the names of the files that it gives. */
  name: Type.String({ pattern: "^[a-z0-9][a-z0-9-]{0,63}$" }),
  /** The folder in the source that counts; its root without it. */
  within: Type.Optional(Type.String({ pattern: "^[^/.][^\\\\]*$", maxLength: 500 })),
  /** What is said of a database, which does not say it itself: where it is from, its SPDX identifier, whom to thank, how old it is. */
  source: Type.Optional(Text),
  licence: Type.Optional(Text),
  attribution: Type.Optional(Text),
  as_of: Type.Optional(Type.String({ pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" })),
};

const Sources = closed({
  sources: Type.Array(
    Type.Union([
      closed({ ...common, folder: Text }),
      /** A `.tar.gz` or `.zip`: a file, or an `https` address. */
      closed({ ...common, archive: Text, sha256: Type.Optional(Type.String({ pattern: "^[0-9a-f]{64}$" })) }),
      /** A repository on this machine, or an `https` address; the commit by its whole hash. */
      closed({ ...common, git: Text, commit: Type.String({ pattern: "^([0-9a-f]{40}|[0-9a-f]{64})$" }) }),
      /** The same at whatever commit a branch has when it is looked at. */
      closed({ ...common, git: Text, branch: Type.String({ pattern: "^[A-Za-z0-9][A-Za-z0-9._/-]{0,200}$" }) }),
    ]),
    { minItems: 1, maxItems: 50 },
  ),
});

/** Paths are absolute. */
export type KnowledgeSource = Static<typeof Sources>["sources"][number];

const sources = Compile(Sources);

/** In the order of the file; paths are relative to it. @throws {UserError} naming the file. */
export async function readKnowledgeSources(path: string, signal: AbortSignal): Promise<readonly KnowledgeSource[]> {
  const bytes = await readFile(path, { signal }).catch((cause: unknown) => {
    signal.throwIfAborted();
    throw new InvalidKnowledgeSources(path, "cannot be read", cause);
  });
  checkBytes(path, bytes.length, limits.configuration);
  return parseKnowledgeSources(path, decodeUtf8(path, bytes));
}

/** @throws {UserError} naming line and column. */
export function parseKnowledgeSources(place: string, text: string): readonly KnowledgeSource[] {
  const file = readYaml(place, text, limits.configuration);
  const { value } = file;
  const at = (path: readonly (string | number)[]) => {
    const { line, column } = file.positionOf(path);
    return `${place}:${line}:${column}`;
  };
  if (!sources.Check(value)) throw new InvalidKnowledgeSources(at(pathOfMistake(value)), firstMistake(sources, value));
  const names = value.sources.map(({ name }) => name);
  for (const [i, name] of names.entries())
    if (names.indexOf(name) < i)
      throw new InvalidKnowledgeSources(at(["sources", i, "name"]), `\`${name}\` stands twice`);
  return value.sources.map((source) => absolute(source, dirname(resolve(place))));
}

function pathOfMistake(value: unknown): readonly (string | number)[] {
  const steps = (sources.Errors(value)[0]?.instancePath ?? "").split("/").slice(1);
  return steps.map((step) => (/^\d+$/.test(step) ? Number(step) : step));
}

function absolute(source: KnowledgeSource, base: string): KnowledgeSource {
  const at = (place: string) => (isAddress(place) ? place : resolve(base, place));
  if ("folder" in source) return { ...source, folder: resolve(base, source.folder) };
  if ("archive" in source) return { ...source, archive: at(source.archive) };
  return { ...source, git: at(source.git) };
}
