/** What kind of project it is: its state, P11; whether another index has a namesake, P13; whether it is new, P17. */

import type { ReleaseFile } from "../../../ports/index.ts";
import { type Level, type Remark, remark, sortedTexts } from "../finding.ts";
import type { Subject } from "../subject.ts";

const levelOfState: ReadonlyMap<string, Level> = new Map([
  ["quarantined", "failure"],
  ["archived", "warning"],
  ["deprecated", "warning"],
]);

/** P11: quarantined, archived or deprecated. PEP 792. */
export function* checkStatus({ assignment, release }: Subject): Iterable<Remark> {
  const status = assignment.kind === "assigned" ? assignment.listing.status : undefined;
  const level = status && levelOfState.get(status.state);
  if (status === undefined || level === undefined) return;
  const reason = status.reason ? `: ${status.reason.slice(0, 300)}` : "";
  yield remark("P11", level, `project \`${release.name}\` is ${status.state}${reason}`, { state: status.state });
}

/** P13: another source has a release of this name and version that is not the same. */
export function* checkConfusion(subject: Subject): Iterable<Remark> {
  const { assignment, release, lock, files, title } = subject;
  if (assignment.kind !== "assigned" || lock.pins.has(release.name)) return;
  const others = subject.elsewhere.filter((other) => areOthers(files, other.files));
  if (others.length === 0) return;
  const indexes = sortedTexts(others.map(({ source }) => source.name));
  const names = indexes.map((name) => `\`${name}\``).join(" and ");
  const message = `${title} of \`${assignment.source.name}\` and of ${names} are not the same, and the manifest binds the name to none`;
  yield remark("P13", "failure", message, { source: assignment.source.name, indexes });
}

/** A mirror may lack files; a file under the same name with another digest, or no file in common, is no mirror. */
function areOthers(files: readonly ReleaseFile[], others: readonly ReleaseFile[]): boolean {
  const byName = new Map(files.map(({ filename, sha256 }) => [filename, sha256]));
  const known = others.filter(({ sha256 }) => sha256 !== undefined);
  const common = known.filter(({ filename }) => byName.get(filename) !== undefined);
  if (common.some(({ filename, sha256 }) => byName.get(filename) !== sha256)) return true;
  return common.length === 0 && known.length > 0 && files.some(({ sha256 }) => sha256 !== undefined);
}

const day = 86_400_000;
/** Days in which a project counts as new. */
const newProject = 30;
/** Shorter names are all near each other. */
const shortestName = 5;

/** P17: too young, of a project that has only begun, or with a name that may be taken for another. */
export function* checkYouth(subject: Subject): Iterable<Remark> {
  yield* checkAge(subject);
  yield* checkFirst(subject);
  yield* checkName(subject);
}

function* checkAge({ facts, lock, release, lockedFiles, novelty, title }: Subject): Iterable<Remark> {
  if (novelty === "kept") return;
  const uploaded = firstUpload(lockedFiles);
  const minimum = lock.cooldown.packages.get(release.name) ?? lock.cooldown.days;
  if (uploaded === undefined || endOf(facts.today) - uploaded >= minimum * day) return;
  const since = new Date(uploaded).toISOString();
  const message = `${title} came on ${since.slice(0, 10)}, less than ${minimum} days ago`;
  yield remark("P17", "warning", message, { uploaded: since, minimum });
}

function* checkFirst({ facts, assignment, novelty, title, release }: Subject): Iterable<Remark> {
  if (assignment.kind !== "assigned" || novelty === "kept" || assignment.files.length === 0) return;
  const { releases, withheld } = assignment.listing;
  if (releases.length + withheld.length > 1) return;
  const uploaded = firstUpload(assignment.files);
  if (uploaded === undefined || endOf(facts.today) - uploaded > newProject * day) return;
  const since = new Date(uploaded).toISOString().slice(0, 10);
  yield remark("P17", "warning", `${title} is the first release of \`${release.name}\`, a project since ${since}`, {
    since,
  });
}

function* checkName({ facts, release, novelty }: Subject): Iterable<Remark> {
  const { name } = release;
  if (name.length < shortestName || facts.wellKnown.has(name)) return;
  if (novelty === "kept" || novelty === "moved") return;
  const near = sortedTexts(neighbours(name, facts.wellKnown));
  if (near.length === 0) return;
  const names = near.map((known) => `\`${known}\``).join(" and ");
  const level = novelty === "added" ? "warning" : "info";
  yield remark("P17", level, `\`${name}\` is one letter away from ${names}; is it the one that is meant?`, { near });
}

/** Those of `known` that a letter inserted, missing, different or swapped with the next makes of `name`. */
export function neighbours(name: string, known: ReadonlySet<string>): readonly string[] {
  return [...known].filter((other) => other.length >= shortestName && isNear(name, other));
}

function isNear(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (long.length - short.length > 1 || short === long) return false;
  let at = 0;
  while (at < short.length && short[at] === long[at]) at++;
  if (short.length < long.length) return short.slice(at) === long.slice(at + 1);
  const isSwapped = short[at] === long[at + 1] && short[at + 1] === long[at];
  return short.slice(at + 1) === long.slice(at + 1) || (isSwapped && short.slice(at + 2) === long.slice(at + 2));
}

/** Milliseconds since 1970; undefined where nobody tells. */
function firstUpload(files: readonly ReleaseFile[]): number | undefined {
  const times = files.flatMap(({ uploaded }) => (uploaded === undefined ? [] : [Date.parse(uploaded)]));
  return times.length === 0 ? undefined : Math.min(...times);
}

/** A day is over only at its end. */
function endOf(today: string): number {
  return Date.parse(today.slice(0, 10)) + day;
}
