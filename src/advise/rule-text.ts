/** What one rule says by itself, and why it has nothing to say of a lock, for a reader. */

import type { PipelineContext, RuleSituation, RuleText, StatedPin, Unit } from "../pipeline/index.ts";
import type { Candidate } from "../ports/index.ts";
import type { PackageName } from "../python/index.ts";
import { effectOf, effectsWith, type RuleEffect } from "./rule-effects.ts";
import { sayAct, sayStated, saySituations } from "./rule-words.ts";

/** What a rule would do to whatever it speaks of. */
export function effectsInGeneral(kind: Unit["kind"], text: RuleText): readonly RuleEffect[] {
  const about = saySituations(text.situations());
  const does = sayAct(text.act(), about);
  const where = kind === "boot" ? ` where ${about} is asked for` : ` on ${about}`;
  const on = about === "" || does !== undefined ? "" : where;
  return effectsWith(does === undefined ? [] : [effectOf(does, text.reason())], text.notes(), text, on);
}

/**
 * Whether a rule is about the package: in what it matches, at one of `releases` where there are any; in what it adds or lets
 * stand in; or in what it tells.
 */
export function isAbout(
  text: RuleText,
  name: PackageName,
  releases: readonly Candidate[],
  context: PipelineContext,
): boolean {
  const admits = (pin: StatedPin) => releases.length === 0 || pin.among(context, releases).length > 0;
  const act = text.act();
  const brought = "pin" in act && act.pin.name === name && admits(act.pin);
  const told = text.notes().some(({ subject }) => subject?.package === name);
  const matched = text.situations().some(({ pins, from }) => {
    const own = [...pins, ...from].filter((pin) => pin.name === name);
    return own.length > 0 && own.every(admits);
  });
  return brought || told || matched;
}

/**
 * Whether a rule is about no package by name and does speak of one of `releases`. One that is about any stack whatever
 * speaks of none.
 */
export function isAboutAny(text: RuleText, releases: readonly Candidate[], context: PipelineContext): boolean {
  const admits = (pin: StatedPin) => pin.name === undefined && pin.among(context, releases).length > 0;
  return text.situations().some(({ pins }) => pins.some(admits));
}

/** What a rule would bring in, where that is from an index that the run does not have: it does nothing then. */
export function outOfReach(text: RuleText, context: PipelineContext): StatedPin | undefined {
  const act = text.act();
  return "pin" in act && !act.pin.hasIndex(context) ? act.pin : undefined;
}

/** Why a rule that takes part has nothing to say of what is locked, or of what is asked for; never empty. */
export function silenceOf(
  { kind }: Unit,
  text: RuleText,
  locked: readonly Candidate[],
  context: PipelineContext,
): readonly string[] {
  const situations = text.situations();
  if (effectsInGeneral(kind, text).length === 0) return ["it neither does nor tells anything, a `log` aside"];
  const pin = outOfReach(text, context);
  if (pin !== undefined) return [sayOutOfReach(pin)];
  // Of a boot that would do something, nothing is asked for.
  if (kind === "boot")
    return situations.flatMap(({ pins }) => pins).map((name) => `\`${sayStated(name)}\` is not asked for`);
  if (locked.length === 0) return ["nothing is locked"];
  return [...new Set(situations.map((situation) => whyNot(situation, locked, context)))];
}

function sayOutOfReach(pin: StatedPin): string {
  const release = sayStated({ ...pin, index: undefined });
  return `\`${release}\` is to come from \`${pin.index?.url ?? ""}\`, and there is no such index in this folder`;
}

const nothingMore = "what it speaks of is there, and it has nothing to say of that";

function whyNot({ pins, from }: RuleSituation, locked: readonly Candidate[], context: PipelineContext): string {
  const missing = [...pins, ...from].find((pin) => pin.among(context, locked).length === 0);
  if (missing !== undefined) return sayMissing(missing, locked);
  return from.length === 0 ? nothingMore : "it asks who brought a package in, and that is not known here";
}

function sayMissing(pin: StatedPin, locked: readonly Candidate[]): string {
  const speaks = `it speaks of \`${sayStated(pin)}\`, and`;
  const own = locked.filter(({ name }) => name === pin.name);
  if (pin.name === undefined) return `${speaks} nothing of that is locked`;
  if (own.length === 0) return `${speaks} \`${pin.name}\` is not locked`;
  const from = ({ index }: Candidate) => (pin.index === undefined ? "" : ` from ${index}`);
  return `${speaks} ${own.map((one) => `\`${one.name} ${one.version.text}\`${from(one)}`).join(", ")} is locked`;
}
