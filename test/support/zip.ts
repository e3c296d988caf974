/** A ZIP writer, just able enough to make wheels and damaged archives: APPNOTE.TXT 4.3, no encryption, no zip64. */

import { crc32, deflateRawSync } from "node:zlib";

export interface ZipMember {
  readonly path: string;
  readonly content: string | Buffer;
  readonly method?: "stored" | "deflate";
  /** Bytes of extra field in the local header only, as some writers leave them. */
  readonly localExtra?: number;
}

/** The archive as bytes, members in the given order. */
export function zip(members: readonly ZipMember[]): Buffer {
  const parts: Buffer[] = [];
  const entries: Buffer[] = [];
  let offset = 0;
  for (const member of members) {
    const { local, entry } = memberParts(member, offset);
    parts.push(local);
    entries.push(entry);
    offset += local.length;
  }
  const directory = Buffer.concat(entries);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(members.length, 8);
  end.writeUInt16LE(members.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, directory, end]);
}

function memberParts(member: ZipMember, offset: number): { local: Buffer; entry: Buffer } {
  const content = Buffer.from(member.content);
  const packed = member.method === "stored" ? content : deflateRawSync(content);
  const path = Buffer.from(member.path);
  const method = member.method === "stored" ? 0 : 8;
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(method, 8);
  local.writeUInt16LE(path.length, 26);
  local.writeUInt16LE(member.localExtra ?? 0, 28);
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(method, 10);
  entry.writeUInt32LE(crc32(content), 16);
  entry.writeUInt32LE(packed.length, 20);
  entry.writeUInt32LE(content.length, 24);
  entry.writeUInt16LE(path.length, 28);
  entry.writeUInt32LE(offset, 42);
  return {
    local: Buffer.concat([local, path, Buffer.alloc(member.localExtra ?? 0), packed]),
    entry: Buffer.concat([entry, path]),
  };
}
