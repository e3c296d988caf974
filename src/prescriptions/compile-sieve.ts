/** `sieve`: matching candidates are never chosen. */

import { type Static, Type } from "typebox";
import { closed } from "../base/index.ts";
import type { Sieve, Unit } from "../pipeline/index.ts";
import { compileInclusion } from "./inclusion.ts";
import { compileMatch, concernedPackages, matches } from "./match.ts";
import { alternatives } from "./match-list.ts";
import { reasonOf } from "./reasons.ts";
import type { RuleSource } from "./rule-source.ts";
import { AnyPin, Talk, UnitFrame } from "./schema.ts";
import { Shape } from "./shape.ts";

export const SieveRule = closed({
  ...UnitFrame,
  match: Type.Unknown(),
  run: Type.Optional(closed(Talk)),
});

const match = new Shape(closed({ package_version: AnyPin }));

/** @param name the unit's full name. @throws {InvalidRule | RuleNotCovered} */
export function compileSieve(rule: Static<typeof SieveRule>, name: string, source: RuleSource): Unit {
  const found = alternatives(rule.match, match, source).map((alternative) =>
    compileMatch(alternative.match.package_version, source, [...alternative.path, "package_version"]),
  );
  const reason = reasonOf(name, rule.run ?? {}, source);
  const concerns = concernedPackages(found);
  const sieve: Sieve = {
    kind: "sieve",
    name,
    includes: compileInclusion(rule.should_include, source),
    *facts(_context, _package, candidates) {
      for (const candidate of candidates)
        if (found.some((one) => matches(one, candidate))) yield { kind: "remove", candidate, reason };
    },
  };
  return concerns === undefined ? sieve : { ...sieve, concerns };
}
