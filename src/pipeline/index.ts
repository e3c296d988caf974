export { builtinUnits } from "./builtin-units.ts";
export type { PipelineContext } from "./context.ts";
export { factSource, includedUnits, notesOn } from "./fact-source.ts";
export { bestFile, fileRank, fittingFiles } from "./fitting-files.ts";
export type { FileContext } from "./fitting-files.ts";
export { pinMatches } from "./pins.ts";
export type { Note, Opinion, Prohibition, Removal, Sieve, Statement, Step, Unit, Wrap } from "./unit.ts";
export type { PinCondition, Reason } from "../resolver/index.ts";
