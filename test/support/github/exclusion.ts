/** One at a time, by key. */

export class Exclusion<Key> {
  readonly #last = new Map<Key, Promise<unknown>>();

  /** Runs `work` when everything that came before it under `key` has ended, well or badly. */
  run<T>(key: Key, work: () => Promise<T>): Promise<T> {
    const result = (this.#last.get(key) ?? Promise.resolve()).then(work);
    this.#last.set(
      key,
      result.catch(() => {}),
    );
    return result;
  }
}
