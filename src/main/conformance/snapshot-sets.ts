/** The format `sets/1`: named sets of requirements, each for one Python and one platform, to be asked of a snapshot. */

import { Type, type Static } from "typebox";
import { Compile } from "typebox/compile";
import { firstMistake, quotedList, UserError } from "../../base/index.ts";
import { isKnownPlatform } from "./universe-problem.ts";

const RequirementSet = Type.Object({
  id: Type.String(),
  /** Such as `3.11`, which means 3.11.0. */
  python: Type.String({ pattern: "^3\\.[0-9]+(\\.[0-9]+)?$" }),
  /** In uv's words, such as `x86_64-manylinux_2_36`: the architecture and the glibc. */
  platform: Type.String(),
  requirements: Type.Array(Type.String()),
  /** Bounds on packages that are there for another reason. */
  constraints: Type.Optional(Type.Array(Type.String())),
});

const SetsDocument = Type.Object({ format: Type.Literal("sets/1"), sets: Type.Array(RequirementSet) });

export type RequirementSet = Static<typeof RequirementSet>;

const setsDocument = Compile(SetsDocument);

/** What is not a document of the format `sets/1`, or a set that it does not have. */
export class InvalidSets extends UserError {
  readonly code = "INVALID_SETS";
  constructor(complaint: string) {
    super(`not of the format \`sets/1\`: ${complaint}`);
  }
}

/** @param only the set to take, all without it. @throws {InvalidSets} */
export function parseSets(document: unknown, only?: string): readonly RequirementSet[] {
  if (!setsDocument.Check(document)) throw new InvalidSets(firstMistake(setsDocument, document));
  const { sets } = document;
  for (const { id, platform } of sets)
    if (!isKnownPlatform(platform))
      throw new InvalidSets(`the set \`${id}\` is for the unknown platform \`${platform}\``);
  const chosen = sets.filter(({ id }) => only === undefined || id === only);
  if (only !== undefined && chosen.length === 0)
    throw new InvalidSets(`there is no set \`${only}\`; there are ${quotedList(sets.map(({ id }) => id))}`);
  return chosen;
}
