/**
 * The format `universe/1`: finite package universes with questions about them, checked before use. Answers that a
 * document may carry beside its questions are not read here.
 */

import { Ajv } from "ajv";
import { Type, type Static } from "typebox";
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
  universes: Type.Optional(Type.Record(Type.String(), Packages)),
  scenarios: Type.Array(Scenario),
});

export type Release = Static<typeof Release>;
export type Packages = Static<typeof Packages>;
export type Scenario = Static<typeof Scenario>;
export type UniverseDocument = Static<typeof UniverseDocument>;

/** What is not a document of the format `universe/1`. */
export class InvalidUniverse extends UserError {
  readonly code = "INVALID_UNIVERSE";
  constructor(complaint: string) {
    super(`the universe document is not one of the format \`universe/1\`: ${complaint}`);
  }
}

/** @throws {InvalidUniverse} */
export function parseUniverseDocument(document: unknown): UniverseDocument {
  const ajv = new Ajv();
  if (!ajv.validate(UniverseDocument, document)) throw new InvalidUniverse(ajv.errorsText());
  return document as UniverseDocument;
}

/** @throws {InvalidUniverse} when the scenario refers to a universe that the document lacks. */
export function packagesOf(document: UniverseDocument, scenario: Scenario): Packages {
  const packages = scenario.packages ?? document.universes?.[scenario.universe ?? ""];
  if (packages === undefined) throw new InvalidUniverse(`scenario ${scenario.id} has no packages`);
  return packages;
}
