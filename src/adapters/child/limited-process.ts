/**
 * One child process that looks into what strangers wrote: without an environment, without files but its own program and
 * data, without children, threads or addons, and within limits of memory and time. It speaks over its standard streams
 * with its parent, and with nobody else.
 */

import { type ChildProcessByStdio, spawn } from "node:child_process";
import type { Readable, Writable } from "node:stream";

import { type Answer, Channel, ChannelEnded, type Message, type Received } from "./channel.ts";
import type { Confinement } from "./confinement.ts";
import type { FrameLimits } from "./frames.ts";

export interface LimitedProcessOptions {
  /** Path of the program. */
  readonly program: string;
  /** Paths of what it may read, folders with all that is in them. Nothing else is read, and nothing at all is written. */
  readonly readable: readonly string[];
  readonly confinement: Confinement;
  readonly messages: FrameLimits;
  /** What it may ask its parent. */
  readonly answers: Readonly<Record<string, Answer>>;
  /** See `ChannelOptions`. */
  readonly alone?: readonly string[];
  /** See `ChannelOptions`. */
  readonly onFault: (error: unknown) => void;
}

/** How a process came to its end. */
export type Ending =
  /** Somebody here ended it. */
  | { readonly kind: "stopped" }
  | { readonly kind: "out-of-memory" }
  /** Of processor time. */
  | { readonly kind: "out-of-time" }
  /** Somebody else ended it: an operator, or the system in need of memory. */
  | { readonly kind: "ended"; readonly how: string }
  /** It fell; `how` is a signal or an exit code, `words` what it said last. */
  | { readonly kind: "crashed"; readonly how: string; readonly words: string };

/** Thrown to whoever waits for an answer of a process that is gone. */
export class ProcessEnded extends Error {
  readonly ending: Ending;
  constructor(ending: Ending) {
    super(`the process is gone: ${ending.kind}`);
    this.ending = ending;
  }
}

/** Characters of what it says on stderr that are kept: from its end, where the reason stands. */
const kept = 4_000;

export class LimitedProcess {
  /** Resolves when it is gone. */
  readonly ended: Promise<Ending>;
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly #channel: Channel;
  #words = "";
  #isStopped = false;
  #breach: Error | undefined;

  constructor({ program, readable, confinement, messages, answers, alone, onFault }: LimitedProcessOptions) {
    const { limits, prefix } = confinement;
    const flags = [
      "--permission",
      ...readable.map((path) => `--allow-fs-read=${path}`),
      `--max-old-space-size=${limits.memory}`,
      ...(limits.young === undefined ? [] : [`--max-semi-space-size=${limits.young}`]),
      "--disable-proto=delete",
    ];
    const [command, ...rest] = [...prefix, process.execPath, ...flags, program];
    this.#child = spawn(command!, rest, { env: {}, stdio: ["pipe", "pipe", "pipe"] });
    this.#child.stderr.setEncoding("utf8").on("data", (text: string) => {
      this.#words = (this.#words + text).slice(-kept);
    });
    this.#channel = new Channel({
      from: this.#child.stdout,
      to: this.#child.stdin,
      limits: messages,
      answers,
      alone,
      onFault,
    });
    this.#channel.run().catch((error: Error) => {
      this.#breach = error;
      this.#child.kill("SIGKILL");
    });
    this.ended = new Promise((resolve) => {
      this.#child.once("close", (code, signal) => resolve(this.#ending(code, signal)));
      this.#child.once("error", (error) => resolve({ kind: "ended", how: error.message }));
    });
  }

  /** See `Channel.ask`; it waits at a deadline. @throws {ProcessEnded} besides. */
  async ask(what: string, message: Message, signal: AbortSignal): Promise<Received> {
    try {
      return await this.#channel.ask(what, message, signal, "wait");
    } catch (error) {
      if (!(error instanceof ChannelEnded)) throw error;
      throw new ProcessEnded(await this.ended);
    }
  }

  /** At once, whatever it is at. */
  stop(): void {
    this.#isStopped = true;
    this.#child.kill("SIGKILL");
  }

  #ending(code: number | null, signal: NodeJS.Signals | null): Ending {
    if (this.#isStopped) return { kind: "stopped" };
    if (this.#breach !== undefined) return { kind: "crashed", how: this.#breach.message, words: this.#words };
    if (/out of memory|allocation failed/i.test(this.#words)) return { kind: "out-of-memory" };
    if (signal === "SIGXCPU") return { kind: "out-of-time" };
    const how = signal ?? `exit code ${code}`;
    if (signal === "SIGKILL" || signal === "SIGTERM") return { kind: "ended", how };
    return { kind: "crashed", how, words: this.#words };
  }
}
