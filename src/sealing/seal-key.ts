/**
 * The keys of a deployment, as JSON Web Key Sets (RFC 7517, section 5) of X25519 keys (RFC 8037). What is sealed to the
 * public one can be opened with the private one alone. The first key of a set is the one that is published; the others
 * still open what was sealed to them before.
 */

import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync } from "node:crypto";
import { Type, type Static } from "typebox";
import { Compile } from "typebox/compile";

import { checkBytes, checkDepth } from "../base/index.ts";
import { InvalidSealKey } from "./errors.ts";

/** 32 bytes in base64url. */
const Bytes = Type.String({ pattern: "^[A-Za-z0-9_-]{43}$" });

const PublicJwk = Type.Object({ kty: Type.Literal("OKP"), crv: Type.Literal("X25519"), x: Bytes });
const PrivateJwk = Type.Object({ ...PublicJwk.properties, d: Bytes });
const publicSet = Compile(Type.Object({ keys: Type.Array(PublicJwk, { minItems: 1, maxItems: 20 }) }));
const privateSet = Compile(Type.Object({ keys: Type.Array(PrivateJwk, { minItems: 1, maxItems: 20 }) }));

export interface PublicSealKey {
  /** Its thumbprint, RFC 7638: the same for everybody who has the key. */
  readonly id: string;
  readonly jwk: Static<typeof PublicJwk>;
}

/** A private key, which prints as nothing. */
export interface PrivateSealKey extends PublicSealKey {
  secret(): Static<typeof PrivateJwk>;
}

/** Never empty; the first is published. */
export type SealKeys = readonly [PrivateSealKey, ...PrivateSealKey[]];

export const keyLimit = { bytes: 64 * 1024, depth: 5 };

/** A set of one new key. */
export function makeSealKeys(): SealKeys {
  const { x, d } = generateKeyPairSync("x25519").privateKey.export({ format: "jwk" });
  return [privateKey({ kty: "OKP", crv: "X25519", x: x!, d: d! })];
}

/** @throws {InvalidSealKey | InputTooLarge | InputTooDeep} naming `place`, and nothing of the text. */
export function parseSealKeys(place: string, text: string): SealKeys {
  const set = parseJson(place, text);
  if (!privateSet.Check(set)) throw new InvalidSealKey(place, "is no JSON Web Key Set of private X25519 keys");
  const [first, ...others] = set.keys;
  for (const key of set.keys)
    if (!isPair(key))
      throw new InvalidSealKey(place, "has a private key that does not belong to the public one beside it");
  return [privateKey(first!), ...others.map(privateKey)];
}

/** The first key of a published set, to which something is to be sealed. @throws as {@link parseSealKeys} does. */
export function parsePublicKey(place: string, text: string): PublicSealKey {
  const set = parseJson(place, text);
  if (!publicSet.Check(set)) throw new InvalidSealKey(place, "is no JSON Web Key Set of X25519 keys");
  return publicKey(set.keys[0]!);
}

/** For whoever wants to seal something: the first key alone, without its secret. */
export function formatPublicKeys([{ id, jwk }]: SealKeys): string {
  return `${JSON.stringify({ keys: [{ ...jwk, kid: id, use: "enc", alg: "ECDH-ES+A256KW" }] }, null, 2)}\n`;
}

/** With the secrets. */
export function formatSealKeys(keys: SealKeys): string {
  return `${JSON.stringify({ keys: keys.map((key) => ({ ...key.secret(), kid: key.id })) }, null, 2)}\n`;
}

function parseJson(place: string, text: string): unknown {
  checkBytes(place, Buffer.byteLength(text), keyLimit);
  checkDepth(place, text, "json", keyLimit);
  try {
    return JSON.parse(text);
  } catch {
    // The error of the parser quotes the text.
    throw new InvalidSealKey(place, "is no JSON");
  }
}

function privateKey({ kty, crv, x, d }: Static<typeof PrivateJwk>): PrivateSealKey {
  return { ...publicKey({ kty, crv, x }), secret: () => ({ kty, crv, x, d }) };
}

function publicKey({ kty, crv, x }: Static<typeof PublicJwk>): PublicSealKey {
  const members = JSON.stringify({ crv, kty, x });
  return { id: createHash("sha256").update(members).digest("base64url"), jwk: { kty, crv, x } };
}

/** Node makes the public half of the private one, whatever stands beside it. */
function isPair({ kty, crv, x, d }: Static<typeof PrivateJwk>): boolean {
  const key = createPrivateKey({ key: { kty, crv, x, d }, format: "jwk" });
  return createPublicKey(key).export({ format: "jwk" }).x === x;
}
