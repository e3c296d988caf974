/**
 * The last look at text before it leaves: credentials that slipped into an address or a message become `[redacted]`.
 * It works by shape and is no licence to be careless before it; whoever builds a text keeps secrets out of it.
 */

/** What stands in place of a credential. */
export const redacted = "[redacted]";

/**
 * User information of an address, plain and percent-encoded: from `//` to the last `@` before the path. The bare user
 * `git`, as in `ssh://git@host/`, is no secret. The bounds keep the cost linear.
 */
const userInformation = /(\/\/|%2F%2F)(?!git@)[^\s/?#]{0,500}@/gi;
const encodedUserInformation = /(\/\/|%2F%2F)(?!git%40)[^\s/?#]{0,500}%40/gi;

/** Tokens that their issuers made recognisable: GitHub, GitLab, PyPI, Slack, AWS, Google, npm; and JSON web tokens. */
const tokens =
  /gh[oprsu]_\w{16,}|github_pat_\w{20,}|glpat-[\w-]{16,}|pypi-AgE[\w-]{32,}|xox[abprs]-[\w-]{10,}|AKIA[A-Z0-9]{16}|AIza[\w-]{35}|npm_\w{30,}|eyJ[\w-]{10,400}\.[\w-]{10,4000}\.[\w-]{10,}/g;

/** The value of an `Authorization` header. */
const authorization = /\b(Bearer|Basic) {1,4}[\w.~+/-]{16,}=*/gi;

/** `text` without the credentials that can be told by their shape. Idempotent. */
export function redact(text: string): string {
  return text
    .replace(userInformation, `$1${redacted}@`)
    .replace(encodedUserInformation, `$1${redacted}%40`)
    .replace(tokens, redacted)
    .replace(authorization, `$1 ${redacted}`);
}
