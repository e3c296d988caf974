/** Advice for every environment of a project: each gets its own answer, whatever becomes of the others. */

import { UserError } from "../base/index.ts";
import type { EnvironmentProject } from "../project/index.ts";
import type { Advice, AdviceNote } from "./advice.ts";
import { advise, checkLockElsewhere } from "./advise.ts";
import { emptyAdvice } from "./document.ts";
import { stopError } from "./errors.ts";
import { lockWriters } from "./lock/lock-writers.ts";
import type { AdviceServices } from "./services.ts";

/**
 * One piece of advice a project, in their order and one after the other. What someone outside must mend becomes the
 * outcome `failed` of its environment; a bug is thrown, and so is the reason of `signal` unless it is a deadline.
 */
export async function adviseAll(
  projects: readonly EnvironmentProject[],
  services: AdviceServices,
  signal: AbortSignal,
): Promise<readonly Advice[]> {
  const answers: Advice[] = [];
  for (const project of projects) {
    const ask = () => (project.kind === "broken" ? Promise.reject(project.error) : advise(project, services, signal));
    answers.push(await orFailed(project, ask, signal));
  }
  const writers = lockWriters(answers);
  const all: Advice[] = [];
  for (const [i, project] of projects.entries()) {
    const answer = answers[i]!;
    const writer = writers.get(project.lockPath);
    const share = () => withSharedLock(project, answer, writer, services, signal);
    all.push(await orFailed(project, share, signal));
  }
  return all;
}

async function orFailed(project: EnvironmentProject, ask: () => Promise<Advice>, signal: AbortSignal): Promise<Advice> {
  try {
    return await ask();
  } catch (error) {
    const cause = signal.aborted ? stopError(project.environment.name, signal) : error;
    if (cause instanceof UserError) return failed(project, cause);
    throw cause;
  }
}

/** Where another environment writes the lock, says so, and whether that lock holds here too. */
async function withSharedLock(
  project: EnvironmentProject,
  advice: Advice,
  writer: Advice | undefined,
  services: AdviceServices,
  signal: AbortSignal,
): Promise<Advice> {
  if (writer === undefined || writer === advice) return advice;
  const { name } = writer.environment;
  const shared = `\`${name}\` writes \`${advice.lock_path}\`, which \`${advice.environment.name}\` shares; with \`overlays_dir\` each environment has its own`;
  const notes: AdviceNote[] = [...advice.notes, { severity: "info", message: shared }];
  const [fault, ...more] = await findSharedFaults(project, advice, writer, services, signal);
  if (fault !== undefined) {
    const rest = more.length === 0 ? "" : `, and ${more.length} more`;
    const message = `\`${advice.lock_path}\` as \`${name}\` writes it does not hold here: ${fault}${rest}`;
    notes.push({ severity: "warning", message });
  }
  return { ...advice, notes };
}

/** A lock of the same text has been judged with the advice. */
async function findSharedFaults(
  project: EnvironmentProject,
  { outcome }: Advice,
  writer: Advice,
  services: AdviceServices,
  signal: AbortSignal,
): Promise<readonly string[]> {
  if (project.kind === "broken" || outcome.kind !== "solved" || writer.outcome.kind !== "solved") return [];
  if (outcome.lock === writer.outcome.lock) return [];
  return await checkLockElsewhere(project, writer.outcome.lock, services, signal);
}

function failed(project: EnvironmentProject, { code, message, hint }: UserError): Advice {
  return emptyAdvice(project, { kind: "failed", code, message, ...(hint === undefined ? {} : { hint }) });
}
