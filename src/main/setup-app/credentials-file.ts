/**
 * The file that the App's credentials go to. It is made once: what lies there may be the only copy of another App's key.
 * Docker Compose, a shell and `node --env-file` read its format alike.
 */

import { constants } from "node:fs";
import { access, lstat, writeFile } from "node:fs/promises";
import { dirname } from "node:path";

import { UserError } from "../../base/index.ts";
import { FileUnwritable } from "../folder.ts";
import type { RegisteredApp } from "./conversion.ts";

/** There is a file already where the credentials are to go. */
export class CredentialsExist extends UserError {
  readonly code = "CREDENTIALS_EXIST";
  constructor(path: string) {
    super(`${path}: is there already and is not overwritten`, { hint: "move it away, or name another with `--file`" });
  }
}

/**
 * Looks before anything is registered, since a code gives its credentials only once.
 *
 * @throws {CredentialsExist | FileUnwritable}
 */
export async function checkCredentialsFile(path: string): Promise<void> {
  if (await isThere(path)) throw new CredentialsExist(path);
  try {
    await access(dirname(path), constants.W_OK);
  } catch (cause) {
    throw new FileUnwritable(path, cause);
  }
}

/**
 * For its owner alone, and never over or through something that appeared in the meantime.
 *
 * @throws {CredentialsExist | FileUnwritable}
 */
export async function writeCredentialsFile(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text, { flag: "wx", mode: 0o600 });
  } catch (cause) {
    throw isErrno(cause, "EEXIST") ? new CredentialsExist(path) : new FileUnwritable(path, cause);
  }
}

/**
 * Environment variables, one a line.
 *
 * @param api base address of the API where it is not github.com's.
 */
export function formatCredentials(app: RegisteredApp, api: string | undefined): string {
  const key = app.pem.trimEnd().replaceAll("\n", "\\n");
  const lines = [
    `# The GitHub App ${app.html_url}. Whoever reads this file can act as the App.`,
    `APP_ID=${app.id}`,
    `PRIVATE_KEY="${key}\\n"`,
    `WEBHOOK_SECRET=${app.webhook_secret}`,
    ...(api === undefined ? [] : [`GITHUB_API_URL=${api}`]),
  ];
  return `${lines.join("\n")}\n`;
}

/** A link that leads nowhere counts as well. */
async function isThere(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (cause) {
    if (isErrno(cause, "ENOENT")) return false;
    throw new FileUnwritable(path, cause);
  }
}

function isErrno(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
