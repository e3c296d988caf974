/** The rules that the person at a terminal names in `THOTH_RULES`. Few do: what reads them is loaded then. */

import type { RuleSet } from "../../advise/index.ts";

/** None where the variable is not set. @throws {UserError} */
export async function ownRules(signal: AbortSignal): Promise<readonly RuleSet[]> {
  const path = process.env["THOTH_RULES"];
  return path ? await (await import("./rule-list.ts")).openRuleList(path, signal) : [];
}
