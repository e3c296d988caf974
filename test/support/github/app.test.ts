import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { clientOf, probotOf, refused } from "./app-client.ts";
import { GitHubStandIn } from "./client.ts";

let standIn: GitHubStandIn;
before(async () => (standIn = await GitHubStandIn.start()));
after(async () => await standIn[Symbol.asyncDispose]());

const app = { owner: "acme", repo: "app" };

/** Without Octokit, which sends a token of its own, and tries one that is refused again for seconds. */
async function ask(method: "GET" | "POST", path: string, authorization?: string): Promise<Response> {
  const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
  return await fetch(standIn.url + path, { method, headers });
}

/** A token for one repository or all of them, as an `authorization` header. */
async function mint(
  installation: number,
  narrowing: { repositories?: string[]; permissions?: Record<string, "read" | "write"> } = {},
): Promise<string> {
  const client = await probotOf(standIn).auth();
  const wish = { installation_id: installation, ...narrowing };
  return `token ${(await client.rest.apps.createInstallationAccessToken(wish)).data.token}`;
}

test("the App proves who it is by a token that it signs", async () => {
  const client = await probotOf(standIn).auth();
  assert.equal((await client.rest.apps.getAuthenticated()).data?.slug, "thoth");
  assert.equal((await ask("GET", "/app", "bearer a.b.c")).status, 401);
  assert.equal((await ask("GET", "/app")).status, 401);
});

test("an installation's token reaches its own repositories and no other", async () => {
  await standIn.createRepository({ fullName: "acme/app", files: { Pipfile: "" } });
  await standIn.createRepository({ fullName: "other/app", files: { Pipfile: "" } });
  const client = await clientOf(standIn, await standIn.install({ account: "acme" }));
  const { data } = await client.rest.repos.get(app);
  const { data: byId } = await client.request("GET /repositories/{id}", { id: data.id });
  assert.equal(byId.full_name, "acme/app");
  await assert.rejects(client.rest.repos.get({ owner: "other", repo: "app" }), refused(404));
});

test("a token is narrowed to one repository and to what it is for", async () => {
  await standIn.createRepository({ fullName: "narrow/app", files: { Pipfile: "" } });
  await standIn.createRepository({ fullName: "narrow/other", files: { Pipfile: "" } });
  const installation = await standIn.install({ account: "narrow" });
  const token = await mint(installation, { repositories: ["app"], permissions: { contents: "read" } });
  assert.equal((await ask("GET", "/repos/narrow/app", token)).status, 200);
  assert.equal((await ask("GET", "/repos/narrow/other", token)).status, 404);
  const answer = await ask("POST", "/repos/narrow/app/git/blobs", token);
  assert.equal(answer.status, 403);
  assert.equal(answer.headers.get("x-accepted-github-permissions"), "contents=write");
  await assert.rejects(mint(installation, { repositories: ["absent"] }), refused(422, /not accessible/));
  await assert.rejects(mint(installation, { permissions: { administration: "write" } }), refused(422, /not granted/));
});

test("a token ends with its hour and with its installation, and rests while that is suspended", async () => {
  await standIn.createRepository({ fullName: "quiet/app" });
  const installation = await standIn.install({ account: "quiet" });
  const statusOf = async (token: string) => (await ask("GET", "/repos/quiet/app", token)).status;
  const first = await mint(installation);
  assert.equal(await statusOf(first), 200);
  await standIn.expireTokens(installation);
  assert.equal(await statusOf(first), 401);
  const second = await mint(installation);
  await standIn.suspend(installation);
  assert.equal(await statusOf(second), 403);
  await assert.rejects(mint(installation), refused(403, /suspended/));
  await standIn.unsuspend(installation);
  assert.equal(await statusOf(second), 200);
  await standIn.uninstall(installation);
  assert.equal(await statusOf(second), 401);
  await assert.rejects(mint(installation), refused(404));
});

test("the repositories of an installation come in pages of a hundred", async () => {
  await using many = await GitHubStandIn.start();
  for (let i = 1; i <= 101; i++) await many.createRepository({ fullName: `acme/app-${i}` });
  const client = await clientOf(many, await many.install({ account: "acme" }));
  const found = await client.paginate(client.rest.apps.listReposAccessibleToInstallation, { per_page: 100 });
  assert.deepEqual(
    found.map((repository) => repository.name),
    Array.from({ length: 101 }, (_, i) => `app-${i + 1}`),
  );
  assert.equal((await many.requests({ path: "/installation/repositories" })).length, 2);
});

test("an unknown route is answered 501, a body that does not fit 422, and both are written down", async () => {
  await using strict = await GitHubStandIn.start();
  await strict.createRepository({ fullName: "acme/app", files: { Pipfile: "" } });
  const client = await clientOf(strict, await strict.install({ account: "acme" }));
  await assert.rejects(client.request("GET /repos/acme/app/stargazers"), refused(501));
  await assert.rejects(client.request("POST /repos/acme/app/git/blobs", { contents: "typo" }), refused(422));
  await assert.rejects(client.request("GET /repos/acme/app/pulls?stat=open"), refused(422));
  assert.deepEqual(
    (await strict.misfits()).map(({ method, path, why }) => `${method} ${path}: ${why.split("\n")[0]}`),
    [
      "GET /repos/acme/app/stargazers: no such route",
      "POST /repos/acme/app/git/blobs: Invalid request.",
      "GET /repos/acme/app/pulls: Invalid request.",
    ],
  );
});

test("the App reads its deliveries, and asks for one again", async () => {
  await using loud = await GitHubStandIn.start();
  await loud.install({ account: "acme" });
  const client = await probotOf(loud).auth();
  const { data } = await client.rest.apps.listWebhookDeliveries();
  assert.deepEqual(
    data.map((delivery) => [delivery.event, delivery.action]),
    [["installation", "created"]],
  );
  const answer = await client.rest.apps.redeliverWebhookDelivery({ delivery_id: data[0]!.id });
  assert.equal(answer.status, 202);
});
