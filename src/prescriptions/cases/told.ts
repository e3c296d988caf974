/** What units tell, in the words of the format. */

import type { ManifestChange, Note, Severity } from "../../pipeline/index.ts";
import type { CaseAnswer, CaseMessage } from "./case-format.ts";

const types = { info: "INFO", warning: "WARNING", error: "ERROR" } as const satisfies Record<Severity, string>;

/** Keys without anything to say are left out. */
export function toldBy(notes: readonly Note[]): Pick<CaseAnswer, "justifications" | "stack_info" | "manifest_changes"> {
  const list = (isWanted: (note: Note) => boolean) => notes.filter(isWanted).map(messageOf);
  // Rules have a link to all they tell: without one, a note is there for the sake of its changes.
  const justifications = list(({ ofRun, reason }) => ofRun === undefined && reason.link !== undefined);
  const stackInfo = list(({ ofRun }) => ofRun !== undefined);
  const changes = notes.flatMap(({ manifestChanges = [] }) => manifestChanges);
  return {
    ...(justifications.length > 0 && { justifications }),
    ...(stackInfo.length > 0 && { stack_info: stackInfo }),
    ...(changes.length > 0 && { manifest_changes: changes.map(changeOf) }),
  };
}

function messageOf({ severity, reason, moreLinks = [], subject }: Note): CaseMessage {
  const links = [...(reason.link === undefined ? [] : [reason.link]), ...moreLinks];
  return {
    type: types[severity],
    message: reason.message,
    link: links.join(" "),
    ...(subject?.package !== undefined && { package_name: subject.package }),
  };
}

function changeOf({ apiVersion, kind, patch }: ManifestChange): NonNullable<CaseAnswer["manifest_changes"]>[number] {
  return { apiVersion, kind, patch };
}
