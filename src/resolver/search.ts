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

/** Decisions and conflicts, and rounds of reading, between two turns of the event loop. */
const BUDGET = 5_000;
const ROUNDS = 32;

export type SearchOutcome =
  | { readonly kind: "found"; readonly founded: Founded }
  /** `core` holds those of the assumptions that cannot hold together. */
  | { readonly kind: "none"; readonly core: readonly Literal[] }
  | { readonly kind: "stopped" };

export interface SearchOptions {
  /** What is to hold besides. It is asked again whenever metadata was read, which may bring packages never met. */
  readonly wishes?: () => readonly Literal[];
  /** True where closed pre-releases stay closed even if there is no stack without. */
  readonly keepsPermits?: boolean;
}

export class Search {
  readonly #encoding: Encoding;
  readonly #signal: AbortSignal;
  #rounds = 0;

  constructor(encoding: Encoding, signal: AbortSignal) {
    this.#encoding = encoding;
    this.#signal = signal;
  }

  /** @param assumptions literals that must hold; the policy on pre-releases is added to them. */
  async run(assumptions: readonly Literal[], options: SearchOptions = {}): Promise<SearchOutcome> {
    const { solver, prereleases, requirements, packages } = this.#encoding;
    let justRead: readonly Choice[] = [];
    for (;;) {
      solver.reset();
      const wishes = options.wishes?.() ?? [];
      const all = [...assumptions, ...prereleases.assumptions()];
      const verdict = await this.#solve([...all, ...wishes]);
      if (verdict === "paused") return { kind: "stopped" };
      if (verdict === "unsatisfiable") {
        if (options.keepsPermits !== true && prereleases.release(solver.core())) continue;
        return { kind: "none", core: solver.core() };
      }
      const founded = findFounded(requirements, packages, solver);
      this.#chargeRejected(justRead, founded);
      justRead = founded.unread;
      if (founded.unread.length > 0) await this.#read(founded.unread, all.length);
      else if (!prereleases.revoke(founded.packages.values())) return { kind: "found", founded };
    }
  }

  /** @returns `paused` only when the signal has fired. */
  async #solve(assumptions: readonly Literal[]): Promise<SolverVerdict> {
    for (;;) {
      if (this.#signal.aborted) return "paused";
      const verdict = this.#encoding.solver.solve(assumptions, BUDGET);
      if (verdict !== "paused") return verdict;
      await nextTurn();
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
