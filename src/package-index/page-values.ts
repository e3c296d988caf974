/** Values that JSON and HTML pages of an index share, each read the same way from both. */

import { quoted } from "../base/index.ts";
import type { ProjectStatus, ReleaseFile } from "../ports/index.ts";
import { IndexPageUnreadable } from "./errors.ts";

/** What a page says. */
export interface PageContents {
  /** The files that it links, in its order. */
  readonly files: readonly ReleaseFile[];
  /** Absent where it says nothing. */
  readonly status?: ProjectStatus;
}

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

/** Characters of an address that anybody asks for. */
export const longestProvenance = 2_048;

/**
 * The address of a file's provenance as the page writes it, cut where it is too long to be asked for. PEP 740 wants an
 * absolute one; what is wrong with it is for whoever asks for it to say, so that a bad address is not taken for none.
 */
export function provenanceOf(text: string | null | undefined): Pick<ReleaseFile, "provenance"> {
  if (text === undefined || text === null || text === "") return {};
  // No address holds a NUL, and who keeps addresses uses it as a mark.
  return { provenance: text.slice(0, longestProvenance + 1).replaceAll("\0", "\u{fffd}") };
}

/** PEP 629: none stated is 1.0, a higher minor is readable, another major is not. @throws {IndexPageUnreadable} */
export function checkApiVersion(place: string, stated: string | undefined): void {
  if (stated === undefined || /^1\.\d{1,9}$/.test(stated)) return;
  throw new IndexPageUnreadable(place, `has the API version ${quoted(stated)}, and only 1.x can be read`);
}

const states: ReadonlySet<string> = new Set(["active", "archived", "quarantined", "deprecated"]);

/** Characters of a reason that are kept; nobody reads more. */
const longestReason = 1_000;

/** PEP 792. A state that is none of its own says nothing, and so does a reason without one. */
export function statusOf(state: unknown, reason: unknown): Pick<PageContents, "status"> {
  if (typeof state !== "string" || !states.has(state)) return {};
  const said = typeof reason === "string" ? reason.trim().slice(0, longestReason) : "";
  return { status: { state: state as ProjectStatus["state"], ...(said !== "" && { reason: said }) } };
}
