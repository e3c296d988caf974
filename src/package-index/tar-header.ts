/**
 * One block of 512 bytes that describes a member of a tar archive. POSIX.1-2017, "ustar Interchange Format", and what
 * GNU tar and pax add to it.
 *
 * Surprises of the format: numbers are octal text, or binary where the first bit says so; a checksum is over bytes that
 * some writers took for signed; a name ends at a NUL or fills its field; the oldest writers marked a folder by the slash
 * at the end of its name only.
 */

import { UnreadableArchive } from "./ranged-file.ts";

export const blockBytes = 512;

/** What a member is. */
export type MemberType = "file" | "folder" | "link" | "device" | "sparse";

/** What a header is about that tells more of the member behind it: its long name, its large size. */
export type ExtensionType = "pax" | "pax-global" | "gnu-path" | "gnu-link";

type TarType = MemberType | ExtensionType;

export interface TarHeader {
  readonly type: TarType;
  /** As written; a folder may end in a slash. */
  readonly path: string;
  /** Bytes of content behind the header; 0 where the type has none, whatever the header says. */
  readonly size: number;
}

/** By type flag. Any other one is to be taken for a file, and so it was before POSIX. */
const types: ReadonlyMap<string, TarType> = new Map([
  ["1", "link"],
  ["2", "link"],
  ["3", "device"],
  ["4", "device"],
  ["5", "folder"],
  ["6", "device"],
  ["S", "sparse"],
  ["x", "pax"],
  ["X", "pax"],
  ["g", "pax-global"],
  ["L", "gnu-path"],
  ["K", "gnu-link"],
]);

/** Python's tarfile, with which sdists are made and unpacked, looks for no content behind these. */
const empty: ReadonlySet<TarType> = new Set<TarType>(["folder", "link", "device"]);

/** Undefined for the block of zeros that ends an archive. @throws {UnreadableArchive} where the block is no header. */
export function parseTarHeader(block: Buffer): TarHeader | undefined {
  if (block.every((byte) => byte === 0)) return undefined;
  if (!isSound(block)) throw new UnreadableArchive("it holds a header with a wrong checksum");
  const path = pathOf(block);
  const stated = types.get(String.fromCharCode(block[156]!)) ?? "file";
  const type = stated === "file" && path.endsWith("/") ? "folder" : stated;
  const size = numberAt(block, 124, 12);
  return { type, path, size: empty.has(type) ? 0 : size };
}

/** The text at the start of `bytes`, up to a NUL if there is one. */
export function textOf(bytes: Buffer): string {
  const end = bytes.indexOf(0);
  return bytes.toString("utf8", 0, end === -1 ? bytes.length : end);
}

/** Behind the mark of ustar, long paths have their first part in a field of its own. */
function pathOf(block: Buffer): string {
  const path = textOf(block.subarray(0, 100));
  const prefix = block.toString("latin1", 257, 263) === "ustar\0" ? textOf(block.subarray(345, 500)) : "";
  return prefix === "" ? path : `${prefix}/${path}`;
}

/** The sum of all bytes, those of the checksum itself counted as blanks. */
function isSound(block: Buffer): boolean {
  const stated = numberAt(block, 148, 8);
  let unsigned = 0;
  let signed = 0;
  for (let at = 0; at < blockBytes; at++) {
    const byte = at >= 148 && at < 156 ? 0x20 : block[at]!;
    unsigned += byte;
    signed += byte < 0x80 ? byte : byte - 0x100;
  }
  return stated === unsigned || stated === signed;
}

/** @throws {UnreadableArchive} unless it is a number that counts bytes. */
function numberAt(block: Buffer, start: number, length: number): number {
  const field = block.subarray(start, start + length);
  const number = field[0]! >= 0x80 ? binary(field) : octal(textOf(field).trim());
  if (!Number.isSafeInteger(number)) throw new UnreadableArchive("it holds a header with an impossible number");
  return number;
}

/** GNU tar: the first bit is a mark, the second one a sign, which a size never has. */
function binary(field: Buffer): number {
  if (field[0] !== 0x80) return NaN;
  let number = 0;
  for (const byte of field.subarray(1)) number = number * 0x100 + byte;
  return number;
}

function octal(text: string): number {
  return /^[0-7]*$/.test(text) ? Number(`0o0${text}`) : NaN;
}
