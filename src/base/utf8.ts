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
    return new TextDecoder(encodingOf(bytes), { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new NotUtf8(path);
  }
}

function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return "utf-16le";
  return first === 0xfe && second === 0xff ? "utf-16be" : "utf-8";
}
