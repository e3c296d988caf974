/** What rules do, in words: each completes "the rule …". They may hold text from outside. */

import type { PinCondition, RuleAct, RuleSituation, Statement, StatedPin } from "../pipeline/index.ts";
import type { Candidate } from "../ports/index.ts";

/** What a rule does to `about`, which is empty for anything; undefined for one that only tells something. */
export function sayAct(act: RuleAct, about: string): string | undefined {
  const what = about === "" ? "anything" : about;
  switch (act.kind) {
    case "end the run":
      return about === "" ? "ends the run" : `ends the run where ${about} is asked for`;
    case "refuse":
      return `refuses ${what}`;
    case "leave out":
      return `leaves out ${what}`;
    case "score":
      return `scores ${act.score} for ${what}`;
    case "add":
      return `adds ${sayStated(act.pin)} to ${what}`;
    case "stand in":
      return `lets ${sayStated(act.pin)} stand in for ${what}${act.isSameVersion ? " at the same version" : ""}`;
    case "tell":
      return undefined;
  }
}

/** @param act of the rule that states it. */
export function sayStatement(statement: Statement, act: RuleAct | undefined): string {
  switch (statement.kind) {
    case "remove":
      return `refuses ${sayCandidate(statement.candidate)}`;
    case "forbid":
      return `refuses ${sayPins(statement)}`;
    case "opinion":
      return `scores ${statement.score} for ${"candidate" in statement ? sayCandidate(statement.candidate) : sayPins(statement)}`;
    case "skip":
      return `leaves out ${sayPins({ ...statement, when: [statement.pin, ...statement.when] })}`;
    case "add": {
      const added = act?.kind === "add" ? sayStated(act.pin) : statement.requirement.toString();
      return `adds ${added} to ${sayPins(statement)}`;
    }
  }
}

function sayCandidate({ name, version }: Candidate): string {
  return `${name}==${version.text}`;
}

function sayPins({
  when,
  introduced,
}: Pick<Extract<Statement, { readonly kind: "forbid" }>, "when" | "introduced">): string {
  return sayTogether(when.map(sayPin), (introduced?.by ?? []).map(sayPin), introduced?.only === true);
}

function sayTogether([first = "", ...more]: readonly string[], from: readonly string[], isOnly: boolean): string {
  const beside = more.length === 0 ? "" : ` beside ${more.join(", ")}`;
  const by = from.length === 0 ? "" : ` where ${from.join(", ")} requires it${isOnly ? " and nobody else" : ""}`;
  return `${first}${beside}${by}`;
}

function sayPin({ name, versions, index, notIndex }: PinCondition): string {
  const from = index === undefined ? "" : ` from ${index}`;
  return `${name}${versions?.toString() ?? ""}${from}${notIndex === undefined ? "" : ` not from ${notIndex}`}`;
}

/** All that a rule is about, such as `pillow==8.3.0 beside numpy or pillow==8.3.1`; empty where that is anything. */
export function saySituations(situations: readonly RuleSituation[]): string {
  if (situations.some(({ pins }) => pins.length === 0)) return "";
  const each = situations.map(({ pins, from, only }) => sayTogether(pins.map(sayStated), from.map(sayStated), only));
  return [...new Set(each)].join(" or ");
}

/** A pin as its rule has it, such as `demo<2 from https://pypi.example.org/simple`. */
export function sayStated({ name, versions, index, develop }: StatedPin): string {
  const from = index === undefined ? "" : `${index.negated ? " not" : ""} from ${index.url}`;
  const section = develop === undefined ? "" : `${develop ? "" : " not"} for development only`;
  return `${name ?? (versions.isAny ? "any package" : "any package ")}${versions.toString()}${from}${section}`;
}
