/**
 * Pages of indexes on disk, and how long they may be used without asking. Installers agree on ten minutes as the least;
 * a server may ask for more, within an hour, because a page that is hidden for long hides new releases.
 */

import { Type, type Static } from "typebox";
import { Compile } from "typebox/compile";
import type { DiskCache } from "./disk-cache.ts";

/** In milliseconds. */
const shortestFreshness = 10 * 60_000;
const longestFreshness = 60 * 60_000;

const Head = Type.Object({
  /** Where the page came from in the end, without credentials. */
  url: Type.String(),
  contentType: Type.String(),
  etag: Type.Optional(Type.String()),
  lastModified: Type.Optional(Type.String()),
  /** Milliseconds since 1970: when the index last said that this is its page, and until when we believe it. */
  asked: Type.Number(),
  freshUntil: Type.Number(),
  /** What the page says of its project. PEP 792. */
  status: Type.Optional(
    Type.Object({
      state: Type.Union([
        Type.Literal("active"),
        Type.Literal("archived"),
        Type.Literal("quarantined"),
        Type.Literal("deprecated"),
      ]),
      reason: Type.Optional(Type.String()),
    }),
  ),
});

const head = Compile(Head);

export type PageHead = Static<typeof Head>;

/** A page as its index sent it. */
export interface StoredPage {
  readonly head: PageHead;
  readonly body: Buffer;
}

/** Pages by their address. */
export class PageCache {
  readonly #disk: DiskCache;
  constructor(disk: DiskCache) {
    this.#disk = disk;
  }

  /** Undefined for a page that is missing, or stored in another format; such a one is dropped. */
  async read(address: string): Promise<StoredPage | undefined> {
    const content = await this.#disk.read("pages", address);
    if (content === undefined) return undefined;
    const end = content.indexOf("\n");
    const stored = tryParseHead(content.toString("utf8", 0, end));
    if (stored !== undefined) return { head: stored, body: content.subarray(end + 1) };
    await this.#disk.drop("pages", address);
    return undefined;
  }

  async write(address: string, page: StoredPage): Promise<void> {
    const line = Buffer.from(`${JSON.stringify(page.head)}\n`);
    await this.#disk.write("pages", address, Buffer.concat([line, page.body]));
  }
}

/** Undefined for what is no head, or one of another version of ours. */
export function tryParseHead(text: string): PageHead | undefined {
  try {
    const stored: unknown = JSON.parse(text);
    return head.Check(stored) ? stored : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Until when a page may be used without asking, in milliseconds since 1970. RFC 9111, section 5.2.2, with our own floor
 * and ceiling.
 *
 * @param cacheControl the header of the answer.
 */
export function freshUntil(cacheControl: string | undefined, now: number): number {
  const stated = directives(cacheControl);
  if (stated.includes("no-cache")) return now;
  const maxAge = stated.find((directive) => /^max-age=\d{1,12}$/.test(directive)) ?? "max-age=0";
  const age = Number(maxAge.slice("max-age=".length)) * 1000;
  return now + Math.min(Math.max(age, shortestFreshness), longestFreshness);
}

/** Whether a stored page may be used without asking. One from the future was stored by a clock that is not to be believed. */
export function isFresh({ head: { asked, freshUntil: end } }: Pick<StoredPage, "head">, now: number): boolean {
  return asked <= now && now < end;
}

/** Whether a page may be kept at all. RFC 9111, section 5.2.2.5. */
export function mayStore(cacheControl: string | undefined): boolean {
  return !directives(cacheControl).includes("no-store");
}

function directives(cacheControl = ""): readonly string[] {
  return cacheControl.split(",").map((directive) => directive.trim().toLowerCase());
}
