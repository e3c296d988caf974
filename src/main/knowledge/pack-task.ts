/** How sources of knowledge cross to the process that looks into them, and a bundle back: bytes in a row, and what they are. */

import type { Message, Received } from "../../adapters/child/index.ts";
import type { GatheredKnowledge } from "./gather.ts";
import type { BundleFiles } from "./pack.ts";

/** What the parent says, which it made itself. */
interface Told extends Omit<GatheredKnowledge, "contents"> {
  readonly within?: string;
  readonly files?: readonly Row[];
}

interface Row {
  readonly path: string;
  readonly length: number;
}

/** In the parent. */
export function tellSource({ origin, asOf, contents }: GatheredKnowledge): Message {
  if (contents.kind === "archive") {
    const { within, bytes } = contents;
    return { value: { origin, asOf, within } satisfies Told, bytes };
  }
  const { files } = contents;
  const rows = files.map(({ path, bytes }): Row => ({ path, length: bytes.length }));
  return { value: { origin, asOf, files: rows } satisfies Told, bytes: Buffer.concat(files.map(({ bytes }) => bytes)) };
}

/** In the process. */
export function readToldSource({ value, bytes }: Received): GatheredKnowledge {
  const { origin, asOf, within, files } = value as Told;
  if (files === undefined) return { origin, asOf, contents: { kind: "archive", within: within ?? "", bytes } };
  return { origin, asOf, contents: { kind: "files", files: split(files, bytes) } };
}

/** In the process. */
export function tellBundle(files: BundleFiles): Message {
  const rows = [...files].map(([path, bytes]): Row => ({ path, length: bytes.length }));
  return { value: { files: rows }, bytes: Buffer.concat([...files.values()]) };
}

/** In the parent, which believes names and digests when it has verified them. @throws {Error} for what is no bundle. */
export function readToldBundle({ value, bytes }: Received): BundleFiles {
  const { files } = value as { readonly files?: unknown };
  if (!Array.isArray(files) || !files.every(isRow)) throw new Error("the answer is no bundle");
  return new Map(split(files, bytes).map((file) => [file.path, file.bytes]));
}

function isRow(value: unknown): value is Row {
  if (typeof value !== "object" || value === null) return false;
  const { path, length } = value as Partial<Row>;
  return typeof path === "string" && /^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(path) && Number.isInteger(length);
}

function split(rows: readonly Row[], bytes: Buffer) {
  let at = 0;
  return rows.map(({ path, length }) => ({ path, bytes: bytes.subarray(at, (at += length)) }));
}
