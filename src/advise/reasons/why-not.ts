/**
 * Why newer releases are not chosen. Most answers cost nothing: policy removes them, a requirement of the stack does not
 * admit them, a tier holds them worse. What is left is put to the resolver as a question of its own: with a newer
 * release demanded, is there a stack, and what would it cost?
 */

import { UserError } from "../../base/index.ts";
import type { Candidate } from "../../ports/index.ts";
import { type PackageName, Requirement, Version } from "../../python/index.ts";
import { type Chosen, type Conflict, type Origin, packagesThatDiffer, resolve } from "../../resolver/index.ts";
import type { AdviceConflictLine, HeldBack, HoldReason, ReasonAgainst } from "../advice.ts";
import { demandOf, findObjection, ruleOf } from "./demand.ts";
import { conflictLine, shortened } from "./explain-conflict.ts";
import type { Solved } from "../keep-old-stack.ts";
import { agreementTier } from "../objective/objective.ts";
import type { Question } from "../question.ts";
import type { Companion } from "../together.ts";

/** Longest way from a release to the user's line. */
const chainLength = 4;
/** At most this many older packages are named as the price of a newer one. */
const priceLength = 5;
/** Searches per package: one for what is left, and one more for what is newer than its answer. */
const searches = 2;

/** Asks about one answer. It stops searching when `deadline` fires and goes on with the reasons that cost nothing. */
export class WhyNot {
  readonly #question: Question;
  readonly #answer: Solved;
  readonly #deadline: AbortSignal;
  readonly #companions: readonly Companion[];
  /** Packages with newer releases that nothing was found against, because the time was up. */
  readonly unanswered: PackageName[] = [];

  /** @param companions the environments that were solved together with this one. */
  constructor(question: Question, answer: Solved, deadline: AbortSignal, companions: readonly Companion[] = []) {
    this.#question = question;
    this.#answer = answer;
    this.#deadline = deadline;
    this.#companions = companions;
  }

  /** Newest first, neighbours with equal reasons as one. */
  async heldBack(chosen: Chosen): Promise<HeldBack[]> {
    const held = new Map<Candidate, HoldReason>();
    const open: Candidate[] = [];
    for (const candidate of this.#newer(chosen)) {
      const hold = this.#plainHold(chosen, candidate);
      if (hold === undefined) open.push(candidate);
      else held.set(candidate, hold);
    }
    for (const [candidate, hold] of await this.#search(chosen, open)) held.set(candidate, hold);
    return group(this.#newer(chosen), held);
  }

  #newer(chosen: Chosen): readonly Candidate[] {
    const candidates = this.#question.judge.judgement(chosen.candidate.name)?.candidates ?? [];
    return candidates.filter(({ version }) => Version.compare(version, chosen.candidate.version) > 0);
  }

  /** The reasons that need no search. */
  #plainHold(chosen: Chosen, candidate: Candidate): HoldReason | undefined {
    const { removed, eligible } = this.#question.judge.judgement(candidate.name)!;
    const removal = removed.get(candidate);
    if (removal !== undefined) return { kind: "excluded", rule: ruleOf(removal) };
    const namesPrerelease = chosen.requiredBy.some(({ requirement }) => requirement.specifier.namesPrerelease);
    if (!eligible.has(candidate) && !namesPrerelease) return prereleaseHold;
    const objection = findObjection(chosen.requiredBy, candidate.version);
    if (objection !== undefined) return { kind: "demanded", demand: demandOf(objection, this.#answer.stack) };
    return this.#worse(chosen, candidate);
  }

  /** A tier before freshness that holds the candidate worse, if none before it holds it better. */
  #worse(chosen: Chosen, candidate: Candidate): HoldReason | undefined {
    const { objective, judge } = this.#question;
    for (const [tier, { name }] of objective.entries()) {
      const difference = judge.costOf(candidate, tier) - judge.costOf(chosen.candidate, tier);
      if (difference === 0) continue;
      if (difference < 0) return undefined;
      return { kind: "worse", tier: name, by: judge.costsOf(candidate, tier).map(({ reason }) => ruleOf(reason)) };
    }
    return undefined;
  }

  /** @param open newest first. */
  async #search(chosen: Chosen, open: readonly Candidate[]): Promise<Map<Candidate, HoldReason>> {
    const found = new Map<Candidate, HoldReason>();
    let left = open;
    try {
      left = await this.#dropUnusable(open, found);
      for (let i = 0; i < searches && left.length > 0; i++) {
        const hold = await this.#ask(chosen, left);
        if (hold === undefined) break;
        for (const candidate of hold.covers) found.set(candidate, hold.reason);
        left = left.filter((candidate) => !found.has(candidate));
      }
    } catch (error) {
      // An explanation is not worth the advice: time that is up or an index that fails now costs this answer only.
      if (!this.#deadline.aborted && !(error instanceof UserError)) throw error;
      this.unanswered.push(chosen.candidate.name);
    }
    return found;
  }

  /** Releases whose own metadata rules them out; reading stops at the first that can be used. */
  async #dropUnusable(open: readonly Candidate[], found: Map<Candidate, HoldReason>): Promise<readonly Candidate[]> {
    for (const [i, candidate] of open.entries()) {
      const answer = await this.#question.universe.requirements(candidate, this.#deadline);
      if (answer.kind === "known") return open.slice(i);
      found.set(candidate, { kind: "excluded", rule: { unit: "metadata", message: answer.reason } });
    }
    return [];
  }

  /** One search: is there a stack with any of `open`? The answer speaks for those that `covers` names. */
  async #ask(
    chosen: Chosen,
    open: readonly Candidate[],
  ): Promise<{ readonly covers: readonly Candidate[]; readonly reason: HoldReason } | undefined> {
    const { name } = chosen.candidate;
    const [newest, oldest] = [open[0]!.version.public, open.at(-1)!.version.public];
    const bound = Requirement.parse(`${name}${newest === oldest ? `==${newest}` : `>=${oldest},<=${newest}`}`);
    const origin: Origin = { file: "", line: 0, text: bound.toString() };
    const { problem } = this.#question;
    const requirements = [...problem.requirements, { requirement: bound, index: undefined, origin }];
    const other = await resolve({ ...problem, requirements }, { signal: this.#deadline });
    switch (other.kind) {
      case "stopped":
        throw this.#deadline.reason;
      case "unsolvable":
        return { covers: open, reason: { kind: "conflict", chain: chainOf(other.conflict, origin) } };
      case "solved": {
        const { version } = other.stack.get(name)!.candidate;
        const covers = open.filter((candidate) => Version.compare(candidate.version, version) <= 0);
        const reason = this.#priceOf(chosen, other);
        return reason && { covers, reason };
      }
    }
  }

  /** What speaks against a stack with a newer release; undefined where nothing is known to. */
  #priceOf(chosen: Chosen, other: Solved): HoldReason | undefined {
    const tier = this.#answer.cost.findIndex((cost, i) => cost !== other.cost[i]);
    const row = this.#question.objective[tier];
    if (tier < 0 || tier >= agreementTier(this.#question.objective)) {
      const parted = this.#parted(other);
      if (parted.length > 0) return { kind: "parted", from: parted };
    }
    const isWorse = row !== undefined && other.cost[tier]! > this.#answer.cost[tier]!;
    const older = [...other.stack.values()].filter((each) => this.#isOlder(each));
    if (isWorse && (row.name !== "freshness" || older.length === 0))
      return { kind: "worse", tier: row.name, by: this.#reasonsAgainst(chosen, other, tier) };
    if (older.length === 0) return undefined;
    const isDirect = ({ requiredBy }: Chosen) => requiredBy.some(({ kind }) => kind === "root");
    const price = older.toSorted((a, b) => Number(isDirect(b)) - Number(isDirect(a))).slice(0, priceLength);
    return {
      kind: "traded",
      price: price.map(({ candidate }) => ({ name: candidate.name, version: candidate.version.toString() })),
    };
  }

  /** Packages that are the same release as in another environment, and would not be; none where others become the same instead. */
  #parted(other: Solved): { readonly name: string; readonly environment: string }[] {
    let more = 0;
    const parted = this.#companions.flatMap(({ environment, stack }) => {
      const before = packagesThatDiffer(this.#answer.stack, stack);
      const after = packagesThatDiffer(other.stack, stack);
      more += after.length - before.length;
      return after.filter((name) => !before.includes(name)).map((name) => ({ name, environment }));
    });
    return more > 0 ? parted.slice(0, priceLength) : [];
  }

  /** Older than in the answer. */
  #isOlder({ candidate }: Chosen): boolean {
    const own = this.#answer.stack.get(candidate.name)?.candidate;
    return own !== undefined && Version.compare(candidate.version, own.version) < 0;
  }

  /** Costs in a tier that `other` has and the answer has not. */
  #reasonsAgainst(chosen: Chosen, other: Solved, tier: number): ReasonAgainst[] {
    return [...other.stack.values()].flatMap(({ candidate }) => {
      const { name, version } = candidate;
      if (this.#answer.stack.get(name)?.candidate === candidate) return [];
      const release = name === chosen.candidate.name ? {} : { release: { name, version: version.toString() } };
      return this.#question.judge.costsOf(candidate, tier).map(({ reason }) => ({ ...ruleOf(reason), ...release }));
    });
  }
}

const prereleaseHold: HoldReason = {
  kind: "excluded",
  rule: { unit: "pre-releases", message: "Pre-release, and nothing allows one" },
};

/** The way from the demanded release to a line of the user, the demand itself left out. */
function chainOf(conflict: Conflict, asked: Origin): AdviceConflictLine[] {
  const lines = conflict.lines.filter((line) => line.kind !== "root" || line.origin !== asked);
  return shortened(lines.map(conflictLine), chainLength);
}

/** Neighbours with one reason become one entry, named by its newest release. What nothing was found against is left out. */
function group(newer: readonly Candidate[], held: ReadonlyMap<Candidate, HoldReason>): HeldBack[] {
  const groups: { version: string; count: number; hold: HoldReason; key: string }[] = [];
  for (const candidate of newer) {
    const hold = held.get(candidate);
    if (hold === undefined) continue;
    const key = JSON.stringify(hold);
    const last = groups.at(-1);
    if (last?.key === key) last.count++;
    else groups.push({ version: candidate.version.toString(), count: 1, hold, key });
  }
  return groups.map(({ version, count, hold }) => ({ version, count, hold }));
}
