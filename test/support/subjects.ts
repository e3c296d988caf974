/** Packages as predictors see them, and orders in words. */

import { packageName, Version } from "../../src/python/index.ts";
import type { Episode, Predictor, Subject } from "../../src/resolver/predictors/predictor.ts";

/** A package with releases from `newest` down to 1, ranked newest first. */
export function subject(name: string, newest: number, options: { readonly isDirect?: boolean } = {}): Subject {
  const candidates = Array.from({ length: newest }, (_, i) => ({
    name: packageName(name),
    version: Version.parse(String(newest - i)),
    index: "pypi",
    files: [],
  }));
  return { name: packageName(name), candidates, ranking: [...candidates.keys()], isDirect: options.isDirect ?? false };
}

export function stack(reward: number, pins: readonly (readonly [Subject, version: number])[]): Episode {
  return { kind: "stack", reward, pins: new Map(pins.map(([of, version]) => [of, ordinalOf(of, version)])) };
}

export function lost(of: Subject, version: number): Episode {
  return { kind: "lost", subject: of, ordinal: ordinalOf(of, version) };
}

/** The versions of a package in the order in which they are to be tried: `3 2 1`. */
export function trial(predictor: Predictor, of: Subject): string {
  const order = predictor.order(of) ?? of.ranking;
  return order.map((ordinal) => of.candidates[ordinal]!.version.text).join(" ");
}

function ordinalOf({ candidates }: Subject, version: number): number {
  return candidates.findIndex((candidate) => candidate.version.text === String(version));
}
