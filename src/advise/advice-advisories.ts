/** Advisories in the form of the advice: what a release is known to have, how near the code comes to it, and who accepts it. */

import { type Static, Type } from "typebox";
import { closed } from "../base/index.ts";

const Severity = Type.Union([
  Type.Literal("critical"),
  Type.Literal("high"),
  Type.Literal("medium"),
  Type.Literal("low"),
  Type.Literal("unknown"),
]);

/** How near the project's code comes to the flaw, as far as its files say. It orders advisories and hides none. */
const Reach = closed({
  /**
   * 0: nothing that needs the package was found to be imported; 1: something that needs it is; 2: the package itself; 3: a
   * module that has the flaw; 4: the very code that has it. `unknown`: what is imported cannot be told.
   */
  level: Type.Union([
    Type.Literal(0),
    Type.Literal(1),
    Type.Literal(2),
    Type.Literal(3),
    Type.Literal(4),
    Type.Literal("unknown"),
  ]),
  /** Where it is seen best, relative to the root of the repository; null where there is no such line. */
  file: Type.Union([Type.String(), Type.Null()]),
  line: Type.Union([Type.Integer({ minimum: 1 }), Type.Null()]),
  /** Where nothing else of the project comes as near. */
  only_in: Type.Union([Type.Literal("tests"), Type.Literal("docs"), Type.Null()]),
});

export const AdvisoryHit = closed({
  id: Type.String(),
  aliases: Type.Array(Type.String()),
  package: Type.String(),
  version: Type.String(),
  severity: Severity,
  /** The lowest release that the record calls fixed above `version`, or null. */
  fixed_in: Type.Union([Type.String(), Type.Null()]),
  link: Type.String(),
  /** ISO 8601 day; absent where no record says it. */
  published: Type.Optional(Type.String()),
  /** Null where nobody has looked. */
  reach: Type.Union([Reach, Type.Null()]),
  /** Present for a release that was made to do harm. */
  malicious: Type.Optional(Type.Literal(true)),
  /** Present where the repository accepts it, so that it costs nothing; `until` is null where there is no end. */
  accepted: Type.Optional(closed({ reason: Type.String(), until: Type.Union([Type.String(), Type.Null()]) })),
});

/** Advisories of the old lock and of the new one; `judged: false` where there was no data to judge by. */
export const Advisories = Type.Union([
  closed({
    judged: Type.Literal(true),
    as_of: Type.String(),
    /** Present where they are so old, against the day of the run, that a reader should know. */
    old: Type.Optional(Type.Literal(true)),
    before: Type.Array(AdvisoryHit),
    after: Type.Array(AdvisoryHit),
  }),
  closed({ judged: Type.Literal(false), reason: Type.String() }),
]);

export type AdvisoryHit = Static<typeof AdvisoryHit>;
export type AdvisoryReach = NonNullable<AdvisoryHit["reach"]>;
