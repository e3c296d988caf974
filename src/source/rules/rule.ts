/**
 * What a rule on source is: one row of a table, data but for the conditions. A rule says what it looks at (calls of these
 * names, imports, references, …) and, by a condition on that one thing, whether and how grave it is; `find.ts` goes through
 * the files. Nothing here knows of a second file: a finding is explained by the line it stands on.
 */

import type {
  Assertion,
  Assignment,
  Call,
  Comparison,
  Default,
  FileFacts,
  Handler,
  Import,
  Literal,
  Place,
  Reference,
  BuiltText,
} from "../syntax/facts.ts";

/** The gravest first. `info` is told only to who asks for everything. */
export const levels = ["error", "warning", "info"] as const;
export type Level = (typeof levels)[number];

/** What holds for all files of a look. */
export interface Circumstances {
  /** Whether the repository asks for the recommendation type `security`. */
  readonly security: boolean;
  /** Normalised names of the packages that are locked; undefined where no lock was read. */
  readonly locked: ReadonlySet<string> | undefined;
}

/** Whether a rule fires: with its own level at the place of the thing, unless it says otherwise. */
export type Verdict = boolean | { readonly level?: Level; readonly at?: Place };

/** Pure. */
export type Condition<T> = (stated: T, file: FileFacts, circumstances: Circumstances) => Verdict;

/** What else can be looked at than calls, imports and references, which have names: all of them, one after the other. */
export interface StatedKinds {
  readonly assignments: Assignment;
  readonly comparisons: Comparison;
  readonly assertions: Assertion;
  readonly handlers: Handler;
  readonly defaults: Default;
  readonly literals: Literal;
  readonly texts: BuiltText;
}

/**
 * What a rule looks at. Names are qualified as `syntax/facts.ts` writes them; one `*` in a name stands for any number of
 * its parts (`transformers.*.from_pretrained`).
 */
export type Look =
  | {
      readonly on: "calls";
      readonly names?: readonly string[];
      /** Whatever it is called on: `execute` of `cursor.execute(…)`. */
      readonly methods?: readonly string[];
      /** Whoever is called with it: `shell` of `run(…, shell=True)`. */
      readonly keywords?: readonly string[];
      readonly when?: Condition<Call>;
    }
  /** A module with what is below it, or a name of a module. */
  | { readonly on: "imports"; readonly names: readonly string[]; readonly when?: Condition<Import> }
  | { readonly on: "references"; readonly names: readonly string[]; readonly when?: Condition<Reference> }
  | { [K in keyof StatedKinds]: { readonly on: K; readonly when: Condition<StatedKinds[K]> } }[keyof StatedKinds]
  /** Characters of the file as it stands; the pattern is a global one. */
  | { readonly on: "source"; readonly pattern: RegExp };

export interface Rule {
  /** `PY` and three digits; never used for something else. */
  readonly id: string;
  /** In code. In tests and documentation one level less, but never less than `info`. */
  readonly level: Level;
  /** Where the repository asks for `security`, in place of `level`. */
  readonly underSecurity?: Level;
  /** Of the Common Weakness Enumeration. */
  readonly cwe: number;
  /** Names of equal or wider checks of bandit: comments that switch those off count here. */
  readonly bandit: readonly string[];
  /** What it looks at and when it fires, for the page of rules; Markdown of ours. */
  readonly finds: string;
  /** What is wrong and what to do instead: one sentence without a period. */
  readonly message: string;
  readonly link: string;
  readonly looks: readonly Look[];
}

/** A page of Python's own documentation. */
export function library(page: string, section = ""): string {
  return `https://docs.python.org/3/library/${page}.html${section === "" ? "" : `#${section}`}`;
}

export function calls(names: readonly string[], when?: Condition<Call>): Look {
  return when === undefined ? { on: "calls", names } : { on: "calls", names, when };
}

export function methods(names: readonly string[], when: Condition<Call>): Look {
  return { on: "calls", methods: names, when };
}

export function imports(names: readonly string[], when?: Condition<Import>): Look {
  return when === undefined ? { on: "imports", names } : { on: "imports", names, when };
}

export function references(names: readonly string[], when?: Condition<Reference>): Look {
  return when === undefined ? { on: "references", names } : { on: "references", names, when };
}

/** `a.b` and `a.c` of `below("a", "b c")`. */
export function below(module: string, names: string): string[] {
  return names.split(" ").map((name) => `${module}.${name}`);
}

/** The two packages that go by PyCrypto's names. */
export function inCrypto(names: string): string[] {
  return ["Crypto", "Cryptodome"].flatMap((root) => below(root, names));
}
