/**
 * What became of our pull requests. The host says what is true now; the store remembers what the host does not tell: what
 * each of them proposed, where we left the branch, and when a person closed it.
 */

import type { CommitSha, Proposal, PullRequest, RepositoryId } from "../../ports/index.ts";
import type { Asked } from "../asked.ts";
import { tryParseMarker } from "./marker.ts";

/** A pull request of ours, and what it proposed as far as anyone remembers. */
export interface PastProposal {
  readonly pullRequest: PullRequest;
  readonly state: Proposal["state"];
  /** Whether a person opened it again after it had been closed. */
  readonly isReopened: boolean;
  /** The commit that we left the branch at. */
  readonly head: CommitSha | undefined;
  readonly digest: string | undefined;
  /** Ids of the severe advisories that it fixes; undefined where nobody remembers. */
  readonly severe: readonly string[] | undefined;
  /** What a person asked it to be; undefined where nobody remembers. */
  readonly asked: Asked | undefined;
  /** Set for one that a person closed. */
  readonly declinedAt: Date | undefined;
}

/**
 * The story of a branch, the newest first, as the host has it.
 *
 * @param now when we learn of whatever we did not know.
 */
export function readHistory(
  pullRequests: readonly PullRequest[],
  proposals: readonly Proposal[],
  now: Date,
): readonly PastProposal[] {
  return pullRequests.map((pullRequest) => {
    const known = proposals.find((proposal) => proposal.pullRequest === pullRequest.number);
    const marker = tryParseMarker(pullRequest.body);
    const state = stateOf(pullRequest);
    return {
      pullRequest,
      state,
      isReopened: state === "open" && known !== undefined && known.state !== "open",
      head: known?.head ?? marker?.head,
      digest: known?.digest ?? marker?.digest,
      severe: marker?.severe,
      asked: marker?.asked,
      declinedAt: state === "declined" ? (known?.declinedAt ?? now) : undefined,
    };
  });
}

function stateOf({ state, closedByUs }: PullRequest): Proposal["state"] {
  if (state !== "closed") return state;
  return closedByUs === true ? "closed" : "declined";
}

/** What of the story the store does not have yet. One of which nobody knows what it proposed is left out. */
export function planRecords(
  repository: RepositoryId,
  branch: string,
  history: readonly PastProposal[],
  proposals: readonly Proposal[],
): readonly Proposal[] {
  return history.flatMap(({ pullRequest, state, head, digest, declinedAt }) => {
    if (head === undefined || digest === undefined) return [];
    const known = proposals.find((proposal) => proposal.pullRequest === pullRequest.number);
    if (known?.state === state && known.declinedAt?.getTime() === declinedAt?.getTime()) return [];
    return [{ repository, branch, pullRequest: pullRequest.number, head, digest, state, declinedAt }];
  });
}
