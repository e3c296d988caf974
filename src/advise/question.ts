/**
 * One question with all that it is asked against: wishes, world, units and objective, bound to one environment. It is
 * made once per piece of advice; the search, the comparison with the old lock and every explanation share it.
 */

import { environmentTags, markerEnvironment } from "../environments/index.ts";
import {
  type PipelineContext,
  type Unit,
  type Units,
  adjustedContext,
  builtinUnits,
  fileRank,
  listStore,
  plainRun,
  standIns,
  unitsOf,
} from "../pipeline/index.ts";
import type { Goal, ReadyProject } from "../project/index.ts";
import { type MarkerEnvironment, type PackageName, type Requirement, TagRanks, Version } from "../python/index.ts";
import type { Problem } from "../resolver/index.ts";
import type { Candidate } from "../ports/index.ts";
import type { AdvisoryReader } from "./advisory-reader.ts";
import { CodeView } from "./code-usage.ts";
import { offeredIndexes } from "./index-offers.ts";
import { type Home, Homes, type HomesOptions } from "./homes.ts";
import { Judge, type JudgeOptions } from "./objective/judge.ts";
import { type NeighbourRequirement, Neighbours } from "./lock/neighbours.ts";
import { goalOf, tiersFor } from "./objective/goals.ts";
import { imageContents } from "./image-knowledge.ts";
import { type LockedPin, lockedPins } from "./lock/locked-pins.ts";
import { type Policy, readPolicy } from "./policy/policy.ts";
import { type Wishes, opaqueNames, readWishes } from "./wishes.ts";
import { type RulesInForce, rulesInForce } from "./rules-in-force.ts";
import type { AdviceServices, CatalogueIndex, OpenIndexes } from "./services.ts";
import { indexOrder, type Tier } from "./objective/tiers.ts";
import { SuppliedIndexes } from "./supplied-metadata.ts";
import { IndexUniverse } from "./universe.ts";

export interface Question {
  readonly request: ReadyProject;
  /** What it is asked for: the best stack where there is no lock to stay near to. */
  readonly goal: Goal;
  readonly wishes: Wishes;
  /** What stays because an entry that cannot be looked into may need it. */
  readonly neighbours: readonly NeighbourRequirement[];
  /** What would stay likewise, and cannot under this Python. */
  readonly unfitNeighbours: readonly Requirement[];
  readonly markers: MarkerEnvironment;
  readonly context: PipelineContext;
  /** Those that take part, built in ones first. */
  readonly units: Units;
  /** Those that look at the request as a whole. */
  readonly boots: readonly Unit[];
  readonly rules: RulesInForce;
  readonly source: OpenIndexes;
  /** What the operator's catalogue offers here. */
  readonly offers: readonly CatalogueIndex[];
  readonly universe: IndexUniverse;
  readonly homes: Homes;
  /** Undefined where nobody has looked into the code. */
  readonly code: CodeView | undefined;
  readonly objective: readonly Tier[];
  readonly judge: Judge;
  readonly problem: Problem;
  /** What the old lock pins, empty without one. */
  readonly old: ReadonlyMap<PackageName, LockedPin>;
  readonly advisories: AdvisoryReader;
  readonly policy: Policy;
}

/** What is known before the question is posed. */
export interface PriorKnowledge {
  /** Where a lock has its packages from; that of the request, unless another one is to be judged. */
  readonly locked?: ReadonlyMap<PackageName, LockedPin>;
  /** Homes that were learnt when the same question was posed before, and the indexes that it was posed to. */
  readonly corrected?: ReadonlyMap<PackageName, Home>;
  readonly source?: OpenIndexes | undefined;
}

/** Poses the question. It reads the indexes only where an entry that is not from one has neighbours. @throws {UserError} */
export async function readQuestion(
  request: ReadyProject,
  services: AdviceServices,
  signal: AbortSignal,
  known: PriorKnowledge = {},
): Promise<Question> {
  const markers = markerEnvironment(request.environment);
  const wishes = readWishes(request, markers);
  const old = request.oldLock === undefined ? new Map<PackageName, LockedPin>() : lockedPins(request.oldLock.content);
  const offers = offeredIndexes(request, services.catalogue ?? []);
  const code = codeView(services, wishes, old);
  const asked = pipelineContext(request, wishes, old, markers, offers);
  const { today } = services.rules;
  const image = imageContents(request.environment, services);
  const context = adjustedContext(builtinUnits, { ...asked, today, image, libraryUsage: code?.libraryUsage });
  const source = known.source ?? openSource(request, services, offers, context);
  const homes = homesOptions(request, wishes, { locked: old, ...known });
  const world = { source, opaque: opaqueNames(wishes.opaque), markers };
  const walk = { markers, universe: new IndexUniverse({ ...world, homes: new Homes(homes) }) };
  const locked = new Neighbours({ wishes, old, locked: context.locked, files: context, walk });
  const own = new Homes(homes);
  const keep = (candidate: Candidate, stop: AbortSignal) => locked.ofRelease(candidate, stop);
  const rules = rulesInForce(services.rules, request.settings.rules);
  const statusOf = (name: PackageName) => universe.statusOf(name);
  const reachOf = services.reachOf ?? code?.reachOf;
  const policy = readPolicy({ settings: request.settings.policy, context, old, services, reachOf, statusOf });
  const units = unitsOf([listStore([...builtinUnits, ...policy.units]), ...rules.stores], context);
  const boots = units.boots(wishes.requirements.map(({ requirement }) => requirement.name));
  const alike = (name: PackageName) => standIns(units.of(name), name);
  const universe = new IndexUniverse({ ...world, homes: own, keep, standIns: alike });
  const neighbours = await locked.ofEntries(signal);
  const unfitNeighbours = await locked.unfit(signal);
  const { advisories } = policy;
  const goal = goalOf(request);
  const objective = [
    ...strategyTiers(request),
    ...tiersFor(request.environment.recommendationType, goal, (name, version) => advisories.hits(name, version)),
  ];
  const { prereleases } = wishes;
  const judge = judgeOf({ units, context, universe, tiers: objective, prereleases, policy });
  const problem: Problem = {
    requirements: [...wishes.requirements, ...neighbours],
    constraints: wishes.constraints,
    markers,
    universe,
    facts: judge,
    prereleases,
    tiers: objective.length,
    preferred: new Map(),
  };
  const shared = {
    request,
    goal,
    wishes,
    neighbours,
    unfitNeighbours,
    markers,
    context,
    units,
    boots,
    rules,
    source,
    offers,
    universe,
    homes: own,
    code,
  };
  return { ...shared, objective, judge, problem, old, advisories, policy };
}

/** With what the user's settings supply. */
function openSource(
  { manifest, settings }: ReadyProject,
  services: AdviceServices,
  offers: readonly CatalogueIndex[],
  context: PipelineContext,
): OpenIndexes {
  const { indexStrategy, sealedCredentials: sealed, suppliedMetadata } = settings;
  const indexes = manifest.sources.map(({ name, url, verifySsl }) => ({ name, url, verify: verifySsl, sealed }));
  const opened = services.openIndexes(indexes, offers, (file) => fileRank(file, context), indexStrategy);
  return new SuppliedIndexes(opened, suppliedMetadata, context);
}

type Judged = Pick<JudgeOptions, "units" | "context" | "tiers" | "prereleases"> & Pick<Question, "universe" | "policy">;

function judgeOf({ universe, policy, ...options }: Judged): Judge {
  return new Judge({
    ...options,
    known: (name) => universe.known(name),
    advisories: ({ name, version }) => policy.advisories.hits(name, version),
    cooldown: policy.cooldown,
    flaws: (candidate) => policy.health.flaws(candidate),
    isDeveloped: (name) => policy.isDeveloped(name),
  });
}

function codeView(
  { code }: AdviceServices,
  { requirements, elsewhere, opaque }: Wishes,
  old: ReadonlyMap<PackageName, LockedPin>,
): CodeView | undefined {
  if (code === undefined) return undefined;
  const asked = requirements.map(({ requirement }) => requirement.name);
  const declared = new Set([...asked, ...[...elsewhere, ...opaque].map(({ entry }) => entry.name)]);
  return new CodeView(code, { declared, declaredElsewhere: code.declared ?? new Set(), locked: new Set(old.keys()) });
}

/** Before all that makes a release good: which index it is from, where the user says so. */
function strategyTiers({ manifest, settings }: ReadyProject): readonly Tier[] {
  return settings.indexStrategy === "unsafe-first-match" ? [indexOrder(manifest.sources.map(({ name }) => name))] : [];
}

function homesOptions({ manifest }: ReadyProject, wishes: Wishes, { locked, corrected }: PriorKnowledge): HomesOptions {
  const unpinned = wishes.requirements.filter(({ requirement }) => !wishes.pins.has(requirement.name));
  const [first, ...more] = manifest.sources.map(({ name }) => name);
  const others = new Set(more);
  const away = [...(locked?.values() ?? [])].flatMap(({ name, index }) =>
    index !== undefined && others.has(index) ? [[name, index] as const] : [],
  );
  return {
    first,
    pins: wishes.pins,
    unpinned: new Set(unpinned.map(({ requirement }) => requirement.name)),
    locked: new Map(away),
    corrected: corrected ?? new Map(),
  };
}

function pipelineContext(
  request: ReadyProject,
  wishes: Wishes,
  old: ReadonlyMap<PackageName, LockedPin>,
  markers: MarkerEnvironment,
  offers: readonly CatalogueIndex[],
): PipelineContext {
  const { environment, manifest } = request;
  return {
    ...plainRun,
    environment,
    python: Version.parse(markers.python_full_version),
    tagRanks: TagRanks.of(environmentTags(environment)),
    requirements: wishes.requirements,
    developed: developedNames(wishes),
    indexes: new Map([...manifest.sources, ...offers].map(({ name, url }) => [name, url])),
    locked: lockedVersions(old),
    recommendationType: environment.recommendationType,
    labels: new Map(Object.entries(environment.labels)),
  };
}

/** What is asked for under `develop` and nowhere else. */
function developedNames({ requirements }: Wishes): ReadonlySet<PackageName> {
  const names = (isWanted: (section: string) => boolean) =>
    requirements.filter(({ section }) => isWanted(section)).map(({ requirement }) => requirement.name);
  const shipped = new Set(names((section) => section !== "develop"));
  return new Set(names((section) => section === "develop").filter((name) => !shipped.has(name)));
}

function lockedVersions(old: ReadonlyMap<PackageName, LockedPin>): ReadonlyMap<PackageName, Version> {
  return new Map([...old].flatMap(([name, { version }]) => (version === undefined ? [] : [[name, version] as const])));
}
