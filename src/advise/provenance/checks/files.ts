/** What the assigned index says of the files that are locked: that they are there, P09; their state, P10; their age, P12. */

import type { ReleaseFile } from "../../../ports/index.ts";
import type { LockedFile } from "../../../project/index.ts";
import { type Remark, remark, sortedTexts } from "../finding.ts";
import { type Subject, tryReadSha256 } from "../subject.ts";

/** Digests that two different files can be given; a lock that holds to nothing else holds to nothing. */
const weak: ReadonlySet<string> = new Set(["md5", "sha1"]);

/** P09: every locked file is on its index, with the same name, size and digest. */
export function* checkFiles(subject: Subject): Iterable<Remark> {
  const { assignment, title, release } = subject;
  if (assignment.kind === "unknown") {
    yield remark("P09", "not-checked", `nobody looked for the files of ${title}: ${assignment.reason}`);
    return;
  }
  if (release.hashes.length === 0)
    yield remark("P09", "warning", `the lock has no hash of ${title}, so any file of that name would be installed`);
  const algorithms = sortedTexts(release.hashes.map((hash) => hash.split(":", 1)[0]!.toLowerCase()));
  const isWeak = algorithms.length > 0 && algorithms.every((algorithm) => weak.has(algorithm));
  if (isWeak) {
    const message = `the lock holds ${title} only to ${algorithms.join(" and ")}, which can be forged`;
    yield remark("P09", "failure", message, { algorithms });
  }
  if (assignment.kind !== "assigned" || assignment.files.length === 0) return;
  if (release.files === undefined) yield* checkDigests(subject, algorithms);
  else for (const file of release.files) yield* checkFile(subject, file);
}

/** A wrong digest is found twice, and is to be mended once. */
const toldAlready = ", as `INVALID-ARTIFACT-HASH` tells by digest";

/** Where the lock has digests and no names. */
function* checkDigests(subject: Subject, algorithms: readonly string[]): Iterable<Remark> {
  const { title, files, digests, strangeDigests: strange } = subject;
  const own = new Set(files.map(({ sha256 }) => sha256));
  const isUntold = own.has(undefined) && [...digests].some((digest) => !own.has(digest));
  if (digests.size === 0 && algorithms.some((algorithm) => !weak.has(algorithm))) {
    const message = `the index tells SHA-256 of ${title}, and the lock has ${algorithms.join(" and ")}`;
    yield remark("P09", "not-checked", message, { algorithms });
  } else if (isUntold) {
    yield remark("P09", "not-checked", `the index does not tell the SHA-256 of every file of ${title}`);
  } else if (strange.length > 0) {
    const message = `${strange.length} of ${digests.size} locked files of ${title} cannot be found on the index${toldAlready}`;
    yield remark("P09", "failure", message, { digests: strange.slice(0, 20), files: strange.length });
  }
}

/** Where the lock names its files. */
function* checkFile({ title, files, release, strangeDigests }: Subject, locked: LockedFile): Iterable<Remark> {
  const found = files.find(({ filename }) => filename === locked.filename);
  const evidence = { filename: locked.filename };
  const digests = locked.hashes.flatMap((hash) => tryReadSha256(hash) ?? []);
  const also = digests.some((digest) => strangeDigests.includes(digest)) ? toldAlready : "";
  if (found === undefined) {
    yield remark("P09", "failure", `\`${locked.filename}\` of ${title} is not on the index${also}`, evidence);
    return;
  }
  if (found.sha256 === undefined)
    yield remark("P09", "not-checked", `the index does not tell the SHA-256 of \`${locked.filename}\``, evidence);
  else if (digests.length > 0 && !digests.includes(found.sha256))
    yield remark("P09", "failure", `\`${locked.filename}\` has another digest on the index than in the lock${also}`, {
      ...evidence,
      locked: sortedTexts(digests),
      index: found.sha256,
    });
  const isOther = locked.size !== undefined && found.size !== undefined && locked.size !== found.size;
  if (isOther)
    yield remark("P09", "failure", `\`${locked.filename}\` has another size on the index than in the lock`, {
      ...evidence,
      locked: locked.size ?? 0,
      index: found.size ?? 0,
    });
  const isUnsure = digests.length === 0 && locked.hashes.some((hash) => !weak.has(hash.split(":", 1)[0]!));
  if (isUnsure)
    yield remark("P09", "not-checked", `the lock has no SHA-256 of \`${locked.filename}\` of \`${release.name}\``);
}

/** P10: withdrawn by its maintainers. PEP 592. */
export function* checkYanked(subject: Subject): Iterable<Remark> {
  const yanked = subject.lockedFiles.filter((file) => file.yanked !== undefined);
  if (yanked.length === 0) return;
  const reasons = sortedTexts(yanked.flatMap((file) => file.yanked || []));
  const isNew = subject.novelty === "added" || subject.novelty === "moved";
  const why = reasons.length === 0 ? "no reason is given" : reasons.map((reason) => reason.slice(0, 300)).join("; ");
  const what = yanked.length === subject.lockedFiles.length ? "was yanked" : "was yanked in part";
  yield remark("P10", isNew ? "failure" : "warning", `${subject.title} ${what}: ${why}`, {
    reasons: reasons.map((reason) => reason.slice(0, 300)),
    files: sortedTexts(yanked.map(({ filename }) => filename)).slice(0, 20),
  });
}

const day = 86_400_000;
/** Wheels for a new Python come days after the first file; what comes later is worth a look. */
const usualDays = 14;

/** P12: a locked file that came long after the release, or after the lock. */
export function* checkLateFiles(subject: Subject): Iterable<Remark> {
  const times = subject.files.flatMap(({ uploaded }) => (uploaded === undefined ? [] : [Date.parse(uploaded)]));
  if (times.length === 0) return;
  const first = Math.min(...times);
  const { lockedOn } = subject.facts;
  const written = lockedOn === undefined ? Infinity : Date.parse(lockedOn) + day;
  const late = (file: ReleaseFile, after: number) => file.uploaded !== undefined && Date.parse(file.uploaded) > after;
  const slow = subject.lockedFiles.filter((file) => late(file, first + usualDays * day));
  if (slow.length > 0) {
    const message = `${counted(slow)} of ${subject.title} came more than ${usualDays} days after its first`;
    yield remark("P12", "warning", message, { files: names(slow), first: new Date(first).toISOString() });
  }
  const newer = subject.lockedFiles.filter((file) => late(file, written));
  if (newer.length > 0 && lockedOn !== undefined) {
    const message = `${counted(newer)} of ${subject.title} came after the lock was written`;
    yield remark("P12", "warning", message, { files: names(newer), locked: lockedOn });
  }
}

function names(files: readonly ReleaseFile[]): string[] {
  return sortedTexts(files.map(({ filename }) => filename)).slice(0, 20);
}

function counted({ length }: readonly ReleaseFile[]): string {
  return length === 1 ? "1 file" : `${length} files`;
}
