/** The rules that whoever runs this names in `THOTH_RULES`, as a command and as a service open them. */

import type { RuleSet } from "../../advise/index.ts";
import { sharedCache, sharedMirrors } from "../shared-cache.ts";
import { compileInChild } from "./compile-in-child.ts";
import { type CompiledSource, compileSources, openSources, type OpenRulesOptions } from "./open-rules.ts";
import { readRuleSources } from "./rule-settings.ts";

/** In the cache of this user; what is not in it is fetched, and compiled in a process of its own. */
export function usualRules(): OpenRulesOptions {
  return { cache: sharedCache(), mirrors: sharedMirrors(), compile: compileInChild() };
}

/** The sources of the list in `path`, in compiled form. @throws {UserError} */
export async function compileRuleList(
  path: string,
  options: OpenRulesOptions,
  signal: AbortSignal,
): Promise<readonly CompiledSource[]> {
  return await compileSources(await readRuleSources(path, signal), options, signal);
}

/** As rules in force. @throws {UserError} */
export async function openRuleList(path: string, signal: AbortSignal): Promise<readonly RuleSet[]> {
  return openSources(await compileRuleList(path, usualRules(), signal));
}
