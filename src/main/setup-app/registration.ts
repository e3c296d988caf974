/**
 * The part of a registration that happens in a person's browser: a page on this machine whose form takes the manifest to
 * GitHub, and the way back with a code.
 *
 * Any page that the browser shows, and any user of this machine, can send requests to our port. So the start has an
 * address that nobody can guess, the way back has to bring a secret that only GitHub's page was given, no foreign host name
 * leads here, and one code is taken.
 */

import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

import { UserError } from "../../base/index.ts";
import { pageOf, type Page } from "./pages.ts";

export interface Registration<App extends RegisteredPage> {
  /** GitHub's page that takes a manifest. */
  readonly target: URL;
  /** @param redirectUrl where GitHub is to send the browser. */
  manifest(redirectUrl: string): object;
  /** Called once; what it throws ends the registration. The browser is told how it went, and no secret. */
  register(code: string): Promise<App>;
}

interface RegisteredPage {
  readonly slug: string;
  readonly html_url: string;
}

const host = "127.0.0.1";
const returnPath = "/registered";

/**
 * Waits until the person has confirmed the App and `register` is through.
 *
 * @param ready is given the address that the person has to open.
 * @param signal ends the wait.
 */
export async function registerInBrowser<App extends RegisteredPage>(
  registration: Registration<App>,
  ready: (address: string) => void,
  signal: AbortSignal,
): Promise<App> {
  const { promise, resolve, reject } = Promise.withResolvers<App>();
  const server = createServer({ maxHeaderSize: 16_384, requestTimeout: 10_000 });
  await once(server.listen(0, host), "listening");
  try {
    const desk = new Desk(registration, (server.address() as AddressInfo).port);
    server.on("request", (request: IncomingMessage, response: ServerResponse) => {
      desk.answer(request, response).then((app) => app && resolve(app), reject);
    });
    signal.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
    signal.throwIfAborted();
    ready(desk.startAddress);
    return await promise;
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

/** Answers the browser. */
class Desk<App extends RegisteredPage> {
  readonly #registration: Registration<App>;
  readonly #authority: string;
  readonly #startPath = `/${secret()}`;
  readonly #state = secret();
  #isTaken = false;

  constructor(registration: Registration<App>, port: number) {
    this.#registration = registration;
    this.#authority = `${host}:${port}`;
  }

  get startAddress(): string {
    return `http://${this.#authority}${this.#startPath}`;
  }

  /** @returns the App when this request has brought it. @throws what `register` throws. */
  async answer(request: IncomingMessage, response: ServerResponse): Promise<App | undefined> {
    const url = URL.parse(request.url ?? "", `http://${this.#authority}`);
    // A page of another site reaches us under its own host name, if that resolves to this machine.
    if (request.headers.host !== this.#authority || url?.host !== this.#authority)
      return await send(response, 421, { kind: "refused", why: "This address is not served here." });
    if (request.method !== "GET")
      return await send(response, 405, { kind: "refused", why: "Only GET is answered here." });
    if (url.pathname === returnPath) return await this.#take(url.searchParams, response);
    if (isEqual(url.pathname, this.#startPath)) return await this.#start(response);
    return await send(response, 404, { kind: "refused", why: "There is no such page." });
  }

  async #start(response: ServerResponse): Promise<undefined> {
    if (this.#isTaken) return await send(response, 409, taken);
    const action = new URL(this.#registration.target);
    action.searchParams.set("state", this.#state);
    const text = JSON.stringify(this.#registration.manifest(`http://${this.#authority}${returnPath}`));
    await send(response, 200, { kind: "start", action: action.href, manifest: text });
  }

  async #take(query: URLSearchParams, response: ServerResponse): Promise<App | undefined> {
    if (!isEqual(query.get("state") ?? "", this.#state))
      return await send(response, 403, {
        kind: "refused",
        why: "This does not come from the registration that was started here.",
      });
    const code = query.get("code") ?? "";
    if (!/^[\w-]{16,128}$/.test(code))
      return await send(response, 400, { kind: "refused", why: "GitHub's code is missing, or is none." });
    if (this.#isTaken) return await send(response, 409, taken);
    this.#isTaken = true;
    return await this.#register(code, response);
  }

  async #register(code: string, response: ServerResponse): Promise<App> {
    try {
      const app = await this.#registration.register(code);
      await send(response, 200, { kind: "registered", slug: app.slug, install: installAddress(app) });
      return app;
    } catch (error) {
      const why = error instanceof UserError ? error.message : "Something went wrong; the terminal says more.";
      await send(response, 502, { kind: "refused", why });
      throw error;
    }
  }
}

/** Where the App is installed on an account. */
export function installAddress({ html_url: page }: RegisteredPage): string {
  return `${page}/installations/new`;
}

const taken: Page = { kind: "refused", why: "This registration was confirmed already." };

/** 256 bits, fit for an address. */
function secret(): string {
  return randomBytes(32).toString("base64url");
}

/** Takes as long for any two texts. */
function isEqual(a: string, b: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

/** Resolves when the answer is out, or nobody is there to take it. */
async function send(response: ServerResponse, status: number, page: Page): Promise<undefined> {
  if (response.destroyed) return;
  const gone = new Promise<void>((resolve) => response.once("close", resolve).once("error", () => resolve()));
  response.writeHead(status, {
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; base-uri 'none'; frame-ancestors 'none'",
    // Not stricter: GitHub has to see where the form comes from.
    "referrer-policy": "strict-origin",
    "x-content-type-options": "nosniff",
    connection: "close",
  });
  response.end(pageOf(page));
  await gone;
}
