import assert from "node:assert/strict";
import { test } from "node:test";

import { HostRefused, HostUnavailable } from "../../../src/ports/index.ts";
import { GitHubWorld, signal } from "./github-world.ts";

const world = await GitHubWorld.start();

/** For `assert.rejects`: asked to wait between so many seconds. */
const waits =
  (least: number, most: number, words = /./) =>
  (error: unknown) =>
    error instanceof HostUnavailable &&
    error.retryAfter >= least * 1_000 &&
    error.retryAfter <= most * 1_000 &&
    words.test(error.message);

/** A host whose time a test moves. */
function clockwork() {
  let now = Date.now();
  return { clock: { now: () => new Date(now) }, pass: (seconds: number) => void (now += seconds * 1_000) };
}

for (const status of [403, 429] as const)
  test(`the primary limit, told by ${status}, is waited for until it resets, by all jobs of the installation`, async () => {
    const place = await world.place();
    const { clock, pass } = clockwork();
    const host = world.host({ clock });
    const repository = await place.open(host);
    const head = await repository.head(signal);
    const { installation, standIn } = place;
    await standIn.limitPrimary({ installation, resetInSeconds: 600, status });
    await assert.rejects(repository.listFiles(head, signal), waits(595, 602, /rate limit exceeded/));
    const asked = (await place.requests()).length;
    await assert.rejects(repository.closeIssue(1, signal), waits(590, 602, /installation \d+ has to wait/));
    await assert.rejects(place.open(host), waits(590, 602));
    assert.equal((await place.requests()).length, asked, "GitHub is left in peace meanwhile");
    // GitHub tells whole seconds, rounded up.
    pass(602);
    await standIn.limitPrimary({ installation, resetInSeconds: 0 });
    assert.deepEqual(await repository.listFiles(head, signal), ["Pipfile"]);
  });

test("the last request of the hour is noticed before the next is refused", async () => {
  const place = await world.place();
  const repository = await place.open();
  const reset = String(Math.ceil(Date.now() / 1_000) + 300);
  const headers = { "x-ratelimit-remaining": "0", "x-ratelimit-reset": reset };
  const body = JSON.stringify({ sha: "1".repeat(40), tree: [], truncated: false });
  await place.standIn.fault({
    path: `/repos/${place.fullName}/git/trees/*`,
    does: { kind: "answer", status: 200, body, headers },
  });
  const head = await repository.head(signal);
  assert.deepEqual(await repository.listFiles(head, signal), []);
  await assert.rejects(repository.permission("ada", signal), waits(295, 302));
});

test("other installations go on", async () => {
  const [limited, other] = [await world.place(), await world.place()];
  const host = world.host();
  const [first, second] = [await limited.open(host), await other.open(host)];
  const { installation } = limited;
  await limited.standIn.limitSecondary({ installation, retryAfterSeconds: 60 });
  await assert.rejects(first.permission("ada", signal), waits(59, 60));
  assert.equal(await second.permission("nobody-at-all", signal), "none");
});

test("a secondary limit is waited for as long as it says, or a minute and then longer", async () => {
  const place = await world.place();
  const { installation, standIn } = place;
  const { clock, pass } = clockwork();
  const repository = await place.open(world.host({ clock }));
  const ask = async () => await repository.permission("ada", signal);
  await standIn.limitSecondary({ installation, retryAfterSeconds: 90 });
  await assert.rejects(ask(), waits(90, 90, /secondary rate limit/));
  pass(90);
  await standIn.limitSecondary({ installation, times: 3 });
  for (const seconds of [60, 120, 240]) {
    await assert.rejects(ask(), waits(seconds, seconds));
    pass(seconds);
  }
  assert.equal(await ask(), "none");
  await standIn.limitSecondary({ installation });
  await assert.rejects(ask(), waits(60, 60));
});

test("a 429 without any word is a limit, too", async () => {
  const place = await world.place();
  const repository = await place.open();
  const { installation } = place;
  await place.standIn.fault({ path: "*/permission", installation, does: { kind: "answer", status: 429 } });
  await assert.rejects(repository.permission("ada", signal), waits(60, 60));
});

test("a limit of a few seconds is slept through, also by a write", async () => {
  const place = await world.place();
  const issue = await place.standIn.openIssue(place.fullName, { title: "Hello" });
  const repository = await place.open(world.host({ pace: { patience: 1_000 } }));
  const { installation } = place;
  await place.standIn.limitSecondary({ installation, retryAfterSeconds: 0, writesOnly: true });
  await repository.writeComment(issue, "advise", "Hello", signal);
  assert.equal((await place.report()).issues[0]!.comments.length, 1);
  assert.equal(place.guarded, 2, "the guard is asked again");
});

test("GraphQL tells its limit with status 200", async () => {
  const place = await world.place({ lock: "old" });
  const repository = await place.open();
  const { installation } = place;
  const body = JSON.stringify({ data: null, errors: [{ type: "RATE_LIMITED", message: "API rate limit exceeded" }] });
  await place.standIn.fault({ path: "/graphql", installation, does: { kind: "answer", status: 200, body } });
  const files = [{ path: "lock", text: "new" }];
  const change = { branch: "thoth/advise", base: await repository.head(signal), message: "Update", files };
  await assert.rejects(repository.apply(change, signal), waits(60, 60));
});

test("one process stays below the secondary limits by itself", async () => {
  const place = await world.place();
  const { clock, pass } = clockwork();
  const pace = {
    writesPerMinute: 2,
    writesPerHour: 3,
    pointsPerMinute: 100,
  };
  const repository = await place.open(world.host({ clock, pace }));
  const issue = await place.standIn.openIssue(place.fullName, { title: "Hello" });
  const write = async () => await repository.closeIssue(issue, signal);
  await write();
  await write();
  await assert.rejects(write(), waits(60, 60));
  pass(60);
  await write();
  await assert.rejects(write(), waits(3_540, 3_540));
  assert.equal((await place.standIn.budget(place.installation)).refusals, 0);
});

test("between two writes there is a pause", async () => {
  const place = await world.place();
  const { clock, pass } = clockwork();
  const repository = await place.open(world.host({ clock, pace: { betweenWrites: 1_000 } }));
  const issue = await place.standIn.openIssue(place.fullName, { title: "Hello" });
  const write = async () => await repository.closeIssue(issue, signal);
  await write();
  assert.equal(await repository.permission("octocat", signal), "read");
  await assert.rejects(write(), waits(1, 1));
  pass(1);
  await write();
});

test("reads cost points as well, and writes five", async () => {
  const place = await world.place();
  const { clock } = clockwork();
  const pace = { pointsPerMinute: 8 };
  const repository = await place.open(world.host({ clock, pace }));
  const issue = await place.standIn.openIssue(place.fullName, { title: "Hello" });
  // Opening it cost one.
  await repository.closeIssue(issue, signal);
  await repository.permission("octocat", signal);
  await assert.rejects(repository.closeIssue(issue, signal), waits(60, 60));
  await repository.permission("octocat", signal);
  await assert.rejects(repository.permission("octocat", signal), waits(60, 60));
});

test("writes of one installation go one at a time, those of its other jobs included", async () => {
  const place = await world.place();
  const issue = await place.standIn.openIssue(place.fullName, { title: "Hello" });
  const host = world.host();
  const [first, second] = [await place.open(host), await place.open(host)];
  const { installation, standIn } = place;
  const door = await standIn.fault({ method: "PATCH", installation, does: { kind: "hold", when: "before" } });
  const closing = first.closeIssue(issue, signal);
  await standIn.struck(door);
  const reacting = second.react({ kind: "issue", issue, isWhole: true }, "eyes", signal);
  assert.equal(await second.permission("octocat", signal), "read", "reads need not wait");
  assert.deepEqual(await place.writes(), [`PATCH issues/${issue}`]);
  await standIn.release(door);
  await Promise.all([closing, reacting]);
  assert.deepEqual(await place.writes(), [`PATCH issues/${issue}`, `POST issues/${issue}/reactions`]);
});

for (const [name, does] of [
  ["an error of GitHub's", { kind: "answer", status: 502, body: "<html>", type: "text/html" }],
  ["a lost connection", { kind: "drop", when: "before" }],
  ["half an answer", { kind: "answer", status: 200, body: '{"object":{"sha"' }],
  ["a page of a proxy", { kind: "answer", status: 200, body: "<html>", type: "text/html" }],
] as const) {
  test(`a read goes on after ${name}, twice, and then comes again later`, async () => {
    const place = await world.place();
    const { installation, standIn } = place;
    const path = "*/permission";
    const repository = await place.open();
    await standIn.fault({ path, installation, does, times: 2 });
    assert.equal(await repository.permission("octocat", signal), "read");
    await standIn.fault({ path, installation, does, times: 3 });
    await assert.rejects(repository.permission("octocat", signal), waits(1, 600));
    assert.equal((await standIn.requests({ path, installation })).length, 6);
  });

  test(`a write is not tried again after ${name}`, async () => {
    const place = await world.place();
    const { installation, standIn } = place;
    const issue = await standIn.openIssue(place.fullName, { title: "Hello" });
    const repository = await place.open();
    await standIn.fault({ method: "PATCH", installation, does });
    await assert.rejects(repository.closeIssue(issue, signal), waits(1, 600));
    assert.equal((await place.writes()).length, 1);
  });
}

test("who gives up waiting is told his own reason", async () => {
  const place = await world.place();
  const { installation, standIn } = place;
  const repository = await place.open();
  const door = await standIn.fault({ path: "*/permission", installation, does: { kind: "hold", when: "before" } });
  const abort = new AbortController();
  const asking = repository.permission("octocat", abort.signal);
  await standIn.struck(door);
  const reason = new Error("the lease is lost");
  abort.abort(reason);
  await assert.rejects(asking, reason);
  await standIn.release(door);
});

test("a limit is no refusal", async () => {
  const place = await world.place();
  const { installation } = place;
  const repository = await place.open();
  await place.standIn.limitSecondary({ installation, retryAfterSeconds: 5 });
  await assert.rejects(repository.permission("ada", signal), (error) => !(error instanceof HostRefused));
});
