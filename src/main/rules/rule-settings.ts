/**
 * The operator's list of rule sources, `rules.yaml`: folders, archives and git repositories that are read besides the rules
 * that ship.
 */

import { type Static, Type } from "typebox";
import { Compile } from "typebox/compile";

import { closed, UserError } from "../../base/index.ts";
import { anySource, parseSources, readSources, type SourceList, sourcePlaces, Text } from "../sources/source-list.ts";

/** A list that cannot be read, or says something it cannot say. */
export class InvalidRuleSources extends UserError {
  readonly code = "INVALID_RULE_SOURCES";
  constructor(place: string, what: string, cause?: unknown) {
    super(`${place}: ${what}`, { cause });
  }
}

const common = {
  /** Its name stands before the paths of its files, and by it a repository leaves the source out. */
  ...anySource,
  enabled: Type.Optional(Type.Boolean()),
  /** Stands before links of its rules that are only a slug. */
  link_base: Type.Optional(Type.String({ pattern: "^https://[^\\s?#]+/$", maxLength: 2_000 })),
};

const Sources = closed({
  sources: Type.Array(
    Type.Union([
      closed({ ...common, ...sourcePlaces.folder }),
      /** A `.tar.gz` or `.zip` on this machine. */
      closed({ ...common, ...sourcePlaces.archive }),
      closed({ ...common, ...sourcePlaces.commit }),
      /** A knowledge bundle with a part of the kind `rules`. */
      closed({ ...common, bundle: Text }),
    ]),
    { maxItems: 50 },
  ),
});

/** Paths are absolute. */
export type RuleSourceSetting = Static<typeof Sources>["sources"][number];

const schema = Compile(Sources);

const list: SourceList<RuleSourceSetting> = {
  schema,
  sourcesOf: (document) => (schema.Check(document) ? document.sources : undefined),
  invalid: (...args) => new InvalidRuleSources(...args),
};

/** Those that are enabled, as {@link readSources} gives them. @throws {UserError} naming the file. */
export async function readRuleSources(path: string, signal: AbortSignal): Promise<readonly RuleSourceSetting[]> {
  return enabled(await readSources(path, list, signal));
}

/** The same out of a text. @throws {UserError} naming line and column. */
export function parseRuleSources(place: string, text: string): readonly RuleSourceSetting[] {
  return enabled(parseSources(place, text, list));
}

function enabled(sources: readonly RuleSourceSetting[]): readonly RuleSourceSetting[] {
  return sources.filter((source) => source.enabled !== false);
}
