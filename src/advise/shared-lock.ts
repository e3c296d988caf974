/**
 * A lock that another environment writes, as it is here: whether it holds, what the environment that never saw it accepts of
 * its advisories, and what of a fix therefore remains.
 */

import type { EnvironmentProject, ReadyProject } from "../project/index.ts";
import type { Advice, AdviceFix, AdviceNote, AdvisoryHit } from "./advice.ts";
import type { AdviceShared } from "./advice-shared.ts";
import { checkLockElsewhere, holdsHere } from "./advise.ts";
import { type FixGoal, isNamed } from "./fix/named.ts";
import { Acceptance } from "./policy/acceptance.ts";
import type { AdviceServices } from "./services.ts";

/** @param writer the advice that writes the lock of `advice`. The same advice where that is its own. @throws {UserError} */
export async function withSharedLock(
  project: EnvironmentProject,
  advice: Advice,
  writer: Advice | undefined,
  services: AdviceServices,
  signal: AbortSignal,
): Promise<Advice> {
  if (writer === undefined || writer === advice) return advice;
  const { name } = writer.environment;
  const said = `\`${name}\` writes \`${advice.lock_path}\`, which \`${advice.environment.name}\` shares; with \`overlays_dir\` each environment has its own`;
  const notes: AdviceNote[] = [...advice.notes, { severity: "info", message: said }];
  const shared = await judgeShared(project, advice, writer, services, signal);
  if (project.kind === "broken" || shared === undefined) return { ...advice, notes };
  return {
    ...advice,
    notes: [...notes, ...faultNotes(shared, advice)],
    shared,
    ...(advice.fix !== undefined && { fix: fixHere(advice.fix, project, shared, writer) }),
  };
}

function faultNotes({ faults: [fault, ...more], writer, breaks }: AdviceShared, advice: Advice): AdviceNote[] {
  if (fault === undefined) return [];
  const rest = more.length === 0 ? "" : `, and ${more.length} more`;
  const message = `\`${advice.lock_path}\` as \`${writer}\` writes it does not hold here: ${fault}${rest}`;
  return [{ severity: breaks === true ? "error" : "warning", message }];
}

/** Undefined where a lock of the same text has been judged with the advice, and where there is nothing to judge it for. */
async function judgeShared(
  project: EnvironmentProject,
  { outcome }: Advice,
  { outcome: written, environment, advisories }: Advice,
  services: AdviceServices,
  signal: AbortSignal,
): Promise<AdviceShared | undefined> {
  if (project.kind === "broken" || outcome.kind === "failed" || written.kind !== "solved") return undefined;
  if (outcome.kind === "solved" && outcome.lock === written.lock) return undefined;
  const faults = outcome.kind === "solved" ? await checkLockElsewhere(project, written.lock, services, signal) : [];
  const old = project.oldLock?.text;
  const isReplaced = old !== undefined && old !== written.lock;
  const breaks = faults.length > 0 && isReplaced && (await holdsHere(project, old, services, signal));
  return {
    writer: environment.name,
    faults: [...faults],
    ...(breaks && { breaks }),
    advisories: advisories.judged ? acceptedHere(advisories.after, project, services) : [],
  };
}

/** The same with what this environment accepts, in place of what the one that writes the lock does. */
function acceptedHere(
  hits: readonly AdvisoryHit[],
  { environment, settings }: ReadyProject,
  { rules }: AdviceServices,
): AdvisoryHit[] {
  const { ignored } = settings.policy;
  const labels = new Map(Object.entries(environment.labels));
  const acceptance = new Acceptance({ ignored, labels, today: rules.today });
  return hits.map((written) => {
    const { accepted: _, ...hit } = written;
    const accepted = acceptance.ofHit(hit);
    return accepted === undefined ? hit : { ...hit, accepted };
  });
}

/** What stands in the lock in the end is what remains, by reasons of this environment as far as it has any. */
function fixHere(
  { remaining: own, ...fix }: AdviceFix,
  { goal }: ReadyProject,
  { advisories, writer: name }: AdviceShared,
  writer: Advice,
): AdviceFix {
  const isMeant = (hit: AdvisoryHit) =>
    isNamed(goal as FixGoal, hit) && !(fix.asked === null && hit.accepted !== undefined);
  const remaining = advisories.filter(isMeant).map(({ id, package: of, version, accepted }) => {
    const known = own.find((each) => each.id === id && each.package === of)?.why;
    const why =
      accepted === undefined ? { kind: "shared" as const, writer: name } : { kind: "accepted" as const, ...accepted };
    return { id, package: of, version, why: known ?? why };
  });
  const undecided = (writer.fix?.remaining ?? []).filter(({ why }) => why.kind === "undecided");
  return { ...fix, remaining: [...remaining, ...undecided] };
}
