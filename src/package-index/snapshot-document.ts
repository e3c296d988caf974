/**
 * The snapshot format `index-snapshot/1`: a dated cutting of the public index in one gzip file of JSON. Lists that many
 * releases share (requirements, Python bounds, extras) are stored once and referred to by position.
 *
 * It is read once, to be packed into the ready form that everything else reads (`ready-cache/`).
 */

import { Type, type Static } from "typebox";
import { Compile } from "typebox/compile";
import {
  checkBytes,
  checkDepth,
  firstMistake,
  gunzipWithin,
  InputTooLarge,
  type Limit,
  limits,
  type NestedLimit,
  UserError,
} from "../base/index.ts";

const snapshotFormat = "index-snapshot/1";

const position = Type.Integer({ minimum: 0 });

/** A wheel: file name, SHA-256, bytes, time of upload, and what its address has between `/packages/` and its name. */
const SnapshotFile = Type.Tuple([
  Type.String(),
  Type.String({ pattern: "^[0-9a-f]{64}$" }),
  Type.Union([position, Type.Null()]),
  Type.String(),
  Type.String(),
]);

const SnapshotRelease = Type.Object({
  v: Type.String(),
  r: position,
  p: position,
  e: position,
  y: Type.Optional(Type.String()),
  f: Type.Array(SnapshotFile, { minItems: 1 }),
});

const SnapshotPackage = Type.Object({ unknown: Type.Array(Type.String()), releases: Type.Array(SnapshotRelease) });

const Frame = Type.Object({
  format: Type.Literal(snapshotFormat),
  cut: Type.String({ minLength: 1 }),
  requires: Type.Array(Type.Array(Type.String())),
  pythons: Type.Array(Type.String()),
  extras: Type.Array(Type.Array(Type.String())),
  packages: Type.Record(Type.String(), Type.Unknown()),
});

export type SnapshotFile = Static<typeof SnapshotFile>;
export type SnapshotRelease = Static<typeof SnapshotRelease>;
export type SnapshotPackage = Static<typeof SnapshotPackage>;

const frame = Compile(Frame);
const snapshotPackage = Compile(SnapshotPackage);

/** A snapshot file that is damaged, of another format, or not what its format says. */
export class SnapshotUnreadable extends UserError {
  readonly code = "SNAPSHOT_UNREADABLE";
  constructor(place: string, what: string, cause?: unknown) {
    super(`${place}: ${what}`, { cause, hint: "make the snapshot anew, or copy it again" });
  }
}

/** The JSON of a snapshot. Its strings are still raw. */
export class SnapshotDocument {
  /** Where it was read from, for errors. */
  readonly #place: string;
  readonly #document: Static<typeof Frame>;

  /** For `parseSnapshotDocument`, which has checked the frame. */
  constructor(place: string, document: Static<typeof Frame>) {
    this.#place = place;
    this.#document = document;
  }

  /** ISO 8601: the moment that the snapshot shows. */
  get cut(): string {
    return this.#document.cut;
  }

  get names(): readonly string[] {
    return Object.keys(this.#document.packages);
  }

  /** @param name one of `names`. @throws {SnapshotUnreadable} when the entry is not of the format. */
  package(name: string): SnapshotPackage {
    const entry = this.#document.packages[name];
    if (snapshotPackage.Check(entry)) return entry;
    throw new SnapshotUnreadable(
      this.#place,
      `the entry of \`${name}\` is malformed: ${firstMistake(snapshotPackage, entry)}`,
    );
  }

  /** The `Requires-Dist` list at a position that a release gives. @throws {SnapshotUnreadable} when there is none. */
  requires(at: number): readonly string[] {
    return this.#listed("requires", this.#document.requires, at);
  }

  /** The `Requires-Python` at a position, empty for none. @throws {SnapshotUnreadable} when there is none. */
  python(at: number): string {
    return this.#listed("pythons", this.#document.pythons, at);
  }

  /** The `Provides-Extra` list at a position. @throws {SnapshotUnreadable} when there is none. */
  extras(at: number): readonly string[] {
    return this.#listed("extras", this.#document.extras, at);
  }

  #listed<T>(list: string, values: readonly T[], at: number): T {
    const value = values[at];
    if (value === undefined) throw new SnapshotUnreadable(this.#place, `\`${list}\` has no entry ${at}`);
    return value;
  }
}

/**
 * @param bytes the gzip file.
 * @param limit how much it may hold after decompression.
 * @throws {SnapshotUnreadable} {InputTooLarge} {InputTooDeep}
 */
export async function parseSnapshotDocument(
  place: string,
  bytes: Buffer,
  limit: NestedLimit = limits.snapshot,
): Promise<SnapshotDocument> {
  checkBytes(place, bytes.length, limit);
  const text = (await decompress(place, bytes, limit)).toString("utf8");
  checkDepth(place, text, "json", limit);
  const document = parseJson(place, text);
  if (!hasFormat(document)) throw new SnapshotUnreadable(place, `is not of the format \`${snapshotFormat}\``);
  if (!frame.Check(document)) throw new SnapshotUnreadable(place, `is malformed: ${firstMistake(frame, document)}`);
  return new SnapshotDocument(place, document);
}

function hasFormat(document: unknown): boolean {
  return (
    typeof document === "object" && document !== null && "format" in document && document.format === snapshotFormat
  );
}

async function decompress(place: string, bytes: Buffer, limit: Limit): Promise<Buffer> {
  try {
    return await gunzipWithin(place, bytes, limit);
  } catch (error) {
    if (error instanceof InputTooLarge) throw error;
    throw new SnapshotUnreadable(place, "is not a whole gzip file", error);
  }
}

function parseJson(place: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new SnapshotUnreadable(place, "holds no JSON", error);
  }
}
