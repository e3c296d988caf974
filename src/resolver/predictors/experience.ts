/**
 * The value of releases: what earlier runs have left, and what this one has seen so far. However often a run tries a
 * release, it counts as one visit: the reward of the best stack that held it, or of a lost choice where none did. A
 * release of the best stack may well be lost on the way there, and that is not what the next run is to remember.
 */

import type { Candidate } from "../../ports/index.ts";
import { type KnowledgeRow, MOST_ROWS, type PredictorKnowledge } from "./knowledge.ts";
import { type Episode, LOST_REWARD, type Subject } from "./predictor.ts";

/** A mean moves by at least one part in so many, so that it soon forgets what has ceased to hold. */
const MEMORY = 4;
/** Means are kept in steps of one part in so many. */
const SCALE = 10_000;

/** How often something was tried, and the mean of the rewards. */
export interface Value {
  readonly visits: number;
  readonly mean: number;
}

const UNSEEN: Value = { visits: 0, mean: 0 };

export class Experience {
  readonly runs: number;
  readonly #rows = new Map<string, KnowledgeRow>();
  /** Its best reward in this run, of what this run has tried. */
  readonly #seen = new Map<string, readonly [Candidate, number]>();

  constructor({ runs, rows }: PredictorKnowledge) {
    this.runs = runs;
    for (const row of rows) this.#rows.set(keyOf(row[0], row[1], row[2]), row);
  }

  /** With what this run has seen so far. */
  valueOf({ candidates }: Subject, ordinal: number): Value {
    const candidate = candidates[ordinal]!;
    const key = keyOfCandidate(candidate);
    const value = valueOfRow(this.#rows.get(key));
    const seen = this.#seen.get(key);
    return seen === undefined ? value : visited(value, seen[1]);
  }

  learn(episode: Episode): void {
    if (episode.kind === "lost") this.#see(episode.subject, episode.ordinal, LOST_REWARD);
    else for (const [subject, ordinal] of episode.pins) this.#see(subject, ordinal, episode.reward);
  }

  /** What is to be kept once this run has ended with `answer`, whose releases are worth most. */
  after(answer: Iterable<Candidate>): PredictorKnowledge {
    const seen = new Map(this.#seen);
    for (const candidate of answer) seen.set(keyOfCandidate(candidate), [candidate, 1]);
    const rows = new Map(this.#rows);
    for (const [key, [{ name, version, index }, reward]] of seen) {
      const { visits, mean } = visited(valueOfRow(rows.get(key)), reward);
      rows.delete(key);
      rows.set(key, [name, version.text, index, visits, Math.round(mean * SCALE) / SCALE]);
    }
    return { version: 1, runs: this.runs + 1, rows: [...rows.values()].slice(-MOST_ROWS) };
  }

  #see({ candidates }: Subject, ordinal: number, reward: number): void {
    const candidate = candidates[ordinal]!;
    const key = keyOfCandidate(candidate);
    this.#seen.set(key, [candidate, Math.max(reward, this.#seen.get(key)?.[1] ?? LOST_REWARD)]);
  }
}

function valueOfRow(row: KnowledgeRow | undefined): Value {
  return row === undefined ? UNSEEN : { visits: row[3], mean: row[4] };
}

function visited({ visits, mean }: Value, reward: number): Value {
  const now = Math.min(visits + 1, MEMORY);
  return { visits: now, mean: mean + (reward - mean) / now };
}

function keyOfCandidate({ name, version, index }: Candidate): string {
  return keyOf(name, version.text, index);
}

function keyOf(name: string, version: string, index: string): string {
  return JSON.stringify([name, version, index]);
}
