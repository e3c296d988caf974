/** The price of the user's own bounds, for a reader at a terminal and for a program. */

import { type EnvironmentPrices, sayPrice, terminalLine } from "../advise/index.ts";
import type { Output } from "./output.ts";
import { heading } from "./repository-text.ts";
import { renderPlain } from "./terminal-markdown.ts";

/** Data: a part for each environment where there are several, and in it a line for each tier of each line of the user's. */
export function writePrices(prices: readonly EnvironmentPrices[], output: Output): void {
  for (const [i, { project, environment, lines, error }] of prices.entries()) {
    if (prices.length > 1) output.data(`${i === 0 ? "" : "\n"}${heading(`${project}, ${environment}`)}`);
    if (error !== undefined) output.data(`error: ${terminalLine(error.message)}\n`);
    for (const line of lines)
      output.data(
        sayPrice(line)
          .map((said) => `${renderPlain(said)}\n`)
          .join("  "),
      );
  }
}

/** As JSON: an entry for each environment. */
export function pricesReport(prices: readonly EnvironmentPrices[]): unknown {
  return {
    environments: prices.map(({ project, environment, lines, error }) => ({
      project,
      environment,
      lines,
      ...(error !== undefined && { error: { code: error.code, message: error.message } }),
    })),
  };
}
