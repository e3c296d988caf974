/**
 * All that is held for and against the candidates of a package: what the units state, and what the objective makes of
 * it. The resolver asks for the facts; explanations ask the same object afterwards for the reasons.
 */

import type { Opinion, PipelineContext, Prohibition, Statement, Unit } from "../pipeline/index.ts";
import type { Candidate } from "../ports/index.ts";
import type { PackageName } from "../python/index.ts";
import type { Fact, FactSource, PrereleasePolicy, Reason } from "../resolver/index.ts";
import type { AdvisoryHit } from "./advice.ts";
import type { Cost, Tier, Weighing } from "./tiers.ts";

export interface JudgeOptions {
  /** Those that take part in this run. */
  readonly units: readonly Unit[];
  readonly context: PipelineContext;
  readonly tiers: readonly Tier[];
  readonly prereleases: PrereleasePolicy;
  /** What is definitely known against a release; empty where nothing is or nobody knows. */
  advisories(candidate: Candidate): readonly AdvisoryHit[];
}

/** What is known of one package. */
export interface Verdict {
  /** Newest first. */
  readonly candidates: readonly Candidate[];
  /** Candidates that may never be chosen, with the first reason. */
  readonly removed: ReadonlyMap<Candidate, Reason>;
  /** Those that may, without pre-releases that nothing allows; newest first. */
  readonly eligible: readonly Candidate[];
  readonly prohibitions: readonly Prohibition[];
  readonly opinions: readonly Opinion[];
  /** By tier. */
  readonly costs: readonly (readonly Cost[])[];
}

/** Judges each package once. */
export class Judge implements FactSource {
  readonly #options: JudgeOptions;
  readonly #direct: ReadonlySet<PackageName>;
  readonly #verdicts = new Map<PackageName, Verdict>();

  constructor(options: JudgeOptions) {
    this.#options = options;
    this.#direct = new Set(options.context.requirements.map(({ requirement }) => requirement.name));
  }

  *facts(name: PackageName, candidates: readonly Candidate[]): Iterable<Fact> {
    const verdict = this.#verdicts.get(name) ?? this.#judge(name, candidates);
    for (const [candidate, reason] of verdict.removed) yield { kind: "remove", candidate, reason };
    yield* verdict.prohibitions;
    for (const [tier, costs] of verdict.costs.entries())
      for (const cost of costs) yield { kind: "score", tier, ...cost };
  }

  /** Undefined for a package that the search has not met. */
  verdict(name: PackageName): Verdict | undefined {
    return this.#verdicts.get(name);
  }

  /** What each candidate of `name` costs in one tier, by its number. */
  costOf(name: PackageName, tier: number): (candidate: Candidate) => number {
    const costs = this.#verdicts.get(name)?.costs[tier] ?? [];
    return (candidate) => costs.reduce((sum, cost) => (cost.candidate === candidate ? sum + cost.cost : sum), 0);
  }

  /** Whether pre-releases of `name` are as good as final releases: the policy says so, or the user's own line names one. */
  admitsPrereleases(name: PackageName): boolean {
    const { allowed } = this.#options.prereleases;
    if (allowed === "all" || allowed.has(name)) return true;
    return this.#options.context.requirements.some(
      ({ requirement }) => requirement.name === name && requirement.specifier.namesPrerelease,
    );
  }

  #judge(name: PackageName, candidates: readonly Candidate[]): Verdict {
    const stated = this.#ask(name, candidates);
    const open = candidates.filter((candidate) => !stated.removed.has(candidate));
    const eligible = this.#eligible(name, open);
    const weighing: Weighing = {
      name,
      open,
      eligible,
      opinions: stated.opinions,
      locked: this.#options.context.locked.get(name),
      direct: this.#direct.has(name),
      advisories: (candidate) => this.#options.advisories(candidate),
    };
    const costs = this.#options.tiers.map((tier) => [...tier.costs(weighing)]);
    const verdict = { candidates, eligible, ...stated, costs };
    this.#verdicts.set(name, verdict);
    return verdict;
  }

  #ask(name: PackageName, candidates: readonly Candidate[]): Pick<Verdict, "removed" | "prohibitions" | "opinions"> {
    const removed = new Map<Candidate, Reason>();
    const prohibitions: Prohibition[] = [];
    const opinions: Opinion[] = [];
    for (const statement of this.#statements(name, candidates)) {
      switch (statement.kind) {
        case "remove":
          if (!removed.has(statement.candidate)) removed.set(statement.candidate, statement.reason);
          break;
        case "forbid":
          prohibitions.push(statement);
          break;
        case "opinion":
          opinions.push(statement);
      }
    }
    return { removed, prohibitions, opinions };
  }

  *#statements(name: PackageName, candidates: readonly Candidate[]): Iterable<Statement> {
    for (const unit of this.#options.units) {
      if (unit.kind === "wrap" || !(unit.concerns?.has(name) ?? true)) continue;
      yield* unit.facts(this.#options.context, name, candidates);
    }
  }

  #eligible(name: PackageName, open: readonly Candidate[]): readonly Candidate[] {
    if (this.admitsPrereleases(name)) return open;
    const final = open.filter((candidate) => !candidate.version.isPrerelease);
    return final.length > 0 ? final : open;
  }
}
