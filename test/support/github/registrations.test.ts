import assert from "node:assert/strict";
import { test } from "node:test";

import { GitHubStandIn } from "./client.ts";

const page = "https://github.com/settings/apps/new?state=known";

const manifest = {
  name: "Our locks",
  url: "https://example.org",
  hook_attributes: { url: "https://example.org/hooks", active: false },
  redirect_url: "http://127.0.0.1:4567/back",
  default_events: ["push"],
  default_permissions: { contents: "write" },
};

/** What GitHub hands over, as far as it is looked at here. */
interface Conversion {
  readonly id: number;
  readonly slug: string;
  readonly html_url: string;
  readonly owner: { readonly login: string };
  readonly permissions: object;
  readonly events: readonly string[];
  readonly webhook_secret: string | null;
  readonly pem: string;
}

/** Nobody has credentials yet, so none are sent. */
async function ask(standIn: GitHubStandIn, code: string): Promise<Response> {
  return await fetch(`${standIn.url}/app-manifests/${code}/conversions`, { method: "POST" });
}

async function convert(standIn: GitHubStandIn, code: string): Promise<Conversion> {
  const response = await ask(standIn, code);
  assert.equal(response.status, 201);
  return (await response.json()) as Conversion;
}

async function confirm(standIn: GitHubStandIn, changes: object = {}, action = page): Promise<URL> {
  return new URL(await standIn.confirmApp({ action, manifest: JSON.stringify({ ...manifest, ...changes }) }));
}

test("a confirmed manifest becomes an App, and its code works once", async () => {
  await using standIn = await GitHubStandIn.start();
  const back = await confirm(standIn);
  assert.equal(back.origin + back.pathname, manifest.redirect_url);
  assert.equal(back.searchParams.get("state"), "known");
  const code = back.searchParams.get("code")!;
  const app = await convert(standIn, code);
  assert.deepEqual(
    [app.slug, app.html_url, app.permissions, app.events, app.owner.login],
    ["our-locks", "https://github.com/apps/our-locks", { contents: "write" }, ["push"], "octocat"],
  );
  assert.notEqual(app.id, standIn.appId);
  assert.match(app.webhook_secret!, /^[0-9a-f]{40}$/);
  assert.match(app.pem, /^-----BEGIN RSA PRIVATE KEY-----\n/);
  assert.equal((await ask(standIn, code)).status, 404);
});

test("a code is good for an hour", async () => {
  await using standIn = await GitHubStandIn.start({ now: "2026-03-02T04:00:00Z" });
  const early = (await confirm(standIn)).searchParams.get("code")!;
  const late = (await confirm(standIn)).searchParams.get("code")!;
  await standIn.advance(3_599_999);
  assert.equal((await convert(standIn, early)).slug, "our-locks");
  await standIn.advance(1);
  assert.equal((await ask(standIn, late)).status, 404);
});

test("an organization's page makes the App its own, and an App without a hook has no secret", async () => {
  await using standIn = await GitHubStandIn.start();
  const organization = "https://github.com/organizations/acme/settings/apps/new";
  const back = await confirm(standIn, { hook_attributes: undefined }, organization);
  assert.equal(back.searchParams.get("state"), null);
  const app = await convert(standIn, back.searchParams.get("code")!);
  assert.deepEqual([app.owner.login, app.webhook_secret], ["acme", null]);
});

test("a manifest that GitHub would refuse is refused", async () => {
  await using standIn = await GitHubStandIn.start();
  const wrongs = [
    { hook_attributes: { active: false } },
    { url: undefined },
    { webhook_secret: "mine" },
    { default_permissions: { contents: "admin" } },
  ];
  for (const wrong of wrongs) await assert.rejects(confirm(standIn, wrong), /no valid GitHub App manifest/);
  await assert.rejects(confirm(standIn, {}, "https://github.com/settings/apps"), /no page takes a manifest/);
});
