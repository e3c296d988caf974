/** The first lines of the page: what this does, how risky it is, and what the reader is asked to do. */

import type { AdviceChange } from "../advice.ts";
import { type Markdown, code, join, marked } from "../encode.ts";
import { count, enumerate, sayDay } from "../say/words.ts";
import { paragraphs } from "./blocks.ts";
import { moveLevel } from "./move-level.ts";
import { type Summary, countAdvisories, countPackages, isWithoutAnswer } from "./summary.ts";

/** How packages and environments are spoken of. */
type Naming = (names: readonly Markdown[], noun: "advisory" | "package" | "environment") => Markdown;

/** Names where they fit, else numbers; never cut. */
export function writeVerdict(summary: Summary, budget: number): Markdown {
  const named = verdict(summary, (names) => enumerate(names));
  return named.length <= budget ? named : verdict(summary, (names, noun) => count(names.length, noun));
}

function verdict(summary: Summary, naming: Naming): Markdown {
  const left = [
    sayRemaining(summary),
    sayUndecided(summary, naming),
    sayNoLock(summary, naming),
    sayNotJudged(summary, naming),
  ];
  if (summary.changed.length === 0)
    return paragraphs([join([marked`**No lock changes.**`, ...left], " "), sayNoAnswer(summary, naming)]);
  const request = marked`${saySize(summary)}${sayRequest(summary, naming)}`;
  return paragraphs([
    join([marked`**${sayDeed(summary)}.**`, sayBroken(summary, naming), sayIntroduced(summary), ...left], " "),
    join([sayRisk(summary, naming), sayNoAnswer(summary, naming), request], " "),
  ]);
}

/** Such as "Fixes 14 advisories and changes 52 packages in 2 environments". */
function sayDeed(summary: Summary): Markdown {
  const fixed = countAdvisories(summary, (advisories) => advisories.fixed);
  const packages = countPackages(summary);
  const environments = count(summary.changed.length, "environment");
  if (packages === 0) return marked`Rewrites the lock of ${environments}; no package moves`;
  const changes = marked`${count(packages, "package")} in ${environments}`;
  return fixed === 0 ? marked`Changes ${changes}` : marked`Fixes ${count(fixed, "advisory")} and changes ${changes}`;
}

function sayIntroduced(summary: Summary): Markdown {
  const introduced = countAdvisories(summary, (advisories) => advisories.introduced);
  return introduced === 0 ? marked`` : marked`**Introduces ${count(introduced, "advisory")}.**`;
}

/** Environments that share a lock which holds there no more. */
function brokenNames({ environments }: Summary): readonly Markdown[] {
  return environments.filter(({ status }) => status.kind === "shared" && status.breaks).map(({ name }) => code(name));
}

function sayBroken(summary: Summary, naming: Naming): Markdown {
  const names = brokenNames(summary);
  return names.length === 0
    ? marked``
    : marked`**The lock does not hold for ${naming(names, "environment")} any more.**`;
}

function sayRequest(summary: Summary, naming: Naming): Markdown {
  const names = brokenNames(summary);
  if (names.length === 0) return marked`Merge it once your tests pass.`;
  return marked`Give ${naming(names, "environment")} a lock of ${names.length === 1 ? marked`its` : marked`their`} own, with an overlay, before you merge it.`;
}

/** A small change is worth saying so; of the best locks nobody expects it. */
function saySize({ input, changed }: Summary): Markdown {
  if (input.goal === undefined || input.goal.kind === "advise") return marked``;
  const isProved = changed.every(({ advice: { outcome } }) => outcome.kind === "solved" && outcome.proved);
  return isProved ? marked`No smaller change of the lock does as much. ` : marked``;
}

/** What stays, and by which data. */
function sayRemaining(summary: Summary): Markdown {
  const days = summary.environments.flatMap(({ advice: { advisories } }) =>
    advisories.judged ? [advisories.as_of] : [],
  );
  if (days.length === 0) return marked``;
  const known = marked`known as of ${enumerate([...new Set(days.map(sayDay))])}`;
  const remaining = countAdvisories(summary, (advisories) => advisories.remaining);
  const accepted = countAdvisories(summary, (advisories) => advisories.accepted);
  const besides =
    accepted === 0
      ? marked``
      : marked`, besides ${accepted} that ${accepted === 1 ? marked`is` : marked`are`} accepted`;
  if (remaining === 0) return hasClearLock(summary) ? marked`No advisory ${known} remains${besides}.` : marked``;
  return marked`${count(remaining, "advisory")} ${known} ${remaining === 1 ? marked`remains` : marked`remain`}${besides}.`;
}

/** Whether "none remains" says something and is true: a lock stands after merging, and it brings none of its own. */
function hasClearLock({ environments }: Summary): boolean {
  const isThere = environments.some(({ hasLock, isRewritten }) => hasLock || isRewritten);
  return isThere && environments.every(({ advisories }) => (advisories?.introduced.length ?? 0) === 0);
}

/** Of a fix: what may or may not be among what remains; below it stands which release each is about. */
function sayUndecided({ environments }: Summary, naming: Naming): Markdown {
  const remaining = environments.flatMap(({ advice: { fix } }) => fix?.remaining ?? []);
  const ids = new Set(remaining.flatMap(({ id, why }) => (why.kind === "undecided" ? [id] : [])));
  if (ids.size === 0) return marked``;
  const what = naming([...ids].map(code), "advisory");
  return marked`Whether ${what} ${ids.size === 1 ? marked`concerns` : marked`concern`} a locked release cannot be told.`;
}

/** Of a fix: without a lock there is nothing that could be judged. */
function sayNoLock({ environments, input: { goal } }: Summary, naming: Naming): Markdown {
  if (goal?.kind !== "fix") return marked``;
  const without = environments.filter(({ hasLock, status }) => !hasLock && status.kind !== "failed");
  if (without.length === 0) return marked``;
  if (without.length === environments.length) return marked`There is no lock, so there is nothing to fix.`;
  const names = without.map(({ name }) => code(name));
  return marked`There is no lock for ${naming(names, "environment")}, so there is nothing to fix.`;
}

function sayNotJudged({ environments }: Summary, naming: Naming): Markdown {
  const blind = environments.filter(({ advisories }) => advisories === undefined).map(({ name }) => code(name));
  return blind.length === 0 ? marked`` : marked`Advisories are not judged for ${naming(blind, "environment")}.`;
}

function sayNoAnswer({ environments }: Summary, naming: Naming): Markdown {
  const without = environments.filter(({ status }) => isWithoutAnswer(status));
  const names = without.map(({ name }) => code(name));
  return names.length === 0 ? marked`` : marked`There is no answer for ${naming(names, "environment")}.`;
}

/**
 * One word with its reasons. Direct dependencies count, since they are what the reader's own code meets; of the others what
 * the fix of an advisory forces to a new major version.
 */
function sayRisk(summary: Summary, naming: Naming): Markdown {
  const { changed } = summary;
  const direct = changed.flatMap(({ changes }) => changes).filter((change) => change.direct);
  const moved = direct.filter(({ kind }) => kind !== "added");
  const odd = namesOf(moved.filter(({ kind }) => kind !== "upgraded"));
  const upgraded = moved.filter(({ kind }) => kind === "upgraded");
  const [major, minor] = (["major", "minor"] as const).map((level) =>
    namesOf(upgraded.filter((change) => (moveLevel(change) ?? "major") === level)),
  ) as [Markdown[], Markdown[]];
  const broken = brokenNames(summary);
  const forced = sayForced(summary, naming);
  const high = [
    broken.length === 0 ? marked`` : marked`the lock does not hold for ${naming(broken, "environment")} any more`,
    major.length === 0 ? marked`` : marked`new major version of ${naming(major, "package")}`,
    odd.length === 0 ? marked`` : marked`downgrade, removal or another index for ${naming(odd, "package")}`,
  ];
  if (broken.length + major.length + odd.length > 0) return marked`Risk: high, ${join([...high, forced], "; ")}.`;
  const medium = [minor.length === 0 ? marked`` : marked`new minor version of ${naming(minor, "package")}`, forced];
  if (minor.length > 0 || forced !== "") return marked`Risk: medium, ${join(medium, "; ")}.`;
  if (upgraded.length > 0) return marked`Risk: low, direct dependencies get patch releases.`;
  return direct.length > 0
    ? marked`Risk: low, direct dependencies are only added.`
    : marked`Risk: low, no direct dependency moves.`;
}

/** Major versions of packages that others require, as far as advisories are why they move. A small change has no other moves. */
function sayForced({ changed, input: { goal } }: Summary, naming: Naming): Markdown {
  const isSmall = goal !== undefined && goal.kind !== "advise";
  const others = changed.flatMap(({ changes }) => changes).filter(({ direct, kind }) => !direct && kind === "upgraded");
  const forced = others.filter((change) => isSmall || change.because.kind === "fixes");
  const names = namesOf(forced.filter((change) => moveLevel(change) === "major"));
  if (names.length === 0) return marked``;
  const what = names.length > mostForced ? count(names.length, "package") : naming(names, "package");
  return marked`new major version of ${what}, which others require`;
}

/** Packages that a sentence names. */
const mostForced = 3;

function namesOf(changes: readonly AdviceChange[]): Markdown[] {
  return [...new Set(changes.map(({ name }) => code(name)))];
}
