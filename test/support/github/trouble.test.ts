import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";

import type { ProbotOctokit } from "probot";

import { within } from "../deadline.ts";
import { clientOf, refused } from "./app-client.ts";
import { GitHubStandIn } from "./client.ts";

const app = { owner: "acme", repo: "app" };

let standIn: GitHubStandIn;
let client: ProbotOctokit;
let installation: number;
beforeEach(async () => {
  standIn = await GitHubStandIn.start({ now: "2026-03-04T05:06:07Z" });
  await standIn.createRepository({ fullName: "acme/app", files: { Pipfile: "" } });
  installation = await standIn.install({ account: "acme" });
  client = await clientOf(standIn, installation);
});
afterEach(async () => await standIn[Symbol.asyncDispose]());

const read = async () => await client.rest.repos.get(app);
const write = async () => await client.rest.git.createBlob({ ...app, content: "x" });
const headersOf = (error: unknown) =>
  (error as { response: { headers: Readonly<Record<string, string>> } }).response.headers;

test("every answer says what is left, and an answer that the client has already costs nothing", async () => {
  const { headers } = await read();
  assert.deepEqual(
    [headers["x-ratelimit-limit"], headers["x-ratelimit-remaining"], headers["x-ratelimit-used"]],
    ["5000", "4999", "1"],
  );
  await assert.rejects(
    client.rest.repos.get({ ...app, headers: { "if-none-match": headers.etag! } }),
    (error) => refused(304)(error) && headersOf(error)["x-ratelimit-remaining"] === "4999",
  );
});

test("the primary limit refuses until it resets", async () => {
  await standIn.limitPrimary({ installation, resetInSeconds: 90 });
  const end = Date.parse("2026-03-04T05:06:07Z") / 1000 + 90;
  await assert.rejects(read(), (error) => {
    const headers = headersOf(error);
    return (
      refused(403, /API rate limit exceeded/)(error) &&
      headers["x-ratelimit-remaining"] === "0" &&
      headers["x-ratelimit-reset"] === String(end)
    );
  });
  await standIn.advance(90_000);
  assert.equal((await read()).status, 200);
});

test("a secondary limit refuses the next requests, with or without a time to wait", async () => {
  await standIn.limitSecondary({ retryAfterSeconds: 7, writesOnly: true });
  assert.equal((await read()).status, 200);
  const isSecondary = (error: unknown) => refused(403, /secondary rate limit/)(error);
  await assert.rejects(write(), (error) => isSecondary(error) && headersOf(error)["retry-after"] === "7");
  assert.equal((await write()).status, 201);
  await standIn.limitSecondary({ times: 2 });
  await assert.rejects(read(), (error) => isSecondary(error) && headersOf(error)["retry-after"] === undefined);
  await assert.rejects(write(), isSecondary);
  assert.equal((await read()).status, 200);
  assert.equal((await standIn.budget(installation)).refusals, 3);
});

test("who writes too much in a minute is refused until the minute is over", async () => {
  await standIn.setLimits({ contentPerMinute: 3 });
  for (let i = 0; i < 3; i++) await write();
  await assert.rejects(write(), refused(403, /secondary rate limit/));
  assert.equal((await read()).status, 200);
  await standIn.advance(60_000);
  assert.equal((await write()).status, 201);
  const { requests, writes, mostContentInMinute, mostPointsInMinute } = await standIn.budget(installation);
  assert.deepEqual([requests, writes, mostContentInMinute, mostPointsInMinute], [5, 4, 3, 16]);
});

test("reads and writes share the points of a minute, and each installation has its own", async () => {
  await standIn.setLimits({ pointsPerMinute: 6 });
  await write();
  await read();
  await assert.rejects(read(), refused(403, /secondary/));
  await standIn.createRepository({ fullName: "other/app" });
  const other = await clientOf(standIn, await standIn.install({ account: "other" }));
  assert.equal((await other.rest.repos.get({ owner: "other", repo: "app" })).status, 200);
});

test("a request is answered wrongly when and where a test says so", async () => {
  await standIn.fault({
    path: "/repos/acme/*",
    does: { kind: "answer", status: 502, body: "<html>", type: "text/html" },
    after: 1,
  });
  assert.equal((await read()).status, 200);
  await assert.rejects(read(), refused(502));
  assert.equal((await read()).status, 200);
});

test("a connection ends before the work was done, or after", async () => {
  const refs = async () => Object.keys((await standIn.repository("acme/app")).branches);
  const sha = (await standIn.repository("acme/app")).branches["main"]!.head;
  const make = async (name: string) => await client.rest.git.createRef({ ...app, ref: `refs/heads/${name}`, sha });
  await standIn.fault({ method: "POST", path: "*/git/refs", does: { kind: "drop", when: "before" } });
  await assert.rejects(make("before"));
  await standIn.fault({ method: "POST", path: "*/git/refs", does: { kind: "drop", when: "after" } });
  await assert.rejects(make("after"));
  assert.deepEqual(await refs(), ["after", "main"]);
});

test("a request waits at a door until the test opens it", async () => {
  const door = await standIn.fault({ path: "*/git/blobs", does: { kind: "hold", when: "before" } });
  const writing = write();
  await within(standIn.struck(door), "a request at the door");
  const held = await standIn.requests({ path: "*/git/blobs" });
  assert.deepEqual(
    held.map(({ status }) => status),
    [0],
  );
  await standIn.release(door);
  assert.equal((await within(writing, "the answer")).status, 201);
});

test("a test waits for what becomes of a repository", async () => {
  const waiting = standIn.waitFor("acme/app", ({ issues }) => issues.find((issue) => issue.comments.length > 0));
  const issue_number = await standIn.openIssue("acme/app", { title: "Hello" });
  await client.rest.issues.createComment({ ...app, issue_number, body: "Hi" });
  assert.equal((await waiting).comments[0]?.body, "Hi");
  await assert.rejects(
    standIn.waitFor("acme/app", ({ pulls }) => pulls.length > 0, 20),
    /waited 20 ms in vain/,
  );
});
