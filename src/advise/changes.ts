/** What differs between two locks, with the reasons for each difference. */

import { type PackageName, Version } from "../python/index.ts";
import type { AdviceChange, BecauseReason } from "./advice.ts";
import { demandOfEntry } from "./reasons/demand.ts";
import type { Solved } from "./keep-old-stack.ts";
import { type LockedPin, parseLockedPins } from "./lock/locked-pins.ts";
import type { Question } from "./question.ts";
import type { WhyNot } from "./reasons/why-not.ts";
import { freedBy } from "./reasons/frees.ts";
import { because } from "./reasons/why.ts";

/** A package whose release is not the same in both locks. */
export interface Difference {
  readonly name: PackageName;
  readonly kind: AdviceChange["kind"];
  readonly from: LockedPin | undefined;
  readonly to: LockedPin | undefined;
}

/** By name. Only exact pins from indexes count: what comes from a repository, a path or a file is not ours to move. */
export function compareLocks(question: Question, text: string): readonly Difference[] {
  const before = exactPins(question.old);
  const after = exactPins(parseLockedPins(question.request, text));
  const names = [...new Set([...before.keys(), ...after.keys()])].toSorted();
  const home = question.request.manifest.sources[0]!.name;
  return names.flatMap((name) => {
    const [from, to] = [before.get(name), after.get(name)];
    const kind = kindOf(from, to, home);
    return kind === undefined ? [] : [{ name, kind, from, to }];
  });
}

function exactPins(pins: ReadonlyMap<PackageName, LockedPin>): ReadonlyMap<PackageName, LockedPin> {
  return new Map([...pins].filter(([, pin]) => pin.version !== undefined));
}

/** @param home the index that an entry without one is from. */
function kindOf(
  from: LockedPin | undefined,
  to: LockedPin | undefined,
  home: string,
): AdviceChange["kind"] | undefined {
  if (from?.version === undefined) return "added";
  if (to?.version === undefined) return "removed";
  const order = Version.compare(to.version, from.version);
  if (order !== 0) return order > 0 ? "upgraded" : "downgraded";
  return (from.index ?? home) === (to.index ?? home) ? undefined : "moved";
}

/** One entry of the advice for each difference, in the same order. */
export async function explainChanges(
  question: Question,
  answer: Solved,
  differences: readonly Difference[],
  whyNot: WhyNot,
  signal: AbortSignal,
): Promise<AdviceChange[]> {
  const direct = directNames(question);
  const held = await heldBack(answer, differences, whyNot, direct);
  // Among the best releases each is its own reason, unless it is older; a small change moves only what something makes move.
  const made = question.goal.kind === "advise" ? differences.filter(({ kind }) => kind === "downgraded") : differences;
  const freed = await freedBy(question, answer, made, signal);
  const moved = new Set<string>(differences.map(({ name }) => name));
  return differences.map((difference) => {
    const { name, kind, from, to } = difference;
    const chosen = answer.stack.get(name);
    const index = chosen?.candidate.index ?? to?.index;
    const home = question.request.manifest.sources[0]!.name;
    return {
      name,
      kind,
      from: from?.version?.toString() ?? null,
      to: to?.version?.toString() ?? null,
      ...(index === undefined || index === home ? {} : { index }),
      direct: direct.has(name),
      sections: [...(to ?? from)!.sections],
      because: reasonOf(question, answer, difference, { freed: freed.get(name), moved }),
      held_back: held.get(name) ?? [],
    };
  });
}

/** Names that the manifest itself has, wherever its conditions hold. */
export function directNames(question: Question): ReadonlySet<PackageName> {
  const { requirements, elsewhere, opaque } = question.wishes;
  const entries = [...elsewhere, ...opaque].map(({ entry }) => entry.name);
  return new Set([...requirements.map(({ requirement }) => requirement.name), ...entries]);
}

/** @param freed what the package moves for, if its own release is no reason. */
function reasonOf(
  question: Question,
  answer: Solved,
  { name, from, to }: Difference,
  { freed, moved }: { readonly freed: BecauseReason | undefined; readonly moved: ReadonlySet<string> },
): BecauseReason {
  const chosen = answer.stack.get(name);
  const elsewhere = question.wishes.elsewhere.find(({ entry }) => entry.name === name);
  // Outside the stack, a locked release moves only because its line does not admit it any more.
  if (chosen === undefined && to !== undefined && elsewhere !== undefined)
    return {
      kind: from === undefined ? "required" : "demanded",
      demand: demandOfEntry(elsewhere.entry),
    };
  const reason = because(question, answer, { name, from, to: chosen });
  return freed !== undefined && isHollow(reason, moved) ? freed : reason;
}

/** Whether a reason says nothing of why the package moves at all, as one by somebody who moves for its sake. */
function isHollow(reason: BecauseReason, moved: ReadonlySet<string>): boolean {
  if (reason.kind === "demanded") return reason.demand.by !== null && moved.has(reason.demand.by);
  return reason.kind === "newest" || reason.kind === "newest-admitted";
}

/** Direct dependencies are asked about first, since the time for searches is bounded. */
async function heldBack(
  answer: Solved,
  differences: readonly Difference[],
  whyNot: WhyNot,
  direct: ReadonlySet<PackageName>,
): Promise<Map<PackageName, AdviceChange["held_back"]>> {
  const held = new Map<PackageName, AdviceChange["held_back"]>();
  const inOrder = differences.toSorted((a, b) => Number(direct.has(b.name)) - Number(direct.has(a.name)));
  for (const { name } of inOrder) {
    const chosen = answer.stack.get(name);
    if (chosen !== undefined) held.set(name, await whyNot.heldBack(chosen));
  }
  return held;
}
