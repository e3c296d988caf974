/**
 * Advice for every environment of a project. Each is answered for itself first, whatever becomes of the others; those that
 * have a stack are then solved together.
 */

import { UserError } from "../base/index.ts";
import type { EnvironmentProject } from "../project/index.ts";
import { isProved } from "../resolver/index.ts";
import type { Advice } from "./advice.ts";
import { type Searched, findAnswer, isInDoubt, knownSince } from "./advise.ts";
import { emptyAdvice } from "./document.ts";
import { stopError } from "./errors.ts";
import { lockWriters } from "./lock/lock-writers.ts";
import type { AdviceServices } from "./services.ts";
import { withSharedLock } from "./shared-lock.ts";
import { type Advised, tryCompareTypes } from "./types/compare.ts";
import { type Alone, FailedTogether, type Joined, groupsOf, join } from "./together.ts";

/**
 * One piece of advice a project, in their order. What someone outside must mend becomes the outcome `failed` of its
 * environment; a bug is thrown, and so is the reason of `signal` unless it is a deadline.
 */
export async function adviseAll(
  projects: readonly EnvironmentProject[],
  services: AdviceServices,
  signal: AbortSignal,
): Promise<readonly Advice[]> {
  const answers = await answerAll(projects, withDeclared(projects, services), signal);
  const writers = lockWriters(answers.map(({ advice }) => advice));
  const all: Advice[] = [];
  for (const [i, project] of projects.entries()) {
    const { advice } = answers[i]!;
    const writer = writers.get(project.lockPath);
    const share = () => withSharedLock(project, advice, writer, services, signal);
    all.push(await orFailed(project, share, signal));
  }
  return await withTypes(all, answers, services, signal);
}

/** All environments share the code, and what one of them imports may stand in the manifest of another. */
function withDeclared(projects: readonly EnvironmentProject[], services: AdviceServices): AdviceServices {
  const { code } = services;
  if (code === undefined) return services;
  const sections = projects.flatMap((project) =>
    project.kind === "broken" ? [] : [...project.manifest.sections.values()],
  );
  const declared = new Set(sections.flat().map(({ name }) => name));
  return { ...services, code: { ...code, declared } };
}

/** Advice, and what it was made of, where it is a stack. */
interface Told {
  readonly advice: Advice;
  readonly advised: Advised | undefined;
}

/** Once all have their advice: what other types would choose is worth no advice, and whatever goes wrong costs nothing else. */
async function withTypes(
  all: readonly Advice[],
  told: readonly Told[],
  services: AdviceServices,
  signal: AbortSignal,
): Promise<readonly Advice[]> {
  const { compareWithin = 0 } = services;
  const compared: Advice[] = [];
  for (const [i, advice] of all.entries()) {
    const { advised } = told[i]!;
    const isWanted = advised !== undefined && compareWithin > 0 && isWorthComparing(advice, advised);
    const types = isWanted ? await tryCompareTypes(advised, services, compareWithin, signal) : undefined;
    compared.push(types === undefined ? advice : { ...advice, types });
  }
  return compared;
}

/** Whether the lock changes, and the search was no long one: then those of other types are not, either. */
function isWorthComparing({ outcome }: Advice, { question, answer }: Advised): boolean {
  const isChanged = outcome.kind === "solved" && outcome.lock !== question.request.oldLock?.text;
  return isChanged && question.goal.kind === "advise" && isProved(answer);
}

/** An environment that was searched, or the advice that says why it could not be. */
type Searching = Searched | Advice;

function isSearched(searching: Searching): searching is Searched {
  return "run" in searching;
}

function hasStack(searched: Searched): searched is Searched & Alone {
  return searched.found.kind === "solved";
}

async function answerAll(
  projects: readonly EnvironmentProject[],
  services: AdviceServices,
  signal: AbortSignal,
): Promise<readonly Told[]> {
  const all: Searching[] = [];
  for (const project of projects) {
    const ask = () =>
      project.kind === "broken" ? Promise.reject(project.error) : findAnswer(project, services, signal);
    all.push(await orFailed(project, ask, signal));
  }
  for (;;) {
    const { joined, failed } = await joinGroups(all, services, signal);
    let isOpen = false;
    for (const [i, project] of projects.entries()) {
      const searched = all[i]!;
      if (project.kind === "broken" || !isSearched(searched)) continue;
      const isFailed = failed.has(searched);
      // What others made the search read may put the question itself in doubt.
      if (!isFailed && !isInDoubt(searched.question)) continue;
      isOpen = true;
      const again = () => findAnswer(project, services, signal, knownSince(searched.question));
      all[i] = await orFailed(project, isFailed ? () => Promise.reject(failed.get(searched)) : again, signal);
    }
    if (!isOpen) return await tellAll(projects, all, joined, signal);
  }
}

interface Groups {
  readonly joined: ReadonlyMap<Searched, Joined>;
  /** What kept an environment from being solved with the others. */
  readonly failed: ReadonlyMap<Searched, unknown>;
}

async function joinGroups(all: readonly Searching[], services: AdviceServices, signal: AbortSignal): Promise<Groups> {
  const joined = new Map<Searched, Joined>();
  const failed = new Map<Searched, unknown>();
  for (const group of groupsOf(all.filter(isSearched).filter(hasStack))) {
    try {
      const answers = await join(group, services.searchWithin, signal);
      for (const [i, searched] of group.entries()) joined.set(searched, answers[i]!);
    } catch (error) {
      if (!(error instanceof FailedTogether)) throw error;
      failed.set(group[error.at]!, error.cause);
    }
  }
  return { joined, failed };
}

async function tellAll(
  projects: readonly EnvironmentProject[],
  all: readonly Searching[],
  joined: ReadonlyMap<Searching, Joined>,
  signal: AbortSignal,
): Promise<readonly Told[]> {
  const told: Told[] = [];
  for (const [i, project] of projects.entries()) {
    const searched = all[i]!;
    const tell = async () =>
      isSearched(searched) ? await searched.run.tell(searched.found, joined.get(searched)) : searched;
    told.push({ advice: await orFailed(project, tell, signal), advised: advisedOf(searched, joined) });
  }
  return told;
}

function advisedOf(searched: Searching, joined: ReadonlyMap<Searching, Joined>): Advised | undefined {
  if (!isSearched(searched) || !hasStack(searched)) return undefined;
  return { question: searched.question, answer: joined.get(searched)?.answer ?? searched.found };
}

/** What `ask` answers, or else the advice that says why it could not. */
async function orFailed<Answer>(
  project: EnvironmentProject,
  ask: () => Promise<Answer>,
  signal: AbortSignal,
): Promise<Answer | Advice> {
  try {
    return await ask();
  } catch (error) {
    const cause = signal.aborted ? stopError(project.environment.name, signal) : error;
    if (cause instanceof UserError) return failed(project, cause);
    throw cause;
  }
}

function failed(project: EnvironmentProject, { code, message, hint }: UserError): Advice {
  return emptyAdvice(project, { kind: "failed", code, message, ...(hint === undefined ? {} : { hint }) });
}
