/**
 * `thoth prescriptions show` and `thoth prescriptions explain`: which rules speak of a package, of a lock, or what one
 * rule does, in each runtime environment of a folder.
 */

import {
  type AdviceServices,
  formatSafeJson,
  type OneRuleView,
  type RuleAccount,
  type RuleEffect,
  type RuleView,
  terminalLine,
  viewRule,
  viewRules,
} from "../../advise/index.ts";
import { UserError } from "../../base/index.ts";
import { packageName, Version } from "../../python/index.ts";
import type { ProjectFolder } from "../advise-command.ts";
import type { Output } from "../output.ts";

export interface ShowRulesOptions {
  readonly environment: string | undefined;
  readonly json: boolean;
  /** `NAME` or `NAME==VERSION`; without it the lock is looked at. */
  readonly package?: string;
}

/** @throws {UserError} */
export async function runShowRules(
  folder: ProjectFolder,
  options: ShowRulesOptions,
  services: AdviceServices,
  output: Output,
  signal: AbortSignal,
): Promise<number> {
  const subject = options.package === undefined ? undefined : readSubject(options.package);
  const views = await viewRules({ readFile: folder.read, environment: options.environment }, subject, services, signal);
  if (options.json) output.data(`${formatSafeJson({ environments: views.map(viewReport) }, 2)}\n`);
  else for (const view of views) writeView(view, output);
  return 0;
}

/** @throws {UserError} */
export async function runExplainRule(
  folder: ProjectFolder,
  { name, environment, json }: { readonly name: string } & Omit<ShowRulesOptions, "package">,
  services: AdviceServices,
  output: Output,
  signal: AbortSignal,
): Promise<number> {
  const views = await viewRule({ readFile: folder.read, environment }, name, services, signal);
  if (json) output.data(`${formatSafeJson({ environments: views.map(oneRuleReport) }, 2)}\n`);
  else for (const view of views) writeOneRule(view, output);
  return 0;
}

/** What should be `NAME` or `NAME==VERSION` and is neither. */
class InvalidRuleOption extends UserError {
  readonly code = "INVALID_RULE_OPTION";
  constructor(text: string) {
    super(`\`${text}\` is no package`, { hint: "write `--package NAME` or `--package NAME==VERSION`" });
  }
}

function readSubject(text: string) {
  const [, name = "", stated] = /^\s*([^=\s]+)\s*(?:==\s*(\S+)\s*)?$/.exec(text) ?? [];
  const version = stated === undefined ? undefined : Version.tryParse(stated);
  if (name === "" || (stated !== undefined && version === undefined)) throw new InvalidRuleOption(text);
  return { name: packageName(name), version };
}

function viewReport({ environment, remark, rules }: RuleView) {
  const { name, recommendationType } = environment;
  return { environment: name, recommendation_type: recommendationType, ...(remark !== undefined && { remark }), rules };
}

function oneRuleReport(view: OneRuleView) {
  return { ...viewReport(view), takes_part: view.takesPart, on_lock: view.onLock };
}

function writeView(view: RuleView, output: Output): void {
  writeHeading(view, view.rules.length === 0 ? "no rule has anything to say" : "", output);
  for (const rule of view.rules) writeRule(rule, output);
}

function writeOneRule(view: OneRuleView, output: Output): void {
  writeHeading(view, view.takesPart ? "takes part" : "takes no part", output);
  for (const rule of view.rules) writeRule(rule, output);
  if (view.onLock.length === 0) return;
  output.data("  to what is locked:\n");
  writeEffects(view.onLock, output);
}

function writeHeading({ environment, remark }: RuleView, what: string, output: Output): void {
  const { name, recommendationType, pythonVersion } = environment;
  output.data(`${terminalLine(`${name} (${recommendationType}, Python ${pythonVersion}): ${what}`.trimEnd())}\n`);
  if (remark !== undefined) output.say(`${name}: looked at without files: ${remark}`);
}

function writeRule({ rule, kind, source, path, effects }: RuleAccount, output: Output): void {
  output.data(`  ${terminalLine(`${rule}, a ${kind} in ${path} of ${source}`)}\n`);
  writeEffects(effects, output);
}

function writeEffects(effects: readonly RuleEffect[], output: Output): void {
  for (const { does, message, link } of effects) {
    output.data(`    ${terminalLine(message === "" ? does : `${does}: ${message}`)}\n`);
    if (link !== undefined) output.data(`      ${terminalLine(link)}\n`);
  }
}
