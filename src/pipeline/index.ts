export { adjustedContext, refusalBefore } from "./boots.ts";
export { builtinUnits } from "./builtin-units.ts";
export { isLocked, plainRun } from "./context.ts";
export type { LibraryUsage, Pipeline, PipelineContext } from "./context.ts";
export { factSource, notesBefore, notesOn, offersOf, standIns, statementsOf } from "./fact-source.ts";
export { admitsPython, bestFile, fileRank, fittingFiles, sourceFiles } from "./fitting-files.ts";
export type { FileContext } from "./fitting-files.ts";
export type { BroughtPin, FailingCondition, RuleAct, RuleSituation, RuleText, StatedPin } from "./rule-text.ts";
export { releaseFit } from "./release-fit.ts";
export { includedUnits, Inclusion } from "./inclusion.ts";
export type { Condition, FindUnit, UnitReference } from "./inclusion.ts";
export { isHeld } from "./held.ts";
export { introducedAs, stackAvoids, stackMatches } from "./finished-stack.ts";
export type { FinishedStack } from "./finished-stack.ts";
export type {
  Addition,
  Boot,
  CandidateOpinion,
  ManifestChange,
  Note,
  NoteSubject,
  Offer,
  Opinion,
  PatchOperation,
  Prohibition,
  Pseudonym,
  Removal,
  Severity,
  Sieve,
  Skip,
  StackOpinion,
  Statement,
  Step,
  Stride,
  Unit,
  Wrap,
} from "./unit.ts";
export { pinMatches } from "../resolver/index.ts";
export type { Introduction, PinCondition, Reason } from "../resolver/index.ts";
export { yanked } from "./units/yanked.ts";
export { listStore, statesFacts, tellsOfStacks, unitsOf, withoutUnits } from "./unit-store.ts";
export type { Units, UnitStore } from "./unit-store.ts";
