/**
 * `_prescription_metadata.yaml`, or `.yml`: the name and the release of the rules in its folder and everything below. The
 * name stands before each unit's own, once, so that sets of several origins do not collide.
 */

import { posix } from "node:path";
import { Type } from "typebox";
import { Compile } from "typebox/compile";
import { closed } from "../base/index.ts";
import { RuleSource, type RuleFileSource } from "./rule-source.ts";
import { Shape } from "./shape.ts";

const metadataFiles: ReadonlySet<string> = new Set(["_prescription_metadata.yaml", "_prescription_metadata.yml"]);

/** What the rules of a folder belong to. */
export interface Namespace {
  readonly name: string;
  readonly release: string;
}

/** Of rules that no metadata speaks of. */
const unknown: Namespace = { name: "UNKNOWN", release: "UNKNOWN" };

const Name = Type.String({ pattern: "^[A-Za-z0-9_-]+$" });

const shape = new Shape(
  closed({
    prescription: closed({
      name: Type.Optional(Name),
      /** Whoever forgets the quotes means what is written. */
      release: Type.Optional(Type.Union([Type.String({ minLength: 1, maxLength: 100 }), Type.Number()])),
    }),
  }),
);

const named = Compile(Type.Object({ prescription: Type.Object({ name: Name }) }));

function nameIn(value: unknown): string | undefined {
  return named.Check(value) ? value.prescription.name : undefined;
}

export function isMetadataFile(path: string): boolean {
  return metadataFiles.has(posix.basename(path));
}

/** Namespaces by folder. */
export class Namespaces {
  readonly #byFolder = new Map<string, Namespace>();

  /** @throws {InvalidRule} */
  add(file: RuleFileSource): void {
    const source = new RuleSource(file, [], "");
    const folder = posix.dirname(file.path);
    if (this.#byFolder.has(folder)) throw source.invalid([], "the folder has another file that says the same");
    // The name counts whatever else is wrong: under another one, rules would escape whoever switches them off.
    const name = nameIn(file.value);
    if (name !== undefined) this.#byFolder.set(folder, { ...unknown, name });
    const { prescription } = shape.check(file.value, source, []);
    const { release = unknown.release, ...rest } = prescription;
    this.#byFolder.set(folder, { ...unknown, ...rest, release: String(release) });
  }

  /** The namespace of the topmost folder. */
  get root(): Namespace {
    return this.#byFolder.get(".") ?? unknown;
  }

  /** That of the nearest folder above `path` that has one. */
  of(path: string): Namespace {
    for (let folder = posix.dirname(path); ; folder = posix.dirname(folder)) {
      const namespace = this.#byFolder.get(folder);
      if (namespace !== undefined) return namespace;
      if (folder === posix.dirname(folder)) return unknown;
    }
  }
}
