/**
 * One HTTP exchange after another, within bounds: so many at a time per origin, so many bytes per body, so long per step,
 * and for a service no further than its egress policy. It follows no redirect, so that each hop comes here and is judged
 * by itself; it repeats nothing and judges no status. `IndexClient` does.
 *
 * Certificates beyond the built-in ones come from `NODE_EXTRA_CA_CERTS`, which Node reads itself.
 */

import { pipeline, type Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { type Dispatcher, EnvHttpProxyAgent, request } from "undici";
import { Limiter, quoted } from "../base/index.ts";
import type { EgressPolicy } from "./egress-policy.ts";
import { InvalidProxy } from "./errors.ts";
import { displayUrl, type IndexCredentials, isBelow } from "./index-address.ts";

/** All in milliseconds. */
export interface Timeouts {
  /** Until a connection stands, TLS included. */
  readonly connect: number;
  /** From the request to the end of the answer's head. */
  readonly headers: number;
  /** Between two pieces of a body. */
  readonly body: number;
  /** For the whole exchange, so that a trickle cannot hold a place for ever. */
  readonly total: number;
}

export interface TransportOptions {
  /** Exchanges at a time with one origin. */
  readonly concurrency?: number;
  readonly timeouts?: Partial<Timeouts>;
  /**
   * `environment` honours `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`, as a person's own machine expects; an address is
   * that of the one proxy for everything.
   */
  readonly proxies?: "environment" | "none" | { readonly address: string };
  /**
   * Without it everything may be connected to, as on a person's own machine. With a proxy it judges what stands in an
   * address; the proxy resolves names, and has to judge what they lead to.
   */
  readonly egress?: EgressPolicy | undefined;
}

/** A GET request. */
export interface WireRequest {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** Bytes of body to accept, counted after decompression. */
  readonly limit: number;
  /** False to accept any certificate. */
  readonly verify: boolean;
  /** What goes along; `url` lies below their scope. */
  readonly credentials?: IndexCredentials | undefined;
}

export interface WireResponse {
  readonly status: number;
  /** By lower-case name. */
  readonly headers: ReadonlyMap<string, string>;
  /** Decompressed; empty unless `status` is 2xx; undefined when it is longer than the limit. */
  readonly body: Buffer | undefined;
}

/** One exchange. `HttpTransport` is the real one, and adds credentials that are known. */
export interface Wire {
  /** @throws {UserError} when credentials cannot be used; undici's or Node's error when the exchange fails, {UnreadableBody}, {AddressRefused}, or the reason of `signal`. */
  get(request: WireRequest, signal: AbortSignal): Promise<WireResponse>;
}

/** An answer whose encoding was not asked for or is broken. */
export class UnreadableBody extends Error {}

type Body = Dispatcher.ResponseData["body"];

const defaultTimeouts: Timeouts = { connect: 10_000, headers: 30_000, body: 30_000, total: 120_000 };

/** Bytes of an error's page that are read away to keep its connection. */
const drained = 128 * 1024;

/** The network, within bounds. Several indexes share one, so that the bounds hold for all of them together. */
export class HttpTransport implements Wire {
  readonly #concurrency: number;
  readonly #timeouts: Timeouts;
  readonly #options: EnvHttpProxyAgent.Options;
  readonly #egress: EgressPolicy | undefined;
  readonly #verifying: EnvHttpProxyAgent;
  #trusting: EnvHttpProxyAgent | undefined;
  readonly #limiters = new Map<string, Limiter>();

  /** @throws {InvalidProxy} */
  constructor(options: TransportOptions = {}) {
    this.#concurrency = options.concurrency ?? 16;
    this.#timeouts = { ...defaultTimeouts, ...options.timeouts };
    this.#options = {
      connections: this.#concurrency,
      headersTimeout: this.#timeouts.headers,
      bodyTimeout: this.#timeouts.body,
      ...proxySettings(options.proxies ?? "environment"),
    };
    this.#egress = options.egress;
    this.#verifying = this.#agent(true);
  }

  async get(wire: WireRequest, signal: AbortSignal): Promise<WireResponse> {
    this.#egress?.check(wire.url);
    return this.#limiter(wire.url.origin).run(() => this.#exchange(wire, signal), signal);
  }

  /** Ends idle connections; a transport that is closed cannot be used again. */
  async close(): Promise<void> {
    await Promise.all([this.#verifying.close(), this.#trusting?.close()]);
  }

  async #exchange(wire: WireRequest, signal: AbortSignal): Promise<WireResponse> {
    const bounded = AbortSignal.any([signal, AbortSignal.timeout(this.#timeouts.total)]);
    const dispatcher = wire.verify ? this.#verifying : (this.#trusting ??= this.#agent(false));
    const { statusCode, headers, body } = await request(wire.url, {
      headers: { ...wire.headers, ...authorization(wire) },
      dispatcher,
      signal: bounded,
    });
    const head = flatten(headers);
    if (statusCode >= 200 && statusCode < 300) {
      return {
        status: statusCode,
        headers: head,
        body: await readBody(body, head.get("content-encoding"), wire.limit),
      };
    }
    await body.dump({ limit: drained, signal: bounded });
    return { status: statusCode, headers: head, body: Buffer.alloc(0) };
  }

  #agent(verify: boolean): EnvHttpProxyAgent {
    const tls = { timeout: this.#timeouts.connect, rejectUnauthorized: verify };
    // Not for the connection to a proxy, which is the operator's own choice.
    const connect = this.#egress === undefined ? tls : { ...tls, lookup: this.#egress.lookup };
    try {
      return new EnvHttpProxyAgent({ ...this.#options, connect, requestTls: tls });
    } catch {
      // Only the proxies' addresses come from outside, and the error that is dropped here would print their credentials.
      throw new InvalidProxy();
    }
  }

  #limiter(origin: string): Limiter {
    const limiter = this.#limiters.get(origin) ?? new Limiter(this.#concurrency);
    this.#limiters.set(origin, limiter);
    return limiter;
  }
}

function authorization({ url, credentials }: WireRequest): Readonly<Record<string, string>> {
  if (credentials === undefined) return {};
  if (credentials.kind !== "known" || !isBelow(credentials.scope, url))
    throw new Error(`credentials that are ${credentials.kind} do not go to ${displayUrl(url)}`);
  return { authorization: credentials.basic.header() };
}

function proxySettings(proxies: NonNullable<TransportOptions["proxies"]>): EnvHttpProxyAgent.Options {
  if (proxies === "environment") return {};
  // Empty, not missing: a missing one is taken from the environment.
  const address = proxies === "none" ? "" : proxies.address;
  return { httpProxy: address, httpsProxy: address, noProxy: "" };
}

function flatten(headers: Readonly<Record<string, string | string[] | undefined>>): ReadonlyMap<string, string> {
  const flat = new Map<string, string>();
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat.set(name, typeof value === "string" ? value : value.join(", "));
  }
  return flat;
}

async function readBody(body: Body, encoding = "identity", limit: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of decoded(body, encoding)) {
    bytes += chunk.length;
    // Leaving the loop destroys the stream, and with it the connection.
    if (bytes > limit) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function* decoded(body: Body, encoding: string): AsyncGenerator<Buffer> {
  switch (encoding.trim().toLowerCase()) {
    case "":
    case "identity":
      yield* body;
      return;
    case "gzip":
    case "x-gzip":
      yield* gunzipped(body);
      return;
    default:
      await body.dump({ limit: drained });
      throw new UnreadableBody(`its encoding is ${quoted(encoding)}, which was not asked for`);
  }
}

async function* gunzipped(body: Readable): AsyncGenerator<Buffer> {
  // A failure of either stream destroys the other and surfaces in the loop, so the callback has nothing to add.
  const gunzip = pipeline(body, createGunzip(), () => undefined);
  try {
    yield* gunzip;
  } catch (error) {
    // A time-out has a code as well, and it is a number.
    const { code } = error as { readonly code?: unknown };
    if (typeof code === "string" && code.startsWith("Z_"))
      throw new UnreadableBody("its gzip encoding is broken", { cause: error });
    throw error;
  }
}
