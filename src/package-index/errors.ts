/** What can be wrong with an index, for someone outside to mend. No sentence here holds credentials or a query. */

import { STATUS_CODES } from "node:http";
import { UserError } from "../base/index.ts";
import type { IndexName } from "../ports/index.ts";
import { displayUrl } from "./index-address.ts";

/** How sentences call an index: by its name, and where another stands in for it, by both addresses. */
export function titleOf(index: IndexName, mirror?: { readonly of: URL; readonly at: URL }): string {
  const name = `index \`${index}\``;
  return mirror === undefined
    ? name
    : `${name} (\`${displayUrl(mirror.of)}\` by its mirror \`${displayUrl(mirror.at)}\`)`;
}

/** An index that fails: it cannot be reached, takes too long, or answers with an error. */
export class IndexUnavailable extends UserError {
  readonly code = "INDEX_UNAVAILABLE";
  /** @param title see {@link titleOf}. @param what completes "index `pypi` is unavailable: ADDRESS …". */
  constructor(title: string, url: URL, what: string, cause?: unknown) {
    super(`${title} is unavailable: ${displayUrl(url)} ${what}`, {
      cause,
      hint: "try again later, or check the address and the network",
    });
  }
}

/**
 * Whether credentials went along: they were `sent`, there are `none`, they are for a path that this is `outside` of, or
 * the address is `elsewhere` and never gets any.
 */
export type CredentialUse = "sent" | "none" | "outside" | "elsewhere";

/** An index that does not let us in. That says nothing about whether a package exists. */
export class IndexRefused extends UserError {
  readonly code = "INDEX_REFUSED";
  /** @param lettingIn what to do where there are no credentials; without it they go into the address. */
  constructor(title: string, url: URL, status: number, credentials: CredentialUse, lettingIn = intoAddress) {
    const isAsking = credentials === "none" && status === 401;
    const sentence = `${title} ${isAsking ? "needs credentials" : "refuses access"}: ${displayUrl(url)} answers ${describeStatus(status)}`;
    const hint = { ...refusalHints, none: lettingIn }[credentials];
    super(sentence, hint === undefined ? {} : { hint });
  }
}

const intoAddress = "put a user name and a password into the index's address";
const refusalHints = {
  sent: "check the credentials of the index",
  outside: "the credentials of the index are for another path of this server",
  elsewhere: undefined,
};

/** An address that a service does not connect to, whether of an index, a file or a redirect. Nothing was sent there. */
export class IndexNotAllowed extends UserError {
  readonly code = "INDEX_NOT_ALLOWED";
  /** @param what completes "ADDRESS …". */
  constructor(title: string, url: URL, what: string) {
    super(`${title} is not asked: ${displayUrl(url)} ${what}`, {
      hint: "whoever runs this service can allow it with `THOTH_INDEX_ALLOW`",
    });
  }
}

/** A page of an index that is not what the simple repository API says. */
export class IndexPageUnreadable extends UserError {
  readonly code = "INDEX_PAGE_UNREADABLE";
  /** @param place names the index and the page. */
  constructor(place: string, what: string, cause?: unknown) {
    super(`${place} ${what}`, { cause });
  }
}

/** A metadata file or an sdist whose bytes are not those that the index's page announces. */
export class MetadataAltered extends UserError {
  readonly code = "METADATA_ALTERED";
  constructor(title: string, url: URL, announced: string, found: string) {
    super(
      `${title}: ${displayUrl(url)} has the SHA-256 ${found.slice(0, 16)}… where the page announces ${announced.slice(0, 16)}…`,
    );
  }
}

/** A proxy that cannot be one. Its address is not shown, since it may hold credentials. */
export class InvalidProxy extends UserError {
  readonly code = "INVALID_PROXY";
  constructor() {
    super("the proxy in `HTTPS_PROXY`, `HTTP_PROXY` or `THOTH_INDEX_PROXY` is not an `http` or `https` URL");
  }
}

/** Such as "503 Service Unavailable", in our words and not the server's. */
export function describeStatus(status: number): string {
  const phrase = STATUS_CODES[status];
  return phrase === undefined ? String(status) : `${status} ${phrase}`;
}
