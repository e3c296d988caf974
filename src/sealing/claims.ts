/** What is sealed, and the clear words around it that the seal covers as well. */

import { Type } from "typebox";
import { Compile } from "typebox/compile";

/** How it is encrypted: RFC 7518, sections 4.6 and 5.3, on an X25519 key (RFC 8037). Nothing else is opened. */
export const algorithms = { alg: "ECDH-ES+A256KW", enc: "A256GCM" } as const;

/** The protected header's `typ`: a ciphertext that was made for anything else is none of ours. */
export const sealType = "thoth-seal/1";

/** To whom, to what, and how long credentials are bound. In the header for all to read, and again inside. */
const binding = {
  for: Type.String(),
  index: Type.String(),
  /** ISO 8601; the credentials end at this moment. */
  expires: Type.Optional(Type.String({ pattern: "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{3})?Z$" })),
};

export const header = Compile(Type.Object({ typ: Type.Literal(sealType), kid: Type.String(), ...binding }));
export const payload = Compile(Type.Object({ ...binding, user: Type.String(), password: Type.String() }));

/** The content grows in steps of so many bytes, so that its length does not tell that of a password. */
export const paddedTo = 256;
