/**
 * Between one search and its predictor: packages become subjects as they are met, what happens becomes episodes, and the
 * predictor's wishes reach the order of the solver.
 */

import type { Variable } from "../core/literal.ts";
import type { Encodings } from "../encodings.ts";
import type { Founded } from "../founded.ts";
import type { KnownPackage } from "../known-package.ts";
import type { CostVector } from "../ranking.ts";
import type { Experience } from "./experience.ts";
import type { PredictorKnowledge } from "./knowledge.ts";
import type { Episode, Predictor, Subject } from "./predictor.ts";
import { rewardOf } from "./reward.ts";
import type { Guide } from "./table.ts";

export class Steering {
  readonly #encodings: Encodings;
  readonly #predictor: Predictor;
  readonly #experience: Experience;
  /** By encoding: how many of its packages are subjects. */
  readonly #seen: number[];
  /** By group of the solver. */
  readonly #subjects: Subject[] = [];
  readonly #known = new Map<Subject, KnownPackage>();
  /** True since a stack was found that the order has not been asked for again. */
  #isStale = false;

  /** Steers from now on. */
  constructor(encodings: Encodings, { predictor, experience }: Guide) {
    this.#encodings = encodings;
    this.#predictor = predictor;
    this.#experience = experience;
    this.#seen = encodings.all.map(() => 0);
    encodings.solver.watch({ lost: (member) => this.#lostMember(member), restarted: () => this.#orderAll() });
  }

  /** Leaves the order as it is from now on. */
  end(): void {
    this.#encodings.solver.watch(undefined);
  }

  /** The solver is about to search from the top: packages may have been met, or a stack found. */
  begin(): void {
    const subjects = this.#meetAll();
    if (subjects.length === 0 && !this.#isStale) return;
    if (this.#isStale) this.#orderAll();
    else for (const subject of subjects) this.#order(subject);
    this.#isStale = false;
    const front = this.#predictor.front?.([...this.#known.keys()]) ?? [];
    this.#encodings.solver.advance(front.map((subject) => this.#known.get(subject)!.group));
  }

  /** A choice did not hold although no conflict showed it. */
  lost(known: KnownPackage, ordinal: number): void {
    this.#learn({ kind: "lost", subject: this.#subjects[known.group]!, ordinal });
  }

  /** A stack was found. @param best what the best one so far costs, this one included. @param bound by tier */
  found(founded: readonly Founded[], cost: CostVector, best: CostVector, bound: CostVector): void {
    const chosen = founded.flatMap(({ packages }) => [...packages.values()]);
    const pins = new Map(chosen.map(({ known, ordinal }) => [this.#subjects[known.group]!, ordinal]));
    this.#learn({ kind: "stack", pins, reward: rewardOf(cost, best, bound) });
    this.#isStale = true;
  }

  /** What to keep for the next run, when this one has ended with a stack. */
  knowledge(founded: readonly Founded[]): PredictorKnowledge {
    const chosen = founded.flatMap(({ packages }) => [...packages.values()]);
    return this.#experience.after(chosen.map(({ known, ordinal }) => known.candidate(ordinal)));
  }

  /** @returns the packages that have become subjects by it. */
  #meetAll(): Subject[] {
    return this.#encodings.all.flatMap(({ met, requirements }, i) => {
      const isNew = met.slice(this.#seen[i]);
      if (isNew.length === 0) return [];
      this.#seen[i] = met.length;
      const direct = new Set(requirements.map(({ root }) => root.requirement.name));
      return isNew.map((known) => this.#meet(known, direct.has(known.name)));
    });
  }

  #meet(known: KnownPackage, isDirect: boolean): Subject {
    const { name, ranking } = known.facts;
    const candidates = Array.from({ length: known.size }, (_, ordinal) => known.candidate(ordinal));
    const subject = { name, candidates, ranking, isDirect };
    this.#subjects[known.group] = subject;
    this.#known.set(subject, known);
    return subject;
  }

  #lostMember(member: Variable): boolean {
    const { solver } = this.#encodings;
    const group = solver.groups.groupOf[member]!;
    this.#learn({ kind: "lost", subject: this.#subjects[group]!, ordinal: member - solver.groups.first.at(group) });
    return this.#predictor.isRestless?.() ?? false;
  }

  #learn(episode: Episode): void {
    this.#experience.learn(episode);
    this.#predictor.learn?.(episode);
  }

  #orderAll(): void {
    for (const subject of this.#known.keys()) this.#order(subject);
  }

  #order(subject: Subject): void {
    const order = this.#predictor.order(subject);
    if (order !== undefined) this.#encodings.solver.reorder(this.#known.get(subject)!.group, order);
  }
}
