/** What a requirements file and its includes ask for, together. */

import { type PackageName, packageName } from "../../python/index.ts";
import type { EntrySource, ManifestConstraint, ManifestContent, ManifestEntry, WrittenLine } from "../manifest.ts";
import { InvalidRequirementsFile } from "./errors.ts";
import { foldIndexOptions } from "./index-options.ts";
import type { FlatStatement, OptionsStatement, RequirementStatement } from "./statement.ts";

/** A requirements file as a manifest. All of it is in one section, named `default`. */
export interface RequirementsManifest extends ManifestContent {
  readonly kind: "requirements";
  /** What `sections` holds, with what only this format has. */
  readonly entries: readonly RequirementEntry[];
  readonly unnamed: readonly RequirementLine[];
  /** What `--all-releases` and `--only-final` say of single packages. */
  readonly prereleases: ReadonlyMap<PackageName, boolean>;
  /** What a lock calls whoever asks for the entries; undefined where it is the file that each of them stands in. */
  readonly requirer: string | undefined;
  /** Lines of options that a lock repeats, besides its indexes. */
  readonly optionLines: readonly string[];
  /** Sentences for the user. */
  readonly remarks: readonly string[];
}

/** Something to install, by name or not. */
export interface RequirementLine extends WrittenLine {
  readonly source: EntrySource;
  readonly editable: boolean;
  /** That the user wants, each `ALGORITHM:HEX`. */
  readonly hashes: readonly string[];
  /** The whole line as a requirements file has it, options included. */
  readonly written: string;
}

export interface RequirementEntry extends RequirementLine, ManifestEntry {}

/** @throws {InvalidRequirementsFile} */
export function manifestOf(
  place: string,
  statements: readonly FlatStatement[],
  remarks: readonly string[],
): RequirementsManifest {
  const requirements = statements
    .filter((statement) => statement.kind === "requirement")
    .map((statement) => ({ ...statement, written: statement.whole.text }));
  const options = statements.filter((statement) => statement.kind === "options");
  const entries = requirements.filter(hasName);
  const indexes = foldIndexOptions(options);
  const { constraints, opaque } = readConstraints(statements);
  return {
    kind: "requirements",
    place,
    sources: indexes.sources,
    sections: new Map([["default", entries]]),
    entries,
    unnamed: requirements.filter((statement) => !hasName(statement)),
    constraints,
    ...readPrereleases(options),
    requirer: undefined,
    optionLines: indexes.others,
    remarks: [...remarks, ...indexes.remarks, ...opaque.map(opaqueConstraint)],
  };
}

function hasName(
  statement: RequirementStatement & RequirementLine,
): statement is RequirementStatement & RequirementEntry {
  return statement.name !== undefined && statement.nameAsWritten !== undefined;
}

/** Those that bound versions, and those that say an address. */
function readConstraints(statements: readonly FlatStatement[]): {
  readonly constraints: readonly ManifestConstraint[];
  readonly opaque: readonly WrittenLine[];
} {
  const all = statements.filter((statement) => statement.kind === "constraint");
  const [constraints, opaque] = [false, true].map((isOpaque) =>
    all.filter(({ requirement }) => (requirement.url !== undefined) === isOpaque),
  );
  return { constraints: constraints!, opaque: opaque! };
}

function opaqueConstraint({ file, line, column, text }: WrittenLine): string {
  return `${file}:${line}:${column}: \`${text}\` is not looked at: a constraint with an address needs a build`;
}

/** `:all:` and names, the later option winning. */
function readPrereleases(
  statements: readonly OptionsStatement[],
): Pick<RequirementsManifest, "allowPrereleases" | "prereleases"> {
  let allowPrereleases = false;
  const prereleases = new Map<PackageName, boolean>();
  for (const statement of statements)
    for (const { name, value } of statement.options) {
      if (name === "--pre") allowPrereleases = true;
      if (name !== "--all-releases" && name !== "--only-final") continue;
      const isAllowed = name === "--all-releases";
      for (const item of value.split(",").filter(Boolean)) {
        if (item === ":all:") allowPrereleases = isAllowed;
        else if (item !== ":none:") prereleases.set(readName(statement, item), isAllowed);
      }
    }
  return { allowPrereleases, prereleases };
}

function readName({ file, line, column }: OptionsStatement, text: string): PackageName {
  try {
    return packageName(text);
  } catch (cause) {
    throw new InvalidRequirementsFile(`${file}:${line}:${column}`, cause instanceof Error ? cause.message : text);
  }
}
