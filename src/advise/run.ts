/** One question that is posed: searched, and what was found written as a lock, verified and told, in this order. */

import { refusalBefore } from "../pipeline/index.ts";
import type { PackageName } from "../python/index.ts";
import { type Reason, type Resolution, type Statistics, isProved, resolve } from "../resolver/index.ts";
import type { Advice, AdviceOutcome } from "./advice.ts";
import { type Difference, compareLocks, explainChanges } from "./changes.ts";
import { advisoriesOf, dataOf, emptyAdvice, pinsOf, rulesOf, statisticsOf } from "./document.ts";
import { stopError } from "./errors.ts";
import type { Solved } from "./keep-old-stack.ts";
import { type ElsewherePins, readElsewherePins } from "./lock/elsewhere.ts";
import { fixOf } from "./fix/remaining.ts";
import { writeLock } from "./lock/lock.ts";
import { type LockedPin, parseLockedPins } from "./lock/locked-pins.ts";
import { type LockCheck, findFaults, verifyLock } from "./lock/verify.ts";
import { requestNotes } from "./notes/request-notes.ts";
import { stackNotes } from "./notes/stack-notes.ts";
import { inheritedFlaws } from "./inherited-flaws.ts";
import { weighsAdvisories } from "./objective/objective.ts";
import type { Question } from "./question.ts";
import { ruleOf, userLine } from "./reasons/demand.ts";
import { departuresOf } from "./reasons/departures.ts";
import { explainConflict, explainRelaxations } from "./reasons/explain-conflict.ts";
import { findLift } from "./reasons/lifts.ts";
import { WhyNot } from "./reasons/why-not.ts";
import type { AdviceProgress, AdviceServices } from "./services.ts";
import type { Joined } from "./together.ts";

/** What the search found, in the form of the advice. */
interface Answer extends Pick<Advice, "outcome" | "fix" | "rules" | "departures" | "notes"> {
  /** The pins that the advice leaves behind. */
  readonly after: ReadonlyMap<PackageName, LockedPin>;
  /** Undefined where nothing was searched. */
  readonly statistics: Statistics | undefined;
}

type Unsolvable = Extract<Resolution, { readonly kind: "unsolvable" }>;

/** A boot has ended the run before it began. */
interface Refused {
  readonly kind: "refused";
  readonly reason: Reason;
}

export type Found = Solved | Unsolvable | Refused;

export class Run {
  readonly #question: Question;
  readonly #services: AdviceServices;
  readonly #signal: AbortSignal;

  constructor(question: Question, services: AdviceServices, signal: AbortSignal) {
    this.#question = question;
    this.#services = services;
    this.#signal = signal;
  }

  async search(): Promise<Found> {
    const { boots, context } = this.#question;
    const reason = refusalBefore(boots, context);
    if (reason !== undefined) return { kind: "refused", reason };
    this.#tell("resolving");
    await this.#readInheritedFlaws();
    const settle = AbortSignal.timeout(this.#services.searchWithin);
    const resolution = await resolve(this.#question.problem, {
      signal: this.#signal,
      settle,
      relax: () => {
        this.#tell("explaining");
        return this.#timeToExplain();
      },
    });
    if (resolution.kind === "unsolvable") return resolution;
    const { statistics } = resolution;
    const answer = resolution.kind === "solved" ? resolution : resolution.best;
    if (this.#signal.aborted || answer === undefined)
      throw stopError(this.#question.request.environment.name, this.#signal);
    return { ...answer, kind: "solved", statistics };
  }

  /** Where advisories decide something. */
  async #readInheritedFlaws(): Promise<void> {
    const { goal, judge, request } = this.#question;
    if (goal.kind !== "fix" && !weighsAdvisories(request.environment.recommendationType)) return;
    judge.inherit(await inheritedFlaws(this.#question, this.#signal));
  }

  /** @param joined what the environment has together with others, if it was solved together with them. */
  async tell(found: Found, joined?: Joined): Promise<Advice> {
    const alone = (answer: Solved): Joined => ({ answer, proved: isProved(answer), companions: [] });
    const advice =
      found.kind === "solved"
        ? await this.#solved(joined ?? alone(found))
        : found.kind === "unsolvable"
          ? await this.#unsolvable(found)
          : this.#refused(found);
    this.#tell("done");
    return advice;
  }

  async #solved(joined: Joined): Promise<Advice> {
    const { answer } = joined;
    if (this.#signal.aborted) throw stopError(this.#question.request.environment.name, this.#signal);
    const elsewhere = await readElsewherePins(this.#question, answer.stack, this.#signal);
    const written = await writeLock(this.#question, { stack: answer.stack, elsewhere: elsewhere.pins }, this.#signal);
    const differences = compareLocks(this.#question, written);
    this.#tell("verifying");
    const lock = differences.length === 0 ? await this.#keepText(written) : written;
    await verifyLock(lockCheck(this.#question, lock), this.#signal);
    return await this.#tellSolved(joined, elsewhere, lock, differences);
  }

  /** A lock that pins the same and still holds stays byte for byte, whoever wrote it. */
  async #keepText(written: string): Promise<string> {
    const old = this.#question.request.oldLock?.text;
    if (old === undefined) return written;
    const faults = await findFaults(lockCheck(this.#question, old), this.#signal);
    return faults.length === 0 ? old : written;
  }

  async #tellSolved(
    { answer, proved, companions }: Joined,
    elsewhere: ElsewherePins,
    lock: string,
    differences: readonly Difference[],
  ): Promise<Advice> {
    this.#tell("explaining");
    const { stack } = answer;
    const { request, goal } = this.#question;
    const deadline = AbortSignal.any([this.#signal, this.#timeToExplain()]);
    const pins = parseLockedPins(request, lock);
    const fixed = { answer, after: pins, services: this.#services };
    const fix = goal.kind === "fix" ? await fixOf(this.#question, goal, fixed, deadline) : undefined;
    const whyNot = new WhyNot(this.#question, answer, deadline, companions);
    const changes = await explainChanges(this.#question, answer, differences, whyNot, this.#signal);
    const isUnchanged = lock === request.oldLock?.text;
    const { skipped } = answer;
    const findings = { stack, skipped, pins, elsewhere, isUnchanged, unanswered: whyNot.unanswered };
    const packages = pinsOf(this.#question, stack, pins);
    return this.#document({
      outcome: { kind: "solved", proved, lock, packages, changes },
      after: pins,
      ...(fix !== undefined && { fix }),
      rules: rulesOf(this.#question, answer),
      departures: departuresOf(answer),
      notes: await stackNotes(this.#question, findings, this.#signal),
      statistics: answer.statistics,
    });
  }

  #timeToExplain(): AbortSignal {
    const { explainWithin } = this.#services;
    return explainWithin > 0 ? AbortSignal.timeout(explainWithin) : AbortSignal.abort();
  }

  async #unsolvable({ conflict, statistics }: Unsolvable): Promise<Advice> {
    const requirements = conflict.requirements.map(userLine);
    const explanation = explainConflict(conflict);
    const lifting = { services: this.#services, facts: ({ judge }: Question) => judge };
    const deadline = AbortSignal.any([this.#signal, this.#timeToExplain()]);
    const lift = await findLift(this.#question, conflict, lifting, deadline);
    const relaxations = [...(lift === undefined ? [] : [lift]), ...explainRelaxations(conflict)];
    const outcome: AdviceOutcome = { kind: "unsolvable", requirements, explanation, relaxations };
    return this.#document({ outcome, after: this.#question.old, rules: [], departures: [], notes: [], statistics });
  }

  #refused({ reason }: Refused): Advice {
    const outcome: AdviceOutcome = { kind: "refused", rule: ruleOf(reason) };
    return this.#document({
      outcome,
      after: this.#question.old,
      rules: [],
      departures: [],
      notes: [],
      statistics: undefined,
    });
  }

  #document({ outcome, after, fix, rules, departures, notes, statistics }: Answer): Advice {
    return {
      ...emptyAdvice(this.#question.request, outcome),
      advisories: advisoriesOf(this.#question, this.#services, {
        after,
        packages: outcome.kind === "solved" ? outcome.packages : {},
      }),
      ...(fix !== undefined && { fix }),
      rules,
      departures,
      notes: [...requestNotes(this.#question), ...notes],
      data: dataOf(this.#question, this.#services),
      statistics: statistics === undefined ? null : statisticsOf(statistics),
    };
  }

  #tell(stage: AdviceProgress["stage"]): void {
    const { request, universe } = this.#question;
    this.#services.progress?.({ environment: request.environment.name, stage, metadataRead: universe.metadataRead });
  }
}

/** What it takes to judge `text` as the lock of a question. */
export function lockCheck(question: Question, text: string): LockCheck {
  const { request, wishes, markers, universe, judge, context } = question;
  return {
    place: request.lockPath,
    text,
    manifest: request.manifest,
    wishes,
    markers,
    universe,
    judge,
    files: context,
  };
}
