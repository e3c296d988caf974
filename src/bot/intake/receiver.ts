/**
 * Where deliveries come in. The order is the point: size and time are bounded while the body streams, the signature is
 * held against the raw bytes, only then does a parser see them; the delivery is stored, and only then is it accepted. Nothing
 * is done here: GitHub waits ten seconds at most, and never sends again by itself.
 */

import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";

import { checkDepth, UserError } from "../../base/index.ts";
import type { Delivery } from "../../ports/index.ts";
import { readBody } from "./body.ts";
import type { IntakeDependencies } from "../dependencies.ts";
import { eventsThatComeOnce } from "./events.ts";
import { Refusal } from "./refusal.ts";
import { ring } from "../ring.ts";

/** The path of the one thing that is answered here. */
export const webhookPath = "/api/github/webhooks";

export interface ReceiverLimits {
  /** GitHub sends at most 25 MB. */
  readonly bytes: number;
  readonly depth: number;
  /** Milliseconds for a whole body. */
  readonly bodyWithin: number;
  /** Bodies that are read at once, and what all of them together may hold: anyone can send one. */
  readonly bodies: number;
  readonly allBytes: number;
}

export const receiverLimits: ReceiverLimits = {
  bytes: 25_000_000,
  depth: 64,
  bodyWithin: 5_000,
  bodies: 2_000,
  allBytes: 256_000_000,
};

export interface ReceiverDependencies extends IntakeDependencies {
  /** Probot's `webhooks.verify`, which compares in constant time. @param signature the whole header, `sha256=…`. */
  verify(raw: string, signature: string): Promise<boolean>;
  /** The App's own id: a delivery that was meant for another one is refused. */
  readonly appId?: number | undefined;
  readonly limits?: ReceiverLimits;
}

/**
 * Answers `POST /api/github/webhooks`, every other path with 404. 202 means stored, perhaps for the second time; 401 a
 * signature that is missing or wrong; 413 and 408 a body too large or too slow; 503 that it should be sent again.
 */
export function createReceiver(
  dependencies: ReceiverDependencies,
): (request: IncomingMessage, response: ServerResponse) => void {
  const receiver = new Receiver(dependencies);
  return (request, response) => void receiver.answer(request, response);
}

class Receiver {
  readonly #dependencies: ReceiverDependencies;
  readonly #limits: ReceiverLimits;
  #reading = 0;
  #held = 0;

  constructor(dependencies: ReceiverDependencies) {
    this.#dependencies = dependencies;
    this.#limits = dependencies.limits ?? receiverLimits;
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      await this.#receive(request);
      send(response, 202, "accepted");
    } catch (error) {
      const refusal = error instanceof Refusal ? error : this.#failure(error);
      // What is left of the body is not waited for.
      if (!request.complete) response.setHeader("connection", "close");
      if (refusal.status === 405) response.setHeader("allow", "POST");
      send(response, refusal.status, refusal.message);
    }
  }

  async #receive(request: IncomingMessage): Promise<void> {
    const headers = readHeaders(request, this.#dependencies.appId);
    // Bytes that are no UTF-8 all become one character, so a replay could differ in them and still fit the signature. Only
    // the text counts: what is verified is what is recognised again.
    const text = (await this.#readBody(request)).toString("utf8");
    if (!(await this.#isSigned(text, headers))) throw new Refusal(401, "the signature does not fit the body");
    await this.#accept({
      id: headers.delivery,
      event: headers.event,
      bodyDigest: digestOf(text, headers),
      receivedAt: this.#dependencies.clock.now(),
      payload: parsePayload(text, this.#limits),
    });
  }

  /** An empty text is not even asked about: Octokit takes it for a mistake of ours. */
  async #isSigned(text: string, { signature }: DeliveryHeaders): Promise<boolean> {
    return text !== "" && (await this.#dependencies.verify(text, signature));
  }

  async #readBody(request: IncomingMessage): Promise<Buffer> {
    if (this.#reading >= this.#limits.bodies) throw new Refusal(503, "too many deliveries at once");
    const { bytes, bodyWithin, allBytes } = this.#limits;
    let own = 0;
    const take = (more: number) => {
      own += more;
      this.#held += more;
      return this.#held <= allBytes;
    };
    this.#reading++;
    try {
      return await readBody(request, bytes, bodyWithin, take);
    } finally {
      this.#reading--;
      this.#held -= own;
    }
  }

  /** The outcome makes no difference to who sent it. */
  async #accept(delivery: Delivery): Promise<void> {
    const { store, log } = this.#dependencies;
    const outcome = await store.saveDelivery(delivery);
    log.info({ delivery: delivery.id, event: delivery.event, outcome }, "delivery stored");
    // Of a repeat nothing is left to do: it was stored as finished.
    if (outcome !== "repeat") await ring({ kind: "delivery", id: delivery.id }, {}, this.#dependencies);
  }

  #failure(error: unknown): Refusal {
    this.#dependencies.log.error({ err: error }, "a delivery could not be stored");
    return new Refusal(503, "the delivery could not be stored");
  }
}

interface DeliveryHeaders {
  readonly delivery: string;
  readonly event: string;
  /** It has the form of one. */
  readonly signature: string;
}

function readHeaders(request: IncomingMessage, appId: number | undefined): DeliveryHeaders {
  if (request.url?.split("?", 1)[0] !== webhookPath) throw new Refusal(404, "there is nothing here");
  if (request.method !== "POST") throw new Refusal(405, "deliveries are posted");
  if (!/^application\/json\s*(?:;|$)/i.test(headerOf(request, "content-type")))
    throw new Refusal(415, "deliveries are JSON");
  const delivery = headerOf(request, "x-github-delivery");
  const event = headerOf(request, "x-github-event");
  if (!/^[\w-]{1,100}$/.test(delivery) || !/^\w{1,100}$/.test(event))
    throw new Refusal(400, "a delivery has an id and the name of an event");
  const target = headerOf(request, "x-github-hook-installation-target-id");
  if (appId !== undefined && target !== "" && target !== String(appId))
    throw new Refusal(400, "the delivery is meant for another App");
  const signature = headerOf(request, "x-hub-signature-256");
  // The older header with SHA-1 does not count.
  if (!/^sha256=[0-9a-f]{64}$/.test(signature)) throw new Refusal(401, "a delivery is signed");
  return { delivery, event, signature };
}

/** Of a header that comes twice Node joins the values; none of ours has a comma, so that it fits nothing. */
function headerOf(request: IncomingMessage, name: string): string {
  return String(request.headers[name] ?? "");
}

/**
 * What a replay is recognised by. Some events truly come again with an equal body, as for a repository that is added again:
 * of those the id counts, too.
 */
function digestOf(text: string, { event, delivery }: DeliveryHeaders): string {
  const digest = createHash("sha256").update(text);
  if (!eventsThatComeOnce.has(event)) digest.update(`\0${delivery}`);
  return digest.digest("hex");
}

function parsePayload(text: string, limits: ReceiverLimits): object {
  const payload = parseJson(text, limits);
  if (typeof payload !== "object" || payload === null) throw new Refusal(400, "the payload is no object");
  return payload;
}

function parseJson(text: string, limits: ReceiverLimits): unknown {
  try {
    checkDepth("the payload", text, "json", limits);
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof UserError || error instanceof SyntaxError)
      throw new Refusal(400, "the payload cannot be read");
    throw error;
  }
}

function send(response: ServerResponse, status: number, words: string): void {
  response.writeHead(status, { "content-type": "text/plain; charset=utf-8" });
  response.end(`${words}\n`);
}
