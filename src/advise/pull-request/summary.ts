/**
 * The advice of all environments side by side: what becomes of each lock, what its advisories come to, and what is the
 * same in several environments. Every section of the page reads this and nothing else.
 */

import { compareText } from "../../base/index.ts";
import type { RepositoryFile } from "../../ports/index.ts";
import { withNotebookLock } from "../../project/index.ts";
import type { Advice, AdviceChange, AdvisoryHit } from "../advice.ts";
import { type Markdown, code, marked } from "../encode.ts";
import { lockWriters } from "../lock/lock-writers.ts";
import type { PlanInput, PlannedEnvironment } from "../plan-input.ts";
import { enumerate } from "../say/words.ts";

/** What becomes of an environment's own answer for the lock. */
export type LockStatus =
  | { readonly kind: "changed"; readonly text: string; readonly changes: readonly AdviceChange[] }
  | { readonly kind: "unchanged" }
  /**
   * Another environment writes the lock, and this one would write another text. `holds`: whether that lock does here all the
   * same; `breaks`: whether it takes the place of one that did.
   */
  | { readonly kind: "shared"; readonly writer: string; readonly holds: boolean; readonly breaks: boolean }
  | { readonly kind: "unsolvable" }
  | { readonly kind: "refused" }
  | { readonly kind: "failed" };

/** Whether there is no stack of its own, for whatever reason. */
export function isWithoutAnswer({ kind }: LockStatus): boolean {
  return kind === "unsolvable" || kind === "refused" || kind === "failed";
}

export interface EnvironmentSummary {
  readonly name: string;
  readonly advice: Advice;
  readonly status: LockStatus;
  /** Whether there is a lock yet. */
  readonly hasLock: boolean;
  /** Whether the lock gets another text, be it from an environment that shares it. */
  readonly isRewritten: boolean;
  /** What the written lock changes; empty unless the status is `changed`. */
  readonly changes: readonly AdviceChange[];
  /** The same by package, for whoever has an advisory and wants what becomes of its package. */
  readonly changesOf: ReadonlyMap<string, readonly AdviceChange[]>;
  /** Undefined where there was nothing to judge by. */
  readonly advisories: AdvisorySummary | undefined;
}

/** The advisories of the lock before, against those of the lock that stands after merging, whoever writes it. */
export interface AdvisorySummary {
  readonly before: readonly AdvisoryHit[];
  readonly after: readonly AdvisoryHit[];
  readonly fixed: readonly AdvisoryHit[];
  readonly remaining: readonly AdvisoryHit[];
  /** None, if all is well. */
  readonly introduced: readonly AdvisoryHit[];
  /** What stands after merging and the repository accepts: neither remaining nor introduced. */
  readonly accepted: readonly AdvisoryHit[];
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
  const writers = lockWriters(input.environments.map(({ advice }) => advice));
  const isFix = input.goal?.kind === "fix";
  // A lock that is merely out of step is not what a fix is asked for.
  const isWritten = (each: PlannedEnvironment) => rewrites(each, writers) && (!isFix || lacksAdvisories(each.advice));
  const rewritten = new Set(input.environments.filter(isWritten).map(lockPath));
  const environments = input.environments.map((planned) => {
    const path = lockPath(planned);
    return summariseEnvironment(planned, writers.get(path), rewritten.has(path));
  });
  return { input, environments, changed: environments.filter(({ status }) => status.kind === "changed") };
}

function lockPath({ advice }: PlannedEnvironment): string {
  return advice.lock_path;
}

/** Every file that changes: locks, and what has to make room for one. By path, each once. */
export function writtenFiles({ changed, input }: Summary): readonly RepositoryFile[] {
  const texts = new Map(
    changed.length === 0 ? [] : (input.manifests?.files ?? []).map(({ path, text }) => [path, text]),
  );
  for (const { advice, status } of changed) {
    if (status.kind !== "changed") continue;
    const { moved, notebook } = input.environments.find((planned) => planned.advice === advice)!;
    const { lock_path: path } = advice;
    texts.set(path, notebook === undefined ? status.text : withNotebookLock(path, notebook, status.text));
    if (moved !== undefined) texts.set(moved.path, moved.text);
  }
  return [...texts].map(([path, text]) => ({ path, text })).toSorted((a, b) => compareText(a.path, b.path));
}

/** Whether the environment puts another text in the place of its lock. */
function rewrites({ advice, oldLock }: PlannedEnvironment, writers: ReadonlyMap<string, Advice>): boolean {
  const { outcome } = advice;
  return outcome.kind === "solved" && outcome.lock !== oldLock && writers.get(advice.lock_path) === advice;
}

/** Whether advisories of the old lock are gone. */
function lacksAdvisories({ advisories }: Advice): boolean {
  if (!advisories.judged) return false;
  const left = new Set(advisories.after.map(advisoryKey));
  return advisories.before.some((hit) => !left.has(advisoryKey(hit)));
}

function summariseEnvironment(
  { advice, oldLock }: PlannedEnvironment,
  writer: Advice | undefined,
  isRewritten: boolean,
): EnvironmentSummary {
  const status = lockStatus(advice, writer, isRewritten);
  const changes = status.kind === "changed" ? status.changes.toSorted((a, b) => compareText(a.name, b.name)) : [];
  return {
    name: advice.environment.name,
    advice,
    status,
    hasLock: oldLock !== undefined,
    isRewritten,
    changes,
    changesOf: Map.groupBy(changes, ({ name }) => name),
    advisories: summariseAdvisories(advice, isRewritten),
  };
}

function lockStatus({ outcome, shared }: Advice, writer: Advice | undefined, isRewritten: boolean): LockStatus {
  if (outcome.kind !== "solved") return { kind: outcome.kind };
  if (writer?.outcome.kind === "solved" && writer.outcome.lock !== outcome.lock)
    return {
      kind: "shared",
      writer: writer.environment.name,
      holds: shared === undefined || shared.faults.length === 0,
      breaks: isRewritten && shared?.breaks === true,
    };
  return isRewritten ? { kind: "changed", text: outcome.lock, changes: outcome.changes } : { kind: "unchanged" };
}

/** What another environment writes is told by its releases, and accepted by nobody but this one. */
function summariseAdvisories({ advisories: own, shared }: Advice, isRewritten: boolean): AdvisorySummary | undefined {
  if (!own.judged) return undefined;
  const { before } = own;
  const after = isRewritten ? (shared?.advisories ?? own.after) : before;
  const [old, now] = [new Set(before.map(advisoryKey)), new Set(after.map(advisoryKey))];
  const open = after.filter(({ accepted }) => accepted === undefined);
  return {
    before,
    after,
    fixed: before.filter((hit) => !now.has(advisoryKey(hit))),
    remaining: open.filter((hit) => old.has(advisoryKey(hit))),
    introduced: open.filter((hit) => !old.has(advisoryKey(hit))),
    accepted: after.filter(({ accepted }) => accepted !== undefined),
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
      const id = key(item);
      const known = merged.get(id);
      if (known === undefined) merged.set(id, { item, environments: [environment] });
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
