/** The adviser of one visit: it begins with a process that stood ready, and goes on with another where that one fell. */

import { type Confinement, type Ending, ProcessEnded, ToldError } from "../../adapters/child/index.ts";
import type {
  Adviser,
  ProjectAdvice,
  ProvenanceReport,
  SourceRequest,
  SourceScan,
  SurveyedFiles,
  Urgency,
  VisitRequest,
} from "../../advise/index.ts";
import type { Log } from "../../bot/index.ts";
import type { ProjectsRequest, RepositoryProjects, ThothConfiguration } from "../../project/index.ts";
import { AdviceBrokeOff, AdviceOutOfMemory, AdviceOverdue } from "./errors.ts";
import { readAdvice, readManagers, readProjectsFound, readUrgency } from "./messages.ts";
import { readProvenance } from "./provenance-messages.ts";
import { readSourceScan } from "./source-messages.ts";
import type { VisitProcess } from "./visit-process.ts";

/** Longer than the deadlines of those who ask. */
const usualWithin = 15 * 60_000;
const usualGrace = 15_000;

export interface AdviserOptions {
  readonly confinement: Confinement;
  readonly log: Log;
  /** Milliseconds that one question may take, whatever its signal says. */
  readonly within?: number;
  /** Milliseconds after a deadline in which what is known by then may still be told. */
  readonly grace?: number;
}

export class ChildAdviser implements Adviser {
  readonly #options: AdviserOptions;
  readonly #repository: string;
  readonly #take: () => VisitProcess;
  #process: VisitProcess | undefined;

  /** @param repository `OWNER/NAME` on the code host. @param take gives a process that nobody else has. */
  constructor(options: AdviserOptions, repository: string, take: () => VisitProcess) {
    this.#options = options;
    this.#repository = repository;
    this.#take = take;
  }

  async managers(place: string, text: string, signal: AbortSignal): Promise<ThothConfiguration["managers"]> {
    return readManagers(await this.#ask("managers", { place, text }, signal));
  }

  async survey(files: SurveyedFiles, signal: AbortSignal): Promise<Urgency> {
    return readUrgency(await this.#ask("survey", files, signal));
  }

  async projects({ readFile, files, only }: ProjectsRequest, signal: AbortSignal): Promise<RepositoryProjects> {
    return readProjectsFound(await this.#ask("projects", { files, only }, signal, { now: readFile }));
  }

  async advise({ readFile, readArchive, ...asked }: VisitRequest, signal: AbortSignal): Promise<ProjectAdvice> {
    const question = { ...asked, hasArchive: readArchive !== undefined };
    return readAdvice(await this.#ask("advise", question, signal, { now: readFile, archive: readArchive }));
  }

  async provenance(request: Parameters<Adviser["provenance"]>[0], signal: AbortSignal): Promise<ProvenanceReport> {
    const { readFile, readBefore, ...asked } = request;
    const question = { ...asked, hasBefore: readBefore !== undefined };
    return readProvenance(await this.#ask("provenance", question, signal, { now: readFile, before: readBefore }));
  }

  async source({ readFile, files, locks }: SourceRequest, signal: AbortSignal): Promise<SourceScan> {
    return readSourceScan(await this.#ask("source", { files, locks }, signal, { now: readFile }));
  }

  close(): void {
    this.#process?.stop();
    this.#process = undefined;
  }

  /** One question at a time: the files are those of the question. */
  async #ask(what: string, value: object, signal: AbortSignal, files?: VisitProcess["files"]): Promise<unknown> {
    signal.throwIfAborted();
    const process = (this.#process ??= this.#take());
    const stopped = Promise.withResolvers<never>();
    const deadline = new Deadline(signal, this.#options, () => stopped.reject(new AdviceOverdue()));
    process.files = files;
    process.onFault = stopped.reject;
    try {
      return await Promise.race([
        process.ask(what, { repository: this.#repository, ...value }, signal),
        stopped.promise,
      ]);
    } catch (error) {
      // It told what is wrong with the files, and is as good as before.
      if (error instanceof ToldError) throw error;
      this.close();
      throw error instanceof ProcessEnded ? this.#explain(error.ending) : error;
    } finally {
      deadline.end();
      process.files = undefined;
      process.onFault = undefined;
    }
  }

  /** What lies in the files is told to their owner; what may pass is tried again. */
  #explain(ending: Ending): Error {
    switch (ending.kind) {
      case "out-of-memory":
        return new AdviceOutOfMemory(this.#options.confinement.limits.memory);
      case "out-of-time":
        return new AdviceOverdue();
      case "crashed":
        this.#options.log.error({ how: ending.how, words: ending.words }, "a process that looked into files fell");
        return new AdviceBrokeOff(ending.how);
      case "ended":
        return new Error(`the process that looked into the files was ended from outside (${ending.how})`);
      case "stopped":
        return new Error("the process that looked into the files was stopped before it answered");
    }
  }
}

/** Calls `tooLate` some time after `signal` fires at a deadline, and in any case after a while. */
class Deadline {
  readonly #signal: AbortSignal;
  readonly #timers: NodeJS.Timeout[] = [];
  readonly #onAbort: () => void;

  constructor(signal: AbortSignal, { within = usualWithin, grace = usualGrace }: AdviserOptions, tooLate: () => void) {
    this.#signal = signal;
    this.#onAbort = () => void this.#timers.push(setTimeout(tooLate, grace));
    this.#timers.push(setTimeout(tooLate, within));
    signal.addEventListener("abort", this.#onAbort, { once: true });
  }

  end(): void {
    this.#signal.removeEventListener("abort", this.#onAbort);
    for (const timer of this.#timers) clearTimeout(timer);
  }
}
