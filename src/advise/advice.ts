/**
 * One piece of advice: the answer for one runtime environment as one serialisable document. It can be stored, replayed,
 * compared and rendered (pull request, terminal, page) without asking the resolver again. The schema is published as
 * `docs/schemas/advice-1.json`.
 *
 * Reasons are data here; `say.ts` puts them into words. Only notes are sentences already, as are the messages of rules and
 * units. Keys are in snake case, as in every JSON document we publish.
 * Text that came from outside (messages of rules, entries of a Pipfile, yank reasons) stands here as it came: whoever
 * shows it encodes it.
 */

import { closed } from "../base/index.ts";
import { type Static, Type } from "typebox";

/** A sentence with its source: a unit of the pipeline or a rule of a prescription. */
const RuleReason = closed({
  /** Name of the unit, such as `yanked` or `thoth.PillowNumpyArrays`. */
  unit: Type.String(),
  message: Type.String(),
  link: Type.Optional(Type.String()),
});

/** A line of the user's own files. */
const UserLine = closed({ file: Type.String(), line: Type.Integer({ minimum: 0 }), text: Type.String() });

/**
 * Someone asks for a package: `by` is a package of the stack, or null for the user's own line in `line`. With `rule` it is
 * a rule that says so of the package.
 */
const Demand = closed({
  by: Type.Union([Type.String(), Type.Null()]),
  by_version: Type.Union([Type.String(), Type.Null()]),
  /** PEP 508, such as `numpy<=1.24.3,>=1.22`. */
  requirement: Type.String(),
  line: Type.Optional(UserLine),
  rule: Type.Optional(RuleReason),
});

/** One step of the way from a cause to a line of the user's. `versions` is for reading, such as `2.8 to 2.13.1`. */
const ConflictLine = Type.Union([
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

/** Lines of the user's such that there is a stack once all of them are relaxed, and none once any of them stays. */
const Relaxation = closed({
  lines: Type.Array(
    closed({
      name: Type.String(),
      line: UserLine,
      /** Such as `>=3`; empty where the line has none. */
      bounds: Type.String(),
      /** What goes: its bounds, so that any release will do, or the line. */
      without: Type.Union([Type.Literal("bounds"), Type.Literal("line")]),
      /** The version that the best stack then has, or null where it has none of the package. */
      gives: Type.Union([Type.String(), Type.Null()]),
    }),
  ),
});

/** Why a package is at the release it is at; the first that applies, in this order. */
const Because = Type.Union([
  /** The package was not in the old lock and is needed now. */
  closed({ kind: Type.Literal("required"), demand: Demand }),
  /** Nobody needs the package any more. */
  closed({ kind: Type.Literal("not-required") }),
  /** The old release has advisories that the new one does not have. */
  closed({ kind: Type.Literal("fixes"), advisories: Type.Array(Type.String()) }),
  /** A rule prefers this release over the ones it scored lower, or is why the package is not there any more. */
  closed({ kind: Type.Literal("rule"), rule: RuleReason }),
  /** The old release may not be chosen any more: yanked, removed, or without a file that fits. */
  closed({ kind: Type.Literal("excluded"), rule: RuleReason }),
  /** A requirement of the new stack does not admit the old release. */
  closed({ kind: Type.Literal("demanded"), demand: Demand }),
  /** The newest release that may be chosen at all. */
  closed({ kind: Type.Literal("newest") }),
  /** The newest release that the rest of the stack admits; `held_back` of the change says what rules out the newer ones. */
  closed({ kind: Type.Literal("newest-admitted") }),
  /** Same version, from another index. */
  closed({ kind: Type.Literal("index"), from: Type.String(), to: Type.String() }),
]);

/** Why a newer release is not chosen. */
const Hold = Type.Union([
  /** Hard policy or a rule removes it. */
  closed({ kind: Type.Literal("excluded"), rule: RuleReason }),
  /** A requirement in the stack does not admit it. */
  closed({ kind: Type.Literal("demanded"), demand: Demand }),
  /** No stack has it; `chain` goes from the release to the user's line, in at most four steps. */
  closed({ kind: Type.Literal("conflict"), chain: Type.Array(ConflictLine) }),
  /** It costs more in a tier of the objective; `by` says what speaks against it. */
  closed({ kind: Type.Literal("worse"), tier: Type.String(), by: Type.Array(RuleReason) }),
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

const HeldBack = closed({
  /** The newest release concerned, and how many releases this reason covers. */
  version: Type.String(),
  count: Type.Integer({ minimum: 1 }),
  hold: Hold,
});

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

const Severity = Type.Union([
  Type.Literal("critical"),
  Type.Literal("high"),
  Type.Literal("medium"),
  Type.Literal("low"),
  Type.Literal("unknown"),
]);

const AdvisoryHit = closed({
  id: Type.String(),
  aliases: Type.Array(Type.String()),
  package: Type.String(),
  version: Type.String(),
  severity: Severity,
  /** The lowest release that the record calls fixed above `version`, or null. */
  fixed_in: Type.Union([Type.String(), Type.Null()]),
  link: Type.String(),
});

/** Advisories of the old lock and of the new one; `judged: false` where there was no data to judge by. */
const Advisories = Type.Union([
  closed({
    judged: Type.Literal(true),
    as_of: Type.String(),
    before: Type.Array(AdvisoryHit),
    after: Type.Array(AdvisoryHit),
  }),
  closed({ judged: Type.Literal(false), reason: Type.String() }),
]);

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
    /** Rules and units that had a say in this answer. */
    rules: Type.Array(RuleReason),
    notes: Type.Array(Note),
    data: Type.Array(DataUsed),
    statistics: Type.Union([Statistics, Type.Null()]),
  },
  { additionalProperties: false, title: "Advice for one runtime environment", $id: "advice/1" },
);

export type Advice = Static<typeof AdviceSchema>;
export type AdviceOutcome = Advice["outcome"];
export type AdviceChange = Static<typeof Change>;
export type AdvisoryHit = Static<typeof AdvisoryHit>;
export type BecauseReason = Static<typeof Because>;
export type HoldReason = Static<typeof Hold>;
export type HeldBack = Static<typeof HeldBack>;
export type AdvicePin = Static<typeof Pin>;
export type AdviceNote = Static<typeof Note>;
export type AdviceDemand = Static<typeof Demand>;
export type AdviceConflictLine = Static<typeof ConflictLine>;
export type AdviceRelaxation = Static<typeof Relaxation>;
export type RuleReason = Static<typeof RuleReason>;
export type UserLine = Static<typeof UserLine>;
