/** The parts of the advice that are told the same way whatever the outcome. */

import { compareText } from "../base/index.ts";
import { warnAfter } from "../knowledge/index.ts";
import { pinMatches, type PinCondition, type Prohibition, stackAvoids } from "../pipeline/index.ts";
import type { EnvironmentProject } from "../project/index.ts";
import type { PackageName } from "../python/index.ts";
import type { RequiredBy, Requirers } from "../source/index.ts";
import type { Answer, Chosen, Reason, Stack, Statistics } from "../resolver/index.ts";
import type { Advice, AdvicePin, AdvisoryHit } from "./advice.ts";
import { directNames } from "./changes.ts";
import { oldRequirers } from "./old-requirers.ts";
import { finishedStack } from "./notes/unit-notes.ts";
import { demandOf, demandOfEntry, ruleOf } from "./reasons/demand.ts";
import type { LockedPin } from "./lock/locked-pins.ts";
import type { Question } from "./question.ts";
import type { AdviceServices } from "./services.ts";

function environmentOf({ environment }: Pick<EnvironmentProject, "environment">): Advice["environment"] {
  const { operatingSystem } = environment;
  return {
    name: environment.name,
    recommendation_type: environment.recommendationType,
    python: environment.pythonVersion,
    platform: environment.platform,
    operating_system: operatingSystem === undefined ? null : `${operatingSystem.name} ${operatingSystem.version}`,
    cuda: environment.cudaVersion ?? null,
  };
}

/** Advice with nothing but its outcome: everything that is known before a question is posed. */
export function emptyAdvice(request: EnvironmentProject, outcome: Advice["outcome"]): Advice {
  return {
    format: "advice/1",
    environment: environmentOf(request),
    manifest_path: request.manifestPath,
    lock_path: request.lockPath,
    outcome,
    advisories: { judged: false, reason: "There is no answer to judge" },
    rules: [],
    departures: [],
    notes: [],
    data: [],
    statistics: null,
  };
}

/** @param pins of the finished lock: every exact pin of an index. */
export function pinsOf(
  question: Question,
  stack: Stack,
  pins: ReadonlyMap<PackageName, LockedPin>,
): Record<string, AdvicePin> {
  const direct = directNames(question);
  const home = question.request.manifest.sources[0]!.name;
  const exact = [...pins.values()].filter(({ version }) => version !== undefined).toSorted(byName);
  return Object.fromEntries(
    exact.map((pin) => {
      const chosen = stack.get(pin.name);
      const grade = chosen && question.universe.gradeOf(chosen.candidate);
      const told: AdvicePin = {
        version: pin.version!.toString(),
        index: chosen?.candidate.index ?? pin.index ?? home,
        direct: direct.has(pin.name),
        sections: [...pin.sections],
        extras: [...(chosen?.extras ?? pin.extras)],
        required_by: requiredBy(question, stack, pin.name, chosen),
        ...(grade === undefined || grade === "declared" ? {} : { metadata: grade }),
      };
      return [pin.name, told];
    }),
  );
}

function byName(a: LockedPin, b: LockedPin): number {
  return compareText(a.name, b.name);
}

function requiredBy(
  question: Question,
  stack: Stack,
  name: PackageName,
  chosen: Chosen | undefined,
): AdvicePin["required_by"] {
  if (chosen !== undefined) return chosen.requiredBy.map((requirer) => demandOf(requirer, stack));
  const own = question.wishes.elsewhere.filter(({ entry }) => entry.name === name);
  return own.map(({ entry }) => demandOfEntry(entry));
}

type Packages = Readonly<Record<string, AdvicePin>>;

/** Of the new stack. The user's own lines have no name. */
function requirersIn(packages: Packages, name: PackageName): Requirers {
  const demands = packages[name]?.required_by ?? [];
  const names = demands.flatMap(({ by }) => (by === null ? [] : [by as PackageName]));
  return { names, areAll: demands.length > 0 };
}

/** Of the old lock; where nobody has read what one of its releases requires, that of the new stack stands for it. */
function requirersBefore(question: Question, packages: Packages): RequiredBy {
  const { of, unread } = oldRequirers(question);
  const direct = directNames(question);
  const isKnown = [...unread].every((name) => packages[name] !== undefined);
  return (name) => {
    const others = requirersIn(packages, name).names.filter((by) => unread.has(by));
    const names = [...new Set([...(of.get(name) ?? []), ...others])];
    return { names, areAll: isKnown && (names.length > 0 || direct.has(name)) };
  };
}

/** Flaws of the old lock and of the new one. @param packages of the stack, as far as there is one. */
export function advisoriesOf(
  question: Question,
  services: AdviceServices,
  { after, packages }: { readonly after: ReadonlyMap<PackageName, LockedPin>; readonly packages: Packages },
): Advice["advisories"] {
  const { advisories: knowledge } = services;
  if (knowledge.kind === "missing") return { judged: false, reason: knowledge.reason };
  const stack = new Set(Object.keys(packages) as PackageName[]);
  const hits = (pins: ReadonlyMap<PackageName, LockedPin>, requiredBy: RequiredBy): AdvisoryHit[] => {
    const found = [...pins.values()]
      .toSorted(byName)
      .flatMap(({ name, version }) => (version === undefined ? [] : question.advisories.hits(name, version)));
    return question.code?.inStack(found, requiredBy, stack) ?? found;
  };
  const before = requirersBefore(question, packages);
  return {
    judged: true,
    as_of: knowledge.advisories.asOf,
    ...((knowledge.age ?? 0) > warnAfter && { old: true as const }),
    before: hits(question.old, before),
    after: hits(after, after === question.old ? before : (name) => requirersIn(packages, name)),
  };
}

/**
 * Opinions on chosen releases, and prohibitions of what was at hand, in the stack's order; then what departs from the metadata of
 * releases. Each once.
 */
export function rulesOf(question: Question, { stack, skipped }: Pick<Answer, "stack" | "skipped">): Advice["rules"] {
  const { judge, context } = question;
  const rules = new Map<string, Advice["rules"][number]>();
  const tell = (reason: Reason) => rules.set(JSON.stringify(reason), ruleOf(reason));
  const finished = finishedStack(question, { stack, skipped });
  for (const { candidate } of stack.values()) {
    const judgement = judge.judgement(candidate.name);
    const opinions = judgement?.opinions.filter((opinion) => opinion.candidate === candidate) ?? [];
    const isAtWork = ({ when, introduced }: Prohibition) => stackAvoids(when, finished, context, introduced);
    const prohibitions = judgement?.prohibitions.filter(isAtWork) ?? [];
    const together = judgement?.stackOpinions.filter((opinion) => opinion.when.every((pin) => isIn(stack, pin))) ?? [];
    for (const { reason } of [...opinions, ...together, ...prohibitions])
      rules.set(JSON.stringify(reason), ruleOf(reason));
  }
  for (const { requiredBy, standsFor = [] } of stack.values())
    for (const by of [...standsFor, ...requiredBy.filter((each) => each.kind === "rule")]) tell(by.reason);
  for (const { reason } of skipped) tell(reason);
  return [...rules.values()];
}

function isIn(stack: Stack, pin: PinCondition): boolean {
  const chosen = stack.get(pin.name);
  return chosen !== undefined && pinMatches(pin, chosen.candidate);
}

/** Indexes first, in their order; then advisories, then rules. */
export function dataOf({ source, rules }: Question, services: AdviceServices): Advice["data"] {
  const indexes = source.records().map(({ kind, name, url, asOf }) => ({
    kind,
    name,
    as_of: asOf,
    ...(url === undefined ? {} : { url }),
  }));
  const { advisories: knowledge } = services;
  const advisories =
    knowledge.kind === "missing"
      ? []
      : [
          {
            kind: "advisories" as const,
            name: "advisories",
            as_of: knowledge.advisories.asOf,
            digest: knowledge.advisories.digest,
          },
        ];
  return [
    ...indexes,
    ...advisories,
    ...rules.sets.map(({ name, asOf, digest }) => ({ kind: "rules" as const, name, as_of: asOf, digest })),
  ];
}

export function statisticsOf(statistics: Statistics): NonNullable<Advice["statistics"]> {
  const { packages, metadataRead, decisions, conflicts } = statistics;
  return { packages, metadata_read: metadataRead, decisions, conflicts };
}
