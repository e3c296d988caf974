export type { Pipfile, PipfileEntry, PipfileEntrySource, PipfileSource, PipfileThoth } from "./pipfile.ts";
export { lockSectionName } from "./pipfile.ts";
export { type HashFormula, matchingHashFormulas, pipfileHashes } from "./pipfile-hash.ts";
export { type LockEntry, type PipfileLock, parsePipfileLock } from "./pipfile-lock.ts";
export { formatPipfileLock } from "./pipfile-lock-format.ts";
export type { LockPin, LockRequest } from "./pipfile-lock-request.ts";
export { parsePipfile } from "./pipfile-parse.ts";
export { readProject } from "./project.ts";
export type {
  BrokenProject,
  EnvironmentProject,
  ProjectOptions,
  ProjectSettings,
  ReadProjectFile,
  ReadyProject,
} from "./project.ts";
export { parseThothYaml } from "./thoth-yaml.ts";
export type { ConfiguredEnvironment, RequirementsFormat, ThothConfiguration } from "./thoth-yaml.ts";
export { ThothYamlSchema } from "./thoth-yaml-schema.ts";
