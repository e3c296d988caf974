/**
 * An `Adviser` for every visit, each in a process of its own with limits (`child.ts`), so that whatever a repository brings
 * with it is met without a secret, a network or another repository in reach, and costs its own visit at most.
 *
 * Starting one costs more than most visits, so the next one always stands ready; it has met no repository before, and
 * after its visit it is ended.
 */

import type { Adviser } from "../../advise/index.ts";
import type { Wire } from "../../package-index/index.ts";
import { type AdviserOptions, ChildAdviser } from "./child-adviser.ts";
import type { CompiledSource } from "../rules/open-rules.ts";
import type { Opening } from "./messages.ts";
import { VisitProcess } from "./visit-process.ts";

export interface ChildAdvisersOptions extends AdviserOptions {
  readonly opening: Opening;
  /** Besides those that ship. */
  readonly rules?: readonly CompiledSource[];
  /** The folder of a knowledge bundle in place of the shipped one. */
  readonly knowledge?: string | undefined;
  /** The way to indexes, for a repository by its name on the code host, `OWNER/NAME`. */
  readonly wireOf: (repository: string) => Wire;
}

export class ChildAdvisers {
  #options: ChildAdvisersOptions;
  #next: VisitProcess | undefined;
  #isClosed = false;

  constructor(options: ChildAdvisersOptions) {
    this.#options = options;
    this.#next = new VisitProcess(options);
  }

  /** Resolves when a process stands ready. @throws {Error} when none can be started. */
  async ready(): Promise<void> {
    await this.#next?.opened;
  }

  /** For one visit to a repository, `OWNER/NAME`. */
  open(repository: string): Adviser {
    const wire = this.#options.wireOf(repository);
    return new ChildAdviser(this.#options, repository, () => Object.assign(this.#take(), { wire }));
  }

  /** Visits that begin from now on know what is in the bundle in `folder`. */
  useKnowledge(folder: string): void {
    this.#options = { ...this.#options, knowledge: folder };
    this.#next?.stop();
    this.#next = this.#isClosed ? undefined : new VisitProcess(this.#options);
  }

  /** Ends the one that stands ready; those at work are ended by their visits. */
  close(): void {
    this.#isClosed = true;
    this.#next?.stop();
  }

  /** The machine may have ended the one that stood ready. */
  #take(): VisitProcess {
    const ready = this.#next?.isGone === false ? this.#next : new VisitProcess(this.#options);
    this.#next = this.#isClosed ? undefined : new VisitProcess(this.#options);
    return ready;
  }
}
