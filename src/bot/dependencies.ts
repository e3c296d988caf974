/** What the bot works with. Composition roots fill it in; nothing in this folder chooses an adapter. */

import type { Adviser } from "../advise/index.ts";
import type { AdviceStore, Clock, CodeHost, JobQueue } from "../ports/index.ts";

/** Where structured lines go, such as a pino logger. Fields are ids, counts and words of ours: never bodies or tokens. */
export interface Log {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** What events become: the truth, and the doorbell. */
export interface IntakeDependencies {
  readonly store: AdviceStore;
  readonly queue: JobQueue;
  readonly clock: Clock;
  readonly log: Log;
}

/** All that jobs need. */
export interface WorkDependencies extends IntakeDependencies {
  readonly host: CodeHost;
  /** Looks into the files of a repository, `OWNER/NAME`, for one visit, which closes it. */
  openAdviser(repository: string): Adviser;
  /** Milliseconds after which whoever is silent is taken for dead, and what is undone for lost. */
  readonly patience: number;
  /** Hands a stored event to the handlers that `thothApp` registered: Probot's `receive`. */
  receive(event: ReceivedEvent): Promise<void>;
}

/** A verified delivery, as the handlers get it. */
export interface ReceivedEvent {
  readonly id: string;
  /** Such as `push`. */
  readonly name: string;
  readonly payload: unknown;
}
