/**
 * Reads the metadata that the search wants, and ahead of it where the search walks down a package. Over a network a walk
 * of a hundred releases would wait a hundred times; a few large batches wait a few times. What was read ahead is kept
 * here until it is wanted and tells the solver nothing before, so that no answer depends on it.
 */

import type { Candidate } from "../ports/index.ts";
import { isFalse } from "./core/literal.ts";
import type { Solver } from "./core/solver.ts";
import type { KnownPackage } from "./known-package.ts";
import type { CandidateRequirements, Universe } from "./problem.ts";

/** A candidate as its package and its ordinal. */
export type Choice = readonly [KnownPackage, number];

/** Releases of one package that have been wanted before the next ones are read ahead. */
const FIRST_WALK = 5;
/** Releases of one package that are read ahead at once. */
const MOST_AHEAD = 50;

/** How far the search has walked down a package. */
interface Walk {
  wanted: number;
  /** The count of wanted releases at which to read ahead: 5, 10, 20, 40, 80 and every 50 from there. */
  next: number;
}

export class MetadataReader {
  readonly #universe: Universe;
  readonly #solver: Solver;
  readonly #answers = new Map<Candidate, CandidateRequirements>();
  readonly #walks = new Map<KnownPackage, Walk>();

  constructor(universe: Universe, solver: Solver) {
    this.#universe = universe;
    this.#solver = solver;
  }

  /** Candidates whose metadata was read, ahead or not. */
  get count(): number {
    return this.#answers.size;
  }

  /**
   * The answers to `wanted`, in its order. Call it while the solver holds the model that wants them.
   *
   * @param level how many assumptions the model rests on: a release that they rule out is not read ahead.
   */
  async read(wanted: readonly Choice[], level: number, signal: AbortSignal): Promise<CandidateRequirements[]> {
    const ahead = wanted.flatMap((choice) => this.#ahead(choice, level));
    const [answers] = await Promise.all([
      Promise.all(wanted.map(([owner, ordinal]) => this.#answer(owner.candidate(ordinal), signal))),
      // A failure here concerns the search only if it comes to want the release, and then it asks again.
      Promise.allSettled(ahead.map((candidate) => this.#answer(candidate, signal))),
    ]);
    return answers;
  }

  async #answer(candidate: Candidate, signal: AbortSignal): Promise<CandidateRequirements> {
    const known = this.#answers.get(candidate);
    if (known !== undefined) return known;
    const answer = await this.#universe.requirements(candidate, signal);
    this.#answers.set(candidate, answer);
    return answer;
  }

  /** What to read ahead when `choice` is wanted: as many as were wanted before, those that would be tried next. */
  #ahead([owner, ordinal]: Choice, level: number): readonly Candidate[] {
    const walk = this.#walks.get(owner) ?? { wanted: 0, next: FIRST_WALK };
    this.#walks.set(owner, walk);
    if (walk.wanted++ < walk.next) return [];
    const most = Math.min(walk.next, MOST_AHEAD);
    walk.next += most;
    const { ranking } = owner.facts;
    return ranking
      .slice(ranking.indexOf(ordinal) + 1)
      .filter((later) => !owner.isStandIn(later) && !this.#solver.holdsAt(isFalse(owner.variable(later)), level))
      .map((later) => owner.candidate(later))
      .filter((candidate) => !this.#answers.has(candidate))
      .slice(0, most);
  }
}
