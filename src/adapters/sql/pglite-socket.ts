/**
 * What a client of `pg` takes for the socket of a server: PostgreSQL's protocol goes in, and the engine's answers come
 * out. Only what a shared session must not see is kept from the engine: greetings, goodbyes, and `unlisten`, because
 * another client may listen on the same channel.
 */

import { Duplex } from "node:stream";

import type { EngineTurns, Party } from "./engine-turns.ts";
import { type Notification, queryMessage, simpleQuery, welcome } from "./wire.ts";

// A statement of its own, comments before it allowed.
const listening = /^(?:\s|--.*\n)*(un)?listen\s+("(?:[^"]|"")+"|[\w$]+|\*)\s*;?\s*$/i;

/** Answers as `unlisten` does and changes nothing. */
const unlistenNothing = queryMessage('unlisten " "');

const goodbye = "X".charCodeAt(0);

export class PGliteSocket extends Duplex implements Party {
  readonly #turns: EngineTurns;
  readonly #channels = new Set<string>();
  #isGreeted = false;
  #lastRequest: Promise<void> = Promise.resolve();

  constructor(turns: EngineTurns) {
    super();
    this.#turns = turns;
    turns.join(this);
  }

  // What `pg` calls on a socket of the network.
  connect(): this {
    process.nextTick(() => this.emit("connect"));
    return this;
  }
  setNoDelay(): this {
    return this;
  }
  setKeepAlive(): this {
    return this;
  }
  ref(): this {
    return this;
  }
  unref(): this {
    return this;
  }

  hears(channel: string): boolean {
    return this.#channels.has(channel);
  }

  notify(notification: Notification): void {
    this.push(notification.bytes);
  }

  override _read(): void {
    // Answers are pushed as they come.
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#lastRequest = this.#handle(chunk).then(() => done(), done);
  }

  /** A client corks the parts of one request, so they arrive here together. */
  override _writev(chunks: readonly { readonly chunk: Buffer }[], done: (error?: Error | null) => void): void {
    this.#lastRequest = this.#handle(Buffer.concat(chunks.map(({ chunk }) => chunk))).then(() => done(), done);
  }

  override _final(done: () => void): void {
    this.push(null);
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#turns.leave(this);
    this.#lastRequest
      .then(() => this.#turns.cleanUpAfter(this))
      .then(
        () => done(error),
        (failure: Error) => done(error ?? failure),
      );
  }

  async #handle(request: Buffer): Promise<void> {
    if (!this.#isGreeted) {
      this.#isGreeted = true;
      this.push(welcome);
    } else if (request[0] !== goodbye) await this.#forward(request);
  }

  async #forward(request: Buffer): Promise<void> {
    const [, un, name] = listening.exec(simpleQuery(request) ?? "") ?? [];
    const answer = await this.#turns.ask(this, un === undefined ? request : unlistenNothing);
    if (name !== undefined && !answer.isError) this.#listen(un === undefined, name);
    if (!this.destroyed) this.push(answer.reply);
  }

  #listen(starts: boolean, name: string): void {
    const channel = name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name.toLowerCase();
    if (starts) this.#channels.add(channel);
    else if (channel === "*") this.#channels.clear();
    else this.#channels.delete(channel);
  }
}
