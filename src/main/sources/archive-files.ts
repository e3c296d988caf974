/** The files of a `.tar.gz` or a `.zip`, read in memory: links are not followed, and nothing is unpacked anywhere. */

import type { CommitFile } from "../../adapters/git/index.ts";
import type { Limit } from "../../base/index.ts";
import { gunzipped, readTar, ZipArchive } from "../../package-index/index.ts";

export interface ArchiveRequest {
  /** The folder in it that counts, empty for its root. */
  readonly within: string;
  /** @param path from that folder on. */
  readonly isWanted: (path: string) => boolean;
  /** Of one file; what is larger is told by its size. */
  readonly limit: Limit;
  /** Of a whole `.tar.gz`, decompressed. */
  readonly unpacked: Limit;
}

/** In the order of the archive, which may name a file twice. @throws {UnreadableArchive} */
export async function* archiveFiles(
  archive: Buffer,
  request: ArchiveRequest,
  signal: AbortSignal,
): AsyncGenerator<CommitFile> {
  const { within, isWanted, limit } = request;
  const prefix = within === "" ? "" : `${within.replace(/\/+$/, "")}/`;
  for await (const { path: written, size, read } of membersOf(archive, request, signal)) {
    signal.throwIfAborted();
    const whole = written.replace(/^(?:\.\/)+/, "");
    const path = whole.slice(prefix.length);
    if (!whole.startsWith(prefix) || !isWanted(path)) continue;
    if (size > limit.bytes) yield { path, size };
    else yield { path, bytes: await read() };
  }
}

interface Member {
  readonly path: string;
  readonly size: number;
  readonly read: () => Promise<Buffer>;
}

async function* membersOf(
  archive: Buffer,
  { limit, unpacked }: ArchiveRequest,
  signal: AbortSignal,
): AsyncGenerator<Member> {
  if (archive.toString("latin1", 0, 2) === "PK") yield* zipMembers(archive, limit, signal);
  else
    for await (const member of readTar(gunzipped(inPieces(archive), unpacked)))
      if (member.type === "file") yield { path: member.path, size: member.size, read: () => member.read() };
}

async function* zipMembers(archive: Buffer, limit: Limit, signal: AbortSignal): AsyncGenerator<Member> {
  const file = {
    size: archive.length,
    read: (start: number, end: number) => Promise.resolve(archive.subarray(start, end)),
  };
  const zip = await ZipArchive.open(file, signal);
  for (const member of zip.members)
    if (!member.path.endsWith("/"))
      yield { path: member.path, size: member.size, read: () => zip.read(member, signal, limit) };
}

/** What a piece unpacks to is held at a time. */
const pieceBytes = 64 * 1024;

async function* inPieces(bytes: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
}
