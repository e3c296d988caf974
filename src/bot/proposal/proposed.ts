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

/** Ids of the critical and high advisories that the stacks do not have any more, sorted. */
export function severeFixed(advice: readonly Advice[]): readonly string[] {
  const ids = advice.flatMap(({ advisories, outcome }) => {
    if (!advisories.judged || outcome.kind !== "solved") return [];
    const left = new Set(advisories.after.map(keyOf));
    return advisories.before.filter((hit) => isSevere(hit) && !left.has(keyOf(hit))).map(({ id }) => id);
  });
  return [...new Set(ids)].toSorted(compareText);
}

function isSevere({ severity }: AdvisoryHit): boolean {
  return severity === "critical" || severity === "high";
}

function keyOf({ id, package: name }: AdvisoryHit): string {
  return JSON.stringify([id, name]);
}
