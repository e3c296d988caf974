export type {
  Argument,
  Assertion,
  Assignment,
  BuiltText,
  Call,
  Comparison,
  Default,
  FileFacts,
  Handler,
  Import,
  Literal,
  Part,
  Place,
  Reference,
} from "./syntax/facts.ts";
export { analyseSources } from "./analyse.ts";
export { chooseSources } from "./choose.ts";
export { decodePython, LeftUnread } from "./decode.ts";
export { type DependencyFindings, findDependencies, type UndeclaredImport } from "./dependencies.ts";
export { libraryUsageOf } from "./library-usage.ts";
export { CodeReach, type Reach, type RequiredBy, type Requirers } from "./reach.ts";
export type { ReadSource } from "./read-sources.ts";
export type { Finding, SuppressedFinding } from "./rules/finding.ts";
export type { Level, Rule } from "./rules/rule.ts";
export { sarifOf } from "./rules/sarif.ts";
export { scanSources, type SourceScan } from "./rules/scan.ts";
export { sourceRules } from "./rules/table.ts";
export type { SourceUsage, UnreadSource, Use } from "./usage.ts";
