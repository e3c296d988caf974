/** The stand-in's time: the system's, with a skew, or one that stands still until it is moved. */

export class StandInClock {
  #standing: number | undefined;
  #skew = 0;

  /** @param now ISO 8601: stands still there. */
  constructor(now: string | undefined) {
    this.#standing = now === undefined ? undefined : Date.parse(now);
  }

  /** What dates records and resets limits. */
  now(): Date {
    return this.#standing === undefined ? this.system() : new Date(this.#standing);
  }

  /** What judges tokens: Octokit signs and caches them by the system's time, also where a test moves the other. */
  system(): Date {
    return new Date(Date.now() + this.#skew);
  }

  advance(milliseconds: number): void {
    if (this.#standing === undefined) throw new Error("only a clock that was started with `now` can be moved");
    this.#standing += milliseconds;
  }

  set skew(seconds: number) {
    this.#skew = seconds * 1000;
  }
}
