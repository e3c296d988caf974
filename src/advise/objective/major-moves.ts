/**
 * Major moves that nobody asked for: a direct dependency above the major version that is locked. What others require is
 * theirs to choose: were their moves held against them, a release that needs one would never be taken.
 *
 * The user asks for a major version by a line that names it or a later one in its bounds (`>=3`, `~=3.1`, `<4`), but not by
 * `*` or `>=1`. A number that is the year of the upload is a date and promises nothing: such a package moves freely.
 */

import type { Candidate } from "../../ports/index.ts";
import { type SpecifierSet, Version } from "../../python/index.ts";
import { uploadsOf } from "../policy/uploads.ts";
import { type Cost, unit, type Weighing } from "./weighing.ts";

export function* majorMoveCosts({ open, locked, direct, lines }: Weighing): Iterable<Cost> {
  if (locked === undefined || !direct) return;
  const message = `it is a new major version after ${locked.text}, which is locked, and no line asks for it`;
  for (const candidate of open)
    if (isMajorMove(locked, candidate) && !lines.some((line) => asksFor(line, candidate.version)))
      yield { candidate, cost: unit, reason: { unit: "major-moves", message } };
}

/** Whether `candidate` is of a later major version than `from`, and its number is no date. */
export function isMajorMove(from: Version, candidate: Candidate): boolean {
  const { version } = candidate;
  if (Version.compare(version, from) <= 0) return false;
  if (version.epoch === from.epoch && version.major === from.major) return false;
  return !isDate(candidate);
}

/** Such as 2024 or 24 in a year 2024. */
function isDate(candidate: Candidate): boolean {
  const uploads = uploadsOf(candidate);
  if (uploads === undefined) return false;
  const year = new Date(uploads.first).getUTCFullYear();
  return candidate.version.major === year || candidate.version.major === year % 100;
}

function asksFor(line: SpecifierSet, { epoch, major }: Version): boolean {
  return line.clauses.some(({ operator, version }) => {
    const named = operator === "!=" ? undefined : Version.tryParse(version.replace(/\.\*$/, ""));
    return named !== undefined && named.epoch === epoch && named.major >= major;
  });
}
