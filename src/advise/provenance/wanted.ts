/** Which files to ask an index about the origin of, when all listings are there. */

import type { ReleaseFile } from "../../ports/index.ts";
import type { ProvenanceFacts } from "./facts.ts";
import { Subject } from "./subject.ts";

/** Provenance objects that one check asks for: the first file of every release, then the second. */
const mostOrigins = 300;
/** Files of the release before that are asked about, to know who published it. */
const mostOlder = 2;

/** Every release of an index. */
export function subjectsOf(facts: ProvenanceFacts): readonly Subject[] {
  return facts.locks.flatMap((lock) =>
    lock.releases.flatMap((release) =>
      release.isOfIndex && release.version !== undefined ? [new Subject(facts, lock, release, release.version)] : [],
    ),
  );
}

/** A file, and a release that it is of. */
export interface Wanted {
  readonly subject: Subject;
  readonly file: ReleaseFile;
}

/** Each file once: the first of every release before the second of any, so that a bound leaves no release out. */
export function wantedOrigins(subjects: readonly Subject[]): readonly Wanted[] {
  const rows = subjects.filter(({ novelty }) => novelty !== "kept").map(filesToAsk);
  const longest = Math.max(0, ...rows.map(({ files }) => files.length));
  const wanted = new Map<ReleaseFile, Wanted>();
  for (let round = 0; round < longest; round++)
    for (const { subject, files } of rows) {
      const file = files[round];
      if (file !== undefined && wanted.size < mostOrigins) wanted.set(file, { subject, file });
    }
  return [...wanted.values()];
}

function filesToAsk(subject: Subject): { readonly subject: Subject; readonly files: readonly ReleaseFile[] } {
  const hasSome = (file: ReleaseFile) => file.provenance !== undefined;
  const byName = (a: ReleaseFile, b: ReleaseFile) => (a.filename < b.filename ? -1 : 1);
  const older = subject.before.flatMap(({ version }) =>
    subject.filesOf(version).filter(hasSome).toSorted(byName).slice(0, mostOlder),
  );
  const [first, ...others] = subject.lockedFiles.filter(hasSome).toSorted(byName);
  return { subject, files: first === undefined ? older : [first, ...older, ...others] };
}

export function isAttested(subject: Subject): boolean {
  return subject.lockedFiles.some((file) => subject.origin(file).kind === "known");
}
