/**
 * Who published a file, as its index tells it: PEP 740. It is the index's word. Nobody here has verified a signature, so
 * it says where a file claims to come from, and never that it comes from there.
 */

/** Whom the index trusted to publish. Texts are the index's. */
export interface Publisher {
  /** Such as `GitHub`. */
  readonly kind: string;
  /** Such as `psf/requests`; undefined for a kind that has none. */
  readonly repository: string | undefined;
  /** Such as `release.yml`. */
  readonly workflow: string | undefined;
}

/** One signed statement about a file, as far as it says which file it is about. */
export interface Attestation {
  /** Such as `https://slsa.dev/provenance/v1`. */
  readonly predicateType: string;
  /** The subjects of its statement, as written; a sound one has one. `sha256` is undefined where it gives none. */
  readonly subjects: readonly { readonly name: string; readonly sha256: string | undefined }[];
}

/** What one publisher says of a file. */
export interface AttestationBundle {
  readonly publisher: Publisher;
  /** At least one. */
  readonly attestations: readonly Attestation[];
}

/** What an index says of the origin of a file. */
export type ProvenanceAnswer =
  | { readonly kind: "known"; readonly bundles: readonly AttestationBundle[] }
  /** The index names none for this file. */
  | { readonly kind: "absent" }
  /** There is some, and it is not what the standard says. `reason` completes "its provenance …". */
  | { readonly kind: "refused"; readonly reason: string }
  /** There may be some. `reason` is a clause such as "the snapshot of `pypi` does not keep it". */
  | { readonly kind: "unasked"; readonly reason: string };
