/**
 * Questions and answers between two processes, in both directions at once. A question may be cancelled; an error comes
 * back as data, and whether it is one that a person can mend survives the way.
 */

import type { Readable, Writable } from "node:stream";
import { Type, type Static } from "typebox";
import { Compile } from "typebox/compile";

import { Limiter, UserError } from "../../base/index.ts";
import { BrokenFrame, type FrameLimits, readFrames, writeFrame } from "./frames.ts";

/** What a question or an answer carries: plain data, and perhaps the bytes of a file. */
export interface Message {
  readonly value: unknown;
  readonly bytes?: Buffer | undefined;
}

/** `bytes` is empty where none came. Whoever gets it looks at `value` with a schema. */
export type Received = Required<Message> & { readonly bytes: Buffer };

/** Answers one kind of question. */
export type Answer = (question: Received, signal: AbortSignal) => Promise<Message>;

const ErrorData = Type.Union([
  Type.Object({
    kind: Type.Literal("user"),
    code: Type.String({ pattern: "^[A-Z][A-Z0-9_]{0,79}$" }),
    message: Type.String(),
    hint: Type.Optional(Type.String()),
  }),
  Type.Object({ kind: Type.Literal("bug"), message: Type.String() }),
]);

const id = Type.Integer({ minimum: 1 });

const Letter = Type.Union([
  Type.Object({ kind: Type.Literal("ask"), id, what: Type.String(), value: Type.Unknown() }),
  /** `isLate`: a deadline has passed, and what is known by then is still of use. */
  Type.Object({ kind: Type.Literal("cancel"), id, isLate: Type.Boolean() }),
  Type.Object({ kind: Type.Literal("answer"), id, value: Type.Unknown() }),
  Type.Object({ kind: Type.Literal("error"), id, error: ErrorData }),
]);

const letter = Compile(Letter);

/** An error that a person can mend, as the other process told it. */
export class ToldError extends UserError {
  readonly code: string;
  constructor({ code, message, hint }: { readonly code: string; readonly message: string; readonly hint?: string }) {
    super(message, hint === undefined ? {} : { hint });
    this.code = code;
  }
}

/** The other side is gone, or does not keep to the protocol: nobody answers any more. */
export class ChannelEnded extends Error {}

interface Asked {
  resolve(answer: Received): void;
  reject(error: unknown): void;
}

export interface ChannelOptions {
  readonly from: Readable;
  readonly to: Writable;
  readonly limits: FrameLimits;
  /** By what is asked. */
  readonly answers: Readonly<Record<string, Answer>>;
  /** What is answered with so much that there is one such answer at a time, until it is sent. */
  readonly alone?: readonly string[] | undefined;
  /** An answer failed with what no person can mend. The other side gets no more than its message. */
  readonly onFault?: (error: unknown) => void;
}

/** Questions that are answered at a time. */
const mostAnswers = 16;

export class Channel {
  readonly #options: ChannelOptions;
  readonly #asked = new Map<number, Asked>();
  readonly #answering = new Map<number, AbortController>();
  readonly #limiter = new Limiter(mostAnswers);
  readonly #alone: ReadonlyMap<string, Limiter>;
  #last = 0;
  #end: ChannelEnded | undefined;

  constructor(options: ChannelOptions) {
    this.#options = options;
    this.#alone = new Map(options.alone?.map((what) => [what, new Limiter(1)]));
    // A side that has gone reads nothing more; `run` and whoever waits learn of its end.
    options.to.on("error", () => undefined);
  }

  /** Listens until the other side is silent for good; whoever still waits for an answer gets an error. @throws {BrokenFrame} */
  async run(): Promise<void> {
    try {
      for await (const { value, bytes } of readFrames(this.#options.from, this.#options.limits)) {
        if (!letter.Check(value)) throw new BrokenFrame("a message is none of the protocol");
        this.#take(value, bytes);
      }
      this.#finish(new ChannelEnded("the other process has ended"));
    } catch (error) {
      this.#finish(new ChannelEnded("the other process cannot be understood", { cause: error }));
      throw error;
    }
  }

  /**
   * @param atDeadline what to do when `signal` fires at a deadline: `wait` for what the other side knows by then.
   * @throws {ToldError}, the reason of `signal`, {ChannelEnded}, or an error when the other side has a bug.
   */
  async ask(what: string, { value, bytes }: Message, signal: AbortSignal, atDeadline?: "wait"): Promise<Received> {
    signal.throwIfAborted();
    if (this.#end !== undefined) throw this.#end;
    const number = ++this.#last;
    const { promise, resolve, reject } = Promise.withResolvers<Received>();
    this.#asked.set(number, { resolve, reject });
    const cancel = () => {
      const isLate = isDeadline(signal.reason);
      void this.#send({ kind: "cancel", id: number, isLate });
      if (!isLate || atDeadline !== "wait") reject(signal.reason);
    };
    signal.addEventListener("abort", cancel, { once: true });
    void this.#send({ kind: "ask", id: number, what, value }, bytes);
    try {
      return await promise;
    } finally {
      signal.removeEventListener("abort", cancel);
      this.#asked.delete(number);
    }
  }

  #take(sent: Static<typeof Letter>, bytes: Buffer): void {
    switch (sent.kind) {
      case "ask":
        void this.#answer(sent.id, sent.what, { value: sent.value, bytes });
        return;
      case "cancel":
        this.#answering.get(sent.id)?.abort(sent.isLate ? deadline() : new Error("nobody waits for it any more"));
        return;
      case "answer":
        this.#asked.get(sent.id)?.resolve({ value: sent.value, bytes });
        return;
      case "error":
        this.#asked.get(sent.id)?.reject(readError(sent.error));
    }
  }

  async #answer(number: number, what: string, question: Received): Promise<void> {
    const stop = new AbortController();
    this.#answering.set(number, stop);
    try {
      // With its sending: a side that does not read has no more than so many answers waiting for it.
      await (this.#alone.get(what) ?? this.#limiter).run(async () => {
        const { value, bytes } = await this.#find(what)(question, stop.signal);
        await this.#send({ kind: "answer", id: number, value }, bytes);
      }, stop.signal);
    } catch (error) {
      if (!(error instanceof UserError) && !stop.signal.aborted) this.#options.onFault?.(error);
      await this.#send({ kind: "error", id: number, error: tellError(error) });
    } finally {
      this.#answering.delete(number);
    }
  }

  #find(what: string): Answer {
    const { answers } = this.#options;
    const answer = Object.hasOwn(answers, what) ? answers[what] : undefined;
    if (answer === undefined) throw new Error(`nobody answers \`${what}\``);
    return answer;
  }

  async #send(sent: Static<typeof Letter>, bytes?: Buffer): Promise<void> {
    if (this.#end === undefined) await writeFrame(this.#options.to, sent, bytes);
  }

  #finish(error: ChannelEnded): void {
    this.#end = error;
    for (const asked of this.#asked.values()) asked.reject(error);
    for (const stop of this.#answering.values()) stop.abort(error);
  }
}

/** As `AbortSignal.timeout` has it. */
function isDeadline(reason: unknown): boolean {
  return reason instanceof DOMException && reason.name === "TimeoutError";
}

function deadline(): DOMException {
  return new DOMException("The deadline has passed", "TimeoutError");
}

/** Longest text of an error that is sent, in UTF-16 units. */
const longest = 20_000;

function tellError(error: unknown): Static<typeof ErrorData> {
  if (error instanceof UserError) {
    const { code, message, hint } = error;
    return { kind: "user", code, message: message.slice(0, longest), ...(hint !== undefined && { hint }) };
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { kind: "bug", message: text.slice(0, longest) };
}

function readError(error: Static<typeof ErrorData>): Error {
  return error.kind === "user" ? new ToldError(error) : new Error(`in the other process: ${error.message}`);
}
