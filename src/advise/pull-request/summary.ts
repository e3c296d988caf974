/**
 * The advice of all environments side by side: what becomes of each lock, what its advisories come to, and what is the
 * same in several environments. Every section of the page reads this and nothing else.
 */

import type { Advice, AdviceChange, AdvisoryHit } from "../advice.ts";
import { type Markdown, code, marked } from "../encode.ts";
import type { PlanInput, PlannedEnvironment } from "../plan-input.ts";
import { enumerate } from "../say.ts";

/** What becomes of an environment's lock. */
export type LockStatus =
  | { readonly kind: "changed"; readonly text: string; readonly changes: readonly AdviceChange[] }
  | { readonly kind: "unchanged" }
  /** Another environment, before it in the configuration, has the same lock and needs another text. */
  | { readonly kind: "shared"; readonly writer: string }
  | { readonly kind: "unsolvable" }
  | { readonly kind: "failed" };

export interface EnvironmentSummary {
  readonly name: string;
  readonly advice: Advice;
  readonly planned: PlannedEnvironment;
  readonly status: LockStatus;
  /** What the written lock changes; empty unless the status is `changed`. */
  readonly changes: readonly AdviceChange[];
  /** Undefined where there was nothing to judge by. */
  readonly advisories: AdvisorySummary | undefined;
}

/** The advisories of the lock before, against those of the lock that stands after merging. */
export interface AdvisorySummary {
  readonly before: readonly AdvisoryHit[];
  readonly after: readonly AdvisoryHit[];
  readonly fixed: readonly AdvisoryHit[];
  readonly remaining: readonly AdvisoryHit[];
  /** None, if all is well. */
  readonly introduced: readonly AdvisoryHit[];
}

export interface Summary {
  readonly input: PlanInput;
  readonly environments: readonly EnvironmentSummary[];
  /** Those whose lock is written. */
  readonly changed: readonly EnvironmentSummary[];
}

/** One thing, and all the environments that have it. */
export interface Merged<Item> {
  readonly item: Item;
  /** In the order of the configuration; never empty. */
  readonly environments: readonly EnvironmentSummary[];
}

export function summarise(input: PlanInput): Summary {
  const owners = lockOwners(input);
  const environments = input.environments.map((planned) => summariseEnvironment(planned, owners));
  return { input, environments, changed: environments.filter(({ status }) => status.kind === "changed") };
}

/** By path of a lock: the first environment that has an answer for it. */
function lockOwners(input: PlanInput): ReadonlyMap<string, Advice> {
  const owners = new Map<string, Advice>();
  for (const { advice } of input.environments) {
    if (advice.outcome.kind === "solved" && !owners.has(advice.lock_path)) owners.set(advice.lock_path, advice);
  }
  return owners;
}

function summariseEnvironment(planned: PlannedEnvironment, owners: ReadonlyMap<string, Advice>): EnvironmentSummary {
  const { advice } = planned;
  const status = lockStatus(planned, owners);
  const changed = status.kind === "changed";
  return {
    name: advice.environment.name,
    advice,
    planned,
    status,
    changes: changed ? status.changes.toSorted((a, b) => compareText(a.name, b.name)) : [],
    advisories: summariseAdvisories(advice, changed),
  };
}

function lockStatus({ advice, oldLock }: PlannedEnvironment, owners: ReadonlyMap<string, Advice>): LockStatus {
  const { outcome } = advice;
  if (outcome.kind !== "solved") return { kind: outcome.kind };
  const owner = owners.get(advice.lock_path)!;
  const written = owner.outcome.kind === "solved" ? owner.outcome.lock : undefined;
  if (outcome.lock !== written) return { kind: "shared", writer: owner.environment.name };
  return outcome.lock === oldLock
    ? { kind: "unchanged" }
    : { kind: "changed", text: outcome.lock, changes: outcome.changes };
}

function summariseAdvisories({ advisories }: Advice, changed: boolean): AdvisorySummary | undefined {
  if (!advisories.judged) return undefined;
  const { before } = advisories;
  const after = changed ? advisories.after : before;
  const [old, now] = [new Set(before.map(advisoryKey)), new Set(after.map(advisoryKey))];
  return {
    before,
    after,
    fixed: before.filter((hit) => !now.has(advisoryKey(hit))),
    remaining: after.filter((hit) => old.has(advisoryKey(hit))),
    introduced: after.filter((hit) => !old.has(advisoryKey(hit))),
  };
}

/** An advisory of one package, at whatever version. */
function advisoryKey(hit: AdvisoryHit): string {
  return JSON.stringify([hit.id, hit.package]);
}

/** What `items` gives for the environments, each thing once. Two are one if `key` says so; the first stands for all. */
export function merge<Item>(
  environments: readonly EnvironmentSummary[],
  items: (environment: EnvironmentSummary) => readonly Item[],
  key: (item: Item) => string,
): Merged<Item>[] {
  const merged = new Map<string, { item: Item; environments: EnvironmentSummary[] }>();
  for (const environment of environments) {
    for (const item of items(environment)) {
      const known = merged.get(key(item));
      if (known === undefined) merged.set(key(item), { item, environments: [environment] });
      else if (known.environments.at(-1) !== environment) known.environments.push(environment);
    }
  }
  return [...merged.values()];
}

/** Ids of the advisories that `select` picks, each once, whatever the number of environments. */
export function countAdvisories(
  summary: Summary,
  select: (advisories: AdvisorySummary) => readonly AdvisoryHit[],
): number {
  const picked = summary.environments.flatMap(({ advisories }) => (advisories === undefined ? [] : select(advisories)));
  return new Set(picked.map(({ id }) => id)).size;
}

/** How many packages move, each counted once. */
export function countPackages({ changed }: Summary): number {
  return new Set(changed.flatMap(({ changes }) => changes.map(({ name }) => name))).size;
}

/** Names as code, or `all 5` where they are several and `all` of the project. */
export function sayEnvironments(
  environments: readonly EnvironmentSummary[],
  all: readonly EnvironmentSummary[],
): Markdown {
  if (environments.length === all.length && all.length > 1)
    return all.length === 2 ? marked`both` : marked`all ${all.length}`;
  return enumerate(environments.map(({ name }) => code(name)));
}

/** The advisories of an advice by id, to link them. */
export function advisoriesById({ advisories }: Advice): ReadonlyMap<string, AdvisoryHit> {
  return new Map(advisories.judged ? [...advisories.after, ...advisories.before].map((hit) => [hit.id, hit]) : []);
}

/** By UTF-16 units, the same on every machine. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
