/** The stories of a project's two branches, as the host has them and the store remembers them. */

import { branchName, type ProposalKind } from "../../advise/index.ts";
import { withdrawUnlessTheirs } from "./carry-out.ts";
import { type PastProposal, planRecords, readHistory } from "./history.ts";
import { sayWithdrawn } from "./replies.ts";
import type { Visit } from "../visit.ts";

/** By what a pull request is for; the newest first. */
export type Histories = Readonly<Record<ProposalKind, readonly PastProposal[]>>;

/** @param project its path; undefined for the one in the root. */
export async function loadHistories(project: string | undefined, visit: Visit): Promise<Histories> {
  return {
    advise: await loadHistory(branchName(project, "advise"), visit),
    security: await loadHistory(branchName(project, "security"), visit),
  };
}

/** What the host has, with what we remember; what is news for the store is stored. */
async function loadHistory(branch: string, visit: Visit): Promise<readonly PastProposal[]> {
  const { host, repository, lease, now, signal, dependencies } = visit;
  const proposals = await dependencies.store.proposals(repository.id, branch);
  const history = readHistory(await host.pullRequests(branch, signal), proposals, now);
  for (const record of planRecords(repository.id, branch, history, proposals))
    await dependencies.store.saveProposal(record, lease);
  return history;
}

/** There is at most one. */
export function openIn(history: readonly PastProposal[]): PastProposal | undefined {
  return history.find(({ state }) => state === "open");
}

/** Closes what was proposed for a project that is none any more. */
export async function withdrawOpen(project: string | undefined, visit: Visit): Promise<void> {
  const histories = await loadHistories(project, visit);
  for (const kind of ["advise", "security"] as const) {
    const open = openIn(histories[kind]);
    if (open === undefined) continue;
    await withdrawUnlessTheirs(branchName(project, kind), open.pullRequest, sayWithdrawn(), visit);
  }
}
