/** What each recommendation type would choose, for a reader at a terminal and for a program. */

import { type EnvironmentTypes, terminalLine, typesPage } from "../advise/index.ts";
import type { Output } from "./output.ts";
import { heading } from "./repository-text.ts";
import { renderTerminal } from "./terminal-markdown.ts";

/** Data: a table for each environment, under its name where there are several. */
export function writeTypes(compared: readonly EnvironmentTypes[], output: Output): void {
  for (const [i, { project, environment, types, error }] of compared.entries()) {
    if (compared.length > 1) output.data(`${i === 0 ? "" : "\n"}${heading(`${project}, ${environment}`)}`);
    if (error !== undefined) output.data(`error: ${terminalLine(error.message)}\n`);
    else output.data(renderTerminal(typesPage(types), output));
  }
}

/** As JSON: an entry for each environment. */
export function typesReport(compared: readonly EnvironmentTypes[]): unknown {
  return {
    environments: compared.map(({ project, environment, types, error }) => ({
      project,
      environment,
      types,
      ...(error !== undefined && { error: { code: error.code, message: error.message } }),
    })),
  };
}
