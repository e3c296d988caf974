/** What a unit says for itself: the reason of its facts, and the notes on a finished stack. */

import type { Static } from "typebox";
import { quoted, type YamlPath } from "../base/index.ts";
import type { Note, Reason } from "../pipeline/index.ts";
import type { RuleSource } from "./rule-source.ts";
import type { Justifications, Talk } from "./schema.ts";

/** Where the format expands a link that is only a slug. */
const slugBase = "https://thoth-station.ninja/j/";

/** The talking part of a unit's `run`. */
export interface Run {
  readonly stack_info?: Static<(typeof Talk)["stack_info"]>;
  readonly log?: { readonly message: string };
  readonly justification?: Static<typeof Justifications>;
  readonly not_acceptable?: string;
}

/** The reason of a unit's facts: its own words for refusing, else the first thing that it tells the reader. */
export function reasonOf(unit: string, run: Run, source: RuleSource): Reason {
  const [told] = toldBy(run);
  const message = run.not_acceptable ?? told?.message ?? run.log?.message ?? "A rule without words of its own";
  const base = { unit, message: message.trim() };
  return told === undefined ? base : { ...base, link: linkOf(told.link, source, told.path) };
}

/** One note for each thing that a unit tells the reader, if the stack matches one of `when`. */
export function notesOf(unit: string, run: Run, when: Note["when"], source: RuleSource): readonly Note[] {
  return toldBy(run).map(({ type, message, link, path }) => ({
    kind: "note",
    when,
    severity: type === "INFO" ? "info" : "warning",
    reason: { unit, message: message.trim(), link: linkOf(link, source, path) },
  }));
}

interface Told {
  readonly type: string;
  readonly message: string;
  readonly link: string;
  readonly path: YamlPath;
}

function toldBy(run: Run): readonly Told[] {
  return (["justification", "stack_info"] as const).flatMap((key) =>
    (run[key] ?? []).map((entry, index) => ({ ...entry, path: ["run", key, index, "link"] })),
  );
}

/** The first of the addresses in `text`. @throws {InvalidRule} */
function linkOf(text: string, source: RuleSource, path: YamlPath): string {
  const [first = ""] = text.trim().split(/\s+/);
  if (/^[a-z0-9_-]+$/.test(first)) return slugBase + first;
  if (/^https?:\/\//.test(first) && URL.canParse(first)) return first;
  throw source.invalid(path, `${quoted(first)} is neither an http address nor a slug`);
}
