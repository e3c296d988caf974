export { pinMatches } from "./fact.ts";
export type { Fact, FactOf, FactSource, PinCondition, Reason } from "./fact.ts";
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
export { isProved } from "./resolution.ts";
export type { Answer, Chosen, Conflict, ConflictLine, Requirer, Resolution, Stack, Statistics } from "./resolution.ts";
export { compareCosts } from "./ranking.ts";
export { resolve, type ResolveOptions } from "./resolve.ts";
