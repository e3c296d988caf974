/**
 * Bounded concurrency in one place: a limiter for a resource that may only be used so many times at once, and a map that
 * does the work for a key once, however many ask for it at the same time.
 */

/** At most `limit` tasks at a time; the rest wait, first come, first served. */
export class Limiter {
  readonly #limit: number;
  readonly #waiting = new Set<() => void>();
  #running = 0;

  /** @param limit a positive integer. */
  constructor(limit: number) {
    if (!Number.isInteger(limit) || limit < 1) throw new Error(`a limiter cannot run ${limit} tasks at a time`);
    this.#limit = limit;
  }

  /** Answers what `task` answers. @throws the signal's reason when it aborts before the task's turn; `task` itself has to watch it after that. */
  async run<T>(task: () => Promise<T>, signal: AbortSignal): Promise<T> {
    await this.#enter(signal);
    try {
      return await task();
    } finally {
      this.#leave();
    }
  }

  async #enter(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.#running < this.#limit) {
      this.#running++;
      return;
    }
    const turn = Promise.withResolvers<void>();
    this.#waiting.add(turn.resolve);
    const giveUp = () => {
      // A turn that was already handed over is taken, and `#leave` passes it on.
      if (this.#waiting.delete(turn.resolve)) turn.reject(signal.reason);
    };
    signal.addEventListener("abort", giveUp, { once: true });
    try {
      await turn.promise;
    } finally {
      signal.removeEventListener("abort", giveUp);
    }
  }

  /** Hands the place to whoever has waited longest, so `#running` stays as it is. */
  #leave(): void {
    for (const resolve of this.#waiting) {
      this.#waiting.delete(resolve);
      resolve();
      return;
    }
    this.#running--;
  }
}

/** The work for one key while it runs and after it succeeded. */
interface Shared<Value> {
  readonly answer: Promise<Value>;
  readonly abort: AbortController;
  waiting: number;
  settled: boolean;
}

/**
 * Work done once per key. Everyone who asks while it runs or after it succeeded shares the one answer; a failure goes to
 * those who wait for it and is not kept. The work is aborted when nobody waits for it any more.
 */
export class OnceMap<Key, Value> {
  readonly #shared = new Map<Key, Shared<Value>>();

  /** @throws what `work` throws, or the reason of `signal`, which concerns this caller alone. */
  async get(key: Key, work: (signal: AbortSignal) => Promise<Value>, signal: AbortSignal): Promise<Value> {
    signal.throwIfAborted();
    const shared = this.#shared.get(key) ?? this.#start(key, work);
    shared.waiting++;
    try {
      return await unlessAborted(shared.answer, signal);
    } finally {
      if (--shared.waiting === 0 && !shared.settled) {
        this.#forget(key, shared);
        shared.abort.abort(signal.reason);
      }
    }
  }

  #start(key: Key, work: (signal: AbortSignal) => Promise<Value>): Shared<Value> {
    const abort = new AbortController();
    const shared: Shared<Value> = { answer: work(abort.signal), abort, waiting: 0, settled: false };
    this.#shared.set(key, shared);
    shared.answer.then(
      () => {
        shared.settled = true;
      },
      () => {
        // Whoever waits gets the failure from `answer`; here it only must not be kept.
        shared.settled = true;
        this.#forget(key, shared);
      },
    );
    return shared;
  }

  #forget(key: Key, shared: Shared<Value>): void {
    if (this.#shared.get(key) === shared) this.#shared.delete(key);
  }
}

async function unlessAborted<T>(answer: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = Promise.withResolvers<never>();
  const abort = () => aborted.reject(signal.reason);
  signal.addEventListener("abort", abort, { once: true });
  try {
    return await Promise.race([answer, aborted.promise]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}
