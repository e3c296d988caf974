export { loadPrescriptions } from "./load.ts";
export type { LoadOptions, PrescriptionSet, RejectedFile, RuleFile } from "./load.ts";
export { readPrescriptions } from "./read.ts";
