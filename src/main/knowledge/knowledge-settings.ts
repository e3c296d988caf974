/**
 * Where knowledge comes from: the operator's list of sources, `knowledge.yaml`. Each is a knowledge bundle or an advisory
 * database as its keepers publish it; all of them together make the bundle that is kept.
 */

import { type Static, Type } from "typebox";
import { Compile } from "typebox/compile";

import { closed, UserError } from "../../base/index.ts";
import { anySource, parseSources, readSources, type SourceList, sourcePlaces, Text } from "../sources/source-list.ts";

/** A list that cannot be read, or says something it cannot say. */
export class InvalidKnowledgeSources extends UserError {
  readonly code = "INVALID_KNOWLEDGE_SOURCES";
  constructor(place: string, what: string, cause?: unknown) {
    super(`${place}: ${what}`, { cause });
  }
}

const common = {
  /** Its name stands in the names of the files that it gives. */
  ...anySource,
  /** What is said of a database, which does not say it itself: where it is from, its SPDX identifier, whom to thank, how old it is. */
  source: Type.Optional(Text),
  licence: Type.Optional(Text),
  attribution: Type.Optional(Text),
  as_of: Type.Optional(Type.String({ pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" })),
};

const Sources = closed({
  sources: Type.Array(
    Type.Union([
      closed({ ...common, ...sourcePlaces.folder }),
      /** A `.tar.gz` or `.zip`: a file, or an `https` address. */
      closed({ ...common, ...sourcePlaces.archive }),
      closed({ ...common, ...sourcePlaces.commit }),
      /** The same at whatever commit a branch has when it is looked at. */
      closed({ ...common, git: Text, branch: Type.String({ pattern: "^[A-Za-z0-9][A-Za-z0-9._/-]{0,200}$" }) }),
    ]),
    { minItems: 1, maxItems: 50 },
  ),
});

/** Paths are absolute. */
export type KnowledgeSource = Static<typeof Sources>["sources"][number];

const schema = Compile(Sources);

const list: SourceList<KnowledgeSource> = {
  schema,
  sourcesOf: (document) => (schema.Check(document) ? document.sources : undefined),
  invalid: (...args) => new InvalidKnowledgeSources(...args),
};

/** As {@link readSources} gives them. @throws {UserError} naming the file. */
export async function readKnowledgeSources(path: string, signal: AbortSignal): Promise<readonly KnowledgeSource[]> {
  return await readSources(path, list, signal);
}

/** The same out of a text. @throws {UserError} naming line and column. */
export function parseKnowledgeSources(place: string, text: string): readonly KnowledgeSource[] {
  return parseSources(place, text, list);
}
