/** Credentials as a repository can hold them in the open. Nothing of this is a secret; what is sealed only the service can open. */

/** An entry of `index_credentials` in `.thoth.yaml`. What it says in the clear has to be what was sealed. */
export interface SealedCredentials {
  /** Where it stands, as `FILE:LINE:COLUMN`. */
  readonly place: string;
  /** An `https` address that ends in `/`: they go to what lies below it, and nowhere else. */
  readonly index: string;
  /** Who may use them: `OWNER/REPOSITORY`, or `OWNER` for all repositories of that account. */
  readonly for: string;
  /** A JWE in its compact form, RFC 7516, section 7.1; or any other text, which nobody has looked at yet. */
  readonly sealed: string;
}
