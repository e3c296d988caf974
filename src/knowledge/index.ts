export { Advisories } from "./advisories.ts";
export type { AdvisoryMatch, AdvisoryOrigin, Judgement } from "./advisories.ts";
export { readBundle } from "./bundle.ts";
export type { KnowledgeBundle } from "./bundle.ts";
export type { KnowledgePart } from "./manifest.ts";
export { parseOsvRecords } from "./osv.ts";
export { rateVector } from "./severity.ts";
export type { Severity, VectorRating } from "./severity.ts";
