/** What units tell the reader, in the form of the advice. */

import type { FinishedStack, Note } from "../../pipeline/index.ts";
import type { Candidate } from "../../ports/index.ts";
import type { PackageName } from "../../python/index.ts";
import type { Skipped, Stack } from "../../resolver/index.ts";
import type { AdviceNote } from "../advice.ts";
import { atHand, type AtHandQuestion } from "./at-hand.ts";

/** A stack of the resolver as units look at it. */
export function finishedStack(
  question: AtHandQuestion,
  { stack, skipped }: { readonly stack: Stack; readonly skipped: readonly Skipped[] },
): FinishedStack {
  const standIns = [...stack.values()].flatMap(({ standsFor = [] }) => standsFor);
  const departed = new Set([...skipped, ...standIns].map(({ reason }) => reason.unit));
  const known = new Map<PackageName, readonly Candidate[]>();
  return {
    candidates: [...stack.values()].map(({ candidate }) => candidate),
    introducers: (name) =>
      new Set((stack.get(name)?.requiredBy ?? []).flatMap((by) => (by.kind === "package" ? [by.name] : []))),
    atHand: (name) => {
      const found = known.get(name) ?? atHand(name, stack, question);
      known.set(name, found);
      return found;
    },
    hasDeparted: (unit) => departed.has(unit),
  };
}

/** Each once, in their order; what several of them would change, the first one has. */
export function adviceNotes(notes: readonly Note[]): AdviceNote[] {
  const groups = Map.groupBy(notes.map(adviceNote), (note) => JSON.stringify({ ...note, manifest_changes: undefined }));
  return [...groups.values()].map((same) => {
    const changes = new Map(
      same.flatMap(({ manifest_changes: own = [] }) => own.map((change) => [JSON.stringify(change), change])),
    );
    return changes.size === 0 ? same[0]! : { ...same[0]!, manifest_changes: [...changes.values()] };
  });
}

function adviceNote({ severity, reason, moreLinks, detail, subject, manifestChanges }: Note): AdviceNote {
  return {
    severity,
    message: reason.message,
    unit: reason.unit,
    ...(reason.link === undefined ? {} : { link: reason.link }),
    ...(moreLinks === undefined ? {} : { more_links: [...moreLinks] }),
    ...(detail === undefined ? {} : { detail }),
    ...(subject === undefined ? {} : { subject: adviceSubject(subject) }),
    ...(manifestChanges === undefined ? {} : { manifest_changes: manifestChanges.map(adviceChange) }),
  };
}

function adviceSubject({ cveName, ...subject }: NonNullable<Note["subject"]>): NonNullable<AdviceNote["subject"]> {
  return cveName === undefined ? subject : { ...subject, cve_name: cveName };
}

type AdviceChange = NonNullable<AdviceNote["manifest_changes"]>[number];

function adviceChange({ apiVersion, kind, patch }: NonNullable<Note["manifestChanges"]>[number]): AdviceChange {
  return { api_version: apiVersion, kind, patch: [patch].flat() };
}
