/** Rules in a runtime environment as text for a terminal. */

import {
  type OneRuleView,
  type RuleAbsence,
  type RuleAccount,
  type RuleEffect,
  type RuleView,
  terminalLine,
} from "../../advise/index.ts";
import type { Output } from "../output.ts";

/** So many reasons why a rule does nothing are listed, and the rest is counted. */
const mostReasons = 5;

/** What a rule states may be a list of a thousand symbols. */
const longestValue = 200;

type Change = NonNullable<RuleEffect["manifestChanges"]>[number];
type Operation = Exclude<Change["patch"], readonly unknown[]>;

/** All rules of an environment that were found, with what they do. */
export function writeView(view: RuleView, output: Output): void {
  writeHeading(view, view.rules.length === 0 ? "no rule has anything to say" : "", output);
  for (const rule of view.rules) writeRule(rule, output);
}

/** One rule in an environment: what it says, whether it takes part, and what it does or why it does nothing. */
export function writeOneRule(view: OneRuleView, output: Output): void {
  const { absence, here, silence, rules } = view;
  writeHeading(view, absence === undefined ? "takes part" : `takes no part: ${sayAbsence(absence)}`, output);
  for (const rule of rules) writeRule(rule, output);
  const what = rules.some(({ kind }) => kind === "boot") ? "to what is asked for" : "to what is locked";
  if (here.length > 0) line(2, `${what}:`, output);
  writeEffects(here, output);
  if (silence.length === 0) return;
  line(2, `${what}, nothing:`, output);
  for (const reason of silence.slice(0, mostReasons)) line(4, reason, output);
  if (silence.length > mostReasons) line(4, `and ${silence.length - mostReasons} more`, output);
}

function sayAbsence(absence: RuleAbsence): string {
  switch (absence.kind) {
    case "switched off":
      return `it is switched off until ${absence.until} (${absence.place}): ${absence.reason}`;
    case "source left out":
      return `\`prescriptions.sources\` leaves out its source \`${absence.source}\``;
    case "other pipeline":
      return absence.pipelines.length === 0
        ? "it is for no run: neither `adviser_pipeline` nor `dependency_monkey_pipeline` is true"
        : `it is for ${absence.pipelines.map((pipeline) => pipelineWords[pipeline]).join(" and ")} only`;
    case "condition":
      return `\`${absence.key}: ${sayValue(absence.stated)}\` does not hold here`;
    case "not known":
      return `it asks for \`${absence.key}: ${sayValue(absence.stated)}\`, and ${unknownWords[absence.of]}`;
    case "other rule":
      return `it needs \`${absence.rule}\`, which takes no part`;
    case "no such rule":
      return absence.found === undefined
        ? `it needs the ${absence.wanted} \`${absence.rule}\`, which is not there`
        : `it needs a ${absence.wanted} \`${absence.rule}\`, and that is a ${absence.found}`;
    case "itself":
      return absence.through === undefined
        ? "it needs itself"
        : `it needs \`${absence.through}\`, which needs it in turn`;
  }
}

type AbsenceOf<Kind extends RuleAbsence["kind"]> = Extract<RuleAbsence, { readonly kind: Kind }>;

const pipelineWords: Readonly<Record<AbsenceOf<"other pipeline">["pipelines"][number], string>> = {
  adviser: "advice",
  "dependency-monkey": "experiments (the dependency-monkey pipeline)",
};

const unknownWords: Readonly<Record<AbsenceOf<"not known">["of"], string>> = {
  // Rules are looked at without reading the code.
  code: "the code is not looked into here",
  image: "of the image that is not known",
  environment: "the environment says nothing of that",
};

function writeHeading({ environment, remark }: RuleView, what: string, output: Output): void {
  const { name, recommendationType, pythonVersion } = environment;
  line(0, `${name} (${recommendationType}, Python ${pythonVersion}): ${what}`.trimEnd(), output);
  if (remark !== undefined) output.say(`${name}: looked at without files: ${remark}`);
}

function writeRule({ rule, kind, source, path, effects }: RuleAccount, output: Output): void {
  line(2, `${rule}, a ${kind} in ${path} of ${source}`, output);
  writeEffects(effects, output);
}

function writeEffects(effects: readonly RuleEffect[], output: Output): void {
  for (const { does, message, link, moreLinks = [], manifestChanges = [] } of effects) {
    line(4, message === "" ? does : `${does}: ${message}`, output);
    for (const address of link === undefined ? moreLinks : [link, ...moreLinks]) line(6, address, output);
    for (const change of manifestChanges) writeChange(change, output);
  }
}

function writeChange({ apiVersion, kind, patch }: Change, output: Output): void {
  for (const operation of [patch].flat()) line(6, `in a ${kind} of ${apiVersion}, ${sayOperation(operation)}`, output);
}

/** RFC 6902, section 4. */
function sayOperation(operation: Operation): string {
  const path = operation.path === "" ? "everything" : operation.path;
  switch (operation.op) {
    case "add":
      return `add at ${path}: ${JSON.stringify(operation.value)}`;
    case "replace":
      return `replace ${path} by ${JSON.stringify(operation.value)}`;
    case "test":
      return `go on only if ${path} is ${JSON.stringify(operation.value)}`;
    case "move":
    case "copy":
      return `${operation.op} ${operation.from} to ${path}`;
    case "remove":
      return `remove ${path}`;
  }
}

function sayValue(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length <= longestValue ? text : `${text.slice(0, longestValue)}…`;
}

function line(indent: number, words: string, output: Output): void {
  output.data(`${" ".repeat(indent)}${terminalLine(words)}\n`);
}
