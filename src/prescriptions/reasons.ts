/** What a unit says for itself: the reason of its facts, and what it tells the reader. */

import type { Static } from "typebox";
import { quoted, type YamlPath } from "../base/index.ts";
import type { Note, NoteSubject, Reason, Severity } from "../pipeline/index.ts";
import { compileName } from "./match.ts";
import type { Refusal, Talk, Told } from "./schema.ts";
import type { UnitHead } from "./unit-head.ts";
import { compileVersions } from "./versions.ts";

/** The talking part of a unit's `run`. */
export interface Run {
  readonly stack_info?: Static<(typeof Talk)["stack_info"]>;
  readonly log?: { readonly message: string };
  readonly justification?: Static<(typeof Told)["justification"]>;
  readonly not_acceptable?: Static<(typeof Refusal)["not_acceptable"]>;
  readonly eager_stop_pipeline?: Static<(typeof Refusal)["eager_stop_pipeline"]>;
}

type Message = NonNullable<Run["stack_info"]>[number];
type Justification = NonNullable<Run["justification"]>[number];

const severities: Readonly<Record<Message["type"], Severity>> = { INFO: "info", WARNING: "warning", ERROR: "error" };

/** Why no stack may be what the unit speaks of; undefined where the unit refuses nothing. */
export function refusalOf({ not_acceptable: refusal, eager_stop_pipeline: stop }: Run): string | undefined {
  return refusal ?? stop;
}

/**
 * The reason of a unit's facts: its own words for refusing, else the first thing that it tells the reader.
 *
 * @param otherwise what it is where the unit has no words at all.
 * @throws {InvalidRule} when its link is none.
 */
export function reasonOf(run: Run, head: UnitHead, otherwise = "A rule without words of its own"): Reason {
  const [key, told] =
    run.justification === undefined
      ? (["stack_info", run.stack_info?.[0]] as const)
      : (["justification", run.justification[0]] as const);
  const message = refusalOf(run) ?? told?.message ?? run.log?.message ?? otherwise;
  const base = { unit: head.name, message: message.trim() };
  return told === undefined ? base : { ...base, link: linksOf(told.link, head, ["run", key, 0, "link"])[0] };
}

/** What is told once a unit acts. @throws {InvalidRule} */
export function stackInfoOf({ stack_info: list = [] }: Run, head: UnitHead): readonly Note[] {
  return list.map((message, index) => ({ ...noteOf(message, head, ["run", "stack_info", index]), ofRun: true }));
}

/** What is told of each stack that a unit speaks of. @throws {InvalidRule} */
export function justificationsOf({ justification: list = [] }: Run, head: UnitHead): readonly Note[] {
  return list.map((entry, index) => {
    const path = ["run", "justification", index];
    const subject = subjectOf(entry, head, path);
    const note = noteOf(entry, head, path);
    return subject === undefined ? note : { ...note, subject };
  });
}

function noteOf({ type, message, link }: Message, head: UnitHead, path: YamlPath): Note {
  const [first, ...more] = linksOf(link, head, [...path, "link"]);
  return {
    kind: "note",
    severity: severities[type],
    reason: { unit: head.name, message: message.trim(), link: first },
    ...(more.length === 0 ? {} : { moreLinks: more }),
  };
}

function subjectOf(entry: Justification, { source }: UnitHead, path: YamlPath): NoteSubject | undefined {
  const { package_name: name, version_range: versions, advisory, cve_id: cve, cve_name: cveName } = entry;
  if (versions !== undefined) compileVersions(versions, source, [...path, "version_range"]);
  const stated = {
    package: name === undefined ? undefined : compileName(name, source, [...path, "package_name"]),
    versions,
    advisory,
    cve,
    cveName,
  };
  const known = Object.entries(stated).filter(([, value]) => value !== undefined);
  return known.length === 0 ? undefined : (Object.fromEntries(known) as NoteSubject);
}

/** The addresses in `text`, at least one; a slug becomes one. @throws {InvalidRule} */
function linksOf(text: string, { source, linkBase }: UnitHead, path: YamlPath): [string, ...string[]] {
  const [first = "", ...more] = text.trim().split(/\s+/);
  const linkOf = (word: string): string => {
    if (/^[a-z0-9_-]+$/.test(word)) return linkBase + word;
    if (/^https?:\/\//.test(word) && URL.canParse(word)) return word;
    throw source.invalid(
      path,
      `${quoted(word)} is neither an http address nor a slug of letters, digits, \`_\` and \`-\``,
    );
  };
  return [linkOf(first), ...more.map(linkOf)];
}
