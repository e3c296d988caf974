/** One thing that a rule does, as data for a reader. */

import type { ManifestChange, Note, Reason, RuleText } from "../pipeline/index.ts";

/** What it does, and in which words it says why. */
export interface RuleEffect {
  /** Completes "the rule …", such as `refuses numpy>=1.0 beside pillow==8.3.0`. May hold text from outside. */
  readonly does: string;
  /** Why, in the words of the rule; empty where it has none. */
  readonly message: string;
  readonly link?: string;
  readonly moreLinks?: readonly string[];
  /** What it advises to change where the application is deployed. */
  readonly manifestChanges?: readonly ManifestChange[];
}

/** @param does as {@link RuleEffect.does}. */
export function effectOf(does: string, { message, link }: Reason): RuleEffect {
  return { does, message, ...(link !== undefined && { link }) };
}

/**
 * What a rule does and what it tells. Often both have one sentence: that is told once, with the links of both.
 *
 * @param acts what it does.
 * @param on where the notes are told, such as ` on numpy`.
 */
export function effectsWith(
  acts: readonly RuleEffect[],
  notes: readonly Note[],
  text: RuleText | undefined,
  on = "",
): readonly RuleEffect[] {
  const own = notes.map((note) => noteEffect(note, text, on));
  const repeats = (act: RuleEffect, { message, manifestChanges }: RuleEffect) =>
    manifestChanges === undefined && message === act.message;
  const joined = acts.map((act) => withLinks(act, own.filter((note) => repeats(act, note)).flatMap(linksOf)));
  const told = own.filter((note) => !acts.some((act) => repeats(act, note)));
  return [...new Map([...joined, ...told].map((one) => [JSON.stringify(one), one])).values()];
}

function noteEffect(note: Note, text: RuleText | undefined, on: string): RuleEffect {
  const { severity, reason, moreLinks, manifestChanges } = note;
  if (manifestChanges === undefined)
    return { ...effectOf(`notes (${severity})${on}`, reason), ...(moreLinks && { moreLinks }) };
  const kinds = [...new Set(manifestChanges.map(({ kind }) => kind))].join(", ");
  // Without words of its own the rule tells nothing but the changes.
  const words = text?.reason().message === "" ? text.reason() : reason;
  const more = { ...(moreLinks && { moreLinks }), manifestChanges };
  return { ...effectOf(`notes (${severity})${on}, and advises to change ${kinds}`, words), ...more };
}

function linksOf({ link, moreLinks = [] }: RuleEffect): readonly string[] {
  return link === undefined ? moreLinks : [link, ...moreLinks];
}

function withLinks(effect: RuleEffect, others: readonly string[]): RuleEffect {
  const [link, ...moreLinks] = new Set([...linksOf(effect), ...others]);
  return { ...effect, ...(link !== undefined && { link }), ...(moreLinks.length > 0 && { moreLinks }) };
}
