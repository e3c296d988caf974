/**
 * The use case: from a request to a piece of advice. One question is posed, answered, compared with what the user has,
 * written as a lock, verified and explained, in this order.
 */

import type { ReadyProject } from "../project/index.ts";
import type { Weighed } from "../resolver/index.ts";
import type { Advice } from "./advice.ts";
import { findOldStack, keepOldStack } from "./keep-old-stack.ts";
import { parseLockedPins } from "./lock/locked-pins.ts";
import { findFaults, findPackageFaults } from "./lock/verify.ts";
import { type PriorKnowledge, type Question, readQuestion } from "./question.ts";
import { type Found, Run, lockCheck } from "./run.ts";
import type { AdviceServices } from "./services.ts";

/**
 * Advice for one environment: `solved`, `unsolvable` or `refused`.
 *
 * @throws {UserError} when an index fails, a file cannot be used, or `signal` fires at a deadline ({OutOfTime}).
 * @throws the reason of `signal` when it fires for anything else.
 */
export async function advise(request: ReadyProject, services: AdviceServices, signal: AbortSignal): Promise<Advice> {
  const { run, found } = await findAnswer(request, services, signal);
  return await run.tell(found);
}

/** The question of an environment as it is at last posed, and what was found for it alone. */
export interface Searched {
  readonly question: Question;
  /** The user's own stack where it is no worse than what the search found. */
  readonly found: Found;
  /** The user's own stack, where it is one. */
  readonly old: Weighed | undefined;
  readonly run: Run;
}

/**
 * Poses the question of one environment until nothing that is read puts it in doubt, and answers it.
 *
 * @param known what was learnt when it was posed before, by `knownSince`.
 * @throws as `advise` does
 */
export async function findAnswer(
  request: ReadyProject,
  services: AdviceServices,
  signal: AbortSignal,
  known: PriorKnowledge = {},
): Promise<Searched> {
  services.progress?.({ environment: request.environment.name, stage: "reading", metadataRead: 0 });
  for (let knowledge = known; ;) {
    const question = await readQuestion(request, services, signal, knowledge);
    const run = new Run(question, services, signal);
    const found = await run.search();
    const old = found.kind === "solved" ? await findOldStack(question, signal) : undefined;
    if (!isInDoubt(question))
      return { question, found: found.kind === "solved" ? keepOldStack(found, old) : found, old, run };
    knowledge = knownSince(question);
  }
}

/** Whether packages turned out to belong on other indexes than they were looked for on. */
export function isInDoubt({ homes }: Question): boolean {
  return homes.corrections().size > 0;
}

/** What to pose a question again with that is in doubt. */
export function knownSince({ homes, source }: Question): PriorKnowledge {
  return { corrected: new Map([...homes.corrected, ...homes.corrections()]), source };
}

/** What is wrong with a lock that another environment writes, seen from this one. Empty where it holds. @throws {UserError} */
export async function checkLockElsewhere(
  request: ReadyProject,
  text: string,
  services: AdviceServices,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const question = await readQuestion(request, services, signal, { locked: parseLockedPins(request, text) });
  return await findFaults(lockCheck(question, text), signal);
}

/** Whether all that a lock pins holds here, whatever manifest it was made for. @throws {UserError} */
export async function holdsHere(
  request: ReadyProject,
  text: string,
  services: AdviceServices,
  signal: AbortSignal,
): Promise<boolean> {
  const question = await readQuestion(request, services, signal, { locked: parseLockedPins(request, text) });
  return (await findPackageFaults(lockCheck(question, text), signal)).length === 0;
}
