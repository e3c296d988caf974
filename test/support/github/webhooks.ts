/**
 * Signs events and sends them to the App, one after another. Nothing is sent twice unasked: a delivery that fails stays
 * failed, as on GitHub, until somebody asks for it again.
 */

import { createHmac, randomUUID } from "node:crypto";

import type { DeliveryReport } from "./reports.ts";

/** GitHub hangs up after ten seconds. */
const patience = 10_000;

export interface WebhookEvent {
  readonly name: string;
  readonly installation: number;
  readonly repository: string | undefined;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly at: Date;
}

export interface Delivery extends WebhookEvent {
  /** `X-GitHub-Delivery`. */
  readonly guid: string;
  /** Number in GitHub's list of deliveries. */
  readonly id: number;
  readonly body: string;
  /** The answer to each attempt; 0 where there was none. */
  readonly attempts: number[];
}

export class Webhooks {
  readonly all: Delivery[] = [];
  readonly #secret: string;
  #appId = 0;
  readonly #idle = new Set<() => void>();
  #queue: Delivery[] = [];
  #url: string | undefined;
  #isHeld = false;
  #isSending = false;

  constructor(secret: string, url: string | undefined) {
    this.#secret = secret;
    this.#url = url;
  }

  /** Headers name the App. */
  set appId(id: number) {
    this.#appId = id;
  }

  set url(url: string) {
    this.#url = url;
    this.#send();
  }

  add(event: WebhookEvent): void {
    this.#enqueue({ ...event, guid: randomUUID(), body: JSON.stringify(event.payload) });
  }

  /** @param isReplay under a new id. @returns the id it goes under. */
  again(delivery: Delivery, isReplay: boolean): string {
    if (isReplay) return this.#enqueue({ ...delivery, guid: randomUUID() }).guid;
    this.#queue.push(delivery);
    this.#send();
    return delivery.guid;
  }

  find(guid: string): Delivery {
    const delivery = this.all.find((candidate) => candidate.guid === guid);
    if (delivery === undefined) throw new Error(`there is no delivery ${guid}`);
    return delivery;
  }

  hold(): void {
    this.#isHeld = true;
  }

  /** @param first ids of deliveries that go before the others, in this order. */
  release(first: readonly string[]): void {
    const favoured = first.map((guid) => this.find(guid));
    this.#queue = [...favoured, ...this.#queue.filter((delivery) => !favoured.includes(delivery))];
    this.#isHeld = false;
    this.#send();
  }

  /** Resolves when nothing is on its way and nothing can be sent. */
  async idle(): Promise<void> {
    if (!this.#isSending) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#idle.add(resolve);
    await promise;
  }

  report(): readonly DeliveryReport[] {
    return this.all.map(({ guid, name, repository, payload, attempts }) => ({
      id: guid,
      event: name,
      action: typeof payload["action"] === "string" ? payload["action"] : undefined,
      repository,
      payload,
      attempts,
    }));
  }

  #enqueue(event: Omit<Delivery, "id" | "attempts">): Delivery {
    const delivery = { ...event, id: this.all.length + 1, attempts: [] };
    this.all.push(delivery);
    this.#queue.push(delivery);
    this.#send();
    return delivery;
  }

  #send(): void {
    if (!this.#isSending) void this.#sendAll();
  }

  async #sendAll(): Promise<void> {
    this.#isSending = true;
    for (let url = this.#url; url !== undefined && !this.#isHeld; url = this.#url) {
      const delivery = this.#queue.shift();
      if (delivery === undefined) break;
      delivery.attempts.push(await this.#attempt(url, delivery));
    }
    this.#isSending = false;
    for (const resolve of this.#idle) resolve();
    this.#idle.clear();
  }

  async #attempt(url: string, { name, guid, body }: Delivery): Promise<number> {
    const signature = (algorithm: string) => createHmac(algorithm, this.#secret).update(body).digest("hex");
    const headers = {
      accept: "*/*",
      "content-type": "application/json",
      "user-agent": "GitHub-Hookshot/044aadd",
      "x-github-delivery": guid,
      "x-github-event": name,
      "x-github-hook-id": "1",
      "x-github-hook-installation-target-id": String(this.#appId),
      "x-github-hook-installation-target-type": "integration",
      "x-hub-signature": `sha1=${signature("sha1")}`,
      "x-hub-signature-256": `sha256=${signature("sha256")}`,
    };
    try {
      const response = await fetch(url, { method: "POST", headers, body, signal: AbortSignal.timeout(patience) });
      await response.arrayBuffer();
      return response.status;
    } catch {
      // Whoever asks sees an attempt without an answer.
      return 0;
    }
  }
}
