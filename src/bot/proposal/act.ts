/** What is done about one piece of advice on the branch that it is for: decided, and carried out. */

import type { ProjectAdvice, ProposalKind } from "../../advise/index.ts";
import type { CommitSha } from "../../ports/index.ts";
import { projectName } from "../../project/index.ts";
import type { Asked } from "../asked.ts";
import { carryOut } from "./carry-out.ts";
import { type Decision, decide, type Reason } from "./decide.ts";
import { type Histories, openIn } from "./histories.ts";
import type { Deed } from "./outcome.ts";
import { gainOf, severeFixed } from "./proposed.ts";
import type { BotSettings } from "../settings.ts";
import type { LookedAt, Visit } from "../visit.ts";

/** What holds for all projects of a visit. */
export interface Circumstances {
  readonly head: CommitSha;
  readonly asked: Asked | undefined;
  readonly reasons: ReadonlySet<Reason>;
  readonly settings: BotSettings;
  /** Pull requests that the visit has opened so far. */
  readonly opened: number;
}

/** A project in its visit. */
export interface Scene {
  readonly lookedAt: LookedAt;
  readonly histories: Histories;
  readonly circumstances: Circumstances;
  readonly visit: Visit;
}

/** Advice, and what it was asked to be. */
export interface Answered {
  readonly advice: ProjectAdvice;
  readonly options: Asked;
}

/** @param reasons those of the visit that count for this branch. */
export function decideOn(
  kind: ProposalKind,
  { advice, options }: Answered,
  reasons: ReadonlySet<Reason>,
  { histories, circumstances: { settings, opened }, visit: { repository, now } }: Scene,
): Decision {
  const { environments, plan } = advice;
  const answers = environments.map((each) => each.advice);
  return decide({
    kind,
    plan,
    isRepair: options.goal?.kind === "repair",
    isComplete: answers.every(({ outcome }) => outcome.kind === "solved"),
    isInterrupted: answers.some(({ outcome }) => outcome.kind === "failed"),
    severe: severeFixed(answers),
    gain: gainOf(answers),
    minGain: settings.minGain,
    opened,
    history: histories[kind],
    beside: histories[kind === "advise" ? "security" : "advise"],
    reasons,
    stage: repository.stage,
    isEnabled: kind === "advise" ? settings.isEnabled : settings.isSecurityEnabled,
    now,
  });
}

export async function actOn(
  kind: ProposalKind,
  { advice, options }: Answered,
  decision: Decision,
  { lookedAt, histories, circumstances: { head, settings }, visit }: Scene,
): Promise<Deed> {
  const history = histories[kind];
  const open = openIn(history);
  const matter = {
    base: head,
    plan: advice.plan,
    severe: severeFixed(advice.environments.map((each) => each.advice)),
    settings,
    history,
    open,
    isFirst: kind === "advise" && history.every((past) => past === open),
    asked: options,
    project: projectName(lookedAt.place),
  };
  return await carryOut(decision, matter, visit);
}
