/** What can be wrong with an index, for someone outside to mend. No sentence here holds credentials or a query. */

import { STATUS_CODES } from "node:http";
import { UserError } from "../base/index.ts";
import type { IndexName } from "../ports/index.ts";
import { displayUrl } from "./index-address.ts";

/** An index that fails: it cannot be reached, takes too long, or answers with an error. */
export class IndexUnavailable extends UserError {
  readonly code = "INDEX_UNAVAILABLE";
  /** @param what completes "index `pypi` is unavailable: ADDRESS …". */
  constructor(index: IndexName, url: URL, what: string, cause?: unknown) {
    super(`index \`${index}\` is unavailable: ${displayUrl(url)} ${what}`, {
      cause,
      hint: "try again later, or check the address and the network",
    });
  }
}

/** Whether credentials went along: they were `sent`, there are `none`, or the address is `elsewhere` and never gets any. */
export type CredentialUse = "sent" | "none" | "elsewhere";

/** An index that does not let us in. That says nothing about whether a package exists. */
export class IndexRefused extends UserError {
  readonly code = "INDEX_REFUSED";
  constructor(index: IndexName, url: URL, status: number, credentials: CredentialUse) {
    const hint = refusalHints[credentials];
    const sentence = `index \`${index}\` refuses access: ${displayUrl(url)} answers ${describeStatus(status)}`;
    super(sentence, hint === undefined ? {} : { hint });
  }
}

const refusalHints: Readonly<Record<CredentialUse, string | undefined>> = {
  sent: "check the credentials in the index's address",
  none: "put a user name and a password into the index's address",
  elsewhere: undefined,
};

/** An address that a service does not connect to, whether of an index, a file or a redirect. Nothing was sent there. */
export class IndexNotAllowed extends UserError {
  readonly code = "INDEX_NOT_ALLOWED";
  /** @param what completes "ADDRESS …". */
  constructor(index: IndexName, url: URL, what: string) {
    super(`index \`${index}\` is not asked: ${displayUrl(url)} ${what}`, {
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
  constructor(index: IndexName, url: URL, announced: string, found: string) {
    super(
      `index \`${index}\`: ${displayUrl(url)} has the SHA-256 ${found.slice(0, 16)}… where the page announces ${announced.slice(0, 16)}…`,
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
