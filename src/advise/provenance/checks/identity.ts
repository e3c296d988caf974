/**
 * The eight checks of the older tool, with its ids: does what is locked come from where the lock says? Each is judged alone,
 * so that a stale lock hides nothing; digests are compared with those of the index that a release is assigned to; indexes
 * without the release have no part in a comparison.
 */

import type { ReleaseFile } from "../../../ports/index.ts";
import { type Remark, remark, sortedTexts } from "../finding.ts";
import type { LockFacts, ProvenanceFacts } from "../facts.ts";
import type { Subject } from "../subject.ts";

/** The lock is of another manifest than the one that stands beside it. */
export function* checkLockHash({ head }: LockFacts): Iterable<Remark> {
  if (head.hash === "wrong")
    yield remark("INVALID-LOCK-HASH", "failure", "the lock was made from another manifest than the one beside it");
  if (head.hash === "missing")
    yield remark("INVALID-LOCK-HASH", "failure", "the lock does not say which manifest it was made from");
}

/** A source that the list of allowed ones does not have, and one whose certificate nobody checks: both are told. */
export function* checkSources({ sources }: LockFacts, { allowed }: ProvenanceFacts): Iterable<Remark> {
  for (const { name, url, verify } of sources) {
    const evidence = { source: name, url };
    if (allowed !== undefined && !allowed.some((each) => withoutSlash(each) === withoutSlash(url)))
      yield remark("SOURCE-NOT-WHITELISTED", "failure", `source \`${name}\`, \`${url}\`, is not allowed`, evidence);
    if (!verify || url.startsWith("http:"))
      yield remark("INSECURE-SOURCE", "warning", `nobody checks that source \`${name}\` is who it says`, evidence);
  }
}

/** Not bound to an index, and the indexes that have the release do not have the same files. */
export function* checkDifferentArtifacts(subject: Subject): Iterable<Remark> {
  const { assignment, release, files, elsewhere } = subject;
  if (release.index !== undefined || assignment.kind !== "assigned" || files.length === 0) return;
  const sets = [digestsOf(files), ...elsewhere.map((other) => digestsOf(other.files))];
  if (new Set(sets.map((set) => set.join())).size < 2) return;
  const indexes = sortedTexts([assignment.source.name, ...elsewhere.map(({ source }) => source.name)]);
  const message = `${subject.title} is bound to no index, and ${named(indexes)} have different files of it`;
  yield remark("DIFFERENT-ARTIFACTS-ON-SOURCES", "warning", message, { indexes });
}

/** Bound to an index, and some digest of the lock is that of a file on another one. */
export function* checkDifferentSource(subject: Subject): Iterable<Remark> {
  const { assignment, digests, elsewhere } = subject;
  if (subject.release.index === undefined || assignment.kind !== "assigned") return;
  const own = new Set(digestsOf(subject.files));
  const strange = [...digests].filter((digest) => !own.has(digest));
  const others = elsewhere.filter(({ files }) => digestsOf(files).some((digest) => strange.includes(digest)));
  if (others.length === 0) return;
  const { name } = assignment.source;
  const indexes = sortedTexts(others.map(({ source }) => source.name));
  const message = `${subject.title} is bound to index \`${name}\`, and the lock holds files of it that only ${named(indexes)} has`;
  yield remark("ARTIFACT-DIFFERENT-SOURCE", "failure", message, { source: name, indexes });
}

/** Bound to an index that has all files of the lock; another has some of them as well. */
export function* checkPossibleSource(subject: Subject): Iterable<Remark> {
  const { assignment, digests, elsewhere } = subject;
  if (subject.release.index === undefined || assignment.kind !== "assigned" || digests.size === 0) return;
  const own = new Set(digestsOf(subject.files));
  if (![...digests].every((digest) => own.has(digest))) return;
  const others = elsewhere.filter(({ files }) => digestsOf(files).some((digest) => digests.has(digest)));
  if (others.length === 0) return;
  const { name } = assignment.source;
  const indexes = sortedTexts(others.map(({ source }) => source.name));
  const message = `${subject.title} is bound to index \`${name}\`, and ${named(indexes)} has the same files`;
  yield remark("ARTIFACT-POSSIBLE-DIFFERENT-SOURCE", "info", message, { source: name, indexes });
}

/** The index that the release is to come from does not have it. */
export function* checkMissing(subject: Subject): Iterable<Remark> {
  const { assignment, title } = subject;
  if (assignment.kind === "unlisted") {
    const { index } = assignment;
    const message = `${title} is bound to \`${index}\`, which is none of the project's sources`;
    yield remark("MISSING-PACKAGE", "failure", message, { source: index });
  }
  const isGone = assignment.kind === "absent" || (assignment.kind === "assigned" && assignment.files.length === 0);
  if (!isGone) return;
  const source = assignment.source?.name;
  const where = source === undefined ? "no source of the project has" : `index \`${source}\` does not have`;
  yield remark("MISSING-PACKAGE", "failure", `${where} ${title}`, source === undefined ? {} : { source });
}

/** Digests of one release that are told; `P09` says how many there are. */
const mostDigests = 20;

/** A digest of the lock is that of no file on the index that the release is assigned to; each is told. */
export function* checkArtifactHash(subject: Subject): Iterable<Remark> {
  const { assignment, title, strangeDigests } = subject;
  if (assignment.kind === "unknown" || assignment.kind === "unlisted") return;
  const source = assignment.source?.name;
  const where = source === undefined ? "any source" : `index \`${source}\``;
  for (const digest of strangeDigests.slice(0, mostDigests)) {
    const message = `no file of ${title} on ${where} has the locked digest \`sha256:${digest}\``;
    yield remark("INVALID-ARTIFACT-HASH", "failure", message, { digest, ...(source !== undefined && { source }) });
  }
}

function digestsOf(files: readonly ReleaseFile[]): readonly string[] {
  return sortedTexts(files.flatMap(({ sha256 }) => sha256 ?? []));
}

function named(indexes: readonly string[]): string {
  return indexes.map((name) => `\`${name}\``).join(" and ");
}

function withoutSlash(url: string): string {
  return url.replace(/\/$/, "");
}
