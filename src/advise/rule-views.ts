/**
 * Rules as a person looks at them: those that speak of a package or of a lock, in each runtime environment of a folder,
 * and what they would do. Nothing is searched, and no index is asked but for what an entry that is not from one may need;
 * so who brought a package in is not known, and rules that ask for it have no effect here.
 */

import { UserError } from "../base/index.ts";
import { environmentTags, markerEnvironment, type RuntimeEnvironment } from "../environments/index.ts";
import { Inclusion, type PipelineContext, plainRun, type Unit, type Units, unitsOf } from "../pipeline/index.ts";
import { type Candidate, publicIndex } from "../ports/index.ts";
import { type EnvironmentProject, readEnvironments, readProject, type ReadProjectFile } from "../project/index.ts";
import { type PackageName, TagRanks, Version } from "../python/index.ts";
import { imageContents } from "./image-knowledge.ts";
import { readQuestion } from "./question.ts";
import { accountOf, type RuleAccount, type RuleEffect } from "./rule-account.ts";
import type { AdviceServices, RuleSet } from "./services.ts";

/** No rule has the name. */
export class NoRule extends UserError {
  readonly code = "NO_RULE";
  constructor(name: string) {
    super(`there is no rule \`${name}\``, { hint: "write its full name, such as `thoth.PillowNumpyArrays`" });
  }
}

export interface RuleViewRequest {
  readonly readFile: ReadProjectFile;
  /** Only the environment of this name. */
  readonly environment?: string | undefined;
}

/** One runtime environment. */
export interface RuleView {
  readonly environment: RuntimeEnvironment;
  /** Why the files of the project do not count here, where they do not. */
  readonly remark: string | undefined;
  readonly rules: readonly RuleAccount[];
}

/** What is looked at: a package, perhaps one release of it, or with neither the lock. */
export interface RuleSubject {
  readonly name: PackageName;
  readonly version: Version | undefined;
}

/**
 * The rules that speak of a package or, without one, those that do something about the lock.
 *
 * @throws {UserError} as `readProject` does, but for a missing manifest.
 */
export async function viewRules(
  request: RuleViewRequest,
  subject: RuleSubject | undefined,
  services: AdviceServices,
  signal: AbortSignal,
): Promise<readonly RuleView[]> {
  const worlds = await readWorlds(request, services, signal);
  return worlds.map((world) => {
    const stack = subject === undefined ? world.locked : releasesOf(subject, world);
    const found = subject === undefined ? unitsOnLock(world) : unitsAbout(subject, stack, world);
    const isTold = (unit: Unit, { effects }: RuleAccount): boolean =>
      effects.length > 0 || (stack.length === 0 && subject !== undefined && unit.concerns?.has(subject.name) === true);
    const rules = found.flatMap((unit) =>
      accountsOf(unit, stack, subject?.name, world).filter((account) => isTold(unit, account)),
    );
    return { ...viewOf(world), rules };
  });
}

/** One rule in one environment. */
export interface OneRuleView extends RuleView {
  readonly takesPart: boolean;
  /** What it does to the releases of the lock, if it takes part; its account says what it does to any. */
  readonly onLock: readonly RuleEffect[];
}

/** One rule in each environment. @throws {NoRule} */
export async function viewRule(
  request: RuleViewRequest,
  name: string,
  services: AdviceServices,
  signal: AbortSignal,
): Promise<readonly OneRuleView[]> {
  const worlds = await readWorlds(request, services, signal);
  const views = worlds.flatMap((world) => {
    const units = unitsCalled(name, world);
    if (units.length === 0) return [];
    const inclusion = new Inclusion(world.context, (reference) => findIn(world, reference));
    const taking = units.filter((unit) => inclusion.has(unit));
    const rules = units.flatMap((unit) => generalAccounts(unit, world));
    const onLock = taking.flatMap((unit) => accountsOf(unit, world.locked, undefined, world));
    const effects = onLock.flatMap((account) => account.effects);
    return [{ ...viewOf(world), takesPart: taking.length > 0, rules, onLock: effects }];
  });
  if (views.length === 0) throw new NoRule(name);
  return views;
}

/** What a unit states of its packages, whatever is locked. */
function generalAccounts(unit: Unit, world: World): readonly RuleAccount[] {
  const [first, ...more] = [...(unit.concerns ?? [])].flatMap((name) => accountsOf(unit, [], name, world));
  if (first === undefined) return accountsOf(unit, [], undefined, world);
  const all = [first, ...more].flatMap(({ effects }) => effects);
  return [{ ...first, effects: [...new Map(all.map((effect) => [JSON.stringify(effect), effect])).values()] }];
}

/** An environment with all that rules look at. */
interface World {
  readonly environment: RuntimeEnvironment;
  readonly remark: string | undefined;
  readonly context: PipelineContext;
  readonly units: Units;
  readonly sets: readonly RuleSet[];
  /** The releases of the lock. */
  readonly locked: readonly Candidate[];
}

function viewOf({ environment, remark }: World): Pick<RuleView, "environment" | "remark"> {
  return { environment, remark };
}

async function readWorlds(
  { readFile, environment }: RuleViewRequest,
  services: AdviceServices,
  signal: AbortSignal,
): Promise<readonly World[]> {
  const projects = await orNothing(() => readProject(readFile, { environment }, signal));
  if (projects === undefined) {
    const settings = await readEnvironments(readFile, environment, signal);
    return settings.map((one) => plainWorld(one, "there is no project here", services));
  }
  const worlds: World[] = [];
  for (const project of projects) worlds.push(await projectWorld(project, services, signal));
  return worlds;
}

/** Undefined where there is no manifest: rules can be looked at without one. */
async function orNothing<Value>(read: () => Promise<Value>): Promise<Value | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof UserError && error.code === "NO_MANIFEST") return undefined;
    throw error;
  }
}

async function projectWorld(
  project: EnvironmentProject,
  services: AdviceServices,
  signal: AbortSignal,
): Promise<World> {
  if (project.kind === "broken") return plainWorld(project.environment, project.error.message, services);
  const { context, units, rules, old } = await readQuestion(project, services, signal);
  const first = [...context.indexes.keys()][0] ?? publicIndex.name;
  const locked = [...old.values()].flatMap(({ name, version, index = first }) =>
    version === undefined ? [] : [{ name, version, index, files: [] }],
  );
  return { environment: project.environment, remark: undefined, context, units, sets: rules.sets, locked };
}

/** An environment without files: nobody asks for anything, and there is one index. */
function plainWorld(environment: RuntimeEnvironment, remark: string, services: AdviceServices): World {
  const { rules } = services;
  const context: PipelineContext = {
    ...plainRun,
    environment,
    image: imageContents(environment, services),
    python: Version.parse(markerEnvironment(environment).python_full_version),
    tagRanks: TagRanks.of(environmentTags(environment)),
    requirements: [],
    indexes: new Map([[publicIndex.name, publicIndex.url]]),
    locked: new Map(),
    recommendationType: environment.recommendationType,
    labels: new Map(Object.entries(environment.labels)),
  };
  const units = unitsOf(
    rules.sets.map(({ store }) => store),
    context,
  );
  return { environment, remark, context, units, sets: rules.sets, locked: [] };
}

function releasesOf({ name, version }: RuleSubject, { context, locked }: World): readonly Candidate[] {
  if (version === undefined) return locked.filter((candidate) => candidate.name === name);
  return [{ name, version, index: [...context.indexes.keys()][0] ?? publicIndex.name, files: [] }];
}

function unitsOnLock({ context, locked, units }: World): readonly Unit[] {
  const names = context.requirements.map(({ requirement }) => requirement.name);
  const found = [...units.boots(names), ...locked.flatMap(({ name }) => units.of(name)), ...units.on(locked)];
  return [...new Set(found)];
}

function unitsAbout({ name }: RuleSubject, stack: readonly Candidate[], { units }: World): readonly Unit[] {
  const boots = units.boots([name]).filter(({ concerns }) => concerns !== undefined);
  return [...new Set([...boots, ...units.of(name), ...units.on(stack)])];
}

function unitsCalled(name: string, { sets }: World): readonly Unit[] {
  const kinds = ["boot", "pseudonym", "sieve", "step", "stride", "wrap"] as const;
  return sets.flatMap(({ store }) => kinds.flatMap((kind) => store.find({ kind, name }) ?? []));
}

function findIn({ sets }: World, reference: { readonly kind: Unit["kind"]; readonly name: string }): Unit | undefined {
  for (const { store } of sets) {
    const unit = store.find(reference);
    if (unit !== undefined) return unit;
  }
  return undefined;
}

/** None for what is built in. */
function accountsOf(
  unit: Unit,
  stack: readonly Candidate[],
  subject: PackageName | undefined,
  { context, sets }: World,
): readonly RuleAccount[] {
  for (const { name, pathOf } of sets) {
    const path = pathOf(unit.name);
    if (path !== undefined) return [accountOf(unit, { source: name, path }, { context, stack, subject })];
  }
  return [];
}
