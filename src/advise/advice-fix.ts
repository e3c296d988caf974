/** What a fix was asked for, and what of it remains and why, in the form of the advice. */

import { type Static, Type } from "typebox";
import { closed } from "../base/index.ts";
import { ConflictLine, PolicyBar, Relaxation, UserLine } from "./advice-reasons.ts";

/** Why an advisory that was to go is still there. */
const Obstacle = Type.Union([
  /** No stack is without it: as where there is no stack at all. */
  closed({
    kind: Type.Literal("impossible"),
    /** Where policy has a part in it only lines with bounds: any release of what the others ask for would do. */
    requirements: Type.Array(UserLine),
    /** What of the repository's settings keeps it. */
    policies: Type.Array(PolicyBar),
    explanation: Type.Array(ConflictLine),
    relaxations: Type.Array(Relaxation),
  }),
  /** A stack without it is no better: packages are older than in the lock, or other advisories stay or come in. */
  closed({
    kind: Type.Literal("traded"),
    older: Type.Array(closed({ name: Type.String(), version: Type.String() })),
    advisories: Type.Array(closed({ id: Type.String(), package: Type.String() })),
  }),
  /** The repository accepts it. */
  closed({ kind: Type.Literal("accepted"), reason: Type.String(), until: Type.Union([Type.String(), Type.Null()]) }),
  /** It may or may not concern the release: a bound in its record is no version of PEP 440. */
  closed({ kind: Type.Literal("undecided") }),
  /** Another environment writes the lock, and keeps it. */
  closed({ kind: Type.Literal("shared"), writer: Type.String() }),
  /** The time for questions was up. */
  closed({ kind: Type.Literal("unanswered") }),
]);

export const Fix = closed({
  /** As they were asked for, by whatever name; null for all. */
  asked: Type.Union([Type.Array(Type.String()), Type.Null()]),
  /** Those that were asked for and certainly concern no locked release. */
  absent: Type.Array(Type.String()),
  remaining: Type.Array(closed({ id: Type.String(), package: Type.String(), version: Type.String(), why: Obstacle })),
});

export type AdviceFix = Static<typeof Fix>;
export type RemainingAdvisory = AdviceFix["remaining"][number];
export type FixObstacle = Static<typeof Obstacle>;
