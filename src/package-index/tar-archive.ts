/**
 * The members of a tar archive in their order, without a look back: each header, what lies behind it, the next header.
 * POSIX.1-2017, "pax Interchange Format". Nothing is ever written to disk, so what a member could do there is of no
 * concern here.
 */

import { ByteReader } from "./byte-reader.ts";
import { UnreadableArchive } from "./ranged-file.ts";
import {
  blockBytes,
  type ExtensionType,
  type MemberType,
  parseTarHeader,
  type TarHeader,
  textOf,
} from "./tar-header.ts";

export interface TarMember {
  readonly type: Exclude<MemberType, "sparse">;
  /** As written; a folder may end in a slash. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** The content; to be called at most once, and before the next member is asked for. @throws what {@link readTar} throws. */
  read(): Promise<Buffer>;
}

/** Long names take some hundred bytes; whoever needs more has something else in mind. */
const longestExtension = 64 * 1024;

/** What the headers before a member's own say of it. */
interface Extension {
  path?: string;
  size?: number;
}

/** @throws {UnreadableArchive} at the first block that makes no sense, and what `bytes` throws. */
export async function* readTar(bytes: AsyncIterable<Buffer>): AsyncGenerator<TarMember> {
  const reader = new ByteReader(bytes);
  let extension: Extension = {};
  for (let header = await readHeader(reader); header !== undefined; header = await readHeader(reader)) {
    const { type, path, size } = header;
    if (isExtension(type)) {
      extension = { ...extension, ...readExtension(type, await readWhole(reader, size)) };
      continue;
    }
    if (type === "sparse") throw new UnreadableArchive("it holds a sparse file");
    const member = { type, path: extension.path ?? path, size: type === "file" ? (extension.size ?? size) : size };
    extension = {};
    let isRead = false;
    const read = (): Promise<Buffer> => {
      isRead = true;
      return reader.read(member.size);
    };
    yield { ...member, read };
    await reader.skip((isRead ? 0 : member.size) + padding(member.size));
  }
}

/** Undefined at the end, which archives may leave unmarked. */
async function readHeader(reader: ByteReader): Promise<TarHeader | undefined> {
  const block = await reader.tryRead(blockBytes);
  return block && parseTarHeader(block);
}

async function readWhole(reader: ByteReader, size: number): Promise<Buffer> {
  if (size > longestExtension) throw new UnreadableArchive(`it holds a name of ${size} bytes`);
  const content = await reader.read(size);
  await reader.skip(padding(size));
  return content;
}

function padding(size: number): number {
  return (blockBytes - (size % blockBytes)) % blockBytes;
}

function isExtension(type: MemberType | ExtensionType): type is ExtensionType {
  return type === "pax" || type === "pax-global" || type === "gnu-path" || type === "gnu-link";
}

function readExtension(type: ExtensionType, content: Buffer): Extension {
  if (type === "gnu-path") return { path: textOf(content) };
  // Where a link leads to does not matter.
  if (type === "gnu-link") return {};
  const extension = paxExtension(content);
  if (type === "pax") return extension;
  if (Object.keys(extension).length > 0) throw new UnreadableArchive("it gives one path or size to all members");
  return {};
}

/** Of records such as `21 path=folder/name\n`, which begin with their own length. */
function paxExtension(content: Buffer): Extension {
  const extension: Extension = {};
  for (let at = 0; at < content.length;) {
    const blank = content.indexOf(" ", at);
    const digits = content.toString("latin1", at, Math.min(blank, at + 9));
    const end = /^[1-9]\d*$/.test(digits) ? at + Number(digits) : 0;
    if (end <= blank || end > content.length || content[end - 1] !== 0x0a) throw badRecord();
    const record = content.toString("utf8", blank + 1, end - 1);
    const equals = record.indexOf("=");
    if (equals === -1) throw badRecord();
    const value = record.slice(equals + 1);
    if (record.startsWith("path=")) extension.path = value;
    if (record.startsWith("size=")) extension.size = sizeOf(value);
    at = end;
  }
  return extension;
}

function sizeOf(text: string): number {
  const size = /^\d{1,15}$/.test(text) ? Number(text) : NaN;
  if (Number.isNaN(size)) throw badRecord();
  return size;
}

function badRecord(): UnreadableArchive {
  return new UnreadableArchive("it holds an extended header that cannot be read");
}
