/** Answers to people: what they may do, a reaction to what they said, and an issue that is done with. */

import { type CommandPlace, HostForbids, type Permission, type Reaction } from "../../ports/index.ts";
import { isAnswer } from "./errors.ts";
import { at, type RepositoryAccess } from "./repository-access.ts";

const permissions: ReadonlySet<string> = new Set<Permission>(["none", "read", "triage", "write", "maintain", "admin"]);

/** See `HostedRepository.permission`. A role that an organization made itself counts as the permission that it rests on. */
export async function readPermission(
  login: string,
  access: RepositoryAccess,
  signal: AbortSignal,
): Promise<Permission> {
  try {
    const call = { ...at(access, signal), username: login };
    const { role_name: role, permission } = (await access.octokit.rest.repos.getCollaboratorPermissionLevel(call)).data;
    return [role, permission].find(isPermission) ?? "none";
  } catch (error) {
    if (isAnswer(error, 404)) return "none";
    throw error;
  }
}

function isPermission(text: string): text is Permission {
  return permissions.has(text);
}

/** See `HostedRepository.react`. GitHub keeps one reaction of a kind; what was deleted takes none. */
export async function react(
  place: CommandPlace,
  reaction: Reaction,
  access: RepositoryAccess,
  signal: AbortSignal,
): Promise<void> {
  const { reactions } = access.octokit.rest;
  const call = { ...at(access, signal), content: reaction };
  await unlessGone(`a reaction in #${place.issue}`, access, () =>
    place.kind === "comment"
      ? reactions.createForIssueComment({ ...call, comment_id: place.comment })
      : reactions.createForIssue({ ...call, issue_number: place.issue }),
  );
}

/** See `HostedRepository.closeIssue`. */
export async function closeIssue(issue: number, access: RepositoryAccess, signal: AbortSignal): Promise<void> {
  const call = { ...at(access, signal), issue_number: issue, state: "closed", state_reason: "completed" } as const;
  await unlessGone(`closing #${issue}`, access, () => access.octokit.rest.issues.update(call));
}

async function unlessGone(what: string, access: RepositoryAccess, write: () => Promise<unknown>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (!isAnswer(error, 404, 410) && !(error instanceof HostForbids)) throw error;
    access.log.warn(`${access.repository.full_name}: ${what} is left out, since it is gone or locked`);
  }
}
