/**
 * From rule files to units. Files are read in the order of their paths, and each stands or falls alone: one that cannot
 * be read, or that asks for something not covered, is left out whole and reported, and the rest go on.
 */

import { createHash } from "node:crypto";
import { Type } from "typebox";
import { checkCount, closed, compareText, limits, readYaml, UserError, type YamlLimit } from "../base/index.ts";
import type { Unit } from "../pipeline/index.ts";
import { compileUnit, sections } from "./kinds.ts";
import { isMetadataFile, Namespaces } from "./namespaces.ts";
import { DuplicateUnit } from "./rule-errors.ts";
import { RuleFileSource, RuleSource } from "./rule-source.ts";
import { Shape } from "./shape.ts";

/** A file of rules, or why it cannot be read. Paths are relative to the folder of all rules, with `/`. */
export type RuleFile =
  | { readonly path: string; readonly text: string }
  | { readonly path: string; readonly error: UserError };

export interface LoadOptions {
  /** Throws the first error in place of leaving a file out. */
  readonly strict?: boolean;
  /** `limits.prescription`, unless a test wants less. */
  readonly limit?: RuleLimit;
}

/** Of one file, but `files` and `units` of all together. */
interface RuleLimit extends YamlLimit {
  readonly files: number;
  readonly units: number;
}

/** A file that was left out. */
export interface RejectedFile {
  readonly path: string;
  readonly error: UserError;
}

export interface PrescriptionSet {
  /** By path, and in a file as they stand; names are unique. */
  readonly units: readonly Unit[];
  /** By path. */
  readonly rejected: readonly RejectedFile[];
  /** Files that were read, the rejected ones not counted. */
  readonly files: number;
  /** What the metadata of the topmost folder calls its release; `UNKNOWN` where it does not. */
  readonly release: string;
  /** SHA-256 in hex over the paths and texts of all files, the rejected ones included. */
  readonly digest: string;
}

/** @throws {UserError} in strict mode for the first file that would be rejected. */
export function loadPrescriptions(files: readonly RuleFile[], options: LoadOptions = {}): PrescriptionSet {
  const sorted = files.toSorted((a, b) => compareText(a.path, b.path));
  const loader = new Loader(options);
  const namespaces = loader.readNamespaces(sorted.filter(({ path }) => isMetadataFile(path)));
  for (const file of sorted.filter(({ path }) => !isMetadataFile(path))) loader.readRules(file, namespaces);
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
  readonly #strict: boolean;
  readonly #limit: RuleLimit;
  readonly #units = new Map<string, Unit>();
  /** By full name of the unit. */
  readonly #paths = new Map<string, string>();
  readonly #rejected: RejectedFile[] = [];
  #files = 0;

  constructor({ strict = false, limit = limits.prescription }: LoadOptions) {
    this.#strict = strict;
    this.#limit = limit;
  }

  get result(): Pick<PrescriptionSet, "units" | "rejected" | "files"> {
    return { units: [...this.#units.values()], rejected: this.#rejected, files: this.#files };
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
      read(new RuleFileSource(file.path, readYaml(file.path, file.text, this.#limit, { merge: true })));
      this.#files++;
    } catch (error) {
      if (this.#strict || !(error instanceof UserError)) throw error;
      this.#rejected.push({ path: file.path, error });
    }
  }

  #addUnits(source: RuleFileSource, namespace: string): void {
    const { units } = fileShape.check(source.file.value, new RuleSource(source, [], ""), []);
    const added = new Map<string, Unit>();
    for (const section of sections)
      for (const [index, value] of (units[section] ?? []).entries()) {
        const path = ["units", section, index];
        const unit = compileUnit(value, section, source, path, namespace);
        const taken = added.has(unit.name) ? source.path : this.#paths.get(unit.name);
        if (taken !== undefined) throw new DuplicateUnit(source.place([...path, "name"]), unit.name, taken);
        added.set(unit.name, unit);
      }
    for (const [name, unit] of added) {
      this.#units.set(name, unit);
      this.#paths.set(name, source.path);
    }
    checkCount(source.path, "units", this.#units.size, this.#limit.units);
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
