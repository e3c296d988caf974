/** What a lock that another environment writes is worth in this one, in the form of the advice. */

import { type Static, Type } from "typebox";
import { closed } from "../base/index.ts";
import { AdvisoryHit } from "./advice-advisories.ts";

/** See `shared` of the advice: only where another environment writes another text than this one would. */
export const Shared = closed({
  /** Name of the environment that writes the lock. */
  writer: Type.String(),
  /** What is wrong with that lock here, a sentence each; empty where it holds, and where there is no answer to compare it with. */
  faults: Type.Array(Type.String()),
  /** Present where it has faults, and the packages of the lock that it replaces held here. */
  breaks: Type.Optional(Type.Literal(true)),
  /** Its advisories, with what is accepted here; empty where nothing is judged. */
  advisories: Type.Array(AdvisoryHit),
});

export type AdviceShared = Static<typeof Shared>;
