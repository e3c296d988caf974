/** Work on what strangers wrote, in a process of its own within limits of memory and time. */

import { realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";

import {
  LimitedProcess,
  type Message,
  ProcessEnded,
  type Received,
  tryConfinement,
} from "../../adapters/child/index.ts";

export interface TaskLimits {
  /** Megabytes of the heap. */
  readonly memory: number;
  /** Megabytes of a half of the space for what is new in it. */
  readonly young?: number;
  /** Milliseconds altogether. */
  readonly within: number;
  /** Bytes of what it may answer. */
  readonly answer: number;
}

export interface LimitedTask {
  /** Path of the program. */
  readonly program: string;
  readonly limits: TaskLimits;
  /** What is thrown when a limit is reached. @param how completes "… , and was ended". */
  readonly tooCostly: (how: string) => Error;
}

/** Asks the process. */
export type AskTask = (what: string, message: Message) => Promise<Received>;

const root = new URL("../../../", import.meta.url);
const readable = ["src", "node_modules", "package.json"].flatMap((name) => {
  const path = fileURLToPath(new URL(name, root));
  return [...new Set([path, realpathSync(path)])];
});

/** The process is there for as long as `work` asks it. @throws what `tooCostly` says, and what is told of the work. */
export async function inLimitedProcess<Result>(
  { program, limits, tooCostly }: LimitedTask,
  work: (ask: AskTask) => Promise<Result>,
  signal: AbortSignal,
): Promise<Result> {
  const { memory, young, within, answer } = limits;
  const confinement = await tryConfinement({
    memory,
    ...(young !== undefined && { young }),
    processor: Math.ceil(within / 1_000),
  });
  const messages = { bytes: answer, allBytes: answer, messages: 100 };
  const child = new LimitedProcess({ program, readable, confinement, messages, answers: {}, onFault: () => undefined });
  const late = setTimeout(() => child.stop(), within);
  try {
    return await work((what, message) => child.ask(what, message, signal));
  } catch (error) {
    throw error instanceof ProcessEnded ? explain(error, memory, tooCostly) : error;
  } finally {
    clearTimeout(late);
    child.stop();
  }
}

function explain({ ending }: ProcessEnded, memory: number, tooCostly: (how: string) => Error): Error {
  switch (ending.kind) {
    case "out-of-memory":
      return tooCostly(`took more than ${memory} MB of memory`);
    case "stopped":
    case "out-of-time":
      return tooCostly("took too long");
    case "crashed":
      return tooCostly(`broke off (${ending.how})`);
    case "ended":
      return new Error(`the process was ended from outside (${ending.how})`);
  }
}
