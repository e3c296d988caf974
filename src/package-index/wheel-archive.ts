/**
 * The parts of a ZIP archive that lead to one member of a wheel. Layout, all little-endian: members, each behind a local
 * header; the directory, one entry per member; the end record, which tells where the directory is. APPNOTE.TXT sections
 * 4.3.7, 4.3.12 and 4.3.16. The directory is believed, the local header is only skipped.
 */

import { crc32, inflateRawSync } from "node:zlib";
import { limits } from "../base/index.ts";
import { normalizeName, type PackageName } from "../python/index.ts";
import { type RangedFile, UnreadableWheel } from "./ranged-file.ts";

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

/** Where the directory lies: bytes `start` to `end` (exclusive). */
interface Directory {
  readonly start: number;
  readonly end: number;
}

interface Member {
  readonly path: string;
  readonly method: number;
  readonly crc: number;
  /** Bytes in the archive, and after inflating. */
  readonly packed: number;
  readonly size: number;
  /** Of its local header. */
  readonly offset: number;
}

/** The METADATA file of a wheel of `name`. @throws {UnreadableWheel} and what `RangedFile` throws. */
export async function readMetadataMember(file: RangedFile, name: PackageName, signal: AbortSignal): Promise<Buffer> {
  const directory = await findDirectory(file, signal);
  const entries = await file.read(directory.start, directory.end, signal);
  const member = metadataMember([...members(entries)], name);
  if (member.size > limits.metadata.bytes || member.packed > limits.metadata.bytes) {
    throw new UnreadableWheel(`its METADATA is larger than ${limits.metadata.bytes} bytes`);
  }
  return unpack(member, await readPacked(file, member, directory.start, signal));
}

/** The end record is the last thing in the file but for a comment, which no wheel has. */
async function findDirectory(file: RangedFile, signal: AbortSignal): Promise<Directory> {
  const start = file.size - endBytes;
  if (start < 0) throw new UnreadableWheel("it is no ZIP archive");
  const end = await file.read(start, file.size, signal);
  if (end.readUInt32LE(0) !== endSignature) throw new UnreadableWheel("it does not end as a ZIP archive does");
  const count = end.readUInt16LE(10);
  const size = end.readUInt32LE(12);
  const offset = end.readUInt32LE(16);
  if (count === elsewhere16 || size === elsewhere32 || offset === elsewhere32) {
    throw new UnreadableWheel("it is a zip64 archive, and those are not read");
  }
  if (offset + size > start) throw new UnreadableWheel("its directory lies outside the archive");
  return { start: offset, end: offset + size };
}

function* members(directory: Buffer): Generator<Member> {
  for (let at = 0; at < directory.length;) {
    if (at + entryBytes > directory.length || directory.readUInt32LE(at) !== entrySignature) {
      throw new UnreadableWheel("its directory is damaged");
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

/** The one `NAME-VERSION.dist-info/METADATA` at the top; some wheels carry those of packages that they bundle below. */
function metadataMember(all: readonly Member[], name: PackageName): Member {
  const found = all.filter((member) => {
    const owner = /^([^/]+)-[^/-]+\.dist-info\/METADATA$/.exec(member.path)?.[1];
    return owner !== undefined && normalizeName(owner) === name;
  });
  const [member, second] = found;
  if (member === undefined) throw new UnreadableWheel("it has no METADATA");
  if (second !== undefined) throw new UnreadableWheel("it has more than one METADATA");
  return member;
}

async function readPacked(file: RangedFile, member: Member, limit: number, signal: AbortSignal): Promise<Buffer> {
  const path = Buffer.byteLength(member.path);
  const guess = member.offset + localBytes + path + slack + member.packed;
  const head = await file.read(member.offset, Math.min(guess, limit), signal);
  if (head.length < localBytes || head.readUInt32LE(0) !== localSignature) {
    throw new UnreadableWheel("its METADATA is not where its directory says");
  }
  const start = localBytes + head.readUInt16LE(26) + head.readUInt16LE(28);
  const end = start + member.packed;
  if (member.offset + end > limit) throw new UnreadableWheel("its METADATA reaches into its directory");
  if (end <= head.length) return head.subarray(start, end);
  return file.read(member.offset + start, member.offset + end, signal);
}

function unpack(member: Member, packed: Buffer): Buffer {
  const content = inflate(member, packed);
  if (content.length !== member.size || crc32(content) !== member.crc) {
    throw new UnreadableWheel("its METADATA is damaged");
  }
  return content;
}

function inflate(member: Member, packed: Buffer): Buffer {
  if (member.method === 0) return packed;
  if (member.method !== 8) throw new UnreadableWheel(`its METADATA is compressed by method ${member.method}`);
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(member.size, 1) });
  } catch (error) {
    throw new UnreadableWheel("its METADATA is damaged", { cause: error });
  }
}
