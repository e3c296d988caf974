/** Knowledge for a command on a person's own machine. What few have is loaded when it is named. */

import type { AdvisoryKnowledge } from "../../advise/index.ts";
import type { Output } from "../../cli/index.ts";
import { warnAfter } from "../../knowledge/index.ts";
import { knowledgeSettings } from "./settings.ts";

/**
 * The folder of the bundle in use; undefined for the shipped one. A run on the shipped, dated indexes goes with the shipped
 * knowledge, unless `THOTH_KNOWLEDGE` names another. @throws {UserError}
 */
export async function ownKnowledge(isOnline: boolean, signal: AbortSignal): Promise<string | undefined> {
  const { place, sources } = knowledgeSettings(process.env);
  if (place === undefined && (sources === undefined || !isOnline)) return undefined;
  const { openKnowledge } = await import("./open-knowledge.ts");
  return (await openKnowledge({ place, sources }, { now: () => new Date() }, signal)).folder;
}

/** What a reader of the answer should know before. */
export function warnOfAge(knowledge: AdvisoryKnowledge, output: Output): void {
  const hint = "`thoth knowledge update` fetches newer ones, see docs/knowledge.md";
  if (knowledge.kind === "missing") output.say(`warning: advisories are not judged: ${knowledge.reason}; ${hint}`);
  else if ((knowledge.age ?? 0) > warnAfter)
    output.say(`warning: the advisories are as of ${knowledge.advisories.asOf}, ${knowledge.age} days old; ${hint}`);
}
