/** What one rule says by itself, and why it has nothing to say of a lock, for a reader. */

import type { Note, PipelineContext, RuleAct, RuleSituation, RuleText, StatedPin, Unit } from "../pipeline/index.ts";
import type { Candidate } from "../ports/index.ts";
import type { PackageName } from "../python/index.ts";
import { noteEffect, type RuleEffect } from "./rule-effects.ts";
import { sayStated, saySituations } from "./rule-words.ts";

/** What a rule would do to whatever it speaks of. */
export function effectsInGeneral(kind: Unit["kind"], text: RuleText): readonly RuleEffect[] {
  const about = saySituations(text.situations());
  const { message, link } = text.reason();
  const does = sayAct(text.act(), about);
  const notes = text.notes();
  // A rule often gives one reason for what it does and tells: once is enough.
  const repeats = (note: Note) =>
    does !== undefined && note.reason.message === message && note.manifestChanges === undefined;
  const same = notes.find(repeats);
  const act: RuleEffect[] =
    does === undefined
      ? []
      : [{ does, message, ...(link !== undefined && { link }), ...(same?.moreLinks && { moreLinks: same.moreLinks }) }];
  const where = kind === "boot" ? ` where ${about} is asked for` : ` on ${about}`;
  const on = about === "" || does !== undefined ? "" : where;
  return [...act, ...notes.filter((note) => !repeats(note)).map((note) => noteEffect(note, on))];
}

/** Undefined for a rule that only tells something. */
function sayAct(act: RuleAct, about: string): string | undefined {
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

/** Why a rule that takes part has nothing to say of what is locked, or of what is asked for; never empty. */
export function silenceOf(
  { kind }: Unit,
  text: RuleText,
  locked: readonly Candidate[],
  context: PipelineContext,
): readonly string[] {
  const situations = text.situations();
  if (kind === "boot") {
    const names = situations.flatMap(({ pins }) => pins.map(sayStated));
    return names.length === 0 ? [nothingMore] : names.map((name) => `\`${name}\` is not asked for`);
  }
  if (locked.length === 0) return ["nothing is locked"];
  return [...new Set(situations.map((situation) => whyNot(situation, locked, context)))];
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
