/**
 * Monte Carlo tree search: the way down to a stack or to a dead end is a playout, under propagation and with what earlier
 * ones have taught the solver. Of a package that member comes first whose mean reward and bonus are highest; the bonus
 * (UCB, weighed by the place in the ranking) grows while others are tried and falls with each trial of its own. The first
 * dead ends each begin the next playout at the top.
 */

import type { Experience } from "./experience.ts";
import { type Episode, LOST_REWARD, type Predictor, type Subject } from "./predictor.ts";

/** How much the bonus counts beside the mean reward. */
const EXPLORATION = 0.7;
/** Dead ends that begin a new playout. */
const PLAYOUTS = 64;

/** The playouts that have tried something, and the sum of their rewards. */
interface Node {
  visits: number;
  sum: number;
}

export class Mcts implements Predictor {
  readonly #experience: Experience;
  readonly #nodes = new Map<Subject, Map<number, Node>>();
  #playouts = 0;

  constructor(experience: Experience) {
    this.#experience = experience;
  }

  order(subject: Subject): readonly number[] {
    const nodes = subject.ranking.map((ordinal) => this.#nodeOf(subject, ordinal));
    const total = nodes.reduce((sum, { visits }) => sum + visits, 0);
    const scores = new Map<number, number>();
    for (const [place, { visits, sum }] of nodes.entries()) {
      const bonus = (EXPLORATION * Math.sqrt(total + 1)) / ((place + 1) * (visits + 1));
      scores.set(subject.ranking[place]!, (visits === 0 ? 0 : sum / visits) + bonus);
    }
    return subject.ranking.toSorted((a, b) => scores.get(b)! - scores.get(a)!);
  }

  learn(episode: Episode): void {
    if (episode.kind === "lost") {
      this.#playouts++;
      this.#visit(episode.subject, episode.ordinal, LOST_REWARD);
    } else for (const [subject, ordinal] of episode.pins) this.#visit(subject, ordinal, episode.reward);
  }

  isRestless(): boolean {
    return this.#playouts <= PLAYOUTS;
  }

  #visit(subject: Subject, ordinal: number, reward: number): void {
    const node = this.#nodeOf(subject, ordinal);
    node.visits++;
    node.sum += reward;
  }

  /** A node begins with what earlier runs have left. */
  #nodeOf(subject: Subject, ordinal: number): Node {
    let nodes = this.#nodes.get(subject);
    if (nodes === undefined) {
      nodes = new Map();
      this.#nodes.set(subject, nodes);
    }
    let node = nodes.get(ordinal);
    if (node === undefined) {
      const { visits, mean } = this.#experience.valueOf(subject, ordinal);
      node = { visits, sum: visits * mean };
      nodes.set(ordinal, node);
    }
    return node;
  }
}
