/**
 * The use case: from a request to a piece of advice. One question is posed, answered, compared with what the user has,
 * written as a lock, verified and explained, in this order.
 */

import type { PackageName } from "../python/index.ts";
import { type Resolution, resolve } from "../resolver/index.ts";
import type { Advice, AdviceOutcome } from "./advice.ts";
import { type Difference, compareLocks, explainChanges } from "./changes.ts";
import { userLine } from "./demand.ts";
import { advisoriesOf, dataOf, environmentOf, pinsOf, rulesOf, statisticsOf } from "./document.ts";
import { type ElsewherePins, readElsewherePins } from "./elsewhere.ts";
import { stopError } from "./errors.ts";
import { explainConflict } from "./explain-conflict.ts";
import { type Solved, keepOldStack } from "./keep-old-stack.ts";
import { writeLock } from "./lock.ts";
import { requestNotes, stackNotes } from "./notes.ts";
import { type OldPin, readLockedPins } from "./old-pins.ts";
import { type Question, readQuestion } from "./question.ts";
import type { AdviceProgress, AdviceRequest, AdviceServices } from "./request.ts";
import { type LockCheck, findFaults, verifyLock } from "./verify.ts";
import { WhyNot } from "./why-not.ts";

/**
 * Advice for one environment: `solved` or `unsolvable`.
 *
 * @throws {UserError} when an index fails, a file cannot be used, or `signal` fires at a deadline ({OutOfTime}).
 * @throws the reason of `signal` when it fires for anything else.
 */
export async function advise(request: AdviceRequest, services: AdviceServices, signal: AbortSignal): Promise<Advice> {
  services.progress?.({ environment: request.environment.name, stage: "reading", metadataRead: 0 });
  const run = new Run(await readQuestion(request, services, signal), services, signal);
  return await run.advise();
}

/** What is wrong with a lock that another environment writes, seen from this one. Empty where it holds. @throws {UserError} */
export async function checkLockElsewhere(
  request: AdviceRequest,
  text: string,
  services: AdviceServices,
  signal: AbortSignal,
): Promise<readonly string[]> {
  return await findFaults(lockCheck(await readQuestion(request, services, signal), text), signal);
}

function lockCheck(question: Question, text: string): LockCheck {
  const { request, wishes, markers, universe, context } = question;
  return { place: request.lockPath, text, manifest: request.manifest, wishes, markers, universe, files: context };
}

class Run {
  readonly #question: Question;
  readonly #services: AdviceServices;
  readonly #signal: AbortSignal;

  constructor(question: Question, services: AdviceServices, signal: AbortSignal) {
    this.#question = question;
    this.#services = services;
    this.#signal = signal;
  }

  async advise(): Promise<Advice> {
    this.#tell("resolving");
    const resolution = await resolve(this.#question.problem, { signal: this.#signal });
    switch (resolution.kind) {
      case "solved":
        return await this.#solved(await keepOldStack(this.#question, resolution, this.#signal));
      case "unsolvable":
        return this.#unsolvable(resolution);
      case "stopped":
        throw stopError(this.#question.request.environment.name, this.#signal);
    }
  }

  async #solved(answer: Solved): Promise<Advice> {
    const elsewhere = await readElsewherePins(this.#question, answer.stack, this.#signal);
    const written = await writeLock(this.#question, { stack: answer.stack, elsewhere: elsewhere.pins }, this.#signal);
    const differences = compareLocks(this.#question, written);
    this.#tell("verifying");
    const lock = differences.length === 0 ? await this.#keepText(written) : written;
    await verifyLock(lockCheck(this.#question, lock), this.#signal);
    return await this.#tellSolved(answer, elsewhere, lock, differences);
  }

  /** A lock that pins the same and still holds stays byte for byte, whoever wrote it. */
  async #keepText(written: string): Promise<string> {
    const old = this.#question.request.oldLock?.text;
    if (old === undefined) return written;
    const faults = await findFaults(lockCheck(this.#question, old), this.#signal);
    return faults.length === 0 ? old : written;
  }

  async #tellSolved(
    answer: Solved,
    elsewhere: ElsewherePins,
    lock: string,
    differences: readonly Difference[],
  ): Promise<Advice> {
    this.#tell("explaining");
    const { request } = this.#question;
    const { explainWithin } = this.#services;
    const time = explainWithin > 0 ? AbortSignal.timeout(explainWithin) : AbortSignal.abort();
    const whyNot = new WhyNot(this.#question, answer, AbortSignal.any([this.#signal, time]));
    const changes = await explainChanges(this.#question, answer, differences, whyNot);
    const pins = readLockedPins(request.lockPath, lock);
    const isUnchanged = lock === request.oldLock?.text;
    const findings = { stack: answer.stack, pins, elsewhere, isUnchanged, unanswered: whyNot.unanswered };
    const notes = await stackNotes(this.#question, findings, this.#signal);
    const packages = pinsOf(this.#question, answer.stack, pins);
    return {
      ...this.#document({ kind: "solved", proved: answer.proved, lock, packages, changes }, answer, pins),
      rules: rulesOf(this.#question, answer.stack),
      notes: [...requestNotes(this.#question), ...notes],
    };
  }

  #unsolvable(resolution: Extract<Resolution, { readonly kind: "unsolvable" }>): Advice {
    const { conflict } = resolution;
    const requirements = conflict.requirements.map(userLine);
    const outcome: AdviceOutcome = { kind: "unsolvable", requirements, explanation: explainConflict(conflict) };
    return this.#document(outcome, resolution, this.#question.old);
  }

  /** @param after the pins that the advice leaves behind. */
  #document(
    outcome: AdviceOutcome,
    resolution: Exclude<Resolution, { readonly kind: "stopped" }>,
    after: ReadonlyMap<PackageName, OldPin>,
  ): Advice {
    const { request, source } = this.#question;
    this.#tell("done");
    return {
      format: "advice/1",
      environment: environmentOf(request),
      manifest_path: request.manifestPath,
      lock_path: request.lockPath,
      outcome,
      advisories: advisoriesOf(this.#question, this.#services, after),
      rules: [],
      notes: requestNotes(this.#question),
      data: dataOf(source, this.#services),
      statistics: statisticsOf(resolution.statistics),
    };
  }

  #tell(stage: AdviceProgress["stage"]): void {
    const { request, universe } = this.#question;
    this.#services.progress?.({ environment: request.environment.name, stage, metadataRead: universe.metadataRead });
  }
}
