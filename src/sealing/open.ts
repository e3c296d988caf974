/**
 * Opens sealed credentials for the one use that they were sealed for. The text of an entry is a stranger's: anybody may
 * copy it from a public repository, so everything that it is bound to is checked here, and nothing of it is shown.
 */

import { compactDecrypt, decodeProtectedHeader, errors } from "jose";

import type { SealedCredentials } from "../ports/index.ts";
import { algorithms, header, payload } from "./claims.ts";
import { SealedCredentialsRefused } from "./errors.ts";
import type { PrivateSealKey } from "./seal-key.ts";

/** What credentials are asked for. */
export interface Opening {
  readonly entry: SealedCredentials;
  /** The name of the index, for sentences. */
  readonly index: string;
  /** `OWNER/NAME` as the code host says it is now. */
  readonly repository: string;
  readonly now: Date;
  /** What to do where they cannot be used. */
  readonly hint: string;
}

export interface OpenCredentials {
  readonly user: string;
  readonly password: string;
}

/** @param keys perhaps none. @throws {SealedCredentialsRefused} */
export async function openSealed(opening: Opening, keys: readonly PrivateSealKey[]): Promise<OpenCredentials> {
  const { entry, index, repository, now, hint } = opening;
  const refuse = (what: string): never => {
    throw new SealedCredentialsRefused(index, entry.place, what, hint);
  };
  if (!isFor(entry.for, repository)) refuse(`are for \`${entry.for}\`, and this is \`${repository}\``);
  const stated = readHeader(entry.sealed) ?? refuse("are not what `thoth seal` prints, or only a part of it");
  const key = keys.find(({ id }) => id === stated.kid) ?? refuse("are sealed to a key that this service does not have");
  const inside = (await decrypt(entry.sealed, key)) ?? refuse("were changed after they were sealed");
  for (const bound of [stated, inside]) {
    if (bound.for.toLowerCase() !== entry.for.toLowerCase())
      refuse(`were sealed for somebody else than \`${entry.for}\``);
    if (bound.index !== entry.index) refuse(`were sealed for another address than \`${entry.index}\``);
    if (bound.expires !== inside.expires) refuse("were changed after they were sealed");
  }
  if (inside.expires !== undefined && !(now.getTime() < Date.parse(inside.expires)))
    refuse(`ended on ${inside.expires.slice(0, 10)}`);
  return { user: inside.user, password: inside.password };
}

/** Names of accounts and repositories know no case. */
function isFor(owner: string, repository: string): boolean {
  const whole = repository.toLowerCase();
  return owner.includes("/") ? owner.toLowerCase() === whole : whole.startsWith(`${owner.toLowerCase()}/`);
}

/** Undefined for what is no JWE of ours in the one spelling that it has. */
function readHeader(sealed: string): ReturnType<typeof checkedHeader> {
  const isSpelledRight = (part: string) => Buffer.from(part, "base64url").toString("base64url") === part;
  if (!sealed.split(".").every(isSpelledRight)) return undefined;
  try {
    return checkedHeader(decodeProtectedHeader(sealed));
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

function checkedHeader(value: unknown) {
  return header.Check(value) ? value : undefined;
}

/** Undefined for what this key does not open, or what is no content of ours. */
async function decrypt(sealed: string, key: PrivateSealKey) {
  const options = { keyManagementAlgorithms: [algorithms.alg], contentEncryptionAlgorithms: [algorithms.enc] };
  try {
    const { plaintext } = await compactDecrypt(sealed, key.secret(), options);
    const value: unknown = JSON.parse(Buffer.from(plaintext).toString("utf8"));
    return payload.Check(value) ? value : undefined;
  } catch (error) {
    if (error instanceof errors.JOSEError || error instanceof TypeError || error instanceof SyntaxError)
      return undefined;
    throw error;
  }
}
