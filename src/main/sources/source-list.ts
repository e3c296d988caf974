/**
 * An operator's list of sources in YAML, be they of rules or of knowledge. It is read at the start, and a mistake in it is
 * one of the start.
 */

import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";

import { Type } from "typebox";

import { checkBytes, decodeUtf8, firstMistake, limits, readYaml, type UserError } from "../../base/index.ts";
import { isAddress } from "./mirror.ts";

/** A place, or a word of somebody's. */
export const Text = Type.String({ minLength: 1, maxLength: 2_000 });

/** Of every source. */
export const anySource = {
  /** By this the source is named elsewhere. */
  name: Type.String({ pattern: "^[a-z0-9][a-z0-9-]{0,63}$" }),
  /** The folder in the source that counts; its root without it. */
  within: Type.Optional(Type.String({ pattern: "^[^/.][^\\\\]*$", maxLength: 500 })),
};

/** Where a source is. A repository is one on this machine, or an `https` address; a commit is named by its whole hash. */
export const sourcePlaces = {
  folder: { folder: Text },
  archive: { archive: Text, sha256: Type.Optional(Type.String({ pattern: "^[0-9a-f]{64}$" })) },
  commit: { git: Text, commit: Type.String({ pattern: "^([0-9a-f]{40}|[0-9a-f]{64})$" }) },
};

interface NamedSource {
  readonly name: string;
}

/** One kind of list. */
export interface SourceList<Source extends NamedSource> {
  /** Undefined where a document is none of this kind; `schema` says why. */
  readonly sourcesOf: (document: unknown) => readonly Source[] | undefined;
  readonly schema: { Errors(value: unknown): readonly { readonly instancePath: string; readonly message: string }[] };
  /** @param what completes "PLACE: …". */
  readonly invalid: (place: string, what: string, cause?: unknown) => UserError;
}

/** As {@link parseSources} does. @throws {UserError} naming the file. */
export async function readSources<Source extends NamedSource>(
  path: string,
  list: SourceList<Source>,
  signal: AbortSignal,
): Promise<readonly Source[]> {
  const bytes = await readFile(path, { signal }).catch((cause: unknown) => {
    signal.throwIfAborted();
    throw list.invalid(path, "cannot be read", cause);
  });
  checkBytes(path, bytes.length, limits.configuration);
  return parseSources(path, decodeUtf8(path, bytes), list);
}

/** In the order of the file; paths in it are relative to it, and become absolute. @throws {UserError} naming line and column. */
export function parseSources<Source extends NamedSource>(
  place: string,
  text: string,
  { sourcesOf, schema, invalid }: SourceList<Source>,
): readonly Source[] {
  const file = readYaml(place, text, limits.configuration);
  const { value } = file;
  const at = (path: readonly (string | number)[]) => {
    const { line, column } = file.positionOf(path);
    return `${place}:${line}:${column}`;
  };
  const sources = sourcesOf(value);
  if (sources === undefined) {
    const steps = (schema.Errors(value)[0]?.instancePath ?? "").split("/").slice(1);
    const path = steps.map((step) => (/^\d+$/.test(step) ? Number(step) : step));
    throw invalid(at(path), firstMistake(schema, value));
  }
  const names = sources.map(({ name }) => name);
  for (const [i, name] of names.entries())
    if (names.indexOf(name) < i) throw invalid(at(["sources", i, "name"]), `\`${name}\` stands twice`);
  return sources.map((source) => absolute(source, dirname(resolve(place))));
}

const placeKeys: ReadonlySet<string> = new Set(["folder", "archive", "git", "bundle"]);

function absolute<Source extends NamedSource>(source: Source, base: string): Source {
  const entries = Object.entries(source).map(([key, value]: [string, unknown]) =>
    placeKeys.has(key) && typeof value === "string" && !isAddress(value) ? [key, resolve(base, value)] : [key, value],
  );
  return Object.fromEntries(entries) as Source;
}
