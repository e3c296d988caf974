/**
 * The loop around the solver: find a model of what is known, read the metadata of the candidates that it newly chooses,
 * all at once, and go on until everything chosen is read. A candidate that has not been read is taken to require
 * nothing, so a contradiction is one whatever the unread ones say.
 */

import { setImmediate as nextTurn } from "node:timers/promises";
import type { Literal } from "./core/literal.ts";
import type { SolverVerdict } from "./core/solver.ts";
import type { Encoding } from "./encoding.ts";
import { findFounded, type Founded } from "./founded.ts";
import type { Choice } from "./metadata-reader.ts";

/** Decisions and conflicts after which the solver pauses. */
const BUDGET = 5_000;
/** What the solver does, and how often metadata is read, between two turns of the event loop. */
const WORK = 500_000;
const ROUNDS = 32;

export type SearchOutcome =
  | { readonly kind: "found"; readonly founded: Founded }
  /** `core` holds those of the assumptions that cannot hold together. */
  | { readonly kind: "none"; readonly core: readonly Literal[] }
  | { readonly kind: "stopped" };

export interface SearchOptions {
  /** What is to hold besides. It is asked again whenever metadata was read, which may bring packages never met. */
  readonly wishes?: () => readonly Literal[];
  /** A search that begins is told to guess: pre-releases that nothing is known to name are left out at first. */
  readonly isFirst?: boolean;
}

export class Search {
  readonly #encoding: Encoding;
  readonly #signal: AbortSignal;
  #rounds = 0;
  #rested = 0;

  constructor(encoding: Encoding, signal: AbortSignal) {
    this.#encoding = encoding;
    this.#signal = signal;
  }

  /** @param assumptions literals that must hold; the policy on pre-releases is added to them. */
  async run(assumptions: readonly Literal[], { wishes, isFirst = true }: SearchOptions = {}): Promise<SearchOutcome> {
    const { solver, prereleases, requirements, packages } = this.#encoding;
    let isGuessing = isFirst;
    let justRead: readonly Choice[] = [];
    for (;;) {
      solver.reset();
      const wished = wishes?.() ?? [];
      const all = [...assumptions, ...prereleases.permits(), ...(isGuessing ? prereleases.guesses() : [])];
      const verdict = await this.#solve([...all, ...wished]);
      if (verdict === "paused") return { kind: "stopped" };
      if (verdict === "unsatisfiable") {
        const core = solver.core();
        if (isGuessing && core.some((literal) => prereleases.isGuess(literal))) isGuessing = false;
        else if (!isFirst || !prereleases.release(core)) return { kind: "none", core };
        continue;
      }
      const founded = findFounded(requirements, packages, solver);
      this.#chargeRejected(justRead, founded);
      justRead = founded.unread;
      if (founded.unread.length > 0) await this.#read(founded.unread, all.length);
      else if (!prereleases.enforce(founded)) return { kind: "found", founded };
    }
  }

  /** Gives way to timers and signals where much was done since it last did. @returns false when the signal has fired. */
  async rest(): Promise<boolean> {
    const { work } = this.#encoding.solver;
    if (work - this.#rested >= WORK) {
      this.#rested = work;
      await nextTurn();
    }
    return !this.#signal.aborted;
  }

  /** @returns `paused` only when the signal has fired. */
  async #solve(assumptions: readonly Literal[]): Promise<SolverVerdict> {
    for (;;) {
      if (!(await this.rest())) return "paused";
      const verdict = this.#encoding.solver.solve(assumptions, BUDGET);
      if (verdict !== "paused") return verdict;
    }
  }

  async #read(unread: readonly Choice[], level: number): Promise<void> {
    // A universe in memory answers without ever giving way to timers and signals.
    if (++this.#rounds % ROUNDS === 0) await nextTurn();
    await this.#encoding.read(unread, level, this.#signal);
  }

  /** A candidate that was chosen until its metadata was read is a lost decision, though no conflict showed it. */
  #chargeRejected(justRead: readonly Choice[], { packages }: Founded): void {
    for (const [known, ordinal] of justRead) {
      const now = packages.get(known.name);
      if (now !== undefined && now.ordinal !== ordinal) this.#encoding.solver.lose(known.group);
    }
  }
}
