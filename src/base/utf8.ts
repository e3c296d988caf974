/** The one way from bytes to text for files that people write. */

import { UserError } from "./user-error.ts";

/** A file that is not text. */
export class NotUtf8 extends UserError {
  readonly code = "NOT_UTF8";
  constructor(path: string) {
    super(`${path}: not UTF-8 text`);
  }
}

/** The text of a file; a byte order mark stays in it. @throws {NotUtf8} rather than replacing what is none */
export function decodeUtf8(path: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new NotUtf8(path);
  }
}
