/**
 * `thoth seal`: credentials of an index, sealed to a deployment, as an entry for `.thoth.yaml`. The password comes from
 * standard input alone: an argument would stand in the history of the shell and in the list of processes.
 */

import { quoted, UserError } from "../base/index.ts";
import type { Output } from "./output.ts";

export interface SealOptions {
  /** A file, or an `https` address. */
  readonly key: string;
  readonly index: string;
  readonly for: string;
  readonly user: string;
  readonly expires: string | undefined;
  readonly json: boolean;
}

/** What is sealed. */
export interface SealSubject {
  /** An `https` address that ends in `/`. */
  readonly index: string;
  readonly for: string;
  readonly user: string;
  readonly password: string;
  readonly expires: Date | undefined;
}

/** The outside of the command, as the composition root opens it. */
export interface SealTools {
  /** All of standard input, within reason; undefined where a person sits at a terminal. */
  readPassword(signal: AbortSignal): Promise<string | undefined>;
  /** The public key of a deployment. @throws {UserError} */
  readKey(place: string, signal: AbortSignal): Promise<SealKey>;
  readonly now: Date;
}

/** A public key, and what it does. */
export interface SealKey {
  /** Its thumbprint, by which people compare it. */
  readonly id: string;
  seal(subject: SealSubject): Promise<string>;
}

/** An option, or the password, that says nothing usable. No sentence shows the password. */
export class InvalidSealOption extends UserError {
  readonly code = "INVALID_SEAL_OPTION";
  constructor(sentence: string, hint?: string) {
    super(sentence, hint === undefined ? {} : { hint });
  }
}

/** @returns 0. @throws {UserError} */
export async function runSeal(
  options: SealOptions,
  tools: SealTools,
  output: Output,
  signal: AbortSignal,
): Promise<number> {
  const subject = readSubject(options, tools.now);
  const key = await tools.readKey(options.key, signal);
  const password = checkPassword(await tools.readPassword(signal));
  const sealed = await key.seal({ ...subject, password });
  const entry = { index: subject.index, for: subject.for, sealed };
  // All three are letters, digits and signs that no terminal and no YAML takes for anything else.
  if (options.json) output.data(`${JSON.stringify(entry)}\n`);
  else
    output.data(`index_credentials:\n  - index: ${entry.index}\n    for: ${entry.for}\n    sealed: ${entry.sealed}\n`);
  output.say(`sealed to the key ${key.id}; put this into .thoth.yaml on the default branch of ${whose(subject.for)}`);
  return 0;
}

function readSubject({ index, for: owner, user, expires }: SealOptions, now: Date): Omit<SealSubject, "password"> {
  if (!/^[A-Za-z0-9_.-]{1,100}(\/[A-Za-z0-9_.-]{1,100})?$/.test(owner))
    throw new InvalidSealOption(`--for: ${quoted(owner)} is neither an account nor a repository such as \`acme/app\``);
  if (user === "" || user.includes(":"))
    throw new InvalidSealOption("--user: a user name is not empty and has no colon");
  return { index: readIndex(index), for: owner, user, expires: readExpiry(expires, now) };
}

/** An address with credentials in it is not shown. */
function readIndex(text: string): string {
  const url = URL.parse(text);
  const isPlain =
    url?.protocol === "https:" && [url.username, url.password, url.search, url.hash].every((part) => part === "");
  if (!isPlain || !/^[\x21-\x7e]{1,2000}$/.test(url.href) || /[#'"`\\]/.test(url.href))
    throw new InvalidSealOption("--index: is not an `https` address without user name, query and fragment");
  return url.href.replace(/\/?$/, "/");
}

function readExpiry(text: string | undefined, now: Date): Date | undefined {
  if (text === undefined) return undefined;
  const moment = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : undefined;
  if (moment === undefined || Number.isNaN(moment.getTime()) || moment.toISOString().slice(0, 10) !== text)
    throw new InvalidSealOption(`--expires: ${quoted(text)} is not a date such as \`2027-06-30\``);
  if (moment <= now) throw new InvalidSealOption(`--expires: \`${text}\` is past`);
  return moment;
}

const longestPassword = 4_000;

/** One line break at the end is that of `echo`. */
function checkPassword(input: string | undefined): string {
  const pipe = 'such as `thoth seal … < FILE`, or `read -rs P && printf %s "$P" | thoth seal …`';
  if (input === undefined)
    throw new InvalidSealOption("the password is read from standard input, which is a terminal", `pipe it in, ${pipe}`);
  const password = input.replace(/\r?\n$/, "");
  if (password === "") throw new InvalidSealOption("standard input has no password", `pipe it in, ${pipe}`);
  // eslint-disable-next-line no-control-regex -- these are what is looked for
  if (/[\u0000-\u001f\u007f]/.test(password) || password.length > longestPassword)
    throw new InvalidSealOption("standard input is not a password: it has several lines, control characters or no end");
  return password;
}

function whose(owner: string): string {
  return owner.includes("/") ? owner : `any repository of ${owner}`;
}
