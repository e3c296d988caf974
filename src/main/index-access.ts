/**
 * What an operator says of the indexes that others name: which address stands in for one, and which credentials go to
 * one. Read from the index catalogue at the start.
 */

import { type IndexCredentials, isBelow, type Mirror } from "../package-index/index.ts";

/** An address that stands in for an index. */
export interface MirrorRule extends Mirror {
  /** The root of its own simple API; ends in `/`. */
  readonly at: URL;
}

/** Credentials for everything below an address, whoever asks for it. */
export interface CredentialRule {
  readonly scope: URL;
  readonly user: string;
  readonly password: string;
}

export interface IndexAccess {
  readonly mirrors: readonly MirrorRule[];
  readonly credentials: readonly CredentialRule[];
}

/** What stands in for the index at `root`. */
export function mirrorOf(root: URL | undefined, { mirrors }: IndexAccess): MirrorRule | undefined {
  return mirrors.find(({ of }) => of.href === root?.href);
}

/** Those of the longest address that `url` lies below. */
export function keptFor(url: URL, { credentials }: IndexAccess): IndexCredentials | undefined {
  const fitting = credentials.filter(({ scope }) => isBelow(scope, url));
  const [rule] = fitting.toSorted((a, b) => b.scope.pathname.length - a.scope.pathname.length);
  return rule && { kind: "kept", scope: rule.scope };
}

/** As text, since an address with variables may be no URL. */
export function withoutUserInformation(address: string): string {
  return address.replace(/^(https?:\/\/)[^/?#]*@/i, "$1");
}

/** Without user information, query and fragment, and with a slash at its end; undefined for what is no URL. */
export function tryParseRoot(address: string): URL | undefined {
  const url = URL.parse(withoutUserInformation(address));
  return url === null ? undefined : new URL(url.origin + url.pathname.replace(/\/?$/, "/"));
}
