/**
 * The telling files of one sdist, read without unpacking it: a `.tar.gz` from its start for as long as something is
 * missing, a `.zip` by its directory.
 */

import { createHash } from "node:crypto";
import { limits } from "../base/index.ts";
import type { ReleaseFile } from "../ports/index.ts";
import type { PackageName } from "../python/index.ts";
import { MetadataAltered } from "./errors.ts";
import { gunzipped } from "./gunzipped.ts";
import type { IndexClient } from "./index-client.ts";
import { PastLimit, RangedFile, readPieces, UnreadableArchive } from "./ranged-file.ts";
import {
  ExcerptBuilder,
  isEggInfoFolder,
  type SdistExcerpt,
  sdistFile,
  type SdistFile,
  titles,
} from "./sdist-excerpt.ts";
import { readTar, type TarMember } from "./tar-archive.ts";
import { ZipArchive } from "./zip-archive.ts";

/** What is read, and of which package. */
export interface SdistRequest {
  readonly name: PackageName;
  readonly sdist: ReleaseFile;
  /** Whether an excerpt tells all that is wanted, so that the rest of the archive need not be read. */
  readonly isEnough: (excerpt: SdistExcerpt) => boolean;
}

/** What was read of an archive, or why it cannot be: a fault of the file, not of the index. */
export type SdistAnswer =
  | { readonly kind: "excerpt"; readonly excerpt: SdistExcerpt }
  | { readonly kind: "unknown"; readonly reason: string };

/** @throws {UserError} when the server fails, or sends another file than the page announces, as far as all of it was read. */
export async function readSdist(client: IndexClient, request: SdistRequest, signal: AbortSignal): Promise<SdistAnswer> {
  const { filename } = request.sdist;
  const read = readers.find(([extension]) => filename.endsWith(extension))?.[1];
  if (read === undefined) return { kind: "unknown", reason: `\`${filename}\` is of a kind that is not read` };
  try {
    return { kind: "excerpt", excerpt: await read(client, request, signal) };
  } catch (error) {
    if (!(error instanceof UnreadableArchive)) throw error;
    return { kind: "unknown", reason: `\`${filename}\` cannot be read: ${error.message}` };
  }
}

type Reader = (client: IndexClient, request: SdistRequest, signal: AbortSignal) => Promise<SdistExcerpt>;

/** By the end of the file name. */
const readers: readonly (readonly [string, Reader])[] = [
  [".tar.gz", readTarGz],
  [".zip", readZip],
];

async function readTarGz(client: IndexClient, request: SdistRequest, signal: AbortSignal): Promise<SdistExcerpt> {
  const { name, isEnough } = request;
  const builder = new ExcerptBuilder();
  const pieces = checkedPieces(client, request, signal);
  try {
    for await (const member of readTar(gunzipped(pieces, limits.sdist))) {
      const file = wantedFile(member, name);
      if (file === undefined) continue;
      builder.add(file, await member.read());
      const excerpt = builder.excerpt(false);
      if (isEnough(excerpt)) return excerpt;
    }
  } catch (error) {
    if (!(error instanceof PastLimit)) throw error;
    return builder.excerpt(false);
  }
  return builder.excerpt(true);
}

/** @throws {UnreadableArchive} for a member that no sdist has, whatever it is called. */
function wantedFile({ type, path, size }: TarMember, name: PackageName): SdistFile | undefined {
  if (type === "device") throw new UnreadableArchive("it holds a device");
  const file = sdistFile(path, name);
  if (type === "link" && (file !== undefined || isEggInfoFolder(path, name))) {
    throw new UnreadableArchive(`its ${file === undefined ? "egg-info" : titles[file]} is a link`);
  }
  if (type !== "file" || file === undefined) return undefined;
  if (size > limits.metadata.bytes) {
    throw new UnreadableArchive(`its ${titles[file]} is larger than ${limits.metadata.bytes} bytes`);
  }
  return file;
}

/** The file from its start. Before the last piece is given, the digest of all is checked. @throws {MetadataAltered} */
async function* checkedPieces(client: IndexClient, request: SdistRequest, signal: AbortSignal): AsyncGenerator<Buffer> {
  const hash = createHash("sha256");
  const url = new URL(request.sdist.url);
  for await (const { bytes, isLast } of readPieces(client, url, limits.sdist, signal)) {
    hash.update(bytes);
    if (isLast) checkDigest(client, request, hash.digest("hex"));
    yield bytes;
  }
}

async function readZip(client: IndexClient, request: SdistRequest, signal: AbortSignal): Promise<SdistExcerpt> {
  const { name, isEnough, sdist } = request;
  const file = await RangedFile.open(client, new URL(sdist.url), signal);
  if (file.whole !== undefined) checkDigest(client, request, createHash("sha256").update(file.whole).digest("hex"));
  const archive = await ZipArchive.open(file, signal);
  const builder = new ExcerptBuilder();
  for (const member of archive.members) {
    const kind = sdistFile(member.path, name);
    if (kind === undefined || member.path.endsWith("/")) continue;
    builder.add(kind, await archive.read(member, signal));
    if (isEnough(builder.excerpt(false))) break;
  }
  return builder.excerpt(true);
}

function checkDigest({ title }: IndexClient, { sdist }: SdistRequest, found: string): void {
  const announced = sdist.sha256 ?? found;
  if (announced !== found) throw new MetadataAltered(title, new URL(sdist.url), announced, found);
}
