/** Seals credentials to a deployment, for one index and one repository or account. */

import { CompactEncrypt } from "jose";

import { algorithms, paddedTo, sealType } from "./claims.ts";
import type { PublicSealKey } from "./seal-key.ts";

export interface SealRequest {
  /** An `https` address that ends in `/`. */
  readonly index: string;
  /** `OWNER/REPOSITORY` or `OWNER`. */
  readonly for: string;
  readonly expires: Date | undefined;
  readonly user: string;
  readonly password: string;
}

/** A JWE in its compact form. The same request gives another text each time. */
export async function seal(request: SealRequest, key: PublicSealKey): Promise<string> {
  const { user, password, index, for: owner, expires } = request;
  const binding = { for: owner, index, ...(expires === undefined ? {} : { expires: expires.toISOString() }) };
  const content = Buffer.from(JSON.stringify({ ...binding, user, password }));
  const padding = Buffer.alloc(-content.length & (paddedTo - 1), " ");
  return await new CompactEncrypt(Buffer.concat([content, padding]))
    .setProtectedHeader({ ...algorithms, typ: sealType, kid: key.id, ...binding })
    .encrypt(key.jwk);
}
