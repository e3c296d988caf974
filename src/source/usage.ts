/**
 * What a repository's code uses: plain data that can be stored and sent. How names are written stands in
 * `syntax/facts.ts`.
 */

import type { Part } from "./syntax/facts.ts";

/** One import, reference or call, with where it stands (from 1; of a notebook the line of its JSON text). */
export interface Use {
  /** Fully qualified after aliases, such as `yaml.load`. */
  readonly name: string;
  readonly kind: "import" | "reference" | "call";
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Such as `Loader.read`; "" for the module. */
  readonly scope: string;
  readonly part: Part;
  /** Present on an import that may fail or not happen: under `try` or `if`, or only for type checkers. */
  readonly optional?: true;
}

export interface UnreadSource {
  readonly file: string;
  /** For people, such as `larger than 512 KB`. */
  readonly reason: string;
  /** Whether it may be code of the project: what others wrote, as under `vendor/`, says nothing of it. */
  readonly isOwn: boolean;
}

export interface SourceUsage {
  /** In order of file, line and column; of equal ones in a scope only the first. */
  readonly uses: readonly Use[];
  /** How many files were read. */
  readonly files: number;
  readonly unread: readonly UnreadSource[];
  /** Imports that only running tells, named as far as is known: `*`, `app.plugins.*`; `os.*` is `from os import *`. */
  readonly dynamic: readonly Use[];
  /** Words in quotes that may name a module, each once: what a framework imports by its settings. Kind `reference`. */
  readonly mentions: readonly Use[];
  /** Modules and packages that the repository has itself. */
  readonly own: readonly OwnModule[];
}

export interface OwnModule {
  readonly name: string;
  /** The folder that it is in, without a slash at its end; "" is the root. */
  readonly folder: string;
  /** A file, or a folder with an `__init__.py`: more than a folder that happens to have the name. */
  readonly isPackage: boolean;
}
