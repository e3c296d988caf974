/**
 * What one index is asked over HTTP: redirects within bounds, a few attempts where a fault may pass, credentials to the
 * index's own origin only, and errors that name the index.
 */

import { setTimeout as wait } from "node:timers/promises";
import { InputTooLarge, UserError } from "../base/index.ts";
import type { IndexName } from "../ports/index.ts";
import { AddressRefused } from "./egress-policy.ts";
import {
  type CredentialUse,
  describeStatus,
  IndexNotAllowed,
  IndexRefused,
  IndexUnavailable,
  titleOf,
} from "./errors.ts";
import { UnreadableBody, type Wire, type WireResponse } from "./http-transport.ts";
import { displayUrl, type IndexAddress, type IndexCredentials, isBelow } from "./index-address.ts";

/** What to ask, and which answers the caller can use. */
export interface IndexRequest {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** Bytes of body to accept. */
  readonly limit: number;
  /** Statuses that are an answer; any other is an error. */
  readonly answers: readonly number[];
}

export interface IndexResponse extends WireResponse {
  /** Where the answer came from in the end. */
  readonly url: URL;
}

const maximumRedirects = 5;
const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** Statuses and faults that may pass by themselves. A refused connection or an unknown host says so at once. */
const passingStatuses: ReadonlySet<number> = new Set([429, 500, 502, 503, 504]);
const passingFaults: ReadonlySet<string> = new Set([
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "EAI_AGAIN",
  "UND_ERR_SOCKET",
  "UND_ERR_CONNECT_TIMEOUT",
  "UND_ERR_HEADERS_TIMEOUT",
  "UND_ERR_BODY_TIMEOUT",
]);

/** The longest `Retry-After` that is waited for, in milliseconds. */
const longestWait = 5_000;

export interface IndexClientOptions {
  readonly name: IndexName;
  readonly address: IndexAddress;
  readonly transport: Wire;
  /** False to accept any certificate from the index's own origin. */
  readonly verify: boolean;
  /** Milliseconds before each further attempt; its length is how many there are. */
  readonly retryDelays: readonly number[];
  /** The root of the index that this one stands in for: it is never asked, wherever a link or a redirect leads. */
  readonly mirrorOf?: URL | undefined;
  /** The hint where an index wants credentials and there are none. */
  readonly lettingIn?: string | undefined;
}

/** One exchange, or why there was none. */
type Attempt = { readonly response: WireResponse } | { readonly fault: Error };

export class IndexClient {
  /** How sentences call the index. */
  readonly title: string;
  readonly #options: IndexClientOptions;

  constructor(options: IndexClientOptions) {
    this.#options = options;
    const { name, address, mirrorOf } = options;
    this.title = titleOf(name, mirrorOf && { of: mirrorOf, at: address.url });
  }

  /** The answer, perhaps without a body where it is longer than the limit. @throws {IndexUnavailable} {IndexRefused} {IndexNotAllowed} */
  async get(request: IndexRequest, signal: AbortSignal): Promise<IndexResponse> {
    let url = request.url;
    for (let hops = 0; hops <= maximumRedirects; hops++) {
      const response = await this.#persist(request, url, signal);
      if (request.answers.includes(response.status)) return { ...response, url };
      if (!redirects.has(response.status)) throw this.#refusal(url, response.status);
      url = this.#follow(url, response);
    }
    throw this.#unavailable(request.url, `redirects more than ${maximumRedirects} times`);
  }

  /** Like `get`, for answers that are useless in part. @throws {InputTooLarge} past the limit, and what `get` throws. */
  async getWhole(request: IndexRequest, signal: AbortSignal): Promise<IndexResponse & { readonly body: Buffer }> {
    const { body, ...response } = await this.get(request, signal);
    if (body !== undefined) return { ...response, body };
    const place = `${this.title}: ${displayUrl(response.url)}`;
    throw new InputTooLarge(place, "bytes", request.limit + 1, request.limit);
  }

  /** One hop, attempted again while its fault may pass. */
  async #persist(request: IndexRequest, url: URL, signal: AbortSignal): Promise<WireResponse> {
    if (this.#isStoodInFor(url)) throw this.#unavailable(url, "is the index that it stands in for, which is not asked");
    for (let attempt = 0; ; attempt++) {
      const outcome = await this.#attempt(request, url, signal);
      const delay = this.#options.retryDelays[attempt];
      if (delay === undefined || !mayPass(outcome)) {
        if ("response" in outcome) return outcome.response;
        throw this.#failure(url, outcome.fault);
      }
      await pause(Math.max(delay, retryAfter(outcome)), signal);
    }
  }

  async #attempt(request: IndexRequest, url: URL, signal: AbortSignal): Promise<Attempt> {
    const headers = { "user-agent": "thoth", ...request.headers };
    const credentials = this.#credentialsFor(url);
    // Trust in an index without a checked certificate is trust in no other server that it links.
    const verify = this.#options.verify || !this.#isOwn(url);
    try {
      const wire = { url, headers, limit: request.limit, verify, credentials };
      return { response: await this.#options.transport.get(wire, signal) };
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof Error) || error instanceof UserError) throw error;
      return { fault: error };
    }
  }

  /** A redirect or a file host elsewhere gets nothing. */
  #credentialsFor(url: URL): IndexCredentials | undefined {
    const { credentials } = this.#options.address;
    return credentials !== undefined && isBelow(credentials.scope, url) ? credentials : undefined;
  }

  /** RFC 6454: scheme, host and port. */
  #isOwn(url: URL): boolean {
    return url.origin === this.#options.address.url.origin;
  }

  /** However the path goes on: what is never asked is drawn wide. */
  #isStoodInFor(url: URL): boolean {
    const { mirrorOf, address } = this.#options;
    if (mirrorOf === undefined || isBelow(address.url, url)) return false;
    return url.origin === mirrorOf.origin && url.pathname.startsWith(mirrorOf.pathname);
  }

  #follow(from: URL, response: WireResponse): URL {
    const location = response.headers.get("location");
    if (location === undefined || !URL.canParse(location, from.href)) {
      throw this.#unavailable(from, `answers ${describeStatus(response.status)} without a usable address`);
    }
    const to = new URL(location, from);
    to.username = "";
    to.password = "";
    const secure = to.protocol === "https:" || (to.protocol === "http:" && from.protocol === "http:");
    if (!secure) throw this.#unavailable(from, `redirects to ${to.protocol}//${to.host}, which is not secure`);
    return to;
  }

  #refusal(url: URL, status: number): IndexRefused | IndexUnavailable {
    if (status !== 401 && status !== 403) return this.#unavailable(url, `answers ${describeStatus(status)}`);
    return new IndexRefused(this.title, url, status, this.#credentialUse(url), this.#options.lettingIn);
  }

  #credentialUse(url: URL): CredentialUse {
    if (!this.#isOwn(url)) return "elsewhere";
    const { credentials } = this.#options.address;
    if (credentials === undefined) return "none";
    return isBelow(credentials.scope, url) ? "sent" : "outside";
  }

  #failure(url: URL, fault: Error): IndexNotAllowed | IndexUnavailable {
    if (fault instanceof AddressRefused) return new IndexNotAllowed(this.title, url, fault.message);
    return this.#unavailable(url, describeFault(fault), fault);
  }

  #unavailable(url: URL, what: string, cause?: unknown): IndexUnavailable {
    return new IndexUnavailable(this.title, url, what, cause);
  }
}

/** @throws the reason of `signal`, which the timer would wrap into an error of its own. */
async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  try {
    await wait(milliseconds, undefined, { signal });
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
}

function mayPass(outcome: Attempt): boolean {
  if ("response" in outcome) return passingStatuses.has(outcome.response.status);
  return passingFaults.has(faultCode(outcome.fault));
}

/** Milliseconds that the answer asks us to wait, within reason. RFC 9110, section 10.2.3; dates are not waited for. */
function retryAfter(outcome: Attempt): number {
  const seconds = "response" in outcome ? Number(outcome.response.headers.get("retry-after") ?? 0) : 0;
  return Number.isFinite(seconds) ? Math.min(seconds * 1000, longestWait) : 0;
}

function faultCode(fault: Error): string {
  return (fault as NodeJS.ErrnoException).code ?? "";
}

function describeFault(fault: Error): string {
  if (fault instanceof UnreadableBody) return `cannot be read: ${fault.message}`;
  if (fault.name === "TimeoutError" || /TIMEOUT|TIMEDOUT/.test(faultCode(fault))) return "does not answer in time";
  const code = faultCode(fault);
  return code === "" ? `cannot be reached (${fault.name})` : `cannot be reached (${code})`;
}
