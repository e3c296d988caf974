/** The one way from bytes to text for files that people write. */

import { UserError } from "./user-error.ts";

/** A file that is not text. */
export class NotUtf8 extends UserError {
  readonly code = "NOT_UTF8";
  constructor(path: string) {
    super(`${path}: not UTF-8 text`);
  }
}

/**
 * The text of a file; a byte order mark stays in it, and one of UTF-16, which some editors write, is believed.
 * @throws {NotUtf8} rather than replacing what is neither
 */
export function decodeUtf8(path: string, bytes: Uint8Array): string {
  try {
    return decoders[encodingOf(bytes)].decode(bytes);
  } catch {
    throw new NotUtf8(path);
  }
}

const strict = { fatal: true, ignoreBOM: true };
const decoders = {
  "utf-8": new TextDecoder("utf-8", strict),
  "utf-16le": new TextDecoder("utf-16le", strict),
  "utf-16be": new TextDecoder("utf-16be", strict),
};

function encodingOf({ 0: first, 1: second }: Uint8Array): keyof typeof decoders {
  if (first === 0xff && second === 0xfe) return "utf-16le";
  return first === 0xfe && second === 0xff ? "utf-16be" : "utf-8";
}
