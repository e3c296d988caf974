export { AdviceSchema } from "./advice.ts";
export type {
  Advice,
  AdviceChange,
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
export { terminalLine } from "./encode.ts";
export type {
  AdviceProgress,
  AdviceRequest,
  AdviceServices,
  AdvisoryKnowledge,
  FileRank,
  IndexAddress,
  OpenIndexes,
  Rules,
} from "./request.ts";
export { sayBecause } from "./say.ts";
