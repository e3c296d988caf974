/**
 * The loop around the solver: find a model of what is known, read the metadata of the candidates that it newly chooses,
 * all at once, and go on until everything chosen is read. A candidate that has not been read is taken to require
 * nothing, so a contradiction is one whatever the unread ones say.
 */

import { setImmediate as nextTurn } from "node:timers/promises";
import type { Literal } from "./core/literal.ts";
import type { SolverVerdict } from "./core/solver.ts";
import type { Encodings } from "./encodings.ts";
import type { Founded } from "./founded.ts";
import type { Prereleases } from "./prereleases.ts";
import type { Choice } from "./metadata-reader.ts";
import type { Steering } from "./predictors/steering.ts";

/** Decisions and conflicts after which the solver pauses. */
const BUDGET = 5_000;
/** What the solver does, and how often metadata is read, between two turns of the event loop. */
const WORK = 500_000;
const ROUNDS = 32;

export type SearchOutcome =
  /** One an encoding. */
  | { readonly kind: "found"; readonly founded: readonly Founded[] }
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
  readonly #encodings: Encodings;
  readonly #signal: AbortSignal;
  readonly #steering: Steering | undefined;
  #rounds = 0;
  #rested = 0;

  constructor(encodings: Encodings, signal: AbortSignal, steering?: Steering) {
    this.#encodings = encodings;
    this.#signal = signal;
    this.#steering = steering;
  }

  /** @param assumptions literals that must hold; the policy on pre-releases is added to them. */
  async run(assumptions: readonly Literal[], { wishes, isFirst = true }: SearchOptions = {}): Promise<SearchOutcome> {
    const { solver, all: encodings } = this.#encodings;
    const policies = encodings.map(({ prereleases }) => prereleases);
    let isGuessing = isFirst;
    let justRead: readonly (readonly Choice[])[] = [];
    for (;;) {
      solver.reset();
      this.#steering?.begin();
      const wished = wishes?.() ?? [];
      const all = [...assumptions, ...policies.flatMap((policy) => policy.permits())];
      if (isGuessing) all.push(...policies.flatMap((policy) => policy.guesses()));
      const verdict = await this.#solve([...all, ...wished]);
      if (verdict === "paused") return { kind: "stopped" };
      if (verdict === "unsatisfiable") {
        const core = solver.core();
        if (isGuessing && core.some((literal) => policies.some((policy) => policy.isGuess(literal))))
          isGuessing = false;
        // Which permits a core holds depends on the way there, so a steered search gives up none.
        else if (!isFirst || this.#steering !== undefined || !this.#release(core, policies))
          return { kind: "none", core };
        continue;
      }
      const founded = encodings.map((encoding) => encoding.founded());
      for (const [i, choices] of justRead.entries()) this.#chargeRejected(choices, founded[i]!);
      justRead = founded.map(({ unread }) => unread);
      if (justRead.some((unread) => unread.length > 0)) await this.#read(justRead, all.length);
      else if (!(await this.#enforce(founded, all.length))) return { kind: "found", founded };
    }
  }

  /**
   * Tells the rule on pre-releases, or what facts say of a stack, where it breaks that, or reads what it takes to judge.
   *
   * @returns false where the stack may be an answer.
   */
  async #enforce(founded: readonly Founded[], level: number): Promise<boolean> {
    const { all } = this.#encodings;
    const held = all.map(({ prereleases }, i) => prereleases.heldIn(founded[i]!));
    const first = all.map((encoding, i) => (held[i]!.length === 0 ? undefined : encoding.firstChoices()));
    const unread = first.map((choices) => (choices?.kind === "unread" ? choices.choices : []));
    if (unread.some((choices) => choices.length > 0)) {
      await this.#read(unread, level);
      return true;
    }
    // What is told for one of them ends the model of all.
    return all.some(({ prereleases, conditional }, i) => {
      const choices = first[i];
      const isIrregular = choices?.kind === "known" && prereleases.enforce(held[i]!, founded[i]!, choices.edges);
      return isIrregular || conditional.enforce(founded[i]!);
    });
  }

  /** Gives up the permits that a contradiction really needs. @returns false when it needs none. */
  #release(core: readonly Literal[], policies: readonly Prereleases[]): boolean {
    const { solver } = this.#encodings;
    let needed = core;
    for (const literal of core) {
      if (!needed.includes(literal) || !policies.some((policy) => policy.isPermit(literal))) continue;
      const rest = needed.filter((other) => other !== literal);
      solver.reset();
      if (solver.solve(rest, BUDGET) === "unsatisfiable") needed = solver.core();
    }
    return policies.filter((policy) => policy.release(needed)).length > 0;
  }

  /** Gives way to timers and signals where much was done since it last did. @returns false when the signal has fired. */
  async rest(): Promise<boolean> {
    const { work } = this.#encodings.solver;
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
      const verdict = this.#encodings.solver.solve(assumptions, BUDGET);
      if (verdict !== "paused") return verdict;
    }
  }

  /** Reads for all at once and tells the solver of one encoding after the other, whichever answer came first. */
  async #read(unread: readonly (readonly Choice[])[], level: number): Promise<void> {
    // A universe in memory answers without ever giving way to timers and signals.
    if (++this.#rounds % ROUNDS === 0) await nextTurn();
    const { all } = this.#encodings;
    const answers = await Promise.all(all.map((encoding, i) => encoding.read(unread[i]!, level, this.#signal)));
    for (const [i, encoding] of all.entries()) await encoding.tell(unread[i]!, answers[i]!, this.#signal);
  }

  /** A candidate that was chosen until its metadata was read is a lost decision, though no conflict showed it. */
  #chargeRejected(justRead: readonly Choice[], { packages }: Founded): void {
    for (const [known, ordinal] of justRead) {
      const now = packages.get(known.name);
      if (now === undefined || now.ordinal === ordinal) continue;
      this.#encodings.solver.lose(known.group);
      this.#steering?.lost(known, ordinal);
    }
  }
}
