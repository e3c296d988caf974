/**
 * The provenance object of a file: PEP 740, version 1. Surprises: the statement that was signed is JSON in base64 inside
 * the JSON, so limits hold twice; the publisher's keys differ by its kind; and what else stands there, certificate and
 * entries of a log, is for whoever verifies a signature, which is not done here.
 */

import { Type, type Static } from "typebox";
import { Compile } from "typebox/compile";

import { checkDepth, firstMistake, limits, orNull, quoted, UserError } from "../base/index.ts";
import type { Attestation, AttestationBundle, Publisher } from "../ports/index.ts";
import { sha256Digest } from "./page-values.ts";

/** Texts of a publisher are shown to people. */
const Claim = Type.String({ maxLength: 1_000 });

const PublisherObject = Type.Object({
  kind: Type.String({ minLength: 1, maxLength: 100 }),
  repository: orNull(Claim),
  workflow: orNull(Claim),
  workflow_filepath: orNull(Claim),
});

const AttestationObject = Type.Object({
  version: Type.Literal(1),
  verification_material: Type.Object({
    certificate: Type.String(),
    transparency_entries: Type.Array(Type.Unknown(), { minItems: 1 }),
  }),
  envelope: Type.Object({ statement: Type.String(), signature: Type.String({ minLength: 1 }) }),
});

const ProvenanceObject = Type.Object({
  version: Type.Literal(1),
  attestation_bundles: Type.Array(
    Type.Object({ publisher: PublisherObject, attestations: Type.Array(AttestationObject, { minItems: 1 }) }),
    { minItems: 1 },
  ),
});

/** In-toto, version 1. */
const Statement = Type.Object({
  _type: Type.Literal("https://in-toto.io/Statement/v1"),
  subject: Type.Array(
    Type.Object({ name: Type.String({ maxLength: 300 }), digest: Type.Record(Type.String(), Type.String()) }),
    { minItems: 1, maxItems: 100 },
  ),
  predicateType: Type.String({ minLength: 1, maxLength: 300 }),
});

const provenanceObject = Compile(ProvenanceObject);
const statementObject = Compile(Statement);

/** The message completes "its provenance …". It never leaves the package index: it becomes an answer. */
export class NotProvenance extends Error {}

/** What publishers say, in the order of the object. @throws {NotProvenance} */
export function parseProvenance(text: string): readonly AttestationBundle[] {
  const object = parseJson(text, "is");
  if (!provenanceObject.Check(object))
    throw new NotProvenance(`is malformed: ${firstMistake(provenanceObject, object)}`);
  const count = object.attestation_bundles.reduce((sum, { attestations }) => sum + attestations.length, 0);
  if (count > limits.provenance.attestations)
    throw new NotProvenance(`has ${count} attestations, and at most ${limits.provenance.attestations} are read`);
  return object.attestation_bundles.map(({ publisher, attestations }) => ({
    publisher: readPublisher(publisher),
    attestations: attestations.map(({ envelope }) => readStatement(envelope.statement)),
  }));
}

function readPublisher({ kind, repository, ...claims }: Static<typeof PublisherObject>): Publisher {
  const workflow = claims.workflow ?? claims.workflow_filepath;
  return { kind, repository: repository ?? undefined, workflow: workflow ?? undefined };
}

function readStatement(encoded: string): Attestation {
  if (encoded.length > limits.provenance.statement)
    throw new NotProvenance(`has a statement of ${encoded.length} characters`);
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(encoded)) throw new NotProvenance("has a statement that is not base64");
  const statement = parseJson(Buffer.from(encoded, "base64").toString("utf8"), "has a statement that is");
  if (!statementObject.Check(statement))
    throw new NotProvenance(`has a malformed statement: ${firstMistake(statementObject, statement)}`);
  return {
    predicateType: statement.predicateType,
    subjects: statement.subject.map(({ name, digest }) => ({ name, sha256: sha256Digest(digest["sha256"]) })),
  };
}

/** @param what begins the complaint. */
function parseJson(text: string, what: string): unknown {
  try {
    checkDepth("provenance", text, "json", limits.provenance);
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof UserError) throw new NotProvenance(`${what} nested too deep`);
    if (error instanceof SyntaxError) throw new NotProvenance(`${what} no JSON: ${quoted(text.slice(0, 40))}`);
    throw error;
  }
}
