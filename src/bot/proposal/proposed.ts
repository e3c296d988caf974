/** What a plan proposes, in the terms by which it is recognised later. */

import { createHash } from "node:crypto";

import type { Advice, AdvisoryHit } from "../../advise/index.ts";
import { compareText } from "../../base/index.ts";
import type { RepositoryFile } from "../../ports/index.ts";

/** SHA-256 in hex over the files, in their order. */
export function digestOf(files: readonly RepositoryFile[]): string {
  const digest = createHash("sha256");
  for (const { path, text } of files) digest.update(`${path}\0${Buffer.byteLength(text)}\0${text}`);
  return digest.digest("hex");
}

/** Ids of the critical and high advisories, and of malicious releases, that the stacks do not have any more, sorted; not of what is accepted. */
export function severeFixed(advice: readonly Advice[]): readonly string[] {
  const ids = fixed(advice)
    .filter(isSevere)
    .map(({ id }) => id);
  return [...new Set(ids)].toSorted(compareText);
}

/** Ids of all advisories that the stacks do not have any more, each once. */
export function fixedIds(advice: readonly Advice[]): readonly string[] {
  return [...new Set(fixed(advice).map(({ id }) => id))];
}

/** Ids of the severe ones that the locks have, each once. */
export function severeBefore(advice: readonly Advice[]): readonly string[] {
  const hits = advice.flatMap(({ advisories }) => (advisories.judged ? advisories.before : []));
  return [...new Set(hits.filter(isSevere).map(({ id }) => id))];
}

/** Advisories of the locks before that the stacks do not have any more. */
function fixed(advice: readonly Advice[]): readonly AdvisoryHit[] {
  return advice.flatMap(({ advisories, outcome }) => {
    if (!advisories.judged || outcome.kind !== "solved") return [];
    const left = new Set(advisories.after.map(keyOf));
    return advisories.before.filter((hit) => !left.has(keyOf(hit)));
  });
}

/** Packages that move, whatever the number of environments, and advisories that go. */
export function gainOf(advice: readonly Advice[]): number {
  const moved = advice.flatMap(({ outcome }) =>
    outcome.kind === "solved" ? outcome.changes.map(({ name }) => name) : [],
  );
  return new Set(moved).size + new Set(fixed(advice).map(({ id }) => id)).size;
}

function isSevere({ severity, malicious, accepted }: AdvisoryHit): boolean {
  return accepted === undefined && (malicious === true || severity === "critical" || severity === "high");
}

function keyOf({ id, package: name }: AdvisoryHit): string {
  return JSON.stringify([id, name]);
}
