/** The process of one visit: `child.ts` with its limits, and what it may ask of the worker. */

import { realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";

import {
  type Answer,
  type Confinement,
  type Ending,
  LimitedProcess,
  type Message,
  type Received,
} from "../../adapters/child/index.ts";
import type { VisitRequest } from "../../advise/index.ts";
import { limits } from "../../base/index.ts";
import type { Wire } from "../../package-index/index.ts";
import type { ReadProjectFile } from "../../project/index.ts";
import type { CompiledSource } from "../rules/open-rules.ts";
import { type Opening, questions, tellStart } from "./messages.ts";
import { answerFetch } from "./remote-wire.ts";

const root = new URL("../../../", import.meta.url);

/** The program and what ships with it. Where a link leads to one of them, what it leads to is read as well. */
const readable = ["src", "node_modules", "prescriptions", "data", "package.json"].flatMap((name) =>
  withTarget(fileURLToPath(new URL(name, root))),
);
const program = fileURLToPath(new URL("child.ts", import.meta.url));

/** What a process may send: the locks of many environments, and as many questions as packages can want. */
const messages = { bytes: 4 * limits.lock.bytes, allBytes: 64 * limits.lock.bytes, messages: 200_000 };

export interface VisitProcessOptions {
  readonly confinement: Confinement;
  readonly opening: Opening;
  /** Besides those that ship. */
  readonly rules?: readonly CompiledSource[];
  /** The folder of a knowledge bundle in place of the shipped one. */
  readonly knowledge?: string | undefined;
}

/** As they are, one by one or all at once, and as they were. */
export interface VisitFiles {
  readonly now: ReadProjectFile;
  readonly archive?: VisitRequest["readArchive"];
  readonly before?: ReadProjectFile | undefined;
}

export class VisitProcess {
  /** Resolves when it stands ready. @throws {Error} */
  readonly opened: Promise<unknown>;
  readonly ended: Promise<Ending>;
  /** The files that it may ask for, while it is asked for advice on them. */
  files: VisitFiles | undefined;
  /** Its way to indexes: that of the repository that it is for. */
  wire: Wire | undefined;
  /** Told of what no person can mend, such as a host that does not answer. */
  onFault: ((error: unknown) => void) | undefined;
  readonly #process: LimitedProcess;
  #isGone = false;

  constructor({ confinement, opening, rules = [], knowledge }: VisitProcessOptions) {
    this.#process = new LimitedProcess({
      program,
      readable: knowledge === undefined ? readable : [...readable, ...withTarget(knowledge)],
      confinement,
      messages,
      answers: {
        readFile: (question, signal) => this.#answerFile(question, signal),
        readArchive: answerArchive(() => this.files),
        fetch: answerFetch(() => this.wire),
      },
      alone: ["readFile", "readArchive"],
      onFault: (error) => this.onFault?.(error),
    });
    this.ended = this.#process.ended;
    void this.ended.then(() => (this.#isGone = true));
    this.opened = this.#process.ask("open", tellStart(opening, rules, knowledge), new AbortController().signal);
    // Whoever asks it something learns of it then.
    this.opened.catch(() => undefined);
  }

  get isGone(): boolean {
    return this.#isGone;
  }

  /** @returns what it says, which nobody has looked at yet. */
  async ask(what: string, value: object, signal: AbortSignal): Promise<unknown> {
    return (await this.#process.ask(what, { value }, signal)).value;
  }

  stop(): void {
    this.#process.stop();
  }

  async #answerFile({ value }: Received, signal: AbortSignal): Promise<Message> {
    if (!questions.readFile.Check(value)) throw new Error("this is no file to ask for");
    const readFile = value.isBefore ? this.files?.before : this.files?.now;
    if (readFile === undefined) throw new Error("there are no files to ask for");
    return { value: { text: await readFile(value.path, value.bytes, signal) } };
  }
}

/** Once while the files are the same ones: those of one question that the process is asked. Bytes go through as they came. */
export function answerArchive(filesNow: () => Pick<VisitFiles, "archive"> | undefined): Answer {
  let answered: object | undefined;
  return async (_question, signal) => {
    const files = filesNow();
    if (files?.archive === undefined) throw new Error("there is no archive to ask for");
    if (files === answered) throw new Error("the archive was asked for before");
    answered = files;
    const archive = await files.archive(signal);
    return { value: { isThere: archive !== undefined }, bytes: archive };
  };
}

function withTarget(path: string): readonly string[] {
  return [...new Set([path, realpathSync(path)])];
}
