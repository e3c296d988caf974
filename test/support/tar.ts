/** A tar writer, just able enough to make sdists and whatever no honest program writes: POSIX.1-2017, ustar and pax. */

import { gzipSync } from "node:zlib";

export interface TarEntry {
  readonly path: string;
  readonly content?: string | Buffer;
  /** The type flag; "0", a file, without it. */
  readonly type?: string;
  /** The first part of a long path, as ustar keeps it. */
  readonly prefix?: string;
  /** The twelve bytes of the size, where they shall not be the length of the content in octal. */
  readonly size?: string | Buffer;
  /** The eight bytes of the checksum, where it shall not be right. */
  readonly checksum?: string;
  /** `ustar\0` and its version, `00`, without it. */
  readonly magic?: string;
}

const blockBytes = 512;

/** The archive as bytes, with the two blocks of zeros that end it. */
export function tar(...entries: readonly TarEntry[]): Buffer {
  return Buffer.concat([...entries.map(tarEntry), Buffer.alloc(2 * blockBytes)]);
}

export function tarGz(...entries: readonly TarEntry[]): Buffer {
  return gzipSync(tar(...entries), { level: 1 });
}

/** Header, content and filling. */
export function tarEntry(entry: TarEntry): Buffer {
  const content = Buffer.from(entry.content ?? "");
  const filling = Buffer.alloc((blockBytes - (content.length % blockBytes)) % blockBytes);
  return Buffer.concat([header(entry, content.length), content, filling]);
}

/** A pax header with these records, in front of the entry that it is about. */
export function pax(records: Readonly<Record<string, string>>, type = "x"): TarEntry {
  return { path: "PaxHeader", type, content: Object.entries(records).map(paxRecord).join("") };
}

/** A record begins with its own length. */
function paxRecord([key, value]: readonly [string, string]): string {
  const rest = Buffer.byteLength(` ${key}=${value}\n`);
  let length = rest;
  while (length !== rest + String(length).length) length = rest + String(length).length;
  return `${length} ${key}=${value}\n`;
}

function header(entry: TarEntry, length: number): Buffer {
  const block = Buffer.alloc(blockBytes);
  block.write(entry.path, 0, 100);
  block.write("0000644\0", 100);
  field(entry.size ?? `${length.toString(8).padStart(11, "0")}\0`).copy(block, 124);
  block.write("00000000000\0", 136);
  block.write(" ".repeat(8), 148);
  block.write(entry.type ?? "0", 156);
  block.write(entry.magic ?? "ustar\x0000", 257, "latin1");
  block.write(entry.prefix ?? "", 345);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(entry.checksum ?? `${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return block;
}

function field(value: string | Buffer): Buffer {
  return typeof value === "string" ? Buffer.from(value, "latin1") : value;
}
