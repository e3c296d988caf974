export { isLockFile, isManifestFile, isProjectFile, isPythonFile } from "./file-names.ts";
export { formatPylock, type PylockPin } from "./pylock/format.ts";
export { canBeHashed, formatRequirementsLock } from "./requirements/lock-format.ts";
export { type Lock, type Manifest, parseLock, parseLockByName, sectionOfLock } from "./formats.ts";
export type { LockedFile, LockedPackage } from "./lock.ts";
export { type CredentialPlace, type LockClaims, readLockClaims } from "./lock-claims.ts";
export { lockedEntries } from "./locked-releases.ts";
export type { ManifestEntry, WrittenLine } from "./manifest.ts";
export type { Pipfile, PipfileEntry } from "./pipfile.ts";
export { lockSectionName } from "./pipfile.ts";
export { type HashFormula, matchingHashFormulas, pipfileHashes } from "./pipfile-hash.ts";
export { type PipfileLock, parsePipfileLock } from "./pipfile-lock.ts";
export type { RequirementsLock } from "./requirements/lock.ts";
export { formatPipfileLock } from "./pipfile-lock-format.ts";
export type { LockPin, LockRequest } from "./pipfile-lock-request.ts";
export { parsePipfile } from "./pipfile-parse.ts";
export { readEnvironments, readProject, readRules } from "./project.ts";
export {
  type LeftOut,
  type LeftOutReason,
  isMachineMade,
  leftOutReasons,
  sayLeftOutReason,
} from "./discovery/left-out.ts";
export { type ProjectPlace, projectName, projectPath, rootPlace } from "./discovery/project-place.ts";
export { keepTelling, type ProjectsRequest, readProjects, type RepositoryProjects } from "./discovery/read-projects.ts";
export { withNotebookLock } from "./notebook/lock.ts";
export { parseNotebook } from "./notebook/notebook.ts";
export { widenBounds } from "./widen-bounds.ts";
export { bestStack, type Goal } from "./goal.ts";
export type { ReadProjectFile } from "./read-project-file.ts";
export type { BrokenProject, EnvironmentProject, ProjectOptions, ProjectSettings, ReadyProject } from "./project.ts";
export { policyFor } from "./policy-settings.ts";
export type { CooldownSettings, Hold, IgnoredAdvisory, PolicySettings } from "./policy-settings.ts";
export type { OwnRuleFile, OwnRules, SwitchedOff } from "./rule-settings.ts";
export type { SuppliedMetadata } from "./supplied-metadata.ts";
export { parseThothYaml } from "./thoth-yaml.ts";
export type { ConfiguredEnvironment, RequirementsFormat, ThothConfiguration } from "./thoth-yaml.ts";
export { ThothYamlSchema } from "./thoth-yaml-schema.ts";
