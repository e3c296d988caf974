/**
 * Credentials from a person's `.netrc`, as pip and Pipenv use them. They go into the address of the one index that they
 * belong to, and from there like any others to its origin only. A service has no `.netrc`.
 *
 * The entry `default` is for every machine, so a manifest could ask for it with an index of its own; it is never used.
 */

import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { FileUnreadable } from "./folder.ts";

export interface NetrcEntry {
  readonly login: string;
  readonly password: string;
}

/** By machine, in lower case; the first entry of a machine counts. */
export type Netrc = ReadonlyMap<string, NetrcEntry>;

/** The file that `NETRC` names, else `~/.netrc`; empty where there is none. @throws {FileUnreadable} when it cannot be read. */
export async function readNetrc(environment: Readonly<Record<string, string | undefined>>): Promise<Netrc> {
  const path = environment["NETRC"] || join(homedir(), ".netrc");
  try {
    return parseNetrc(await readFile(path, "utf8"));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return new Map();
    throw new FileUnreadable(path, error);
  }
}

/** The format of ftp(1). What is no such word is passed over. */
export function parseNetrc(text: string): Netrc {
  const entries = new Map<string, NetrcEntry>();
  const words = wordsOf(text);
  let machine: string | undefined;
  let entry: NetrcEntry = { login: "", password: "" };
  const finish = () => {
    if (machine !== undefined && !entries.has(machine)) entries.set(machine, entry);
    entry = { login: "", password: "" };
  };
  for (let word = words.next(); !word.done; word = words.next()) {
    const value = () => String(words.next().value ?? "");
    if (word.value === "machine" || word.value === "default") {
      finish();
      machine = word.value === "machine" ? value().toLowerCase() : undefined;
    } else if (word.value === "login" || word.value === "user") entry = { ...entry, login: value() };
    else if (word.value === "password") entry = { ...entry, password: value() };
  }
  finish();
  return entries;
}

/** `address` with the credentials of its host, unless it has some or would send them in the clear. */
export function withNetrc(address: string, netrc: Netrc): string {
  if (!URL.canParse(address)) return address;
  const url = new URL(address);
  const entry = netrc.get(url.hostname);
  if (entry === undefined || url.protocol !== "https:" || url.username !== "" || url.password !== "") return address;
  url.username = encodeURIComponent(entry.login);
  url.password = encodeURIComponent(entry.password);
  return url.href;
}

/** Without comments and macros: a macro goes from `macdef` to the next empty line. */
function* wordsOf(text: string): Generator<string> {
  let inMacro = false;
  for (const line of text.split(/\r?\n/)) {
    if (line.trim() === "") inMacro = false;
    if (inMacro || line.trimStart().startsWith("#")) continue;
    for (const word of line.trim().split(/\s+/)) {
      if (word === "macdef") {
        inMacro = true;
        break;
      }
      if (word !== "") yield word;
    }
  }
}
