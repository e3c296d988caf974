/** Provenance objects as an index serves them, PEP 740: sound unless a test says otherwise. No signature in them is one. */

import type { Answer } from "./index-server.ts";

export const integrityType = "application/vnd.pypi.integrity.v1+json";

export interface StatementSketch {
  readonly filename: string;
  readonly sha256: string;
  readonly predicateType?: string;
  /** In place of the one file. */
  readonly subject?: unknown;
  /** In place of in-toto's. */
  readonly type?: string;
}

export function statement({ filename, sha256, predicateType, subject, type }: StatementSketch): object {
  return {
    _type: type ?? "https://in-toto.io/Statement/v1",
    subject: subject ?? [{ name: filename, digest: { sha256 } }],
    predicateType: predicateType ?? "https://docs.pypi.org/attestations/publish/v1",
    predicate: null,
  };
}

export function base64(value: unknown): string {
  return Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64");
}

export function attestation(about: object | string): object {
  return {
    version: 1,
    verification_material: { certificate: "MIIB", transparency_entries: [{ logIndex: "1" }] },
    envelope: { statement: typeof about === "string" ? about : base64(about), signature: "MEUC" },
  };
}

/** Such as `psf/requests` by `release.yml`. */
export function publisher(repository = "acme/foo", workflow = "release.yml"): object {
  return { kind: "GitHub", repository, workflow, environment: "" };
}

export function provenanceObject(sketch: StatementSketch, by: object = publisher()): object {
  return {
    version: 1,
    attestation_bundles: [{ publisher: by, attestations: [attestation(statement(sketch))] }],
  };
}

export function provenanceAnswer(object: unknown, contentType = integrityType): Answer {
  return {
    headers: { "content-type": contentType },
    body: typeof object === "string" ? object : JSON.stringify(object),
  };
}
