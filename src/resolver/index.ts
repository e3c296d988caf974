export { pinMatches } from "./fact.ts";
export type { Fact, FactOf, FactSource, Introduction, PinCondition, Reason, Situation } from "./fact.ts";
export type {
  Assumption,
  CandidateList,
  CandidateRequirements,
  Origin,
  PrereleasePolicy,
  Problem,
  RootRequirement,
  Universe,
} from "./problem.ts";
export { noKnowledge, parsePredictorKnowledge } from "./predictors/knowledge.ts";
export type { PredictorKnowledge } from "./predictors/knowledge.ts";
export { predictorNames } from "./predictors/table.ts";
export type { PredictorName, PredictorOptions } from "./predictors/table.ts";
export { isProved } from "./resolution.ts";
export type {
  Answer,
  Chosen,
  Conflict,
  ConflictLine,
  RelaxedLine,
  Requirer,
  Resolution,
  Skipped,
  Stack,
  Statistics,
  StoodFor,
} from "./resolution.ts";
export { compareCosts } from "./ranking.ts";
export { resolve, type ResolveOptions } from "./resolve.ts";
export { withoutBounds } from "./root-line.ts";
export { type Weighed, costTogether, packagesThatDiffer, resolveTogether } from "./together.ts";
