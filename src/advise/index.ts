export { AdviceSchema } from "./advice.ts";
export type {
  Advice,
  AdviceChange,
  AdviceConflictLine,
  AdviceDemand,
  AdviceNote,
  AdviceOutcome,
  AdvicePin,
  AdvisoryHit,
  BecauseReason,
  HeldBack,
  HoldReason,
} from "./advice.ts";
export { adviseAll } from "./advise-all.ts";
export { adviseProject } from "./advise-project.ts";
export type { ProjectAdvice, ProjectRequest } from "./advise-project.ts";
export { advise } from "./advise.ts";
export { code, formatSafeJson, marked, type Markdown, prose, terminalLine } from "./encode.ts";
export type { Plan } from "./plan.ts";
export { branchName } from "./plan.ts";
export type { PlannedEnvironment } from "./plan-input.ts";
export { explainConflict } from "./reasons/explain-conflict.ts";
export type {
  AdviceProgress,
  AdviceServices,
  AdvisoryKnowledge,
  CatalogueIndex,
  HardwareNeeds,
  IndexSetting,
  OpenIndexes,
  Rules,
} from "./services.ts";
export { advisoriesById, count, sayBecause, sayConflictLine } from "./say.ts";
export { surveyLock } from "./survey-lock.ts";
