/**
 * The kinds of manifest and of lock that a project can have, and which lock belongs to which manifest. A new kind is a
 * row in each of the two unions; whatever treats kinds apart does not compile without it.
 */

import { parsePoetryLock, parseUvLock } from "./foreign-lock.ts";
import type { LockContent } from "./lock.ts";
import { lockSectionName, type Pipfile } from "./pipfile.ts";
import { type PipfileLock, parsePipfileLock } from "./pipfile-lock.ts";
import type { Pylock } from "./pylock/pylock.ts";
import { withIndexNames } from "./pylock/index-names.ts";
import { parsePylock } from "./pylock/parse.ts";
import type { Pyproject } from "./pyproject/pyproject.ts";
import { type RequirementsLock, parseRequirementsLock } from "./requirements/lock.ts";
import type { RequirementsManifest } from "./requirements/manifest.ts";

export type Manifest = Pipfile | RequirementsManifest | Pyproject;
export type Lock = PipfileLock | RequirementsLock | Pylock;

/** The lock in `text`, in the format that belongs to the manifest. @throws {UserError} when it is none. */
export function parseLock({ kind, sources }: Pick<Manifest, "kind" | "sources">, place: string, text: string): Lock {
  switch (kind) {
    case "pipfile":
      return parsePipfileLock(place, text);
    case "requirements":
      return parseRequirementsLock(place, text);
    case "pyproject":
      return withIndexNames(parsePylock(place, text), sources);
  }
}

/** By the last step of a path. */
const locksByName: readonly (readonly [name: RegExp, parse: (place: string, text: string) => LockContent])[] = [
  [/^Pipfile\.lock$/, parsePipfileLock],
  [/^pylock(\.[^.]+)?\.toml$/, parsePylock],
  [/^uv\.lock$/, parseUvLock],
  [/^poetry\.lock$/, parsePoetryLock],
  [/\.txt$/, parseRequirementsLock],
];

/**
 * The lock in `text`, in the format that the name of its file stands for; one of a tool whose locks are never written
 * here is read as well. @throws {UserError} when it cannot be read. @throws {Error} for a name that stands for none.
 */
export function parseLockByName(place: string, text: string): LockContent {
  const name = place.slice(place.lastIndexOf("/") + 1);
  const row = locksByName.find(([pattern]) => pattern.test(name));
  if (row === undefined) throw new Error(`${place} is the name of no lock`);
  return row[1](place, text);
}

/** The name in the lock of a section of the manifest. */
export function sectionOfLock({ kind }: Pick<Manifest, "kind">, section: string): string {
  return kind === "pipfile" ? lockSectionName(section) : section;
}
