/** Accounts, the App and its installations, as the API and webhooks show them. */

import type { Account, App, Installation } from "../entities.ts";
import type { Registration } from "../registrations.ts";
import { appPrivateKey } from "../tokens.ts";
import { apiRoot, nodeId, timestamp, timestampOrNull, webRoot } from "./addresses.ts";
import type { Answer } from "./rest.ts";

export function viewAccount({ id, login, type }: Account) {
  const name = encodeURIComponent(login);
  const page = type === "Bot" ? `${webRoot}/apps/${login.replace("[bot]", "")}` : `${webRoot}/${login}`;
  return {
    login,
    id,
    node_id: nodeId("U", id),
    avatar_url: `https://avatars.githubusercontent.com/u/${id}?v=4`,
    gravatar_id: "",
    url: `${apiRoot}/users/${name}`,
    html_url: page,
    followers_url: `${apiRoot}/users/${name}/followers`,
    following_url: `${apiRoot}/users/${name}/following{/other_user}`,
    gists_url: `${apiRoot}/users/${name}/gists{/gist_id}`,
    starred_url: `${apiRoot}/users/${name}/starred{/owner}{/repo}`,
    subscriptions_url: `${apiRoot}/users/${name}/subscriptions`,
    organizations_url: `${apiRoot}/users/${name}/orgs`,
    repos_url: `${apiRoot}/users/${name}/repos`,
    events_url: `${apiRoot}/users/${name}/events{/privacy}`,
    received_events_url: `${apiRoot}/users/${name}/received_events`,
    type,
    site_admin: false,
  };
}

/** What events say of the organization that owns a repository, in a shape of its own. */
export function viewOrganization({ id, login }: Account) {
  const url = `${apiRoot}/orgs/${login}`;
  return {
    login,
    id,
    node_id: nodeId("O", id),
    url,
    repos_url: `${url}/repos`,
    events_url: `${url}/events`,
    hooks_url: `${url}/hooks`,
    issues_url: `${url}/issues`,
    members_url: `${url}/members{/member}`,
    public_members_url: `${url}/public_members{/member}`,
    avatar_url: `https://avatars.githubusercontent.com/u/${id}?v=4`,
    description: "",
  };
}

export function viewApp(app: App) {
  return {
    id: app.id,
    slug: app.slug,
    node_id: nodeId("A", app.id),
    owner: viewAccount(app.owner),
    name: app.slug,
    description: "",
    external_url: "https://example.com",
    html_url: `${webRoot}/apps/${app.slug}`,
    created_at: timestamp(app.createdAt),
    updated_at: timestamp(app.createdAt),
    permissions: app.permissions,
    events: [...app.events],
  } satisfies Answer<"apps", "getAuthenticated">;
}

/** An App that was just registered, with its secrets this once. */
export function viewRegistered(app: App, { manifest, webhookSecret }: Registration) {
  return {
    ...viewApp(app),
    name: manifest.name ?? app.slug,
    description: manifest.description ?? null,
    external_url: manifest.url,
    webhook_secret: webhookSecret,
    pem: appPrivateKey(),
  } satisfies Answer<"apps", "createFromManifest">;
}

export function viewInstallation(app: App, installation: Installation) {
  const { id, account, permissions, selected, createdAt, suspendedAt } = installation;
  return {
    id,
    account: viewAccount(account),
    repository_selection: selected === undefined ? ("all" as const) : ("selected" as const),
    access_tokens_url: `${apiRoot}/app/installations/${id}/access_tokens`,
    repositories_url: `${apiRoot}/installation/repositories`,
    html_url: `${webRoot}/organizations/${account.login}/settings/installations/${id}`,
    app_id: app.id,
    app_slug: app.slug,
    target_id: account.id,
    target_type: account.type,
    permissions,
    events: [...app.events],
    created_at: timestamp(createdAt),
    updated_at: timestamp(createdAt),
    single_file_name: null,
    has_multiple_single_files: false,
    single_file_paths: [],
    suspended_at: timestampOrNull(suspendedAt),
    suspended_by: null,
  } satisfies Answer<"apps", "getInstallation">;
}
