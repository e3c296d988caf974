/**
 * Which environment writes a lock that several share. It is decided in one place, once all of them have their answer:
 * notes, checks and pages read it from here.
 */

import type { Advice } from "../advice.ts";

/** By path of a lock, the advice that writes it: the first that has a stack. Paths for which none has are left out. */
export function lockWriters(all: readonly Advice[]): ReadonlyMap<string, Advice> {
  const writers = new Map<string, Advice>();
  for (const advice of all)
    if (advice.outcome.kind === "solved" && !writers.has(advice.lock_path)) writers.set(advice.lock_path, advice);
  return writers;
}
