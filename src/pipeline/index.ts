export { builtinUnits } from "./builtin-units.ts";
export { isLocked } from "./context.ts";
export type { PipelineContext } from "./context.ts";
export { factSource, includedUnits, notesOn, statementsOf } from "./fact-source.ts";
export { admitsPython, bestFile, fileRank, fittingFiles, sourceFiles } from "./fitting-files.ts";
export type { FileContext } from "./fitting-files.ts";
export type { Note, Opinion, Prohibition, Removal, Sieve, Statement, Step, Unit, Wrap } from "./unit.ts";
export type { PinCondition, Reason } from "../resolver/index.ts";
export { yanked } from "./yanked.ts";
