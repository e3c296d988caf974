/** Rules on cryptography that is sound and used so that it does not help: compared, salted or verified wrongly. */

import type { Call, Comparison, FileFacts } from "../syntax/facts.ts";
import { isLiteral, type Value } from "../syntax/value.ts";
import { argumentOf, at, comesFromRequest, doesImport, isFixed, lastName, mayBe, onlyString, valueOf } from "./ask.ts";
import { below, calls, inCrypto, library, type Rule, type Verdict } from "./rule.ts";

const ciphers = "cryptography.hazmat.primitives.ciphers";

export const cryptoUseRules: readonly Rule[] = [
  {
    id: "PY076",
    level: "warning",
    cwe: 208,
    bandit: [],
    finds: "`==` and `!=` on a signature, an HMAC or its digest; on the digest of a plain hash: info",
    message: "how long this comparison takes tells how much was right; take `hmac.compare_digest`",
    link: library("hmac", "hmac.compare_digest"),
    looks: [{ on: "comparisons", when: judgeComparison }],
  },
  {
    id: "PY077",
    level: "warning",
    cwe: 329,
    bandit: [],
    finds: "a literal initialisation vector, nonce or salt",
    message: "it has to be new each time; take `os.urandom` or `secrets.token_bytes`, and store it beside the result",
    link: "https://cryptography.io/en/latest/hazmat/primitives/symmetric-encryption/",
    looks: [
      calls(below(`${ciphers}.modes`, "CBC CTR CFB CFB8 OFB GCM XTS"), (call) =>
        isLiteralBytes(call, "initialization_vector", 0),
      ),
      calls([`${ciphers}.algorithms.ChaCha20`], (call) => isLiteralBytes(call, "nonce", 1)),
      calls(
        below(
          "cryptography.hazmat.primitives.ciphers.aead",
          "AESGCM().encrypt AESCCM().encrypt ChaCha20Poly1305().encrypt",
        ),
        (call) => isLiteralBytes(call, "nonce", 0),
      ),
      calls(
        inCrypto("Cipher.AES.new Cipher.ChaCha20.new Cipher.Salsa20.new Cipher.DES3.new"),
        (call) =>
          ["iv", "IV", "nonce"]
            .map((name) => isLiteralBytes(call, name, name === "iv" ? 2 : undefined))
            .find(Boolean) ?? false,
      ),
      calls(["hashlib.pbkdf2_hmac"], (call) => isLiteralBytes(call, "salt", 2)),
      calls(["hashlib.scrypt"], (call) => isLiteralBytes(call, "salt")),
      calls(below("cryptography.hazmat.primitives.kdf", "pbkdf2.PBKDF2HMAC scrypt.Scrypt argon2.Argon2id"), (call) =>
        isLiteralBytes(call, "salt", call.method === "PBKDF2HMAC" ? 2 : 0),
      ),
      calls(inCrypto("Protocol.KDF.PBKDF2 Protocol.KDF.scrypt"), (call) => isLiteralBytes(call, "salt", 1)),
    ],
  },
  {
    id: "PY078",
    level: "error",
    cwe: 347,
    bandit: [],
    finds: "`jwt.decode` that does not verify, or takes the algorithm `none`",
    message: "anybody can write such a token; verify it with a key and a list of algorithms of your own",
    link: "https://pyjwt.readthedocs.io/en/stable/usage.html",
    looks: [
      calls(
        ["jwt.decode", "jwt.decode_complete", "jwt.api_jwt.decode", "jwt.PyJWT().decode", "jose.jwt.decode"],
        judgeToken,
      ),
    ],
  },
];

function isLiteralBytes(call: Call, keyword: string, position?: number): Verdict {
  const argument = argumentOf(call, keyword, position);
  if (argument === undefined) return false;
  const { kind } = argument.value;
  return (
    (kind === "bytes" || kind === "string" || (kind === "operation" && isLiteral(argument.value))) && {
      at: argument.place,
    }
  );
}

/** What is secret until it is right. */
const signatures = /(?:^|[-_.])(?:signature|hmac|mac|csrf_?token|auth_?token|api_?token)$|(?:^|\.)(?:hex)?digest\(\)$/i;
const plainSums = /(?:md5|sha\d*|checksum|etag|hash|crc|fingerprint|sum)/i;

function judgeComparison({ operator, left, right }: Comparison, file: FileFacts): Verdict {
  if ((operator !== "==" && operator !== "!=") || isFixed(left) || isFixed(right)) return false;
  const sides = [left, right].map(describe);
  const [first, second] = sides.map(({ text }) => lastName(text));
  // Two things of a kind are compared: `self.signature == other.signature`.
  if (first === second || !sides.some(({ text }) => signatures.test(text))) return false;
  if (sides.some(({ names }) => names.some((name) => name.startsWith("hmac.")))) return true;
  const isSum = sides.some(
    ({ names, text }) => plainSums.test(text) || names.some((name) => name.startsWith("hashlib.")),
  );
  if (isSum) return { level: "info" };
  const isSent = comesFromRequest(left) || comesFromRequest(right);
  return isSent || doesImport(file, "hmac", "hashlib", "Crypto", "Cryptodome", "cryptography", "nacl");
}

function describe(value: Value): { readonly names: readonly string[]; readonly text: string } {
  if (value.kind === "call") return { names: value.call.callees, text: `${value.call.text}()` };
  if (value.kind === "name") return { names: value.names, text: value.text };
  if (value.kind === "item") return { names: [], text: onlyString(value.key) ?? "" };
  return { names: [], text: "" };
}

function judgeToken(call: Call): Verdict {
  if (mayBe(valueOf(call, "verify"), false)) return { at: at(call, "verify") };
  const options = valueOf(call, "options");
  const entries = options?.kind === "dict" ? options.entries : [];
  const verifies = entries.find(([key]) => onlyString(key) === "verify_signature");
  if (verifies !== undefined && mayBe(verifies[1], false)) return { at: at(call, "options") };
  const algorithms = valueOf(call, "algorithms", 2);
  const items = algorithms === undefined ? [] : "items" in algorithms ? algorithms.items : [algorithms];
  return items.some((item) => onlyString(item)?.toLowerCase() === "none") && { at: at(call, "algorithms", 2) };
}
