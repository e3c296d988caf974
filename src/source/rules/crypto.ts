/** Rules on cryptography: what is broken, too short, guessable, or compared so that its time tells. */

import type { Call } from "../syntax/facts.ts";
import { namesOf, possible } from "../syntax/value.ts";
import { asInfo, assignmentAround, isNamed, lastName, onlyString, truth, valueOf } from "./ask.ts";
import { secretWord } from "./secret-words.ts";
import { below, calls, imports, inCrypto, library, references, type Rule, type Verdict } from "./rule.ts";

const ciphers = "cryptography.hazmat.primitives.ciphers";
const weakHashes = /^(?:md2|md4|md5|sha|sha1|sha-1)$/i;
const weakCrypts = below("crypt", "METHOD_CRYPT METHOD_MD5 METHOD_BLOWFISH");
const guesses = below(
  "random",
  "Random random randrange randint choice choices uniform triangular randbytes sample getrandbits",
);

export const cryptoRules: readonly Rule[] = [
  {
    id: "PY070",
    level: "warning",
    cwe: 327,
    bandit: ["B324"],
    finds:
      "MD5, SHA-1 and weak `crypt` methods of the standard library without `usedforsecurity=False`; handed on without a call: info",
    message:
      "this hash is broken; take `hashlib.sha256`, or say `usedforsecurity=False` where nobody gains by a collision",
    link: library("hashlib", "hashlib.new"),
    looks: [
      calls(below("hashlib", "md4 md5 sha sha1"), isForSecurity),
      calls(
        ["hashlib.new"],
        (call) => weakHashes.test(onlyString(valueOf(call, "name", 0)) ?? "") && isForSecurity(call),
      ),
      calls(["crypt.crypt"], (call) => isNamed(valueOf(call, "salt", 1), weakCrypts)),
      calls(["crypt.mksalt"], (call) => isNamed(valueOf(call, "method", 0), weakCrypts)),
      references(below("hashlib", "md5 sha1"), asInfo),
    ],
  },
  {
    id: "PY071",
    level: "warning",
    cwe: 327,
    bandit: ["B303"],
    finds: "MD2, MD4, MD5 and SHA-1 of `Crypto`, `Cryptodome` and `cryptography`",
    message: "this hash is broken; take SHA-256",
    link: "https://cryptography.io/en/latest/hazmat/primitives/cryptographic-hashes/",
    looks: [
      calls([
        ...inCrypto("Hash.MD2.new Hash.MD4.new Hash.MD5.new Hash.SHA.new Hash.SHA1.new"),
        ...below("cryptography.hazmat.primitives.hashes", "MD5 SHA1"),
      ]),
    ],
  },
  {
    id: "PY072",
    level: "error",
    cwe: 327,
    bandit: ["B304", "B305"],
    finds: "DES, RC2, RC4, Blowfish, CAST5, IDEA, SEED and XOR, and the mode ECB",
    message: "this cipher or mode shows what it hides; take AES in GCM mode, or `cryptography.fernet`",
    link: "https://cryptography.io/en/latest/hazmat/primitives/symmetric-encryption/",
    looks: [
      calls([
        ...inCrypto(
          "Cipher.ARC2.new Cipher.ARC4.new Cipher.Blowfish.new Cipher.DES.new Cipher.DES3.new Cipher.XOR.new Cipher.CAST.new",
        ),
        ...[`${ciphers}.algorithms`, "cryptography.hazmat.decrepit.ciphers.algorithms"].flatMap((module) =>
          below(module, "ARC4 RC2 Blowfish CAST5 IDEA SEED TripleDES"),
        ),
        `${ciphers}.modes.ECB`,
      ]),
      references(inCrypto("Cipher.*.MODE_ECB")),
    ],
  },
  {
    id: "PY073",
    level: "error",
    cwe: 1104,
    bandit: ["B413"],
    finds: "importing `Crypto` where `pycrypto` is locked; where no lock tells whose it is: info",
    message:
      "PyCrypto has had no release since 2013 and keeps its vulnerabilities; take `pycryptodome`, or `cryptography`",
    link: "https://www.pycryptodome.org/",
    looks: [
      imports(["Crypto"], (_, __, { locked }) => {
        if (locked === undefined) return { level: "info" };
        if (locked.has("pycrypto")) return true;
        return locked.has("pycryptodome") ? false : { level: "info" };
      }),
    ],
  },
  {
    id: "PY074",
    level: "error",
    cwe: 326,
    bandit: ["B505"],
    finds: "RSA and DSA keys of less than 2,048 bits, curves of less than 224",
    message: "keys this short can be broken; take RSA of 3,072 bits, or Ed25519",
    link: "https://cryptography.io/en/latest/hazmat/primitives/asymmetric/rsa/",
    looks: [
      calls(["cryptography.hazmat.primitives.asymmetric.rsa.generate_private_key"], (call) =>
        isShort(call, "key_size", 1),
      ),
      calls(["cryptography.hazmat.primitives.asymmetric.dsa.generate_private_key"], (call) =>
        isShort(call, "key_size", 0),
      ),
      calls(inCrypto("PublicKey.RSA.generate PublicKey.DSA.generate"), (call) => isShort(call, "bits", 0)),
      calls(["cryptography.hazmat.primitives.asymmetric.ec.generate_private_key"], (call) => {
        const curve = valueOf(call, "curve", 0);
        return curve !== undefined && namesOf(curve).some((name) => /\.(?:SECP192R1|SECT163\w\d)(?:\(\))?$/.test(name));
      }),
    ],
  },
  {
    id: "PY075",
    level: "error",
    cwe: 330,
    bandit: ["B311"],
    finds:
      "`random.*` that goes into a token, password, secret, nonce, one-time code or salt, by the name of the variable, argument or function; else: info",
    message: "whoever has seen a few of these numbers can tell the next; take `secrets`",
    link: library("secrets"),
    looks: [
      calls(guesses, (call, file) => {
        const target = assignmentAround(file, call.place)?.name ?? "";
        return secretWord.test(target) || secretWord.test(lastName(call.scope)) ? true : { level: "info" };
      }),
    ],
  },
];

function isForSecurity(call: Call): boolean {
  const purpose = valueOf(call, "usedforsecurity");
  return purpose === undefined || truth(purpose) !== "false";
}

const enoughBits = 2_048;

function isShort(call: Call, keyword: string, position: number): Verdict {
  const bits = valueOf(call, keyword, position);
  return bits !== undefined && possible(bits).some((one) => one.kind === "number" && one.value < enoughBits);
}
