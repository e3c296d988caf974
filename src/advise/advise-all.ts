/** Advice for every environment of a project: each gets its own answer, whatever becomes of the others. */

import { UserError } from "../base/index.ts";
import type { EnvironmentProject } from "../project/index.ts";
import type { Advice } from "./advice.ts";
import { advise, checkLockElsewhere } from "./advise.ts";
import { emptyAdvice } from "./document.ts";
import { stopError } from "./errors.ts";
import type { AdviceServices } from "./request.ts";

/**
 * One piece of advice a request, in their order and one after the other. What someone outside must mend becomes the
 * outcome `failed` of its environment; a bug is thrown, and so is the reason of `signal` unless it is a deadline.
 */
export async function adviseAll(
  requests: readonly EnvironmentProject[],
  services: AdviceServices,
  signal: AbortSignal,
): Promise<readonly Advice[]> {
  const all: Advice[] = [];
  for (const request of requests) {
    const advice = await adviseOrFail(request, services, signal);
    all.push(await withSharedLock(request, advice, all, services, signal));
  }
  return all;
}

async function adviseOrFail(
  request: EnvironmentProject,
  services: AdviceServices,
  signal: AbortSignal,
): Promise<Advice> {
  if (request.kind === "broken") return failed(request, request.error);
  try {
    return await advise(request, services, signal);
  } catch (error) {
    const cause = signal.aborted ? stopError(request.environment.name, signal) : error;
    if (cause instanceof UserError) return failed(request, cause);
    throw cause;
  }
}

/** Where another environment writes the lock, says whether that lock holds here too. */
async function withSharedLock(
  request: EnvironmentProject,
  advice: Advice,
  others: readonly Advice[],
  services: AdviceServices,
  signal: AbortSignal,
): Promise<Advice> {
  if (request.kind === "broken" || request.lockWriter === undefined || advice.outcome.kind !== "solved") return advice;
  const writer = others.find(({ environment }) => environment.name === request.lockWriter);
  if (writer?.outcome.kind !== "solved") return advice;
  const [fault, ...more] = await checkLockElsewhere(request, writer.outcome.lock, services, signal);
  if (fault === undefined) return advice;
  const rest = more.length === 0 ? "" : `, and ${more.length} more`;
  const message = `\`${request.lockPath}\` as \`${request.lockWriter}\` writes it does not hold here: ${fault}${rest}`;
  return { ...advice, notes: [...advice.notes, { severity: "warning", message }] };
}

function failed(request: EnvironmentProject, { code, message, hint }: UserError): Advice {
  return emptyAdvice(request, { kind: "failed", code, message, ...(hint === undefined ? {} : { hint }) });
}
