/**
 * A wire that keeps what it fetched, for a service: whoever asks over it may be a process that works for one stranger, and
 * what it finds out must never be told to another. So what is kept here are the bytes that a server sent to this very
 * process, for the question that was asked, and nothing that anybody made of them. RFC 9111, with the freshness of
 * `page-cache.ts`; files that their server calls immutable (RFC 8246) are never asked for again.
 *
 * What needs credentials, comes without a valid certificate, or may not be stored goes through untouched.
 */

import { Type, type Static } from "typebox";
import { Compile } from "typebox/compile";
import type { Clock } from "../ports/index.ts";
import type { DiskCache } from "./disk-cache.ts";
import type { Wire, WireRequest, WireResponse } from "./http-transport.ts";
import { freshUntil, mayStore } from "./page-cache.ts";

const Head = Type.Object({
  status: Type.Union([Type.Literal(200), Type.Literal(206)]),
  headers: Type.Record(Type.String(), Type.String()),
  /** Milliseconds since 1970: when the server last said so, and until when we believe it; null is for ever. */
  asked: Type.Number(),
  freshUntil: Type.Union([Type.Number(), Type.Null()]),
});

const head = Compile(Head);

interface Stored {
  readonly head: Static<typeof Head>;
  readonly body: Buffer;
}

const kind = "answers";

/** What of the head of an answer its reader looks at; the body is kept decompressed. */
const keptHeaders = ["content-type", "content-range", "etag", "last-modified", "cache-control"];

/** A part of a file that is longer costs more to keep than to ask for: it is of an archive that tells little at once. */
const longestPart = 256 * 1024;

export interface CachingWireOptions {
  readonly wire: Wire;
  readonly cache: DiskCache;
  readonly clock: Clock;
}

export class CachingWire implements Wire {
  readonly #wire: Wire;
  readonly #cache: DiskCache;
  readonly #clock: Clock;

  constructor({ wire, cache, clock }: CachingWireOptions) {
    this.#wire = wire;
    this.#cache = cache;
    this.#clock = clock;
  }

  /** An answer that was kept says so by `age`, in seconds. */
  async get(request: WireRequest, signal: AbortSignal): Promise<WireResponse> {
    if (!isOpen(request)) return this.#wire.get(request, signal);
    const stored = await this.#read(request);
    if (stored !== undefined && this.#isFresh(stored)) return this.#answer(stored);
    const response = await this.#wire.get(withConditions(request, stored), signal);
    const kept = this.#keepable(request, response, stored);
    if (kept !== undefined && isWorthKeeping(kept)) await this.#cache.write(kind, keyOf(request), format(kept));
    return response.status === 304 && kept !== undefined ? this.#answer(kept) : response;
  }

  async #read(request: WireRequest): Promise<Stored | undefined> {
    const key = keyOf(request);
    const content = await this.#cache.read(kind, key);
    if (content === undefined) return undefined;
    const end = content.indexOf("\n");
    const stored = tryParseHead(content.toString("utf8", 0, end));
    if (stored === undefined) {
      await this.#cache.drop(kind, key);
      return undefined;
    }
    const body = content.subarray(end + 1);
    // Somebody else had a higher limit; the answer to this question is that it is too long.
    return body.length > request.limit ? undefined : { head: stored, body };
  }

  /** One from the future was stored by a clock that is not to be believed. */
  #isFresh({ head: { asked, freshUntil: end } }: Stored): boolean {
    const now = this.#clock.now().getTime();
    return asked <= now && (end === null || now < end);
  }

  #answer({ head: { status, headers, asked }, body }: Stored): WireResponse {
    const age = Math.max(0, Math.floor((this.#clock.now().getTime() - asked) / 1_000));
    return { status, headers: new Map([...Object.entries(headers), ["age", String(age)]]), body };
  }

  /** @param old what an answer without a body says is still so. */
  #keepable(request: WireRequest, response: WireResponse, old: Stored | undefined): Stored | undefined {
    const same = response.status === 304 ? old : undefined;
    const status = same?.head.status ?? response.status;
    const body = same?.body ?? response.body;
    if ((status !== 200 && status !== 206) || body === undefined) return undefined;
    const headers = { ...same?.head.headers, ...pick(response.headers) };
    const asked = this.#clock.now().getTime();
    const cacheControl = headers["cache-control"];
    // Only pages are asked for in one of several forms, and no page stays as it is.
    const isForEver = request.headers["accept"] === undefined && isImmutable(cacheControl);
    const until = isForEver ? null : freshUntil(cacheControl, asked);
    return { head: { status, headers, asked, freshUntil: until }, body };
  }
}

function isWorthKeeping({ head: { status, headers }, body }: Stored): boolean {
  return mayStore(headers["cache-control"]) && (status === 200 || body.length <= longestPart);
}

/** Whether the answer is the same for everybody. */
function isOpen({ headers, verify, credentials }: WireRequest): boolean {
  const isConditional = "if-none-match" in headers || "if-modified-since" in headers;
  return verify && credentials === undefined && !("authorization" in headers) && !isConditional;
}

function keyOf({ url, headers }: WireRequest): string {
  return JSON.stringify([url.href, headers["accept"] ?? "", headers["range"] ?? ""]);
}

function withConditions(request: WireRequest, stored: Stored | undefined): WireRequest {
  const etag = stored?.head.headers["etag"];
  const since = stored?.head.headers["last-modified"];
  const condition =
    etag !== undefined ? { "if-none-match": etag } : since !== undefined ? { "if-modified-since": since } : {};
  return { ...request, headers: { ...request.headers, ...condition } };
}

function isImmutable(cacheControl = ""): boolean {
  return cacheControl.split(",").some((directive) => directive.trim().toLowerCase() === "immutable");
}

function pick(headers: WireResponse["headers"]): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const name of keptHeaders) {
    const value = headers.get(name);
    if (value !== undefined) kept[name] = value;
  }
  return kept;
}

function format({ head: stored, body }: Stored): Buffer {
  return Buffer.concat([Buffer.from(`${JSON.stringify(stored)}\n`), body]);
}

function tryParseHead(text: string): Stored["head"] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return head.Check(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
