/** What a fix was asked for, and what of it remains and why, in the form of the advice. */

import { type Static, Type } from "typebox";
import { closed } from "../base/index.ts";
import { ConflictLine, Relaxation, UserLine } from "./advice-reasons.ts";

/** Why an advisory that was to go is still there. */
const Obstacle = Type.Union([
  /** No stack is without it: as where there is no stack at all. */
  closed({
    kind: Type.Literal("impossible"),
    requirements: Type.Array(UserLine),
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
  /** The time for questions was up. */
  closed({ kind: Type.Literal("unanswered") }),
]);

export const Fix = closed({
  /** As they were asked for, by whatever name; null for all. */
  asked: Type.Union([Type.Array(Type.String()), Type.Null()]),
  /** Those that were asked for and concern no locked release. */
  absent: Type.Array(Type.String()),
  remaining: Type.Array(closed({ id: Type.String(), package: Type.String(), version: Type.String(), why: Obstacle })),
});

export type AdviceFix = Static<typeof Fix>;
export type RemainingAdvisory = AdviceFix["remaining"][number];
export type FixObstacle = Static<typeof Obstacle>;
