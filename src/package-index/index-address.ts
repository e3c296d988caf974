/**
 * The address of an index, parsed once and then carried as an object, with its credentials locked away: they leave only
 * as the `Authorization` header of a request to the same origin, never as text.
 */

import { UserError } from "../base/index.ts";
import type { IndexName, SealedCredentials } from "../ports/index.ts";

/** An address that cannot be an index. */
export class InvalidIndexAddress extends UserError {
  readonly code = "INVALID_INDEX_ADDRESS";
  constructor(index: IndexName, text: string, what: string) {
    // No `cause`: the error of `new URL` carries the whole text, credentials included.
    super(`the address of index \`${index}\`, \`${withoutCredentials(text)}\`, ${what}`);
  }
}

/** A user name and password that print as nothing, wherever they end up by mistake. RFC 7617. */
export class BasicCredentials {
  readonly #header: string;
  constructor(user: string, password: string) {
    this.#header = `Basic ${Buffer.from(`${user}:${password}`, "utf8").toString("base64")}`;
  }
  /** The value of the `Authorization` header: only for the request itself. */
  header(): string {
    return this.#header;
  }
}

/** Credentials, and the only place that they may go to: `scope` ends in `/`, see {@link isBelow}. */
export type IndexCredentials =
  /** Known here. */
  | { readonly kind: "known"; readonly scope: URL; readonly basic: BasicCredentials }
  /** Sealed by a repository, for the index of that name: whoever can open them does so at the last moment. */
  | { readonly kind: "sealed"; readonly scope: URL; readonly index: IndexName; readonly entry: SealedCredentials }
  /** Kept by whoever runs this, for that very scope. */
  | { readonly kind: "kept"; readonly scope: URL };

/** Where an index is, and how to be let in. */
export interface IndexAddress {
  /** Ends in `/`; without credentials, query and fragment. */
  readonly url: URL;
  /** Those in the address itself are for its whole origin. */
  readonly credentials: IndexCredentials | undefined;
}

/** @param text as the user's file has it, variables expanded. @throws {InvalidIndexAddress} unless it is http(s). */
export function parseIndexAddress(index: IndexName, text: string): IndexAddress {
  if (!URL.canParse(text)) throw new InvalidIndexAddress(index, text, "is not a URL");
  const url = new URL(text);
  if (url.protocol !== "https:" && url.protocol !== "http:") {
    throw new InvalidIndexAddress(index, text, "is not an `https` or `http` URL");
  }
  const basic = readCredentials(index, text, url);
  url.username = "";
  url.password = "";
  url.search = "";
  url.hash = "";
  if (!url.pathname.endsWith("/")) url.pathname += "/";
  const scope = new URL("/", url);
  return { url, credentials: basic && { kind: "known", scope, basic } };
}

/**
 * Whether `url` has the scheme, host and port of `root` (RFC 6454) and its path begins with that of `root`. A rest that
 * a server might read as a way out again, however it is escaped, is not below.
 *
 * @param root whose path ends in `/`.
 */
export function isBelow(root: URL, url: URL): boolean {
  if (url.origin !== root.origin || !url.pathname.startsWith(root.pathname)) return false;
  return root.pathname === "/" || !/\.\.|%2e|%25/i.test(url.pathname.slice(root.pathname.length));
}

/** An address as an error or a record may show it: query and fragment may hold secrets too. */
export function displayUrl(url: URL): string {
  return `${url.protocol}//${url.host}${url.pathname}`;
}

function readCredentials(index: IndexName, text: string, url: URL): BasicCredentials | undefined {
  if (url.username === "" && url.password === "") return undefined;
  try {
    return new BasicCredentials(decodeURIComponent(url.username), decodeURIComponent(url.password));
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
    throw new InvalidIndexAddress(index, text, "has credentials that are not percent-encoded right");
  }
}

/** Works on text that is no URL as well: what lies between `//` and the last `@` goes, and so does everything from `?`. */
function withoutCredentials(text: string): string {
  const at = text.lastIndexOf("@");
  const slashes = text.indexOf("//");
  const start = slashes === -1 || slashes > at ? 0 : slashes + 2;
  const open = at === -1 ? text : `${text.slice(0, start)}[secret]${text.slice(at)}`;
  return open.split(/[?#]/, 1)[0] ?? "";
}
