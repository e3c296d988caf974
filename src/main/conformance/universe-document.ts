/**
 * The format `universe/1`: finite package universes with questions about them, checked before use. Answers that a
 * document may carry beside its questions are not read here.
 */

import { Ajv } from "ajv";
import { type Static, type TSchema, Type } from "typebox";
import { UserError } from "../../base/index.ts";

const Requirements = Type.Array(Type.String());

/** One release. */
const Release = Type.Object({
  requires_python: Type.Optional(Type.String()),
  requires: Type.Optional(Requirements),
  /** By extra: what it requires on top. */
  extras: Type.Optional(Type.Record(Type.String(), Requirements)),
  yanked: Type.Optional(Type.Boolean()),
  /** Absent: there is a source distribution, with static metadata. */
  sdist: Type.Optional(Type.Boolean()),
  /** Tags of wheels; absent: one `py3-none-any`. */
  wheels: Type.Optional(Type.Array(Type.String())),
});

/** By name, then by version. */
const Packages = Type.Record(Type.String(), Type.Record(Type.String(), Release));

const Scenario = Type.Object({
  id: Type.String(),
  level: Type.Optional(Type.String()),
  /** Inline, or by reference to the document's `universes`. */
  packages: Type.Optional(Packages),
  universe: Type.Optional(Type.String()),
  root: Type.Object({ requires: Type.Optional(Requirements) }),
  environment: Type.Optional(
    Type.Object({
      python: Type.Optional(Type.String()),
      markers: Type.Optional(Type.Record(Type.String(), Type.String())),
    }),
  ),
  options: Type.Optional(
    Type.Object({
      universal: Type.Optional(Type.Boolean()),
      prereleases: Type.Optional(Type.Union([Type.Boolean(), Type.String()])),
      python: Type.Optional(Type.String()),
      resolution: Type.Optional(Type.String()),
      no_build: Type.Optional(Requirements),
      no_binary: Type.Optional(Requirements),
      python_platform: Type.Optional(Type.String()),
    }),
  ),
  constraints: Type.Optional(Requirements),
  /** A previous lock: `name==version`. */
  preferences: Type.Optional(Requirements),
  /** Names that the previous lock does not hold. */
  upgrade: Type.Optional(Requirements),
});

const UniverseDocument = Type.Object({
  format: Type.Literal("universe/1"),
  universes: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
  scenarios: Type.Array(Type.Unknown()),
});

export type Release = Static<typeof Release>;
export type Packages = Static<typeof Packages>;
export type Scenario = Static<typeof Scenario>;
/** The frame: a scenario is checked when its turn comes, so that a bad one costs no other its answer. */
export type UniverseDocument = Static<typeof UniverseDocument>;

/** What is not a document, or a scenario, of the format `universe/1`. */
export class InvalidUniverse extends UserError {
  readonly code = "INVALID_UNIVERSE";
  constructor(complaint: string) {
    super(`not of the format \`universe/1\`: ${complaint}`);
  }
}

/** @throws {InvalidUniverse} */
export function parseUniverseDocument(document: unknown): UniverseDocument {
  return check(UniverseDocument, document, "the document");
}

/** @throws {InvalidUniverse} */
export function parseScenario(scenario: unknown): Scenario {
  return check(Scenario, scenario, "the scenario");
}

/** @throws {InvalidUniverse} when the scenario refers to a universe that the document lacks, or that is none. */
export function packagesOf({ universes }: UniverseDocument, { packages, universe }: Scenario): Packages {
  if (packages !== undefined) return packages;
  if (universe === undefined) throw new InvalidUniverse("the scenario has neither `packages` nor `universe`");
  const shared = Object.hasOwn(universes ?? {}, universe) ? universes?.[universe] : undefined;
  if (shared === undefined) throw new InvalidUniverse(`there is no universe \`${universe}\``);
  return check(Packages, shared, `the universe \`${universe}\``);
}

/** Schemas are compiled once; a shared universe is checked once. */
const ajv = new Ajv();
const checked = new WeakSet<object>();

function check<T extends TSchema>(schema: T, value: unknown, what: string): Static<T> {
  const isObject = typeof value === "object" && value !== null;
  if (isObject && checked.has(value)) return value as Static<T>;
  if (!ajv.validate(schema, value)) throw new InvalidUniverse(ajv.errorsText(ajv.errors, { dataVar: what }));
  if (isObject) checked.add(value);
  return value as Static<T>;
}
