/**
 * From rule files to units. Files are read in the order of their paths, and each stands or falls alone: one that cannot
 * be read, or that asks for something not covered, is left out whole and reported, and the rest go on.
 */

import { createHash } from "node:crypto";
import { Type } from "typebox";
import { checkCount, closed, compareText, limits, UserError, type YamlLimit } from "../base/index.ts";
import type { Unit } from "../pipeline/index.ts";
import { compileUnit, type Section, sections } from "./kinds.ts";
import { isMetadataFile, Namespaces } from "./namespaces.ts";
import { DuplicateUnit } from "./rule-errors.ts";
import { RuleFileSource, RuleSource } from "./rule-source.ts";
import { Shape } from "./shape.ts";
import { defaultLinkBase } from "./unit-head.ts";

/** A file of rules, or why it cannot be read. Paths are relative to the folder of all rules, with `/`. */
export type RuleFile =
  | { readonly path: string; readonly text: string }
  | { readonly path: string; readonly error: UserError };

export interface LoadOptions {
  /** Throws the first error in place of leaving a file out. */
  readonly strict?: boolean;
  /** `limits.prescription`, unless a test wants less. */
  readonly limit?: RuleLimit;
  /** Full names that are taken, and what has them. */
  readonly taken?: (name: string) => string | undefined;
  /** What stands before a link that is only a slug; see `unit-head.ts`. */
  readonly linkBase?: string;
}

/** Of one file, but `files`, `units` and `allBytes` of all together. */
export interface RuleLimit extends YamlLimit {
  readonly files: number;
  readonly units: number;
  readonly allBytes: number;
}

/** A file that was left out. */
export interface RejectedFile {
  readonly path: string;
  readonly error: UserError;
}

/** What was read, besides the units. */
export interface RuleSummary {
  readonly unitCount: number;
  /** By path. */
  readonly rejected: readonly RejectedFile[];
  /** Files that were read, the rejected ones not counted. */
  readonly files: number;
  /** What the metadata of the topmost folder calls its release; `UNKNOWN` where it does not. */
  readonly release: string;
  /** SHA-256 in hex over the paths and texts of all files, the rejected ones included. */
  readonly digest: string;
}

export interface PrescriptionSet extends RuleSummary {
  /** By path, and in a file as they stand; names are unique. */
  readonly units: readonly Unit[];
  /** The file of the unit with this full name. */
  readonly pathOf: (name: string) => string | undefined;
}

/** A unit that was found right, with what it was made of. */
export interface LoadedUnit {
  readonly unit: Unit;
  /** As its file has it. */
  readonly value: object;
  readonly section: Section;
  readonly namespace: string;
  readonly path: string;
}

/** @throws {UserError} in strict mode for the first file that would be rejected. @throws {InputTooLarge} past `allBytes`. */
export function loadPrescriptions(files: readonly RuleFile[], options: LoadOptions = {}): PrescriptionSet {
  const units: Unit[] = [];
  const paths = new Map<string, string>();
  const summary = loadUnits(files, options, ({ unit, path }) => {
    units.push(unit);
    paths.set(unit.name, path);
  });
  return { ...summary, units, pathOf: (name) => paths.get(name) };
}

/**
 * The same for whoever does not want to hold all units.
 *
 * @param keep gets them by path, and in a file as they stand; those of a file that is left out never come.
 */
export function loadUnits(
  files: readonly RuleFile[],
  options: LoadOptions,
  keep: (loaded: LoadedUnit) => void,
): RuleSummary {
  const sorted = files.toSorted((a, b) => compareText(a.path, b.path));
  const loader = new Loader(options, keep);
  loader.checkSizes(sorted);
  const namespaces = loader.readNamespaces(sorted.filter(({ path }) => isMetadataFile(path)));
  for (const file of sorted) if (!isMetadataFile(file.path)) loader.readRules(file, namespaces);
  return { ...loader.result, release: namespaces.root.release, digest: digestOf(sorted) };
}

const fileShape = new Shape(
  closed({
    units: closed(Object.fromEntries(sections.map((section) => [section, Type.Optional(Type.Array(Type.Unknown()))]))),
    /** Free form, ignored; a place for anchors. */
    metadata: Type.Optional(Type.Unknown()),
  }),
);

/** What has been read so far. */
class Loader {
  readonly #options: Required<LoadOptions>;
  readonly #keep: (loaded: LoadedUnit) => void;
  /** By full name of the unit. */
  readonly #paths = new Map<string, string>();
  readonly #rejected: RejectedFile[] = [];
  #files = 0;

  constructor(
    { strict = false, limit = limits.prescription, taken = () => undefined, linkBase = defaultLinkBase }: LoadOptions,
    keep: (loaded: LoadedUnit) => void,
  ) {
    this.#options = { strict, limit, taken, linkBase };
    this.#keep = keep;
  }

  get result(): Pick<RuleSummary, "unitCount" | "rejected" | "files"> {
    return { unitCount: this.#paths.size, rejected: this.#rejected, files: this.#files };
  }

  checkSizes(files: readonly RuleFile[]): void {
    const bytes = files.reduce((sum, file) => sum + ("text" in file ? Buffer.byteLength(file.text) : 0), 0);
    checkCount("the rules", "bytes", bytes, this.#options.limit.allBytes);
  }

  readNamespaces(files: readonly RuleFile[]): Namespaces {
    const namespaces = new Namespaces();
    for (const file of files) this.#attempt(file, (source) => namespaces.add(source));
    return namespaces;
  }

  readRules(file: RuleFile, namespaces: Namespaces): void {
    this.#attempt(file, (source) => this.#addUnits(source, namespaces.of(file.path).name));
  }

  /** Runs `read` on one file; whatever is wrong with the file leaves it out. */
  #attempt(file: RuleFile, read: (source: RuleFileSource) => void): void {
    try {
      if ("error" in file) throw file.error;
      read(RuleFileSource.parse(file.path, file.text, this.#options.limit));
      this.#files++;
    } catch (error) {
      if (this.#options.strict || !(error instanceof UserError)) throw error;
      this.#rejected.push({ path: file.path, error });
    }
  }

  #addUnits(source: RuleFileSource, namespace: string): void {
    const { units } = fileShape.check(source.value, new RuleSource(source, [], ""), []);
    const added = new Map<string, LoadedUnit>();
    for (const section of sections)
      for (const [index, value] of (units[section] ?? []).entries()) {
        const path = ["units", section, index];
        const unit = compileUnit(value, section, source, path, namespace, this.#options.linkBase);
        const taken = added.has(unit.name) ? source.path : this.#holder(unit.name);
        if (taken !== undefined) throw new DuplicateUnit(source.place([...path, "name"]), unit.name, taken);
        // What compiles is a mapping.
        added.set(unit.name, { unit, value: value as object, section, namespace, path: source.path });
      }
    checkCount(source.path, "units", this.#paths.size + added.size, this.#options.limit.units);
    for (const [name, loaded] of added) {
      this.#paths.set(name, source.path);
      this.#keep(loaded);
    }
  }

  #holder(name: string): string | undefined {
    return this.#paths.get(name) ?? this.#options.taken(name);
  }
}

function digestOf(files: readonly RuleFile[]): string {
  const hash = createHash("sha256");
  for (const file of files) {
    const text = "text" in file ? file.text : file.error.message;
    hash.update(`${file.path}\0${Buffer.byteLength(text)}\0${text}`);
  }
  return hash.digest("hex");
}
