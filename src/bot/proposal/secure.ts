/**
 * The pull request for advisories, beside the one with the best locks: a small one, at once for what is severe, and
 * whenever a person asks. The two do not fight: what the other one fixes needs none of its own.
 */

import { type Advice, branchName, type ProjectAdvice } from "../../advise/index.ts";
import { type Goal, projectName } from "../../project/index.ts";
import type { Asked } from "../asked.ts";
import { type Answered, actOn, decideOn, type Scene } from "./act.ts";
import { withdrawUnlessTheirs } from "./carry-out.ts";
import type { Reason } from "./decide.ts";
import { openIn } from "./histories.ts";
import type { PastProposal } from "./history.ts";
import type { Deed, SecurityOutcome } from "./outcome.ts";
import { digestOf, fixedIds, severeBefore, severeFixed } from "./proposed.ts";
import { sayCovered, sayWithdrawn } from "./replies.ts";
import { adviseAt } from "../visit.ts";

/** The other pull request of the project: what was advised for it, and what was done about it. */
export interface Beside {
  readonly advice: ProjectAdvice;
  readonly deed: Deed;
}

export type FixGoal = Extract<Goal, { readonly kind: "fix" }>;

/** What a person asks for, now or earlier as long as that pull request is open: there is one for all of it. */
export function askedAltogether({ advisories }: FixGoal, { histories }: Scene): FixGoal {
  return { kind: "fix", advisories: both(advisories, askedEarlier(openIn(histories.security))) };
}

/** The same, and whatever is severe in the open pull request. */
export function withOpen({ advisories }: FixGoal, { histories }: Scene): FixGoal {
  return { kind: "fix", advisories: both(advisories, openIn(histories.security)?.severe ?? []) };
}

type Advisories = FixGoal["advisories"];

function both(some: Advisories, others: Advisories): Advisories {
  return some === "all" || others === "all" ? "all" : [...new Set([...some, ...others])];
}

/**
 * What a fix is asked for: by a person, as long as that pull request is open; what is severe and could go; and what is
 * severe and open already. Undefined where that is nothing.
 */
export function fixGoal({ environments }: ProjectAdvice, { histories }: Scene): FixGoal | undefined {
  const answers = environments.map(({ advice }) => advice);
  const open = openIn(histories.security);
  const present = new Set(severeBefore(answers));
  const kept = (open?.severe ?? []).filter((id) => present.has(id));
  const advisories = both(askedEarlier(open), [...severeFixed(answers), ...kept]);
  return advisories.length === 0 ? undefined : { kind: "fix", advisories };
}

function askedEarlier(open: PastProposal | undefined): Advisories {
  const goal = open?.asked?.goal;
  return goal?.kind === "fix" ? goal.advisories : [];
}

export async function adviseFix(goal: Goal, { lookedAt, visit }: Scene): Promise<ProjectAdvice> {
  return await adviseAt(lookedAt, { goal }, visit);
}

/** Whether two pieces of advice come to the same files. */
export function isSameChange(a: ProjectAdvice, b: ProjectAdvice): boolean {
  return a.plan.kind === "change" && b.plan.kind === "change" && digestOf(a.plan.files) === digestOf(b.plan.files);
}

/** @param known advice for {@link fixGoal}, where there is some already. Undefined where there is nothing to say. */
export async function secure(
  beside: Beside,
  known: ProjectAdvice | undefined,
  scene: Scene,
): Promise<SecurityOutcome | undefined> {
  const severe = severeFixed(answersOf(beside.advice));
  const open = openIn(scene.histories.security);
  const goal = fixGoal(beside.advice, scene);
  const covered = coveredBy(beside, severe, scene);
  if (open === undefined && severe.every((id) => covered.has(id))) return undefined;
  if (goal === undefined) return isWhole(beside.advice) ? await withdraw(beside, scene) : undefined;
  const advice = known ?? (await adviseFix(goal, scene));
  // What a person has asked for stays until the default branch has it.
  const asked = askedEarlier(open);
  const fixed = fixedIds(answersOf(advice));
  if (asked.length === 0 && fixed.length > 0 && fixed.every((id) => covered.has(id)))
    return await withdraw(beside, scene);
  const options: Asked = asked.length === 0 ? {} : { goal: { kind: "fix", advisories: asked } };
  return { advice, deed: await proposeFix({ advice, options }, unasked(scene), scene) };
}

/** A command that asks for something else asks for nothing here. */
function unasked({ circumstances: { reasons } }: Scene): ReadonlySet<Reason> {
  return new Set([...reasons].filter((reason) => reason !== "command"));
}

export async function proposeFix(answered: Answered, reasons: ReadonlySet<Reason>, scene: Scene): Promise<Deed> {
  return await actOn("security", answered, decideOn("security", answered, reasons, scene), scene);
}

function answersOf({ environments }: ProjectAdvice): readonly Advice[] {
  return environments.map(({ advice }) => advice);
}

function isWhole(advice: ProjectAdvice): boolean {
  return answersOf(advice).every(({ outcome }) => outcome.kind === "solved");
}

/** Ids of what the other pull request fixes, if one is open: as it now stands, or as it was left. */
function coveredBy({ advice, deed }: Beside, severe: readonly string[], { histories }: Scene): ReadonlySet<string> {
  if (deed.kind === "proposed") return new Set(fixedIds(answersOf(advice)));
  const open = openIn(histories.advise);
  // Of one that nobody remembers it is assumed, as in `decide.ts`.
  return new Set(open === undefined || deed.kind === "withdrawn" ? [] : (open.severe ?? severe));
}

/** Undefined where nothing is open. */
async function withdraw({ deed }: Beside, scene: Scene): Promise<SecurityOutcome | undefined> {
  const open = openIn(scene.histories.security);
  if (open === undefined) return undefined;
  const words = deed.kind === "proposed" ? sayCovered(deed.pullRequest.number) : sayWithdrawn();
  return {
    deed: await withdrawUnlessTheirs(
      branchName(projectName(scene.lookedAt.place), "security"),
      open.pullRequest,
      words,
      scene.visit,
    ),
  };
}
