/** One thing that a rule does, as data for a reader. */

import type { ManifestChange, Note, Reason } from "../pipeline/index.ts";

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

/** @param on where the note is told, such as ` on numpy`. */
export function noteEffect(note: Note, on = ""): RuleEffect {
  const { severity, reason, moreLinks, manifestChanges } = note;
  const kinds = [...new Set((manifestChanges ?? []).map(({ kind }) => kind))];
  const changes = kinds.length === 0 ? "" : `, and advises to change ${kinds.join(", ")}`;
  const more = { ...(moreLinks && { moreLinks }), ...(manifestChanges && { manifestChanges }) };
  return { ...effectOf(`notes (${severity})${on}${changes}`, reason), ...more };
}

export function distinctEffects(effects: readonly RuleEffect[]): readonly RuleEffect[] {
  return [...new Map(effects.map((one) => [JSON.stringify(one), one])).values()];
}
