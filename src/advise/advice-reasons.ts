/** Reasons in the form of the advice: who asks for what, what rules say, and why something is so and not otherwise. */

import { type Static, Type } from "typebox";
import { closed } from "../base/index.ts";

/** A sentence with its source: a unit of the pipeline or a rule of a prescription. */
export const RuleReason = closed({
  /** Name of the unit, such as `yanked` or `thoth.PillowNumpyArrays`. */
  unit: Type.String(),
  message: Type.String(),
  link: Type.Optional(Type.String()),
});

/** A line of the user's own files. */
export const UserLine = closed({ file: Type.String(), line: Type.Integer({ minimum: 0 }), text: Type.String() });

/**
 * Someone asks for a package: `by` is a package of the stack, or null for the user's own line in `line`. With `rule` it is
 * a rule that says so of the package.
 */
export const Demand = closed({
  by: Type.Union([Type.String(), Type.Null()]),
  by_version: Type.Union([Type.String(), Type.Null()]),
  /** PEP 508, such as `numpy<=1.24.3,>=1.22`. */
  requirement: Type.String(),
  line: Type.Optional(UserLine),
  rule: Type.Optional(RuleReason),
});

/** One step of the way from a cause to a line of the user's. `versions` is for reading, such as `2.8 to 2.13.1`. */
export const ConflictLine = Type.Union([
  closed({
    kind: Type.Literal("requires"),
    name: Type.String(),
    versions: Type.String(),
    requirement: Type.String(),
  }),
  closed({ kind: Type.Literal("excluded"), name: Type.String(), versions: Type.String(), rule: RuleReason }),
  /** A rule keeps them apart. */
  closed({ kind: Type.Literal("forbidden"), names: Type.Array(Type.String()), rule: RuleReason }),
  /** A rule asks for something beside the named packages. */
  closed({
    kind: Type.Literal("added"),
    names: Type.Array(Type.String()),
    requirement: Type.String(),
    rule: RuleReason,
  }),
  /** A rule lets `instead` stand in for a release, and it would have to be chosen itself. */
  closed({
    kind: Type.Literal("offered"),
    name: Type.String(),
    version: Type.String(),
    instead: Type.String(),
    instead_version: Type.String(),
    rule: RuleReason,
  }),
  /** There is nothing to choose from; `reason` completes "NAME …". */
  closed({ kind: Type.Literal("missing"), name: Type.String(), reason: Type.String() }),
  closed({ kind: Type.Literal("root"), line: UserLine }),
  /** Steps that are not told. */
  closed({ kind: Type.Literal("omitted"), steps: Type.Integer({ minimum: 1 }) }),
]);

/** What the repository's own settings keep out: releases of a package by a hold, or by the days that they wait. */
export const PolicyBar = closed({
  kind: Type.Union([Type.Literal("hold"), Type.Literal("cooldown")]),
  name: Type.String(),
  /** The file alone where a setting is what holds by default. */
  line: UserLine,
  /** What a hold leaves, such as `2.25.1` or `<3`; of a cooldown `3 days`. */
  bounds: Type.String(),
});

/** Lines of the user's such that there is a stack once all of them are relaxed, and none once any of them stays. */
export const Relaxation = closed({
  lines: Type.Array(
    closed({
      name: Type.String(),
      line: UserLine,
      /** Such as `>=3`; empty where the line has none. Of a policy as there. */
      bounds: Type.String(),
      /** What goes: its bounds, so that any release will do, or the line; of settings the policy for this package. */
      without: Type.Union([
        Type.Literal("bounds"),
        Type.Literal("line"),
        Type.Literal("hold"),
        Type.Literal("cooldown"),
      ]),
      /** The version that the best stack then has, or null where it has none of the package. */
      gives: Type.Union([Type.String(), Type.Null()]),
    }),
  ),
});

/** Why a package is at the release it is at; the first that applies, in this order. */
export const Because = Type.Union([
  /** The package was not in the old lock and is needed now. */
  closed({ kind: Type.Literal("required"), demand: Demand }),
  /** Nobody needs the package any more. */
  closed({ kind: Type.Literal("not-required") }),
  /** The old release has advisories that the new one does not have. */
  closed({ kind: Type.Literal("fixes"), advisories: Type.Array(Type.String()) }),
  /** A rule prefers this release over the ones it scored lower, keeps the old one apart from the rest, or is why there is none. */
  closed({ kind: Type.Literal("rule"), rule: RuleReason }),
  /** The old release may not be chosen any more: yanked, removed, or without a file that fits. */
  closed({ kind: Type.Literal("excluded"), rule: RuleReason }),
  /** A requirement of the new stack does not admit the old release. */
  closed({ kind: Type.Literal("demanded"), demand: Demand }),
  /**
   * Its locked release keeps `package` from `version`, by `demand`; `now` is what it asks for instead, or null. Where
   * `version` is null it keeps the package in the stack, which has an advisory there or takes along what has one.
   */
  closed({
    kind: Type.Literal("frees"),
    package: Type.String(),
    version: Type.Union([Type.String(), Type.Null()]),
    demand: Demand,
    now: Type.Union([Type.String(), Type.Null()]),
  }),
  /** The newest release that may be chosen at all. */
  closed({ kind: Type.Literal("newest") }),
  /** The newest release that the rest of the stack admits; `held_back` of the change says what rules out the newer ones. */
  closed({ kind: Type.Literal("newest-admitted") }),
  /** Same version, from another index. */
  closed({ kind: Type.Literal("index"), from: Type.String(), to: Type.String() }),
]);

/** What speaks against a release: the newer one itself, or `release`, which would be in the stack with it. */
const Against = closed({
  ...RuleReason.properties,
  release: Type.Optional(closed({ name: Type.String(), version: Type.String() })),
});

/** Why a newer release is not chosen. */
export const Hold = Type.Union([
  /** Hard policy or a rule removes it. */
  closed({ kind: Type.Literal("excluded"), rule: RuleReason }),
  /** A requirement in the stack does not admit it. */
  closed({ kind: Type.Literal("demanded"), demand: Demand }),
  /** No stack has it; `chain` goes from the release to the user's line, in at most four steps. */
  closed({ kind: Type.Literal("conflict"), chain: Type.Array(ConflictLine) }),
  /** It costs more in a tier of the objective; `by` says what speaks against it. */
  closed({ kind: Type.Literal("worse"), tier: Type.String(), by: Type.Array(Against) }),
  /** It fits, but packages would not be the same release any more as in other environments: `from` names them. */
  closed({
    kind: Type.Literal("parted"),
    from: Type.Array(closed({ name: Type.String(), environment: Type.String() })),
  }),
  /** It fits, but other packages would have to be older: `price` names them. */
  closed({
    kind: Type.Literal("traded"),
    price: Type.Array(closed({ name: Type.String(), version: Type.String() })),
  }),
]);

export const HeldBack = closed({
  /** The newest release concerned, and how many releases this reason covers. */
  version: Type.String(),
  count: Type.Integer({ minimum: 1 }),
  hold: Hold,
});

/** What a rule makes of what files or packages ask for. `demands` are those it concerns, and never empty. */
export const Departure = Type.Union([
  /** Nothing is installed for them. */
  closed({ kind: Type.Literal("left-out"), name: Type.String(), demands: Type.Array(Demand), rule: RuleReason }),
  /** `instead` is installed for them. */
  closed({
    kind: Type.Literal("replaced"),
    name: Type.String(),
    instead: Type.String(),
    instead_version: Type.String(),
    demands: Type.Array(Demand),
    rule: RuleReason,
  }),
  /** The release is there because the rule asks for it beside the packages `beside`. */
  closed({
    kind: Type.Literal("added"),
    name: Type.String(),
    version: Type.String(),
    beside: Type.Array(Type.String()),
    requirement: Type.String(),
    rule: RuleReason,
  }),
]);

export type BecauseReason = Static<typeof Because>;
export type HoldReason = Static<typeof Hold>;
export type AdviceDemand = Static<typeof Demand>;
export type AdviceConflictLine = Static<typeof ConflictLine>;
export type PolicyBar = Static<typeof PolicyBar>;
export type AdviceRelaxation = Static<typeof Relaxation>;
export type AdviceDeparture = Static<typeof Departure>;
export type ReasonAgainst = Static<typeof Against>;
export type HeldBack = Static<typeof HeldBack>;
export type RuleReason = Static<typeof RuleReason>;
export type UserLine = Static<typeof UserLine>;
