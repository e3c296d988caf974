/** What each recommendation type makes of one question, in the form of the advice. */

import { type Static, Type } from "typebox";
import { closed } from "../base/index.ts";

/** A stack, measured alike for all types. */
const TypeStack = closed({
  kind: Type.Literal("solved"),
  /** True only where no stack is better by the type's objective. */
  proved: Type.Boolean(),
  /** Packages whose release is another than in the lock, those that come and go included. */
  changes: Type.Integer({ minimum: 0 }),
  /** How many advisories it has that nobody accepts; null where nothing could be judged. */
  advisories: Type.Union([
    closed({
      critical: Type.Integer({ minimum: 0 }),
      high: Type.Integer({ minimum: 0 }),
      medium: Type.Integer({ minimum: 0 }),
      low: Type.Integer({ minimum: 0 }),
      unknown: Type.Integer({ minimum: 0 }),
    }),
    Type.Null(),
  ]),
  packages: Type.Integer({ minimum: 0 }),
  /** Of these, how many have a newer release that the advised type might choose. */
  behind: Type.Integer({ minimum: 0 }),
  /** Packages that leave the major version that is locked. */
  major_moves: Type.Integer({ minimum: 0 }),
  /** Tiers of the type's own objective in which the stack costs something, in their order, and for how many packages; 0 where only several together do. */
  costs: Type.Array(closed({ tier: Type.String(), packages: Type.Integer({ minimum: 0 }) })),
  /**
   * The first tier of its own objective by which it is better than the advised stack, and the first tier of the advised
   * type's by which it is worse; null where nothing that a release costs by itself tells them apart.
   */
  better_by: Type.Union([Type.String(), Type.Null()]),
  worse_by: Type.Union([Type.String(), Type.Null()]),
  /**
   * Where it is another one than the advised stack, direct dependencies first, then by name; null for a package that one
   * of them does not have.
   */
  differs: Type.Array(
    closed({
      name: Type.String(),
      version: Type.Union([Type.String(), Type.Null()]),
      advised: Type.Union([Type.String(), Type.Null()]),
    }),
  ),
});

export const TypeAnswer = closed({
  recommendation_type: Type.String(),
  /** Whether it is the type of the environment. */
  advised: Type.Boolean(),
  outcome: Type.Union([
    TypeStack,
    /** No stack, or no time to find it; `reason` is a sentence. */
    closed({ kind: Type.Literal("none"), reason: Type.String() }),
  ]),
});

export type TypeAnswer = Static<typeof TypeAnswer>;
export type TypeStack = Static<typeof TypeStack>;
