/** What names and values of secrets look like. */

const words =
  "pass(?:word|wd|phrase|code)?|passwor?d|pas+wo?r?d|pwd|secrete?|token|nonce|otp|salt|csrf|api_?key|secret_?key|private_?key|access_?key|auth_?key|session_?(?:id|key)|credential";

/** A name, one of whose words is that of a secret: `reset_token`, `make_password`. */
export const secretWord = new RegExp(`(?:^|_)(?:${words})(?:$|_)`, "i");

/** A name that holds a password or key as text. */
export const credentialName =
  /(?:^|[_-])(?:pas+wo?r?d|pass(?:phrase|wd)?|pwd|token|secrete?|(?:api|secret|private|access|auth|encryption|signing)_?key|credentials?)(?:$|[_-])/i;

/** A name that speaks of a secret and holds none. */
export const aboutCredential =
  /(?:prefix|suffix|field|name|label|title|url|uri|path|file|type|header|regex|pattern|format|length|size|env|var|param|key_?id|prompt|message|help|hint)s?$/i;

/** What providers make: recognised wherever it stands. */
const provided = [
  /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/,
  /\bgh[pousr]_[A-Za-z0-9]{36,}\b/,
  /\bgithub_pat_[A-Za-z0-9_]{22,}\b/,
  /\bglpat-[A-Za-z0-9_-]{20,}\b/,
  /\bxox[abposr]-[A-Za-z0-9-]{10,}\b/,
  /\b[sr]k_live_[A-Za-z0-9]{16,}\b/,
  /\bAIza[0-9A-Za-z_-]{35}\b/,
  /\bSG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}\b/,
  /\bnpm_[A-Za-z0-9]{36}\b/,
  /\bpypi-AgE[A-Za-z0-9_-]{50,}/,
  /\bdop_v1_[a-f0-9]{64}\b/,
  /\bhf_[A-Za-z]{30,}\b/,
  /\bhooks\.slack\.com\/services\/T\w+\/B\w+\/\w{16,}/,
  /-----BEGIN (?:RSA |EC |DSA |OPENSSH |ENCRYPTED )?PRIVATE KEY-----\s+[A-Za-z0-9+/=]{8}/,
];

/** Whether a provider's own mark says that it is a secret. */
export function isProvided(text: string): boolean {
  return provided.some((pattern) => pattern.test(text)) && !/EXAMPLE|xxxx|0000000000|1234567890ab/i.test(text);
}

const placeholders =
  /^(?:<.*>|\{.*\}|\$\{?.*|%.*%?|x+|\*+|\.+|none|null|true|false)$|change[_-]?me|change[_-]?this|example|your[_-]|placeholder|dummy|sample|redacted|todo|insert|not[_-]?(?:set|used|a[_-]secret)|\bfake|\bmock|\btest/i;

/** Bits of information in a character below which a text is words. */
const leastEntropy = 2.8;

/** Whether a text is more likely a secret than a word, a path or a placeholder. */
export function looksSecret(text: string): boolean {
  if (text.length < 8 || text.length > 500 || placeholders.test(text) || /[\s/\\]|^[a-z]+:/i.test(text)) return false;
  // Words, names of variables and of settings.
  if (/^[A-Za-z]+(?:[._-][A-Za-z]+)*$/.test(text) && !isMixed(text)) return false;
  return (/\d/.test(text) || isMixed(text)) && entropy(text) >= leastEntropy;
}

/** Letters thrown together, such as `kJhQzTtWpLmB`. */
function isMixed(text: string): boolean {
  return text.length >= 20 && /[a-z][A-Z]+[a-z]/.test(text) && entropy(text) >= 3.8;
}

/** Shannon's, in bits for a character. */
function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let sum = 0;
  for (const count of counts.values()) sum -= (count / text.length) * Math.log2(count / text.length);
  return sum;
}

/** A password in an address that is no placeholder. */
export function hasPassword(text: string): boolean {
  const found = /^[a-z][a-z0-9+.-]*:\/\/[^\s:/@]*:([^\s/@]{3,})@[^\s/@]+/i.exec(text);
  if (found === null) return false;
  const password = found[1]!;
  return (
    !/^(?:pass(?:word|wd)?|pwd|secret|user|postgres|root|admin|guest|test)$/i.test(password) &&
    !placeholders.test(password) &&
    !password.includes("{}")
  );
}
