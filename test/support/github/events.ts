/** From something that happened to the webhook that tells the App of it. */

import { fullName, isPullRequest, type Account, type Installation, type Issue, type Repository } from "./entities.ts";
import { viewAccount, viewInstallation, viewOrganization } from "./views/accounts.ts";
import { nodeId } from "./views/addresses.ts";
import { viewIssue } from "./views/issues.ts";
import { viewWholePull } from "./views/pulls.ts";
import { viewRepository, viewRepositoryName } from "./views/repositories.ts";
import type { World } from "./world.ts";

/** What an event carries beside its repository, its sender and the installation. */
export type Particulars = Readonly<Record<string, unknown>>;

/** Sent only where the App is installed, not suspended, and subscribed. */
export function announce(
  world: World,
  repository: Repository,
  sender: Account,
  name: string,
  payload: Particulars,
): void {
  world.touch();
  const installation = world.installationOf(repository);
  if (installation === undefined || installation.suspendedAt !== undefined || !world.app.events.includes(name)) return;
  const organization =
    repository.owner.type === "Organization" ? { organization: viewOrganization(repository.owner) } : {};
  world.webhooks.add({
    name,
    installation: installation.id,
    repository: fullName(repository),
    at: world.clock.now(),
    payload: {
      ...payload,
      repository: payload["repository"] ?? viewRepository(repository),
      ...organization,
      sender: viewAccount(sender),
      installation: { id: installation.id, node_id: nodeId("INS", installation.id) },
    },
  });
}

/** An `issues` or a `pull_request` event, whichever the thing is. */
export async function announceIssue(
  world: World,
  repository: Repository,
  sender: Account,
  issue: Issue,
  payload: Particulars & { readonly action: string },
): Promise<void> {
  if (isPullRequest(issue)) {
    const pull_request = await viewWholePull(repository, issue);
    announce(world, repository, sender, "pull_request", { ...payload, number: issue.number, pull_request });
  } else {
    announce(world, repository, sender, "issues", { ...payload, issue: viewIssue(repository, issue) });
  }
}

/** An `installation` event: it comes without subscription, and also where the App is suspended. */
export function announceInstallation(world: World, installation: Installation, action: string): void {
  const repositories = ["created", "deleted"].includes(action)
    ? { repositories: world.repositoriesOf(installation).map(viewRepositoryName), requester: null }
    : {};
  send(world, installation, "installation", { action, ...repositories });
}

/** Which repositories an installation reaches has changed. */
export function announceReach(
  world: World,
  installation: Installation,
  change: { readonly added?: readonly Repository[]; readonly removed?: readonly Repository[] },
): void {
  const { added = [], removed = [] } = change;
  send(world, installation, "installation_repositories", {
    action: added.length > 0 ? "added" : "removed",
    repository_selection: installation.selected === undefined ? "all" : "selected",
    repositories_added: added.map(viewRepositoryName),
    repositories_removed: removed.map(viewRepositoryName),
    requester: null,
  });
}

function send(world: World, installation: Installation, name: string, payload: Particulars): void {
  world.touch();
  world.webhooks.add({
    name,
    installation: installation.id,
    repository: undefined,
    at: world.clock.now(),
    payload: {
      ...payload,
      installation: viewInstallation(world.app, installation),
      sender: viewAccount(installation.account),
    },
  });
}
