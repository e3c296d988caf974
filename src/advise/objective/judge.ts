/**
 * All that is held for and against the candidates of a package: what the units state, and what the objective makes of
 * it. The resolver asks for the facts; explanations ask the same object afterwards for the reasons.
 */

import {
  type Addition,
  type CandidateOpinion,
  type Offer,
  type PipelineContext,
  type Prohibition,
  type Skip,
  type StackOpinion,
  offersOf,
  statementsOf,
  type Units,
} from "../../pipeline/index.ts";
import type { Candidate } from "../../ports/index.ts";
import type { PackageName } from "../../python/index.ts";
import type { Fact, FactSource, PrereleasePolicy, Reason } from "../../resolver/index.ts";
import type { AdvisoryHit } from "../advice.ts";
import type { Cooldown } from "../policy/cooldown.ts";
import { unfixable } from "./advisory-costs.ts";
import type { Cost, Tier, Weighing } from "./tiers.ts";
import type { InheritedFlaw } from "./weighing.ts";

export interface JudgeOptions {
  /** Those that take part in this run. */
  readonly units: Pick<Units, "of">;
  readonly context: PipelineContext;
  readonly tiers: readonly Tier[];
  readonly prereleases: PrereleasePolicy;
  /** What there is of a package that may stand in for another, newest first. */
  known(name: PackageName): readonly Candidate[];
  /** What is definitely known against a release; empty where nothing is or nobody knows. */
  advisories(candidate: Candidate): readonly AdvisoryHit[];
  /** Which releases are too young; none without it. */
  readonly cooldown?: Cooldown;
  /** What is unhealthy about a release; nothing without it. */
  readonly flaws?: (candidate: Candidate) => readonly Reason[];
  /** Whether nothing but development needs a package, as far as that is known before there is a stack; of none without it. */
  readonly isDeveloped?: (name: PackageName) => boolean;
}

/** What departs from the metadata of releases. */
export type Exception = Skip | Addition | Offer;

/** What is known of one package. */
export interface PackageJudgement {
  /** Newest first. */
  readonly candidates: readonly Candidate[];
  /** Candidates that may never be chosen, with the first reason. */
  readonly removed: ReadonlyMap<Candidate, Reason>;
  /** Those that may, without pre-releases that nothing allows; newest first. */
  readonly eligible: ReadonlySet<Candidate>;
  /** Of those that are eligible; undefined where none is. */
  readonly newest: Candidate | undefined;
  readonly prohibitions: readonly Prohibition[];
  /** What a rule takes out of the stack, puts into it, or lets stand in for something. */
  readonly exceptions: readonly Exception[];
  readonly opinions: readonly CandidateOpinion[];
  /** On several packages together, of which this one comes first. */
  readonly stackOpinions: readonly StackOpinion[];
  /** Young releases that may be chosen all the same, and why. */
  readonly waived: ReadonlyMap<Candidate, Reason>;
  /** By tier: what there is against a candidate. One that is not in it costs nothing. */
  readonly costs: readonly ReadonlyMap<Candidate, readonly Cost[]>[];
}

/** What units state of a package. */
type Stated = Pick<PackageJudgement, "removed" | "prohibitions" | "exceptions" | "opinions" | "stackOpinions">;

/** A package before its costs. */
interface Assessment extends Pick<PackageJudgement, "removed"> {
  readonly stated: Stated;
  readonly weighing: Weighing;
}

/** Judges each package once. */
export class Judge implements FactSource {
  readonly #options: JudgeOptions;
  readonly #direct: ReadonlySet<PackageName>;
  readonly #judgements = new Map<PackageName, PackageJudgement>();
  #inherited: ReadonlyMap<PackageName, readonly InheritedFlaw[]> = new Map();
  readonly #assessments = new Map<PackageName, Assessment>();

  constructor(options: JudgeOptions) {
    this.#options = options;
    this.#direct = new Set(options.context.requirements.map(({ requirement }) => requirement.name));
  }

  *facts(name: PackageName, candidates: readonly Candidate[]): Iterable<Fact> {
    const judgement = this.#judgements.get(name) ?? this.#judge(name, candidates);
    for (const [candidate, reason] of judgement.removed) yield { kind: "remove", candidate, reason };
    yield* judgement.prohibitions;
    yield* judgement.exceptions;
    for (const opinion of judgement.stackOpinions) yield* this.#scores(opinion);
    for (const [tier, costs] of judgement.costs.entries())
      for (const own of costs.values()) for (const cost of own) yield { kind: "cost", tier, ...cost };
  }

  *#scores(opinion: StackOpinion): Iterable<Fact> {
    const { kind: _, score: __, ...shared } = opinion;
    for (const [tier, row] of this.#options.tiers.entries()) {
      const weight = row.weigh?.(opinion) ?? 0;
      if (weight !== 0) yield { kind: "score", tier, weight, ...shared };
    }
  }

  /** Undefined for a package that the search has not met. */
  judgement(name: PackageName): PackageJudgement | undefined {
    return this.#judgements.get(name);
  }

  /** What rules take out, put in or let stand in for releases of `name`. @param candidates all of them, newest first. */
  exceptionsOf(name: PackageName, candidates: readonly Candidate[]): readonly Exception[] {
    return (this.#judgements.get(name) ?? this.#ask(name, candidates)).exceptions;
  }

  /** What speaks against a candidate in one tier, by its number. */
  costsOf(candidate: Candidate, tier: number): readonly Cost[] {
    return this.#judgements.get(candidate.name)?.costs[tier]?.get(candidate) ?? [];
  }

  /** Advisories of a candidate of a package that was looked at for which there is no release to move on to. */
  unfixable(candidate: Candidate): readonly AdvisoryHit[] {
    const assessment = this.#assessments.get(candidate.name);
    return assessment === undefined ? [] : unfixable(assessment.weighing, candidate);
  }

  /** Before any fact is asked for. @param flaws by package, those that it has through what it requires. */
  inherit(flaws: ReadonlyMap<PackageName, readonly InheritedFlaw[]>): void {
    if (this.#judgements.size > 0) throw new Error("packages were judged without what they inherit");
    this.#inherited = flaws;
  }

  /** The newest that anyone may expect to get, without a word on what it costs. @param candidates all of them, newest first. */
  standing(name: PackageName, candidates: readonly Candidate[]): Candidate | undefined {
    return this.#assess(name, candidates).weighing.eligible[0];
  }

  /** What is known against a release; what is accepted too. */
  advisories(candidate: Candidate): readonly AdvisoryHit[] {
    return this.#options.advisories(candidate);
  }

  /** What a candidate costs in one tier. */
  costOf(candidate: Candidate, tier: number): number {
    return this.costsOf(candidate, tier).reduce((sum, { cost }) => sum + cost, 0);
  }

  /** Whether pre-releases of `name` are as good as final releases: the policy says so, or the user's own line names one. */
  admitsPrereleases(name: PackageName): boolean {
    const { allowed } = this.#options.prereleases;
    if (allowed === "all" || allowed.has(name)) return true;
    return this.#options.context.requirements.some(
      ({ requirement }) => requirement.name === name && requirement.specifier.namesPrerelease,
    );
  }

  /** Those of `open` that the cooldown keeps waiting, were there nothing else. @param open of `name`, newest first. */
  tooYoung(name: PackageName, open: readonly Candidate[]): ReadonlyMap<Candidate, Reason> {
    return this.#options.cooldown?.judge(name, open).removed ?? new Map<Candidate, Reason>();
  }

  #judge(name: PackageName, candidates: readonly Candidate[]): PackageJudgement {
    const { stated, removed, weighing } = this.#assess(name, candidates);
    const { eligible, waived } = weighing;
    const costs = this.#options.tiers.map((tier) => Map.groupBy(tier.costs(weighing), ({ candidate }) => candidate));
    const newest = eligible[0];
    const judgement = { ...stated, candidates, removed, eligible: new Set(eligible), newest, waived, costs };
    this.#judgements.set(name, judgement);
    return judgement;
  }

  /** What there is to judge, once. */
  #assess(name: PackageName, candidates: readonly Candidate[]): Assessment {
    const known = this.#assessments.get(name);
    if (known !== undefined) return known;
    const stated = this.#ask(name, candidates);
    const left = candidates.filter((candidate) => !stated.removed.has(candidate));
    const young = this.#options.cooldown?.judge(name, left);
    const removed = new Map([...stated.removed, ...(young?.removed ?? [])]);
    const open = young === undefined ? left : left.filter((candidate) => !young.removed.has(candidate));
    const eligible = this.#eligible(name, open);
    const waived = young?.waived ?? new Map<Candidate, Reason>();
    const weighing = this.#weighing({ name, open, eligible, opinions: stated.opinions, waived });
    const assessment = { stated, removed, weighing };
    this.#assessments.set(name, assessment);
    return assessment;
  }

  #weighing(found: Pick<Weighing, "name" | "open" | "eligible" | "opinions" | "waived">): Weighing {
    const { context, isDeveloped, flaws } = this.#options;
    const { name } = found;
    const own = context.requirements.filter(({ requirement }) => requirement.name === name);
    return {
      ...found,
      locked: context.locked.get(name),
      direct: this.#direct.has(name),
      lines: own.map(({ requirement }) => requirement.specifier),
      developed: isDeveloped?.(name) ?? false,
      advisories: (candidate) => this.#options.advisories(candidate),
      flaws: (candidate) => flaws?.(candidate) ?? [],
      inherited: () => this.#inherited.get(name) ?? [],
    };
  }

  #ask(name: PackageName, candidates: readonly Candidate[]): Stated {
    const { units, context } = this.#options;
    const known = (other: PackageName) => this.#options.known(other);
    const asked = units.of(name);
    const removed = new Map<Candidate, Reason>();
    const prohibitions: Prohibition[] = [];
    const exceptions: Exception[] = [...offersOf(asked, context, name, candidates, known)];
    const opinions: CandidateOpinion[] = [];
    const stackOpinions: StackOpinion[] = [];
    for (const statement of statementsOf(asked, context, name, candidates)) {
      switch (statement.kind) {
        case "remove":
          if (!removed.has(statement.candidate)) removed.set(statement.candidate, statement.reason);
          break;
        case "forbid":
          prohibitions.push(statement);
          break;
        case "skip":
        case "add":
          exceptions.push(statement);
          break;
        case "opinion":
          if ("candidate" in statement) opinions.push(statement);
          else stackOpinions.push(statement);
      }
    }
    return { removed, prohibitions, exceptions, opinions, stackOpinions };
  }

  #eligible(name: PackageName, open: readonly Candidate[]): readonly Candidate[] {
    if (this.admitsPrereleases(name)) return open;
    const final = open.filter((candidate) => !candidate.version.isPrerelease);
    return final.length > 0 ? final : open;
  }
}
