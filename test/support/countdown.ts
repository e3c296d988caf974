/** A signal that fires when it has been looked at so many times: whatever looks at it can be interrupted at any look. */

export class Countdown {
  looks = 0;
  readonly signal: AbortSignal;

  /** @param limit looks that still answer no; `Infinity` to count them. */
  constructor(limit: number) {
    this.signal = new Proxy(new AbortController().signal, {
      get: (target, key) => (key === "aborted" ? this.looks++ >= limit : Reflect.get(target, key, target)),
    });
  }
}
