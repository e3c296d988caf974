/**
 * `_prescription_metadata.yaml`, or `.yml`: the name and the release of the rules in its folder and everything below. The
 * name stands before each unit's own, once, so that sets of several origins do not collide.
 */

import { posix } from "node:path";
import { Type } from "typebox";
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

const shape = new Shape(
  closed({
    prescription: closed({
      name: Type.Optional(Type.String({ pattern: "^[A-Za-z0-9_-]+$" })),
      release: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
    }),
  }),
);

export function isMetadataFile(path: string): boolean {
  return metadataFiles.has(posix.basename(path));
}

/** Namespaces by folder. */
export class Namespaces {
  readonly #byFolder = new Map<string, Namespace>();

  /** @throws {InvalidRule} */
  add(file: RuleFileSource): void {
    const source = new RuleSource(file, [], "");
    const { prescription } = shape.check(file.value, source, []);
    const folder = posix.dirname(file.path);
    if (this.#byFolder.has(folder)) throw source.invalid([], "the folder has another file that says the same");
    this.#byFolder.set(folder, { ...unknown, ...prescription });
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
