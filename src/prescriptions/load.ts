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

/** A file of rules. Its text is asked for once, when it is its turn: nobody has to hold a large collection as text. */
export interface RuleFile {
  /** Relative to the folder of all rules, with `/`. */
  readonly path: string;
  /** @throws {UserError} why it cannot be read. */
  text(): string;
}

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
  /** What is wrong: of the file, or one for a unit of it; no more than {@link mostComplaints}. */
  readonly errors: readonly [UserError, ...UserError[]];
}

/** Of one file: whoever has that many will read again. */
const mostComplaints = 20;

/** What was read, besides the units. */
export interface RuleSummary {
  readonly unitCount: number;
  /** By path. */
  readonly rejected: readonly RejectedFile[];
  /** Files that were read, the rejected ones not counted. */
  readonly files: number;
  /** What the metadata of the topmost folder calls its release; `UNKNOWN` where it does not. */
  readonly release: string;
  /** SHA-256 in hex over the paths and texts of all files, the rejected ones included; {@link RuleDigest}. */
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

/** A file of rules whose text is known. */
export function ruleFile(path: string, text: string): RuleFile {
  return { path, text: () => text };
}

/** A file of rules that cannot be read. */
export function unreadableFile(path: string, error: UserError): RuleFile {
  return {
    path,
    text() {
      throw error;
    },
  };
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
  const namespaces = loader.readNamespaces(sorted.filter(({ path }) => isMetadataFile(path)));
  for (const file of sorted) if (!isMetadataFile(file.path)) loader.readRules(file, namespaces);
  return { ...loader.result, release: namespaces.root.release };
}

/** What files say, in the order in which they are added, as a SHA-256. */
export class RuleDigest {
  readonly #hash = createHash("sha256");

  /** @param content the text of the file, or the complaint about it. */
  add(path: string, content: string): void {
    this.#hash.update(`${path}\0${Buffer.byteLength(content)}\0${content}`);
  }

  /** In hex. */
  finish(): string {
    return this.#hash.digest("hex");
  }
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
  readonly #digest = new RuleDigest();
  #files = 0;
  #bytes = 0;

  constructor(
    { strict = false, limit = limits.prescription, taken = () => undefined, linkBase = defaultLinkBase }: LoadOptions,
    keep: (loaded: LoadedUnit) => void,
  ) {
    this.#options = { strict, limit, taken, linkBase };
    this.#keep = keep;
  }

  get result(): Omit<RuleSummary, "release"> {
    const rejected = this.#rejected.toSorted((a, b) => compareText(a.path, b.path));
    return { unitCount: this.#paths.size, rejected, files: this.#files, digest: this.#digest.finish() };
  }

  readNamespaces(files: readonly RuleFile[]): Namespaces {
    const namespaces = new Namespaces();
    for (const file of files) this.#attempt(file, (source) => namespaces.add(source));
    return namespaces;
  }

  readRules(file: RuleFile, namespaces: Namespaces): void {
    this.#attempt(file, (source) => this.#addUnits(source, namespaces.of(file.path).name));
  }

  /** Runs `read` on one file; whatever is wrong with the file leaves it out. @throws {InputTooLarge} past what all may be together. */
  #attempt(file: RuleFile, read: (source: RuleFileSource) => void): void {
    const text = this.#orReject(file, () => file.text());
    this.#digest.add(file.path, text ?? this.#rejected.at(-1)!.errors[0].message);
    if (text === undefined) return;
    this.#bytes += Buffer.byteLength(text);
    checkCount("the rules", "bytes", this.#bytes, this.#options.limit.allBytes);
    this.#orReject(file, () => {
      read(RuleFileSource.parse(file.path, text, this.#options.limit));
      this.#files++;
    });
    checkCount("the rules", "units", this.#paths.size, this.#options.limit.units);
  }

  /** Undefined where the file is rejected. */
  #orReject<Result>({ path }: RuleFile, attempt: () => Result): Result | undefined {
    try {
      return attempt();
    } catch (error) {
      if (error instanceof Complaints) this.#rejected.push({ path, errors: error.all });
      else if (this.#options.strict || !(error instanceof UserError)) throw error;
      else this.#rejected.push({ path, errors: [error] });
      return undefined;
    }
  }

  #addUnits(source: RuleFileSource, namespace: string): void {
    const { units } = fileShape.check(source.value, new RuleSource(source, [], ""), []);
    const added = new Map<string, LoadedUnit>();
    const errors: UserError[] = [];
    for (const section of sections)
      for (const [index, value] of (units[section] ?? []).entries()) {
        const path = ["units", section, index];
        try {
          const unit = compileUnit(value, section, source, path, namespace, this.#options.linkBase);
          const taken = added.has(unit.name) ? source.path : this.#holder(unit.name);
          if (taken !== undefined) throw new DuplicateUnit(source.place([...path, "name"]), unit.name, taken);
          // What compiles is a mapping.
          added.set(unit.name, { unit, value: value as object, section, namespace, path: source.path });
        } catch (error) {
          if (this.#options.strict || !(error instanceof UserError)) throw error;
          if (errors.push(error) === mostComplaints) throw new Complaints(errors);
        }
      }
    if (errors.length > 0) throw new Complaints(errors);
    for (const [name, loaded] of added) {
      this.#paths.set(onItsOwn(name), source.path);
      this.#keep(loaded);
    }
  }

  #holder(name: string): string | undefined {
    return this.#paths.get(name) ?? this.#options.taken(name);
  }
}

/** More than one thing may be wrong with a file. */
class Complaints extends Error {
  readonly all: RejectedFile["errors"];
  constructor([first, ...rest]: readonly UserError[]) {
    if (first === undefined) throw new Error("nothing to complain about");
    super(first.message);
    this.all = [first, ...rest];
  }
}

/** The same in memory of its own, for a piece of a text keeps all of that. Names of units are ASCII. */
function onItsOwn(name: string): string {
  return Buffer.from(name, "latin1").toString("latin1");
}
