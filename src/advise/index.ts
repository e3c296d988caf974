export { AdviceSchema } from "./advice.ts";
export type {
  Advice,
  AdviceChange,
  AdviceConflictLine,
  AdviceDemand,
  AdviceFix,
  AdviceNote,
  AdviceOutcome,
  AdvicePin,
  AdvisoryHit,
  BecauseReason,
  FixObstacle,
  HeldBack,
  HoldReason,
  TypeAnswer,
} from "./advice.ts";
export { adviseAll } from "./advise-all.ts";
export { type Adviser, localAdviser, type VisitRequest } from "./adviser.ts";
export { adviseProject } from "./advise-project.ts";
export type { ProjectAdvice, ProjectRequest } from "./advise-project.ts";
export { adviseCommand } from "./advise-command.ts";
export { adviseRepository } from "./advise-repository.ts";
export type { ProjectAnswer, RepositoryAdvice, RepositoryRequest } from "./advise-repository.ts";
export { advise } from "./advise.ts";
export { code, formatSafeJson, join, marked, type Markdown, prose, terminalLine } from "./encode.ts";
export type { Plan } from "./plan.ts";
export { branchName, type ProposalKind } from "./plan.ts";
export type { PlannedEnvironment } from "./plan-input.ts";
export { type EnvironmentPrices, priceRepository } from "./price-repository.ts";
export { compareRepository, type EnvironmentTypes } from "./types/compare-repository.ts";
export { codeReader, type RepositorySources, sourcesIn } from "./code-usage.ts";
export { explainConflict } from "./reasons/explain-conflict.ts";
export type { RuleAccount } from "./rule-account.ts";
export type { RuleEffect } from "./rule-effects.ts";
export { type OneRuleView, type RuleAbsence, type RuleView, viewRule, viewRules } from "./rule-views.ts";
export { Homes } from "./homes.ts";
export { Judge } from "./objective/judge.ts";
export { objectives } from "./objective/objective.ts";
export type { Tier } from "./objective/tiers.ts";
export { IndexUniverse } from "./universe.ts";
export type {
  AdviceProgress,
  AdviceServices,
  AdvisoryKnowledge,
  CatalogueIndex,
  HardwareNeeds,
  IndexSetting,
  OpenIndexes,
  RuleSet,
} from "./services.ts";
export { advisoriesById, sayBecause } from "./say/changes.ts";
export { scanSource, type SourceRequest, type SourceScan } from "./scan-source.ts";
export { sayObstacle, sayProofOf } from "./say/fix.ts";
export { sayConflict, sayConflictLine, sayPrice, sayRelaxations } from "./say/outcome.ts";
export { count } from "./say/words.ts";
export { typesPage } from "./pull-request/types.ts";
export type { SurveyedFiles, Urgency } from "./survey-lock.ts";
export {
  checkProvenance,
  type ProvenanceReport,
  ProvenanceReportSchema,
  type ProvenanceRequest,
} from "./provenance/check-provenance.ts";
export { type Finding, findingIds } from "./provenance/finding.ts";
export { provenancePage, provenanceTitle } from "./provenance/say.ts";
