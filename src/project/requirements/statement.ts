/** What a line of a requirements file says. */

import type { Requirement } from "../../python/index.ts";
import type { WrittenLine } from "../manifest.ts";
import type { LogicalLine } from "./logical-lines.ts";
import type { LineOption } from "./options.ts";
import type { Target } from "./target.ts";

/** A line with something to install; its text is without options. */
export interface RequirementStatement extends WrittenLine, Target {
  readonly kind: "requirement";
  readonly editable: boolean;
  /** Any of them will do; each `ALGORITHM:HEX`, as written. */
  readonly hashes: readonly string[];
  /** By where they stand in `whole`. */
  readonly options: readonly LineOption[];
  readonly whole: LogicalLine;
}

/** A line of a constraints file. */
export interface ConstraintStatement extends WrittenLine {
  readonly kind: "constraint";
  readonly requirement: Requirement;
}

/** `-r` or `-c`: another file is read here. */
export interface IncludeStatement extends WrittenLine {
  readonly kind: "include";
  /** As written. */
  readonly path: string;
  readonly isConstraint: boolean;
}

/** Options for the whole run, such as `--index-url`; with their own places. */
export interface OptionsStatement extends WrittenLine {
  readonly kind: "options";
  readonly options: readonly LineOption[];
  readonly whole: LogicalLine;
}

export type Statement = RequirementStatement | ConstraintStatement | IncludeStatement | OptionsStatement;

/** What is left once every include is replaced by what it includes, in the order in which pip meets it. */
export type FlatStatement = Exclude<Statement, IncludeStatement>;

/** One requirements file, without those that it includes. */
export interface RequirementsFile {
  /** Relative to the root of the repository. */
  readonly place: string;
  readonly text: string;
  readonly statements: readonly Statement[];
  /** Sentences about what pip ignores, such as an option behind a requirement. */
  readonly remarks: readonly string[];
}
