/**
 * The METADATA of one wheel without downloading the wheel: the file beside it where the index offers one (PEP 658 and
 * 714), else the one member out of the archive.
 */

import { createHash } from "node:crypto";
import { limits } from "../base/index.ts";
import type { ReleaseFile } from "../ports/index.ts";
import type { PackageName } from "../python/index.ts";
import { MetadataAltered } from "./errors.ts";
import type { IndexClient } from "./index-client.ts";
import { RangedFile, UnreadableArchive } from "./ranged-file.ts";
import { readMetadataMember } from "./wheel-archive.ts";

/** The bytes of a METADATA file, or why there are none: a fault of the wheel, not of the index. */
export type MetadataBytes =
  | { readonly kind: "bytes"; readonly bytes: Buffer }
  | { readonly kind: "unknown"; readonly reason: string };

/** What is read, and of which package. */
export interface WheelRequest {
  readonly name: PackageName;
  readonly wheel: ReleaseFile;
}

/** @throws {UserError} when the server fails, or sends a metadata file other than the page announces. */
export async function readWheelMetadata(
  client: IndexClient,
  request: WheelRequest,
  signal: AbortSignal,
): Promise<MetadataBytes> {
  const { wheel } = request;
  const url = new URL(wheel.url);
  const beside = await readSidecar(client, request, url, signal);
  if (beside !== undefined) return { kind: "bytes", bytes: beside };
  try {
    const file = await RangedFile.open(client, url, signal);
    return { kind: "bytes", bytes: await readMetadataMember(file, request.name, signal) };
  } catch (error) {
    if (!(error instanceof UnreadableArchive)) throw error;
    return { kind: "unknown", reason: `\`${wheel.filename}\` cannot be read: ${error.message}` };
  }
}

/** Undefined where none is offered, or an offered one is not there: the wheel itself can still answer. */
async function readSidecar(
  client: IndexClient,
  { wheel }: WheelRequest,
  wheelUrl: URL,
  signal: AbortSignal,
): Promise<Buffer | undefined> {
  if (wheel.sidecar === undefined) return undefined;
  const url = new URL(wheelUrl);
  url.pathname += ".metadata";
  const headers = { "accept-encoding": "gzip" };
  const request = { url, headers, limit: limits.metadata.bytes, answers: [200, 404] };
  const response = await client.getWhole(request, signal);
  if (response.status === 404) return undefined;
  const found = createHash("sha256").update(response.body).digest("hex");
  const announced = wheel.sidecar.sha256 ?? found;
  if (announced !== found) throw new MetadataAltered(client.title, url, announced, found);
  return response.body;
}
