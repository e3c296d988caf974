export { runAdvise } from "./advise-command.ts";
export type { AdviseOptions, ProjectFolder } from "./advise-command.ts";
export { exitCodeOf, standardOutput } from "./output.ts";
export type { Output } from "./output.ts";
export { progressLines } from "./progress.ts";
export { projectReport } from "./report.ts";
export type { EnvironmentReport, ProjectReport } from "./report.ts";
export { renderPlain, renderTerminal } from "./terminal-markdown.ts";
