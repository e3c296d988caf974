/**
 * Where clauses come from: a given clause has a source, the number its owner gave it, and a learned one the steps it
 * was derived by. From the steps of a refutation one walks back to the given clauses that it rests on.
 */

import { grown, IntList } from "./int-list.ts";
import type { Variable } from "./literal.ts";

/** The source of clauses that hold by definition and need no telling. */
export const DEFINITION = -1;

/**
 * One step of a derivation: from 0 the id of a clause; below, `-1 - step` is a variable whose value at level 0 was used.
 */
export type Step = number;

export function valueStep(variable: Variable): Step {
  return -1 - variable;
}

export class Proof {
  /** By clause id: the source of a given clause, or -2 minus the place of the steps of a learned one. */
  #origins: Int32Array = new Int32Array(1024);
  /** Runs of steps, each after its length. */
  readonly #steps = new IntList(1024);

  given(id: number, source: number): void {
    this.#origins = grown(this.#origins, id + 1);
    this.#origins[id] = source;
  }

  learned(id: number, steps: IntList): void {
    this.given(id, -2 - this.#steps.length);
    this.#steps.push(steps.length);
    for (let i = 0; i < steps.length; i++) this.#steps.push(steps.at(i));
  }

  /** The source of a given clause, `DEFINITION` or a learned clause's place, which is below -1. */
  originOf(id: number): number {
    return this.#origins[id]!;
  }

  /**
   * The given clauses that a derivation rests on, ids ascending.
   *
   * @param stepsOfValue the steps that gave a variable its value at level 0.
   */
  trace(steps: readonly Step[], stepsOfValue: (variable: Variable) => readonly Step[]): number[] {
    const given = new Set<number>();
    const seen = new Set<Step>();
    const open = [...steps];
    for (let step = open.pop(); step !== undefined; step = open.pop()) {
      if (seen.has(step)) continue;
      seen.add(step);
      if (step < 0) open.push(...stepsOfValue(-1 - step));
      else if (this.originOf(step) >= DEFINITION) given.add(step);
      else open.push(...this.#stepsAt(-2 - this.originOf(step)));
    }
    return [...given].sort((a, b) => a - b);
  }

  #stepsAt(place: number): Int32Array {
    return this.#steps.data.subarray(place + 1, place + 1 + this.#steps.at(place));
  }
}
