/** From facts to findings: every check on every entry of every lock. Pure, and the same for any order of the facts. */

import { compareText } from "../../base/index.ts";
import { checkAttestations, checkPublisher, checkRepository } from "./checks/attestations.ts";
import { checkAdvisories, checkHead, checkHost } from "./checks/change.ts";
import { checkFiles, checkLateFiles, checkYanked } from "./checks/files.ts";
import {
  checkArtifactHash,
  checkDifferentArtifacts,
  checkDifferentSource,
  checkLockHash,
  checkMissing,
  checkPossibleSource,
  checkSources,
} from "./checks/identity.ts";
import { checkConfusion, checkStatus, checkYouth } from "./checks/project.ts";
import { checkUncompared, checkUntold } from "./checks/unasked.ts";
import type { LockedRelease, LockFacts, ProvenanceFacts } from "./facts.ts";
import { type Finding, levels, type Remark } from "./finding.ts";
import { Subject } from "./subject.ts";

/** On a lock as a whole. */
const lockChecks: readonly ((lock: LockFacts, facts: ProvenanceFacts) => Iterable<Remark>)[] = [
  checkLockHash,
  checkSources,
  checkHead,
  checkUntold,
  checkUncompared,
];

/** On one release of an index. */
const releaseChecks: readonly ((subject: Subject) => Iterable<Remark>)[] = [
  checkDifferentArtifacts,
  checkDifferentSource,
  checkPossibleSource,
  checkMissing,
  checkArtifactHash,
  checkFiles,
  checkYanked,
  checkStatus,
  checkLateFiles,
  checkConfusion,
  checkAttestations,
  checkPublisher,
  checkRepository,
  checkYouth,
  checkHost,
  checkAdvisories,
];

/** Worst first, then by environment, package and id. */
export function judgeProvenance(facts: ProvenanceFacts): readonly Finding[] {
  const findings = facts.locks.flatMap((lock) => [
    ...lockChecks.flatMap((check) => [...check(lock, facts)].map((found) => onLock(found, lock))),
    ...lock.releases.flatMap((release) => judgeRelease(release, lock, facts)),
  ]);
  const keyed = findings.map((finding) => ({ finding, key: keyOf(finding) }));
  return keyed.toSorted((a, b) => compareText(a.key, b.key)).map(({ finding }) => finding);
}

function judgeRelease(release: LockedRelease, lock: LockFacts, facts: ProvenanceFacts): readonly Finding[] {
  const { version } = release;
  // What is no release of an index is for whoever installs it.
  if (!release.isOfIndex) return [];
  if (version === undefined) {
    const message = `the lock pins no single release of \`${release.name}\`, so its files were not looked for`;
    return [onRelease({ id: "P09", level: "not-checked", message, evidence: {} }, release, lock)];
  }
  const subject = new Subject(facts, lock, release, version);
  return releaseChecks.flatMap((check) => [...check(subject)].map((found) => onRelease(found, release, lock)));
}

function onLock({ at, ...found }: Remark, { environment, path }: LockFacts): Finding {
  return { ...found, package: null, version: null, section: null, environment, ...(at ?? { path, line: 1 }) };
}

function onRelease(
  { at, ...found }: Remark,
  { name, version, section, line }: LockedRelease,
  { environment, path }: LockFacts,
): Finding {
  return {
    ...found,
    package: name,
    version: version?.toString() ?? null,
    section,
    environment,
    ...(at ?? { path, line }),
  };
}

function keyOf({ level, environment, path, package: name, section, version, id, message }: Finding): string {
  const rest = [environment, path, name ?? "", section ?? "", version ?? "", id, message];
  return [levels.indexOf(level), ...rest].join("\0");
}
