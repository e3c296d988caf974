/**
 * What rules look at, for whoever looks at rules: each runtime environment of a folder with its lock and the rules in force.
 * Nothing is searched, and no index is asked but for what an entry that is not from one may need.
 */

import { UserError } from "../base/index.ts";
import { environmentTags, markerEnvironment, type RuntimeEnvironment } from "../environments/index.ts";
import {
  builtinUnits,
  listStore,
  type PipelineContext,
  plainRun,
  type Units,
  type UnitStore,
  unitsOf,
} from "../pipeline/index.ts";
import { type Candidate, publicIndex } from "../ports/index.ts";
import {
  type EnvironmentProject,
  readEnvironments,
  readProject,
  type ReadProjectFile,
  readRules,
} from "../project/index.ts";
import { TagRanks, Version } from "../python/index.ts";
import { imageContents } from "./image-knowledge.ts";
import { readQuestion } from "./question.ts";
import { type RulesInForce, rulesInForce } from "./rules-in-force.ts";
import type { AdviceServices } from "./services.ts";

/** The folder whose rules are looked at. */
export interface RuleViewRequest {
  readonly readFile: ReadProjectFile;
  /** Only the environment of this name. */
  readonly environment?: string | undefined;
}

/** An environment with all that rules look at. */
export interface RuleWorld {
  readonly environment: RuntimeEnvironment;
  /** Why the files of the project do not count here, where they do not. */
  readonly remark: string | undefined;
  readonly context: PipelineContext;
  /** Those that take part. */
  readonly units: Units;
  /** All that a rule may depend on: those in force, and those that are built in. */
  readonly stores: readonly UnitStore[];
  /** The releases of the lock. */
  readonly locked: readonly Candidate[];
}

/** All environments, and the rules of the repository, which are the same in each. */
export interface RuleWorlds {
  readonly worlds: readonly RuleWorld[];
  readonly rules: RulesInForce;
}

/** @throws {UserError} as `readProject` does, but for a missing manifest. */
export async function readWorlds(
  { readFile, environment }: RuleViewRequest,
  services: AdviceServices,
  signal: AbortSignal,
): Promise<RuleWorlds> {
  const rules = rulesInForce(services.rules, await readRules(readFile, signal));
  const projects = await orNothing(() => readProject(readFile, { environment }, signal));
  const plain = (one: RuntimeEnvironment, remark: string) => plainWorld(one, remark, rules, services);
  if (projects === undefined) {
    const settings = await readEnvironments(readFile, environment, signal);
    return { rules, worlds: settings.map((one) => plain(one, "there is no project here")) };
  }
  const worlds: RuleWorld[] = [];
  for (const project of projects)
    worlds.push(
      project.kind === "broken"
        ? plain(project.environment, project.error.message)
        : await projectWorld(project, services, signal),
    );
  return { rules, worlds };
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
  project: Extract<EnvironmentProject, { readonly kind: "ready" }>,
  services: AdviceServices,
  signal: AbortSignal,
): Promise<RuleWorld> {
  const { context, units, rules, policy, old } = await readQuestion(project, services, signal);
  const first = firstIndex(context);
  const locked = [...old.values()].flatMap(({ name, version, index = first }) =>
    version === undefined ? [] : [{ name, version, index, files: [] }],
  );
  const stores = [listStore([...builtinUnits, ...policy.units]), ...rules.stores];
  return { environment: project.environment, remark: undefined, context, units, stores, locked };
}

/** An environment without files: nobody asks for anything, and there is one index. */
function plainWorld(
  environment: RuntimeEnvironment,
  remark: string,
  rules: RulesInForce,
  services: AdviceServices,
): RuleWorld {
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
  const stores = [listStore(builtinUnits), ...rules.stores];
  return { environment, remark, context, units: unitsOf(stores, context), stores, locked: [] };
}

/** The one that a release is from where nothing is said. */
export function firstIndex({ indexes }: PipelineContext): string {
  return [...indexes.keys()][0] ?? publicIndex.name;
}
