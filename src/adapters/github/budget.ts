/**
 * What one installation may still ask for, shared by all its jobs in this process: a rest after GitHub said to slow down,
 * windows below the secondary limits, and one write at a time.
 */

import { Limiter } from "../../base/index.ts";
import { type Clock, HostUnavailable } from "../../ports/index.ts";
import type { SlowDown } from "./errors.ts";
import { type Pace, rest as restFor } from "./pace.ts";

const minute = 60_000;
const hour = 60 * minute;
const pointsOfWrite = 5;
/** Where GitHub does not say how long: at least a minute, and longer each time. */
const firstRest = minute;
const longestRest = hour / 2;

export class Budget {
  readonly #name: string;
  readonly #pace: Pace;
  readonly #clock: Clock;
  readonly #writing = new Limiter(1);
  readonly #points: Window;
  readonly #writes: readonly Window[];
  #restsUntil = 0;
  #lastWrite = 0;
  /** Secondary limits in a row without a time to wait. */
  #strikes = 0;

  /** @param name of whose budget it is, for messages. */
  constructor(name: string, pace: Pace, clock: Clock) {
    this.#name = name;
    this.#pace = pace;
    this.#clock = clock;
    this.#points = new Window(pace.pointsPerMinute, minute);
    this.#writes = [new Window(pace.writesPerMinute, minute), new Window(pace.writesPerHour, hour)];
  }

  /** @throws {HostUnavailable} where it would have to wait longer than the pace is patient. */
  async read<T>(ask: () => Promise<T>, signal: AbortSignal): Promise<T> {
    await this.#wait(this.#points.next(1, this.#now()), signal);
    this.#points.spend(1, this.#now());
    return await ask();
  }

  /** Like `read`, one at a time. */
  async write<T>(ask: () => Promise<T>, signal: AbortSignal): Promise<T> {
    return await this.#writing.run(async () => {
      const now = this.#now();
      const free = [this.#points.next(pointsOfWrite, now), ...this.#writes.map((window) => window.next(1, now))];
      await this.#wait(Math.max(this.#lastWrite + this.#pace.betweenWrites, ...free), signal);
      this.#lastWrite = this.#now();
      this.#points.spend(pointsOfWrite, this.#lastWrite);
      for (const window of this.#writes) window.spend(1, this.#lastWrite);
      return await ask();
    }, signal);
  }

  /** GitHub said to slow down. @returns milliseconds to rest from now. */
  slowDown({ wait }: SlowDown): number {
    const rest = wait ?? Math.min(firstRest * 2 ** this.#strikes++, longestRest);
    const now = this.#now();
    this.#restsUntil = Math.max(this.#restsUntil, now + rest);
    return this.#restsUntil - now;
  }

  /** GitHub did as it was asked. @param reset milliseconds to rest where that was the last request of the hour. */
  succeeded(reset: number | undefined): void {
    this.#strikes = 0;
    if (reset !== undefined) this.#restsUntil = Math.max(this.#restsUntil, this.#now() + reset);
  }

  async #wait(until: number, signal: AbortSignal): Promise<void> {
    const rest = Math.max(until, this.#restsUntil) - this.#now();
    if (rest <= 0) return;
    if (rest > this.#pace.patience) throw new HostUnavailable(`${this.#name} has to wait for GitHub's limits`, rest);
    await restFor(rest, signal);
  }

  #now(): number {
    return this.#clock.now().getTime();
  }
}

/** At most `limit` points within `span` milliseconds. */
class Window {
  readonly #limit: number;
  readonly #span: number;
  /** The oldest first. */
  #spent: { readonly at: number; readonly points: number }[] = [];

  constructor(limit: number, span: number) {
    this.#limit = limit;
    this.#span = span;
  }

  /** When `points` more fit: a time in milliseconds, not after `now` if they fit already. */
  next(points: number, now: number): number {
    this.#spent = this.#spent.filter(({ at }) => at > now - this.#span);
    let over = this.#spent.reduce((sum, each) => sum + each.points, points) - this.#limit;
    for (const each of this.#spent) {
      if (over <= 0) break;
      over -= each.points;
      if (over <= 0) return each.at + this.#span;
    }
    return now;
  }

  spend(points: number, at: number): void {
    this.#spent.push({ at, points });
  }
}
