/** What a change of a lock brings: files from another server, P18; flaws that come and go, P20. And what a lock says of itself, P19. */

import type { ReleaseFile } from "../../../ports/index.ts";
import type { Version } from "../../../python/index.ts";
import type { AdvisoryHit } from "../../advice.ts";
import type { LockFacts } from "../facts.ts";
import { type Remark, remark, sortedTexts } from "../finding.ts";
import type { Subject } from "../subject.ts";

/** P18: its files are on another server than those of the release before. */
export function* checkHost(subject: Subject): Iterable<Remark> {
  if (subject.novelty !== "moved") return;
  const now = hostsOf(subject.lockedFiles);
  const locked = subject.before.flatMap((release) =>
    (release.files ?? []).flatMap(({ url }) => tryReadHost(url) ?? []),
  );
  const listed = subject.before.flatMap(({ version }) => hostsOf(subject.filesOf(version)));
  const before = sortedTexts(locked.length > 0 ? locked : listed);
  const strange = now.filter((host) => !before.includes(host));
  if (before.length === 0 || strange.length === 0) return;
  const list = (hosts: readonly string[]) => hosts.map((host) => `\`${host}\``).join(" and ");
  const message = `files of ${subject.title} are on ${list(strange)}, and those of the release before on ${list(before)}`;
  yield remark("P18", "warning", message, { hosts: strange, before });
}

function hostsOf(files: readonly ReleaseFile[]): readonly string[] {
  return sortedTexts(files.flatMap(({ url }) => tryReadHost(url) ?? []));
}

function tryReadHost(url: string | undefined): string | undefined {
  return url === undefined ? undefined : URL.parse(url)?.host;
}

/** P19: a lock says of its manifest, or of indexes, what is not so; or an address in one of them holds a password. */
export function* checkHead({ head }: LockFacts): Iterable<Remark> {
  for (const difference of head.differences) yield remark("P19", "failure", difference);
  for (const { what, file, line } of head.credentials) {
    const message = `${what} holds credentials in the open; whoever can read the repository has them`;
    yield { ...remark("P19", "failure", message, { place: what }), at: { path: file, line } };
  }
}

/** P20: flaws that are known of what changed, before and after. */
export function* checkAdvisories(subject: Subject): Iterable<Remark> {
  const { facts, release, version, title, novelty } = subject;
  if (novelty !== "moved" && novelty !== "added") return;
  const { advisories } = facts;
  if ("reason" in advisories) {
    yield remark("P20", "not-checked", `nothing can be said about flaws of ${title}: ${advisories.reason}`);
    return;
  }
  const idsOf = (of: Version) => advisories.hits(release.name, of).map(({ id }: AdvisoryHit) => id);
  const after = sortedTexts(idsOf(version));
  const before = sortedTexts(subject.before.flatMap((older) => idsOf(older.version)));
  const come = after.filter((id) => !before.includes(id));
  const gone = before.filter((id) => !after.includes(id));
  const evidence = { before, after, as_of: advisories.asOf.slice(0, 10) };
  const list = (ids: readonly string[]) => (ids.length === 0 ? "none" : ids.slice(0, 10).join(", "));
  const change = novelty === "added" ? list(after) : `${list(before)} before and ${list(after)} after`;
  const message = `known flaws of ${title}: ${change}, as of ${evidence.as_of}`;
  if (come.length > 0 || gone.length > 0 || after.length > 0)
    yield remark("P20", come.length > 0 ? "warning" : "info", message, evidence);
}
