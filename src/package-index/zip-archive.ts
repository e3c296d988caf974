/**
 * The parts of a ZIP archive that lead to one of its members. Layout, all little-endian: members, each behind a local
 * header; the directory, one entry per member; the end record, which tells where the directory is. APPNOTE.TXT sections
 * 4.3.7, 4.3.12 and 4.3.16. The directory is believed, the local header is only skipped.
 */

import { crc32, inflateRawSync } from "node:zlib";
import { type Limit, limits } from "../base/index.ts";
import { UnreadableArchive } from "./ranged-file.ts";

const endSignature = 0x06054b50;
const endBytes = 22;
const entrySignature = 0x02014b50;
const entryBytes = 46;
const localSignature = 0x04034b50;
const localBytes = 30;

/** What stands in a field of 16 or 32 bits whose true value is in a zip64 record. */
const elsewhere16 = 0xffff;
const elsewhere32 = 0xffffffff;

/** A local header may have other extra fields than the directory; this many bytes more are read along. */
const slack = 256;

/** A file that can be read in pieces, such as a `RangedFile`. */
export interface ReadableRanges {
  /** Bytes. */
  readonly size: number;
  /** Bytes `start` to `end` (exclusive). */
  read(start: number, end: number, signal: AbortSignal): Promise<Buffer>;
}

/** A member as the directory has it. */
export interface ZipMember {
  readonly path: string;
  readonly method: number;
  readonly crc: number;
  /** Bytes in the archive, and after inflating. */
  readonly packed: number;
  readonly size: number;
  /** Of its local header. */
  readonly offset: number;
}

/** An archive whose directory was read. */
export class ZipArchive {
  /** In the order of the directory. */
  readonly members: readonly ZipMember[];
  readonly #file: ReadableRanges;
  /** Where the directory begins, and with it the end of all members. */
  readonly #end: number;

  private constructor(file: ReadableRanges, members: readonly ZipMember[], end: number) {
    this.#file = file;
    this.members = members;
    this.#end = end;
  }

  /** @throws {UnreadableArchive} and what `RangedFile` throws. */
  static async open(file: ReadableRanges, signal: AbortSignal): Promise<ZipArchive> {
    const { start, end } = await findDirectory(file, signal);
    return new ZipArchive(file, [...readMembers(await file.read(start, end, signal))], start);
  }

  /** The content of one of `members`. @throws {UnreadableArchive} also past `limit`, and what `RangedFile` throws. */
  async read(member: ZipMember, signal: AbortSignal, limit: Limit = limits.metadata): Promise<Buffer> {
    const title = member.path.slice(member.path.lastIndexOf("/") + 1);
    if (member.size > limit.bytes || member.packed > limit.bytes) {
      throw new UnreadableArchive(`its ${title} is larger than ${limit.bytes} bytes`);
    }
    return unpack(title, member, await this.#readPacked(title, member, signal));
  }

  async #readPacked(title: string, member: ZipMember, signal: AbortSignal): Promise<Buffer> {
    const guess = member.offset + localBytes + Buffer.byteLength(member.path) + slack + member.packed;
    const head = await this.#file.read(member.offset, Math.min(guess, this.#end), signal);
    if (head.length < localBytes || head.readUInt32LE(0) !== localSignature) {
      throw new UnreadableArchive(`its ${title} is not where its directory says`);
    }
    const start = localBytes + head.readUInt16LE(26) + head.readUInt16LE(28);
    const end = start + member.packed;
    if (member.offset + end > this.#end) throw new UnreadableArchive(`its ${title} reaches into its directory`);
    if (end <= head.length) return head.subarray(start, end);
    return this.#file.read(member.offset + start, member.offset + end, signal);
  }
}

/** Where the directory lies: bytes `start` to `end` (exclusive). */
interface Directory {
  readonly start: number;
  readonly end: number;
}

/** The end record is the last thing in the file but for a comment, which neither wheels nor sdists have. */
async function findDirectory(file: ReadableRanges, signal: AbortSignal): Promise<Directory> {
  const start = file.size - endBytes;
  if (start < 0) throw new UnreadableArchive("it is no ZIP archive");
  const end = await file.read(start, file.size, signal);
  if (end.readUInt32LE(0) !== endSignature) throw new UnreadableArchive("it does not end as a ZIP archive does");
  const count = end.readUInt16LE(10);
  const size = end.readUInt32LE(12);
  const offset = end.readUInt32LE(16);
  if (count === elsewhere16 || size === elsewhere32 || offset === elsewhere32) {
    throw new UnreadableArchive("it is a zip64 archive, and those are not read");
  }
  if (offset + size > start) throw new UnreadableArchive("its directory lies outside the archive");
  return { start: offset, end: offset + size };
}

function* readMembers(directory: Buffer): Generator<ZipMember> {
  for (let at = 0; at < directory.length;) {
    if (at + entryBytes > directory.length || directory.readUInt32LE(at) !== entrySignature) {
      throw new UnreadableArchive("its directory is damaged");
    }
    const pathBytes = directory.readUInt16LE(at + 28);
    const pathEnd = at + entryBytes + pathBytes;
    yield {
      path: directory.toString("utf8", at + entryBytes, pathEnd),
      method: directory.readUInt16LE(at + 10),
      crc: directory.readUInt32LE(at + 16),
      packed: directory.readUInt32LE(at + 20),
      size: directory.readUInt32LE(at + 24),
      offset: directory.readUInt32LE(at + 42),
    };
    at = pathEnd + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
}

function unpack(title: string, member: ZipMember, packed: Buffer): Buffer {
  const content = inflate(title, member, packed);
  if (content.length !== member.size || crc32(content) !== member.crc) {
    throw new UnreadableArchive(`its ${title} is damaged`);
  }
  return content;
}

function inflate(title: string, member: ZipMember, packed: Buffer): Buffer {
  if (member.method === 0) return packed;
  if (member.method !== 8) throw new UnreadableArchive(`its ${title} is compressed by method ${member.method}`);
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(member.size, 1) });
  } catch (error) {
    throw new UnreadableArchive(`its ${title} is damaged`, { cause: error });
  }
}
