/**
 * Times ours and another's way of doing the same work, in one process and in turns: whatever slows the machine for a
 * moment slows both. One round that is not counted goes before the counted ones, for the just-in-time compiler; who
 * goes first changes with every round.
 */

import { arch, cpus, loadavg, platform, totalmem } from "node:os";

/** One kind of work. Both sides are given the same input. */
export interface Contest {
  readonly name: string;
  /** How many operations one run does. */
  readonly operations: number;
  readonly ours: Run;
  /** Undefined where nothing to compare with work. */
  readonly theirs: { readonly by: string; readonly run: Run } | undefined;
}

/** Does all operations. @returns what it found, as one number, so that nothing can be optimized away. */
type Run = () => number;

export interface Outcome {
  readonly name: string;
  readonly operations: number;
  readonly ours: Side;
  readonly theirs: (Side & { readonly by: string; readonly ratio: number }) | undefined;
}

/** Times are milliseconds for all operations. */
interface Side {
  readonly median: number;
  /** Of the counted rounds, in their order. */
  readonly times: readonly number[];
  /** What `Run` returned. */
  readonly answer: number;
}

/** Runs every contest once a round. */
export function measure(contests: readonly Contest[], rounds: number): readonly Outcome[] {
  const clocks = contests.map(({ ours, theirs }) => ({
    ours: new Clock(ours),
    theirs: theirs && new Clock(theirs.run),
  }));
  for (let round = -1; round < rounds; round++) {
    for (const { ours, theirs } of clocks) {
      const sides = round % 2 === 0 ? [ours, theirs] : [theirs, ours];
      for (const side of sides) side?.run(round >= 0);
    }
  }
  return contests.map(({ name, operations, theirs }, i) => {
    const ours = clocks[i]!.ours.side();
    const other = clocks[i]!.theirs?.side();
    return {
      name,
      operations,
      ours,
      theirs: theirs && other && { by: theirs.by, ratio: other.median / ours.median, ...other },
    };
  });
}

class Clock {
  readonly #run: Run;
  readonly #times: number[] = [];
  #answer = 0;

  constructor(run: Run) {
    this.#run = run;
  }

  run(counts: boolean): void {
    const start = performance.now();
    this.#answer = this.#run();
    if (counts) this.#times.push(performance.now() - start);
  }

  side(): Side {
    return { median: median(this.#times), times: this.#times, answer: this.#answer };
  }
}

function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[times.length >> 1]!;
}

/** What the figures depend on. */
export function machine(): Record<"processor" | "system" | "memory" | "load" | "node" | "v8", string> {
  return {
    processor: `${cpus().length} x ${cpus()[0]?.model.trim() ?? "unknown"}`,
    system: `${platform()} ${arch()}`,
    memory: `${(totalmem() / 2 ** 30).toFixed(1)} GB`,
    load: loadavg()[0]!.toFixed(2),
    node: process.version,
    v8: process.versions.v8,
  };
}

/** One line: time of one operation on each side, and how many times theirs takes ours. */
export function formatOutcome({ name, operations, ours, theirs }: Outcome): string {
  const start = `${name.padEnd(46)} ${each(ours.median, operations)}`;
  if (theirs === undefined) return `${start}  nothing to compare with`;
  const differs = theirs.answer === ours.answer ? "" : ` (answers ${theirs.answer}, not ${ours.answer})`;
  const ratio = `${theirs.ratio.toFixed(2)}x`.padStart(7);
  return `${start} ${each(theirs.median, operations)} ${ratio}  ${theirs.by}${differs}`;
}

function each(milliseconds: number, operations: number): string {
  const microseconds = (milliseconds * 1000) / operations;
  const [amount, unit] = microseconds < 1000 ? [microseconds, "µs"] : [microseconds / 1000, "ms"];
  return `${amount.toFixed(3).padStart(9)} ${unit}`;
}
