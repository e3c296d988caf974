/**
 * Takes turns on PGlite, which is one session. Whoever opens a transaction keeps the engine until the engine itself says
 * that the session is idle again (`ReadyForQuery`); texts are not searched for `begin`. Everyone else waits in line.
 */

import { setImmediate } from "node:timers/promises";

import type { PGlite } from "@electric-sql/pglite";

import { type Answer, type Notification, queryMessage, readAnswer } from "./wire.ts";

/** One client. It asks one thing at a time. */
export interface Party {
  /** Whether it wants to hear of the channel. */
  hears(channel: string): boolean;
  notify(notification: Notification): void;
}

export class EngineTurns {
  readonly #engine: PGlite;
  readonly #parties = new Set<Party>();
  readonly #line: { readonly party: Party; readonly start: () => void }[] = [];
  #owner: Party | undefined;

  constructor(engine: PGlite) {
    this.#engine = engine;
  }

  join(party: Party): void {
    this.#parties.add(party);
  }

  /** What it asked and has not come to is not asked any more. */
  leave(party: Party): void {
    this.#parties.delete(party);
  }

  /** Rolls back what a party that left has open. Only once its last question is answered. */
  async cleanUpAfter(party: Party): Promise<void> {
    if (this.#owner === party) await this.#exchange(queryMessage("rollback"));
  }

  /** @throws {Error} when the party leaves before its turn, or the engine breaks */
  async ask(party: Party, request: Buffer): Promise<Answer> {
    if (this.#owner !== party) await this.#takeTurn(party);
    if (this.#parties.has(party)) return await this.#exchange(request);
    this.#endTurn();
    throw new Error("the client was closed before its turn came");
  }

  async #exchange(request: Buffer): Promise<Answer> {
    let isIdle = true;
    try {
      const answer = readAnswer(Buffer.from(await this.#engine.execProtocolRaw(request)));
      isIdle = answer.status === "I";
      for (const notification of answer.notifications) this.#announce(notification);
      return answer;
    } finally {
      // The engine answers within microtasks: without a pause a client that polls would starve timers and sockets.
      await setImmediate();
      if (isIdle) this.#endTurn();
    }
  }

  #announce(notification: Notification): void {
    for (const party of this.#parties) if (party.hears(notification.channel)) party.notify(notification);
  }

  async #takeTurn(party: Party): Promise<void> {
    if (this.#owner === undefined) this.#owner = party;
    else await new Promise<void>((start) => this.#line.push({ party, start }));
  }

  #endTurn(): void {
    const next = this.#line.shift();
    this.#owner = next?.party;
    next?.start();
  }
}
