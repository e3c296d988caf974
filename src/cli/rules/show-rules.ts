/**
 * `thoth prescriptions show` and `thoth prescriptions explain`: which rules speak of a package, of a lock, or what one
 * rule does, in each runtime environment of a folder.
 */

import {
  type AdviceServices,
  formatSafeJson,
  type OneRuleView,
  type RuleEffect,
  type RuleView,
  viewRule,
  viewRules,
} from "../../advise/index.ts";
import { UserError } from "../../base/index.ts";
import { packageName, Version } from "../../python/index.ts";
import type { ProjectFolder } from "../advise-command.ts";
import type { Output } from "../output.ts";
import { writeOneRule, writeView } from "./rule-text.ts";

export interface ShowRulesOptions {
  readonly environment: string | undefined;
  readonly json: boolean;
  /** `NAME` or `NAME==VERSION`; without it the lock is looked at. */
  readonly package?: string;
}

/** @throws {UserError} */
export async function runShowRules(
  folder: Pick<ProjectFolder, "read">,
  options: ShowRulesOptions,
  services: AdviceServices,
  output: Output,
  signal: AbortSignal,
): Promise<number> {
  const subject = options.package === undefined ? undefined : readSubject(options.package);
  const request = { readFile: folder.read, environment: options.environment };
  const { remarks, environments } = await viewRules(request, subject, services, signal);
  sayRemarks(remarks, output);
  if (options.json) output.data(`${formatSafeJson({ remarks, environments: environments.map(viewReport) }, 2)}\n`);
  else for (const view of environments) writeView(view, output);
  return 0;
}

/** @throws {UserError} */
export async function runExplainRule(
  folder: Pick<ProjectFolder, "read">,
  { name, environment, json }: { readonly name: string } & Omit<ShowRulesOptions, "package">,
  services: AdviceServices,
  output: Output,
  signal: AbortSignal,
): Promise<number> {
  const { remarks, environments } = await viewRule({ readFile: folder.read, environment }, name, services, signal);
  // They may say why there is no such rule.
  sayRemarks(remarks, output);
  if (environments.length === 0) throw new NoRule(name);
  if (json) output.data(`${formatSafeJson({ remarks, environments: environments.map(oneRuleReport) }, 2)}\n`);
  else for (const view of environments) writeOneRule(view, output);
  return 0;
}

/** No rule has the name. */
class NoRule extends UserError {
  readonly code = "NO_RULE";
  constructor(name: string) {
    super(`there is no rule \`${name}\``, { hint: "write its full name, such as `thoth.PillowNumpyArrays`" });
  }
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

function sayRemarks(remarks: readonly string[], output: Output): void {
  for (const remark of remarks) output.say(remark);
}

function viewReport({ environment, remark, rules }: RuleView) {
  const { name, recommendationType } = environment;
  return {
    environment: name,
    recommendation_type: recommendationType,
    ...(remark !== undefined && { remark }),
    rules: rules.map((rule) => ({ ...rule, effects: rule.effects.map(effectReport) })),
  };
}

function oneRuleReport(view: OneRuleView) {
  const { absence, here, silence } = view;
  return {
    ...viewReport(view),
    takes_part: absence === undefined,
    ...(absence !== undefined && { absence }),
    here: here.map(effectReport),
    ...(silence.length > 0 && { silence }),
  };
}

/** As the document of a piece of advice has notes. */
function effectReport({ moreLinks, manifestChanges, ...effect }: RuleEffect) {
  return {
    ...effect,
    ...(moreLinks && { more_links: moreLinks }),
    ...(manifestChanges && { manifest_changes: manifestChanges.map(changeReport) }),
  };
}

function changeReport({ apiVersion, kind, patch }: NonNullable<RuleEffect["manifestChanges"]>[number]) {
  return { api_version: apiVersion, kind, patch: [patch].flat() };
}
