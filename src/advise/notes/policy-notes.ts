/**
 * What the reader should know of hard policy and of health: what a repository accepts or holds, what was let through, what
 * nobody mends. One function for each thing that can be said, in the order of telling.
 */

import type { Candidate } from "../../ports/index.ts";
import { type PackageName, Version } from "../../python/index.ts";
import type { Reason, Stack } from "../../resolver/index.ts";
import type { AdviceNote, AdvisoryHit } from "../advice.ts";
import { allowLabel } from "../policy/acceptance.ts";
import { uploadsOf } from "../policy/uploads.ts";
import type { Question } from "../question.ts";
import { info, listed, warning } from "./note.ts";

/** Notes that hold whether or not there is a stack. */
export function policyNotes(question: Question): AdviceNote[] {
  return [
    ...expiredIgnores(question),
    ...holdNotes(question),
    ...maliciousNotes(question),
    ...refusedIgnores(question),
  ];
}

/** @param candidates of the stack. */
export function policyStackNotes(question: Question, stack: Stack): AdviceNote[] {
  const candidates = [...stack.values()].map(({ candidate }) => candidate);
  return [
    ...unfixableNotes(question, candidates),
    ...waivedNotes(question, candidates),
    ...waitingNotes(question, candidates),
    ...healthNotes(question, candidates),
    ...timelessNotes(question, candidates),
    ...unusedIgnores(question),
  ];
}

function expiredIgnores({ policy }: Question): AdviceNote[] {
  return policy.acceptance.expired.map(({ id, until, place }) => ({
    severity: "error",
    message: `\`${place.file}:${place.line}\` accepted \`${id}\` until ${until}: it counts again, until the entry is renewed or removed`,
    place,
    fails: true,
  }));
}

function holdNotes({ policy, context }: Question): AdviceNote[] {
  const { expiredHolds, settings } = policy;
  const idle = settings.holds.filter(
    (entry) => !expiredHolds.includes(entry) && entry.versions === undefined && !context.locked.has(entry.package),
  );
  return [
    ...expiredHolds.map(({ package: name, until, place }) => ({
      ...warning(
        `\`${place.file}:${place.line}\` held \`${name}\` until ${until}: it moves again, and the entry can go`,
      ),
      place,
    })),
    ...idle.map(({ package: name, place }) => ({
      ...info(`\`${place.file}:${place.line}\` holds \`${name}\` at the locked release, and none is locked`),
      place,
    })),
  ];
}

/** Whoever has installed the lock wants to know more than that it changes. */
function maliciousNotes({ old, advisories }: Question): AdviceNote[] {
  return [...old.values()].flatMap(({ name, version }) => {
    const hit = version && advisories.hits(name, version).find(({ malicious }) => malicious === true);
    if (hit === undefined) return [];
    const what = `\`${name} ${hit.version}\`, which is locked, is malicious, says ${hit.id}`;
    const advice = "look at every machine that has installed it";
    return [{ severity: "error" as const, message: `${what}: ${advice}`, link: hit.link }];
  });
}

/** An entry that is of no effect, and not because nothing is there for it. Asked for once the lock's releases were. */
function refusedIgnores({ policy }: Question): AdviceNote[] {
  return policy.acceptance.refused.map(({ id, package: name, place }) => {
    const where = place === undefined ? `the label \`${allowLabel}\`` : `\`${place.file}:${place.line}\``;
    const message = `${where} accepts \`${id}\`, which cannot be accepted: a release of \`${name}\` that has it is malicious`;
    return { ...warning(message), ...(place !== undefined && { place }) };
  });
}

function unfixableNotes({ judge, policy }: Question, candidates: readonly Candidate[]): AdviceNote[] {
  const fails = policy.settings.unfixable === "fail" ? { fails: true as const } : {};
  return candidates.flatMap((candidate) => {
    const hits = judge.unfixable(candidate);
    if (hits.length === 0) return [];
    const ids = hits.map(({ id, severity }) => `${id} (${severity})`).join(", ");
    const said = `No fixed release of \`${candidate.name}\`: ${candidate.version.text} has ${ids}`;
    return [{ severity: "error" as const, message: `${said}${sayCleanOne(judge, candidate, hits)}`, ...fails }];
  });
}

/** A release that has none of these, and why it is no way out; newer ones first. */
function sayCleanOne(judge: Question["judge"], chosen: Candidate, hits: readonly AdvisoryHit[]): string {
  const { candidates, removed, eligible } = judge.judgement(chosen.name)!;
  const it = hits.length === 1 ? "it" : "them";
  const has = new Set(hits.map(({ id }) => id));
  const clean = candidates.filter((other) => !judge.advisories(other).some(({ id }) => has.has(id)));
  const newer = clean.find(({ version }) => Version.compare(version, chosen.version) > 0);
  if (newer !== undefined) {
    const reason = removed.get(newer)?.message ?? (eligible.has(newer) ? undefined : "it is a pre-release");
    return reason === undefined ? "" : `; ${newer.version.text} is free of ${it}, and may not be chosen: ${reason}`;
  }
  return clean[0] === undefined ? "" : `; ${clean[0].version.text} is free of ${it}, but going back is no fix`;
}

/** Chosen although they are young. */
function waivedNotes({ judge }: Question, candidates: readonly Candidate[]): AdviceNote[] {
  return candidates.flatMap((candidate) => {
    const reason = judge.judgement(candidate.name)?.waived.get(candidate);
    return reason === undefined ? [] : [warning(`\`${candidate.name}\` ${reason.message}`)];
  });
}

/** What the user may have heard of, and does not see yet: newer releases of direct dependencies. */
function waitingNotes({ judge, context }: Question, candidates: readonly Candidate[]): AdviceNote[] {
  const direct = new Set(context.requirements.map(({ requirement }) => requirement.name));
  const waiting = candidates.flatMap(({ name, version }) => {
    const { removed = new Map<Candidate, Reason>() } = judge.judgement(name) ?? {};
    const newer = [...removed].find(
      ([other, reason]) => reason.unit === "cooldown" && Version.compare(other.version, version) > 0,
    );
    return newer === undefined || !direct.has(name) ? [] : [`\`${name}\` ${newer[1].message}`];
  });
  return waiting.map((message) => info(message));
}

/** At most one a package. That there is no wheel is told elsewhere, for all of them at once. */
function healthNotes({ policy }: Question, candidates: readonly Candidate[]): AdviceNote[] {
  return candidates.flatMap(({ name }) => {
    const flaws = policy.health.projectFlaws(name);
    return flaws.length === 0 ? [] : [warning(`\`${name}\`: ${flaws.map(({ message }) => message).join("; ")}`)];
  });
}

/** A cooldown wants to know when something was uploaded. */
function timelessNotes({ policy, context }: Question, candidates: readonly Candidate[]): AdviceNote[] {
  const names = candidates.flatMap((candidate): PackageName[] => {
    const { name, version } = candidate;
    const locked = context.locked.get(name);
    const isOld = locked !== undefined && Version.equal(locked, version);
    return isOld || policy.cooldown.daysOf(name) === 0 || uploadsOf(candidate) !== undefined ? [] : [name];
  });
  if (names.length === 0) return [];
  return [
    info(`Their index does not say when releases were uploaded, so that these did not wait: ${listed(new Set(names))}`),
  ];
}

function unusedIgnores({ policy }: Question): AdviceNote[] {
  return policy.acceptance.unused.map(({ id, place }) => ({
    ...info(`\`${place.file}:${place.line}\` accepts \`${id}\`, which no release that was looked at has`),
    detail: true as const,
    place,
  }));
}
