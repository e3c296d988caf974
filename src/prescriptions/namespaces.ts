/**
 * `_prescription_metadata.yaml`: the name and the release of the rules in its folder and everything below. The name
 * stands before each unit's own, so that sets of several origins do not collide.
 */

import { posix } from "node:path";
import { Type } from "typebox";
import { closed } from "../base/index.ts";
import { RuleSource, type RuleFileSource } from "./rule-source.ts";
import { Shape } from "./shape.ts";

const metadataFile = "_prescription_metadata.yaml";

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
  return posix.basename(path) === metadataFile;
}

/** Namespaces by folder. */
export class Namespaces {
  readonly #byFolder = new Map<string, Namespace>();

  /** @throws {InvalidRule} */
  add(file: RuleFileSource): void {
    const { prescription } = shape.check(file.file.value, new RuleSource(file, [], ""), []);
    this.#byFolder.set(posix.dirname(file.path), { ...unknown, ...prescription });
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
