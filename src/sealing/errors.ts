/** What can be wrong with keys and sealed credentials. No sentence here holds a secret, a key, or what stands sealed. */

import { UserError } from "../base/index.ts";

/** A text that is not the key it has to be. */
export class InvalidSealKey extends UserError {
  readonly code = "INVALID_SEAL_KEY";
  /** @param what completes "PLACE …". */
  constructor(place: string, what: string) {
    super(`${place} ${what}`);
  }
}

/** Sealed credentials that are not for this use of them. Nothing was asked of the index. */
export class SealedCredentialsRefused extends UserError {
  readonly code = "SEALED_CREDENTIALS_REFUSED";
  /** @param what completes "those at PLACE …". */
  constructor(index: string, place: string, what: string, hint: string) {
    super(`index \`${index}\` needs credentials, and those at ${place} ${what}`, { hint });
  }
}
