/** An entry of `index_credentials`: whose credentials these are and where they may go, and the sealed rest as it stands. */

import type { SealedCredentials } from "../ports/index.ts";
import type { CredentialsEntry } from "./thoth-yaml-schema.ts";

/** @param invalid makes the error for a value at a key, which is not what it was expected to be. */
export function readSealedCredentials(
  { index, for: owner, sealed }: CredentialsEntry,
  place: string,
  invalid: (key: string, expected: string) => Error,
): SealedCredentials {
  const url = URL.parse(index);
  if (url === null || !isPlainAddress(url))
    throw invalid("index", "an `https` address without user name, query and fragment");
  if (!url.pathname.endsWith("/")) url.pathname += "/";
  return { place, index: url.href, for: owner, sealed };
}

function isPlainAddress({ protocol, username, password, search, hash }: URL): boolean {
  return protocol === "https:" && [username, password, search, hash].every((part) => part === "");
}
