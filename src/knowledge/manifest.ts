/** The manifest of a knowledge bundle, `manifest.json` in its folder: what the parts are, how old, from whom, and whose. */

import { Type, type Static } from "typebox";
import { Compile } from "typebox/compile";
import { checkBytes, checkCount, checkDepth, closed, firstMistake, limits, UserError } from "../base/index.ts";

/** One file of a bundle. Keys are in snake case, as in every JSON document we publish. */
const Part = closed({
  /** What the part tells of, such as `advisories`. */
  kind: Type.String({ pattern: "^[a-z][a-z-]*$" }),
  /** A file beside the manifest. */
  file: Type.String({ pattern: "^[A-Za-z0-9][A-Za-z0-9._-]*$" }),
  /** ISO 8601 date: nothing later is in the part. */
  as_of: Type.String({ pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" }),
  /** Address that the part was made from, and the revision. */
  source: Type.String({ minLength: 1 }),
  /** SPDX identifier. */
  licence: Type.String({ minLength: 1 }),
  /** What the licence asks to be said, in one sentence or two. */
  attribution: Type.String({ minLength: 1 }),
  /** Of the file's bytes, in lower-case hex. */
  sha256: Type.String({ pattern: "^[0-9a-f]{64}$" }),
});

const Manifest = closed({ format: Type.Literal("knowledge/1"), parts: Type.Array(Part) });

export type KnowledgePart = Readonly<Static<typeof Part>>;
export type KnowledgeManifest = Static<typeof Manifest>;

const schema = Compile(Manifest);

/** A bundle that is damaged, incomplete or of another format. */
export class BrokenKnowledge extends UserError {
  readonly code = "BROKEN_KNOWLEDGE";
  constructor(place: string, what: string, cause?: unknown) {
    super(`${place}: ${what}`, { cause });
  }
}

/**
 * @param place names the text in an error.
 * @throws {BrokenKnowledge | InputTooLarge | InputTooDeep}
 */
export function parseManifest(place: string, text: string): KnowledgeManifest {
  checkBytes(place, Buffer.byteLength(text), limits.knowledgeManifest);
  checkDepth(place, text, "json", limits.knowledgeManifest);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new BrokenKnowledge(place, "not JSON", cause);
  }
  if (!schema.Check(value))
    throw new BrokenKnowledge(place, `${firstMistake(schema, value)}, as \`knowledge/1\` has it`);
  checkCount(place, "parts", value.parts.length, limits.knowledgeManifest.parts);
  return value;
}

/** As it lies in a bundle. */
export function formatManifest(manifest: KnowledgeManifest): string {
  return `${JSON.stringify(manifest, null, 2)}\n`;
}
