import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";

import { appPermissions } from "../../../src/adapters/github/index.ts";
import {
  type CheckRun,
  type HostedRepository,
  HostForbids,
  HostRefused,
  HostUnavailable,
  type RepositoryFacts,
} from "../../../src/ports/index.ts";
import { GitHubWorld, signal } from "./github-world.ts";

const world = await GitHubWorld.start();

const mints = async (installation: number) =>
  await world.standIn.requests({ path: `/app/installations/${installation}/access_tokens` });

test("each visit has a token of its own for its one repository and no more permissions than it needs", async () => {
  const place = await world.place();
  await place.open();
  await place.open();
  const wish = { repository_ids: [place.id], permissions: appPermissions };
  assert.deepEqual(
    (await mints(place.installation)).map(({ body }) => body),
    [wish, wish],
  );
});

test("a repository is described as it is now", async () => {
  const place = await world.place();
  const { facts } = await place.open();
  assert.deepEqual(facts, {
    id: place.id,
    fullName: place.fullName,
    defaultBranch: "main",
    isPrivate: false,
    isArchived: false,
    isFork: false,
    isEmpty: false,
  });
  for (const [wish, fact] of [
    [{ isPrivate: true }, "isPrivate"],
    [{ isFork: true }, "isFork"],
    [{ isTemplate: true }, "isFork"],
    [{ isArchived: true }, "isArchived"],
    [{ defaultBranch: "trunk" }, "isEmpty"],
  ] as const) {
    const other = await world.place({ a: "b" }, wish);
    const described = (await other.open()).facts;
    assert.equal(described[fact], fact !== "isEmpty", inspect(wish));
    assert.equal(described.defaultBranch, "defaultBranch" in wish ? "trunk" : "main");
  }
});

test("all repositories of an installation are listed, a hundred a request, with a token that only lists", async () => {
  const { standIn } = world;
  for (let i = 0; i < 101; i++) await standIn.createRepository({ fullName: `large/r${i}`, isArchived: i === 7 });
  const installation = await standIn.install({ account: "large" });
  const listed: RepositoryFacts[] = [];
  for await (const each of world.host().repositories(installation, signal)) listed.push(each);
  assert.equal(new Set(listed.map(({ id }) => id)).size, 101);
  assert.deepEqual(
    listed.filter(({ isArchived }) => isArchived).map(({ fullName }) => fullName),
    ["large/r7"],
  );
  assert.equal((await standIn.requests({ installation })).length, 2);
  assert.deepEqual((await mints(installation))[0]!.body, { permissions: { metadata: "read" } });
});

/** What a visit may be doing when its access goes. */
const deeds: readonly [string, (repository: HostedRepository) => Promise<unknown>][] = [
  ["reads", async (repository) => await repository.listFiles(await repository.head(signal), signal)],
  ["reads the branch it writes", (repository) => applyTo(repository)],
  ["lists", (repository) => repository.pullRequests("thoth/advise", signal)],
  ["asks who may", (repository) => repository.permission("octocat", signal)],
  ["comments", (repository) => repository.writeComment(1, "advise", "Hello", signal)],
  ["closes", (repository) => repository.closeIssue(1, signal)],
];

async function applyTo(repository: HostedRepository) {
  const files = [{ path: "lock", text: "new" }];
  const base = await repository.head(signal);
  return await repository.apply({ branch: "thoth/advise", base, message: "Update", files }, signal);
}

for (const [name, goes] of [
  ["uninstalled", (standIn, { installation }) => standIn.uninstall(installation)],
  ["suspended", (standIn, { installation }) => standIn.suspend(installation)],
  ["deleted", (standIn, { fullName }) => standIn.deleteRepository(fullName)],
  ["transferred away", (standIn, { fullName }) => standIn.transfer(fullName, "elsewhere")],
] as readonly [
  string,
  (standIn: GitHubWorld["standIn"], place: { installation: number; fullName: string }) => Promise<void>,
][])
  for (const [deed, act] of deeds)
    test(`a visit that ${deed} is refused once the repository is ${name}, and so is the next visit`, async () => {
      const place = await world.place();
      await place.standIn.openIssue(place.fullName, { title: "Hello" });
      const repository = await place.open();
      await goes(place.standIn, place);
      await assert.rejects(act(repository), HostRefused);
      await assert.rejects(place.open(), HostRefused);
    });

const check: CheckRun = { name: "Thoth", key: "a", conclusion: "success", title: "t", summary: "s", annotations: [] };

test("an archived repository takes no write", async () => {
  const place = await world.place();
  const repository = await place.open();
  const head = await repository.head(signal);
  await place.standIn.archive(place.fullName);
  await assert.rejects(repository.writeCheck(head, check, signal), HostForbids);
});

test("permissions that the owner did not grant are a refusal", async () => {
  const { standIn } = world;
  const id = await standIn.createRepository({ fullName: "sparing/app", files: { a: "b" } });
  const installation = await standIn.install({
    account: "sparing",
    permissions: { contents: "read", metadata: "read" },
  });
  await assert.rejects(
    world.host().open(installation, id, async () => {}, signal),
    (error) => error instanceof HostRefused && /permissions/.test(error.message),
  );
});

test("for legal reasons", async () => {
  const place = await world.place();
  const { installation } = place;
  const repository = await place.open();
  await place.standIn.fault({ path: "*/git/trees/*", installation, does: { kind: "answer", status: 451 } });
  await assert.rejects(repository.listFiles(await repository.head(signal), signal), HostRefused);
});

test("a repository that is renamed in the midst of a visit stays itself, for reads and writes", async () => {
  const place = await world.place({ lock: "old" });
  const repository = await place.open();
  await place.standIn.rename(place.fullName, "renamed");
  assert.equal((await applyTo(repository)).kind, "created");
  assert.equal((await place.open()).facts.fullName, place.fullName.replace("/app", "/renamed"));
});

test("a token that ends in the midst of a visit is replaced once, for reads and writes", async () => {
  const place = await world.place({ lock: "old" });
  const { installation, standIn } = place;
  const issue = await standIn.openIssue(place.fullName, { title: "Hello" });
  const repository = await place.open();
  await standIn.expireTokens(installation);
  assert.equal(await repository.permission("octocat", signal), "read");
  await standIn.expireTokens(installation);
  await repository.closeIssue(issue, signal);
  assert.equal((await mints(installation)).length, 3);
  const does = { kind: "answer", status: 401 } as const;
  await standIn.fault({ path: "*/permission", installation, does, times: 2 });
  await assert.rejects(repository.permission("octocat", signal), HostUnavailable);
});

test("an App whose clock is wrong is understood", async (t) => {
  const place = await world.place();
  t.after(() => world.standIn.setClockSkew(0));
  for (const seconds of [900, -900]) {
    await world.standIn.setClockSkew(seconds);
    assert.equal((await place.open(world.host())).facts.id, place.id);
  }
});

test("with the wrong key or number no work is lost, and no secret is told", async () => {
  const place = await world.place();
  const { generateKeyPairSync } = await import("node:crypto");
  const { privateKey } = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs1", format: "pem" },
  });
  for (const wrong of [{ privateKey }, { appId: 1 }])
    await assert.rejects(place.open(world.host(wrong)), (error) => {
      assert.ok(error instanceof HostUnavailable);
      assert.match(error.message, /does not know this App/);
      assert.doesNotMatch(inspect(error, { depth: 9 }), /PRIVATE KEY|eyJ/);
      return true;
    });
});

test("no error holds a token or a file", async () => {
  const place = await world.place({ lock: "old" });
  const { installation, standIn } = place;
  const repository = await place.open();
  for (const status of [403, 422, 500]) {
    await standIn.fault({ method: "POST", path: "*/git/trees", installation, does: { kind: "answer", status } });
    await assert.rejects(applyTo(repository), (error) => {
      assert.doesNotMatch(inspect(error, { depth: 9, showHidden: true }), /ghs_|token [0-9a-zA-Z]|"new"|content/);
      return true;
    });
  }
  assert.doesNotMatch(world.warnings.join("\n"), /ghs_|PRIVATE KEY/);
});

test("GitHub Enterprise has its API elsewhere, and GraphQL beside it", async () => {
  const enterprise = await GitHubWorld.start({ basePath: "/api/v3" });
  const place = await enterprise.place({ lock: "old" });
  const repository = await place.open();
  assert.equal((await applyTo(repository)).kind, "created");
  const issue = await place.standIn.openIssue(place.fullName, { title: "Hello" });
  await repository.writeComment(issue, "advise", "Hello", signal);
  await repository.writeComment(issue, "advise", "Hello again", signal);
  assert.equal((await place.report()).issues[0]!.comments.length, 1);
});
