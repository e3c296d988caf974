/** The title of the pull request and the message of its commit: literals, numbers, and names and versions by their grammar. */

import type { AdviceChange } from "../advice.ts";
import { type Plain, joinPlain, plain, plainEnvironment, plainName, plainPath, plainVersion } from "../plain.ts";
import { count } from "../say/words.ts";
import { sayFix } from "./fix-title.ts";
import { type EnvironmentSummary, type Summary, countAdvisories, countPackages } from "./summary.ts";
import { namesOf, sayDowngrades, sayNames } from "./title-names.ts";

const longestTitle = 120;
const longestSubject = 72;
/** Names in a title; more are counted. */
const mostNames = 3;
/** Packages that a commit message lists per environment; more are counted. */
const mostLines = 200;

/** Such as `security: fix 12 advisories in 1 environment (flask, requests, urllib3 and 5 more)`. At most 120 characters. */
export function writeTitle(summary: Summary): Plain {
  const fixed = countAdvisories(summary, (advisories) => advisories.fixed);
  const project = projectOf(summary);
  const scope = project === undefined ? plain`` : plain`(${project})`;
  if (isFix(summary)) {
    const front = plain`security${scope}: `;
    return plain`${front}${sayFix(summary, longestTitle - front.length)}`;
  }
  const kind = fixed > 0 ? plain`security${scope}: ` : plain`dependencies${scope}: `;
  const deed = plain`${kind}${sayDeed(summary)}${sayDowngrades(summary)}`;
  const names = namesOf(summary, fixed > 0);
  for (let most = mostNames; most > 0; most--) {
    const title = plain`${deed} (${sayNames(names, most)})`;
    if (names.length > 0 && title.length <= longestTitle) return title;
  }
  return deed;
}

function isFix({ input }: Summary): boolean {
  return input.goal?.kind === "fix";
}

/** Undefined where there is none, or none that can stand in a title. */
function projectOf({ input: { project } }: Summary): Plain | undefined {
  return project === undefined || project.length > longestProject ? undefined : plainPath(project);
}

const longestProject = 50;

/** Such as "fix 12 advisories in 1 environment". */
function sayDeed(summary: Summary): Plain {
  const fixed = countAdvisories(summary, (advisories) => advisories.fixed);
  const packages = countPackages(summary);
  const where = count(summary.changed.length, "environment");
  const mended = summary.changed.filter(({ advisories }) => advisories !== undefined && advisories.fixed.length > 0);
  if (fixed > 0) return plain`fix ${count(fixed, "advisory")} in ${count(mended.length, "environment")}`;
  if (packages > 0) return plain`update ${count(packages, "package")} in ${where}`;
  return plain`rewrite the lock of ${where}`;
}

/** A subject of about 50 characters, and below it the pins that move, by environment. */
export function writeCommitMessage(summary: Summary): Plain {
  const deed = isFix(summary) ? sayFix(summary, longestSubject) : sayDeed(summary);
  const project = projectOf(summary);
  const where = project === undefined ? plain`` : plain` of ${project}`;
  const subject = `${deed.charAt(0).toUpperCase()}${deed.slice(1)}${where}` as Plain;
  return joinPlain([subject, ...summary.changed.map(sayPins)], plain`\n\n`);
}

function sayPins({ name, changes }: EnvironmentSummary, at: number): Plain {
  const lines = changes.flatMap((change) => sayPin(change) ?? []);
  const shown = lines.slice(0, mostLines);
  const left = changes.length - shown.length;
  const head = plain`${plainEnvironment(name) ?? plain`environment ${at + 1}`}:`;
  return joinPlain([head, ...shown, ...(left > 0 ? [plain`  and ${left} more`] : [])], plain`\n`);
}

/** Such as `flask 2.2.2 -> 3.0.3`; undefined where name or version does not fit its grammar. */
function sayPin(change: AdviceChange): Plain | undefined {
  const name = plainName(change.name);
  const [from, to] = [change.from, change.to].map((version) => (version === null ? plain`` : plainVersion(version)));
  if (name === undefined || from === undefined || to === undefined) return undefined;
  if (from === "") return plain`  ${name} ${to} (new)`;
  return to === "" ? plain`  ${name} ${from} (removed)` : plain`  ${name} ${from} -> ${to}`;
}
