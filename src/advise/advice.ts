/**
 * One piece of advice: the answer for one runtime environment as one serialisable document. It can be stored, replayed,
 * compared and rendered (pull request, terminal, page) without asking the resolver again. The schema is published as
 * `docs/schemas/advice-1.json`.
 *
 * Reasons are data here; `say/` puts them into words. Only notes are sentences already, as are the messages of rules and
 * units. Keys are in snake case, as in every JSON document we publish.
 * Text that came from outside (messages of rules, entries of a Pipfile, yank reasons) stands here as it came: whoever
 * shows it encodes it.
 */

import { closed } from "../base/index.ts";
import { type Static, Type } from "typebox";
import { Advisories } from "./advice-advisories.ts";
import { Fix } from "./advice-fix.ts";
import { Shared } from "./advice-shared.ts";
import { TypeAnswer } from "./advice-types.ts";
import {
  Because,
  ConflictLine,
  Demand,
  Departure,
  HeldBack,
  Relaxation,
  RuleReason,
  UserLine,
} from "./advice-reasons.ts";

export type { AdvisoryHit, AdvisoryReach } from "./advice-advisories.ts";
export type { TypeAnswer } from "./advice-types.ts";
export type { AdviceFix, FixObstacle, RemainingAdvisory } from "./advice-fix.ts";
export type {
  AdviceConflictLine,
  AdviceDemand,
  AdviceDeparture,
  AdviceRelaxation,
  BecauseReason,
  HeldBack,
  HoldReason,
  PolicyBar,
  ReasonAgainst,
  RuleReason,
  UserLine,
} from "./advice-reasons.ts";

const ChangeKind = Type.Union([
  Type.Literal("added"),
  Type.Literal("removed"),
  Type.Literal("upgraded"),
  Type.Literal("downgraded"),
  /** Same version, another index. */
  Type.Literal("moved"),
]);

const Change = closed({
  name: Type.String(),
  kind: ChangeKind,
  from: Type.Union([Type.String(), Type.Null()]),
  to: Type.Union([Type.String(), Type.Null()]),
  /** Name of the index, where it is not the first source of the manifest. */
  index: Type.Optional(Type.String()),
  /** Named in the manifest itself. */
  direct: Type.Boolean(),
  /** Sections of the lock that hold it, such as `default` or `develop`. */
  sections: Type.Array(Type.String()),
  because: Because,
  held_back: Type.Array(HeldBack),
});

const Pin = closed({
  version: Type.String(),
  index: Type.String(),
  direct: Type.Boolean(),
  sections: Type.Array(Type.String()),
  extras: Type.Array(Type.String()),
  required_by: Type.Array(Demand),
  /** How far what it requires can be trusted, where the release does not declare it. */
  metadata: Type.Optional(Type.Union([Type.Literal("recorded"), Type.Literal("supplied"), Type.Literal("unknown")])),
});

/** An operation of JSON Patch, RFC 6902, on the resource that the change names. */
const PatchOperation = Type.Union([
  closed({
    op: Type.Union([Type.Literal("add"), Type.Literal("replace"), Type.Literal("test")]),
    path: Type.String(),
    value: Type.Unknown(),
  }),
  closed({
    op: Type.Union([Type.Literal("move"), Type.Literal("copy")]),
    from: Type.String(),
    path: Type.String(),
  }),
  closed({ op: Type.Literal("remove"), path: Type.String() }),
]);

/** What to change in a file that deploys the application, such as one of the kind `Deployment`. */
const ManifestChange = closed({
  api_version: Type.String(),
  kind: Type.String(),
  patch: Type.Array(PatchOperation, { minItems: 1 }),
});

/** Something the reader should know that is not a reason for one change. */
const Note = closed({
  severity: Type.Union([Type.Literal("info"), Type.Literal("warning"), Type.Literal("error")]),
  message: Type.String(),
  link: Type.Optional(Type.String()),
  /** Where else to read about it. */
  more_links: Type.Optional(Type.Array(Type.String(), { minItems: 1 })),
  /** Name of the unit that says so, where one does. */
  unit: Type.Optional(Type.String()),
  /** Present where a report tells it, and a pull request does not. */
  detail: Type.Optional(Type.Literal(true)),
  /** The line that it is about, in a file of the repository. */
  place: Type.Optional(closed({ file: Type.String(), line: Type.Integer({ minimum: 1 }) })),
  /** Present where the check of a commit fails by it. */
  fails: Type.Optional(Type.Literal(true)),
  /** What it is about, where the unit says so. */
  subject: Type.Optional(
    closed({
      package: Type.Optional(Type.String()),
      /** A version specifier. */
      versions: Type.Optional(Type.String()),
      advisory: Type.Optional(Type.String()),
      cve: Type.Optional(Type.String()),
      cve_name: Type.Optional(Type.String()),
    }),
  ),
  manifest_changes: Type.Optional(Type.Array(ManifestChange, { minItems: 1 })),
});

const Environment = closed({
  name: Type.String(),
  recommendation_type: Type.String(),
  /** Such as `3.8`. */
  python: Type.String(),
  /** Such as `linux-x86_64`. */
  platform: Type.String(),
  operating_system: Type.Union([Type.String(), Type.Null()]),
  cuda: Type.Union([Type.String(), Type.Null()]),
});

/** Outside knowledge that the advice rests on. */
const DataUsed = closed({
  kind: Type.Union([
    Type.Literal("index"),
    Type.Literal("snapshot"),
    Type.Literal("advisories"),
    Type.Literal("rules"),
  ]),
  name: Type.String(),
  /** ISO 8601. */
  as_of: Type.String(),
  url: Type.Optional(Type.String()),
  /** SHA-256 in hex, where the data is one thing with a digest. */
  digest: Type.Optional(Type.String()),
});

const Statistics = closed({
  packages: Type.Integer(),
  metadata_read: Type.Integer(),
  decisions: Type.Integer(),
  conflicts: Type.Integer(),
});

/** What became of the question. */
const Outcome = Type.Union([
  closed({
    kind: Type.Literal("solved"),
    /** True only where no stack is better by the objective. */
    proved: Type.Boolean(),
    /** The whole text of the lock. Equal to the old lock, byte for byte, where nothing changes. */
    lock: Type.String(),
    packages: Type.Record(Type.String(), Pin),
    changes: Type.Array(Change),
  }),
  closed({
    kind: Type.Literal("unsolvable"),
    /** The user's own lines that cannot hold together; the last line of `explanation`, which is the whole way, is one of them. */
    requirements: Type.Array(UserLine),
    explanation: Type.Array(ConflictLine),
    /** What the user may do, the cheapest first, as far as it was found in time. */
    relaxations: Type.Array(Relaxation),
  }),
  /** A unit or a rule ends the run before it begins. The lock stays as it is. */
  closed({ kind: Type.Literal("refused"), rule: RuleReason }),
  /** The question could not be asked or answered: a broken file, an index that is down, a deadline. */
  closed({
    kind: Type.Literal("failed"),
    code: Type.String(),
    message: Type.String(),
    hint: Type.Optional(Type.String()),
  }),
]);

/** The document. `format` changes when a key changes its meaning. */
export const AdviceSchema = Type.Object(
  {
    format: Type.Literal("advice/1"),
    environment: Environment,
    /** The manifest and the lock, relative to the root of the repository. */
    manifest_path: Type.String(),
    lock_path: Type.String(),
    outcome: Outcome,
    advisories: Advisories,
    /** Present where advisories were asked to be fixed, and there is a stack. */
    fix: Type.Optional(Fix),
    /** Present where another environment writes the lock, and with another text than this one would. */
    shared: Type.Optional(Shared),
    /** Rules and units that had a say in this answer. */
    rules: Type.Array(RuleReason),
    /** Where the lock is other than files and packages ask for. */
    departures: Type.Array(Departure),
    notes: Type.Array(Note),
    /** What each recommendation type would choose, present where there was time to compare them. */
    types: Type.Optional(Type.Array(TypeAnswer)),
    data: Type.Array(DataUsed),
    statistics: Type.Union([Statistics, Type.Null()]),
  },
  { additionalProperties: false, title: "Advice for one runtime environment", $id: "advice/1" },
);

export type Advice = Static<typeof AdviceSchema>;
export type AdviceOutcome = Advice["outcome"];
export type AdviceChange = Static<typeof Change>;
export type AdvicePin = Static<typeof Pin>;
export type AdviceNote = Static<typeof Note>;
