/** Values that JSON and HTML pages of an index share, each read the same way from both. */

import { quoted } from "../base/index.ts";
import { IndexPageUnreadable } from "./errors.ts";

/** An address as a page links it, absolute and without credentials and fragment; undefined unless it is http(s). */
export function fileUrl(text: string, base: URL): URL | undefined {
  if (!URL.canParse(text, base.href)) return undefined;
  const url = new URL(text, base);
  if (url.protocol !== "https:" && url.protocol !== "http:") return undefined;
  url.username = "";
  url.password = "";
  url.hash = "";
  return url;
}

/** 64 hex digits in lower case, or undefined for what is no SHA-256. */
export function sha256Digest(text: string | undefined): string | undefined {
  const digest = text?.toLowerCase();
  return digest !== undefined && /^[0-9a-f]{64}$/.test(digest) ? digest : undefined;
}

/** A time of upload, PEP 700: UTC, with or without a fraction of a second. Undefined for anything else. */
export function utcTime(text: string | null | undefined): string | undefined {
  return text && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/.test(text) ? text : undefined;
}

/** PEP 629: none stated is 1.0, a higher minor is readable, another major is not. @throws {IndexPageUnreadable} */
export function checkApiVersion(place: string, stated: string | undefined): void {
  if (stated === undefined || /^1\.\d{1,9}$/.test(stated)) return;
  throw new IndexPageUnreadable(place, `has the API version ${quoted(stated)}, and only 1.x can be read`);
}
