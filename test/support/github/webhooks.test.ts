import assert from "node:assert/strict";
import { test } from "node:test";

import { clientOf, probotOf } from "./app-client.ts";
import { GitHubStandIn } from "./client.ts";
import { listen } from "./listener.ts";

const app = { owner: "acme", repo: "app" };

/** `event.action repository` of all deliveries so far, oldest first. */
async function told(standIn: GitHubStandIn): Promise<readonly string[]> {
  await standIn.delivered();
  return (await standIn.deliveries()).map(({ event, action }) => (action === undefined ? event : `${event}.${action}`));
}

test("a delivery is signed, and Probot takes it", async () => {
  await using listener = await listen();
  await using standIn = await GitHubStandIn.start({ webhookUrl: listener.url });
  await standIn.createRepository({ fullName: "acme/app", files: { Pipfile: "" } });
  const installation = await standIn.install({ account: "acme" });
  await standIn.pushFiles("acme/app", { Pipfile: "[packages]\n" });
  await standIn.delivered();
  const heard: string[] = [];
  const probot = probotOf(standIn);
  await probot.load((app) => {
    app.onAny(({ name, payload }) => {
      heard.push(`${name} for ${"installation" in payload ? payload.installation?.id : "nobody"}`);
    });
  });
  const { webhooks } = probot;
  for (const { headers, body } of listener.heard) {
    await webhooks.verifyAndReceive({
      id: String(headers["x-github-delivery"]),
      name: String(headers["x-github-event"]),
      payload: body,
      signature: String(headers["x-hub-signature-256"]),
    });
  }
  assert.deepEqual(
    heard,
    ["installation", "push", "check_suite"].map((name) => `${name} for ${installation}`),
  );
  const [first] = listener.heard;
  assert.equal(await webhooks.verify(`${first!.body} `, String(first!.headers["x-hub-signature-256"])), false);
});

test("each thing that people and the App do is told once", async () => {
  await using standIn = await GitHubStandIn.start();
  await standIn.createRepository({ fullName: "acme/app", files: { Pipfile: "" } });
  const installation = await standIn.install({ account: "acme" });
  const { rest } = await clientOf(standIn, installation);
  const sha = await standIn.push("acme/app", { branch: "thoth", files: { "Pipfile.lock": "{}" } });
  const { data: pull } = await rest.pulls.create({ ...app, title: "Lock", head: "thoth", base: "main" });
  await standIn.push("acme/app", { branch: "thoth", files: { "Pipfile.lock": "{ }" } });
  const comment = await standIn.comment("acme/app", pull.number, { body: "/thoth rebase" });
  await standIn.editComment("acme/app", comment, { body: "/thoth help" });
  await standIn.close("acme/app", pull.number);
  await standIn.openIssue("acme/app", { title: "/thoth advise" });
  const run = await rest.checks.create({ ...app, name: "thoth", head_sha: sha, conclusion: "neutral" });
  await standIn.rerequestCheckRun("acme/app", run.data.id);
  await standIn.rerequestCheckSuite("acme/app", sha);
  await standIn.rename("acme/app", "tool");
  await standIn.archive("acme/tool");
  await standIn.transfer("acme/tool", "elsewhere");
  await standIn.suspend(installation);
  await standIn.uninstall(installation);
  assert.deepEqual(await told(standIn), [
    "installation.created",
    "push",
    "check_suite.requested",
    "pull_request.opened",
    "pull_request.synchronize",
    "push",
    "check_suite.requested",
    "issue_comment.created",
    "issue_comment.edited",
    "pull_request.closed",
    "issues.opened",
    "check_run.created",
    "check_run.completed",
    "check_suite.completed",
    "check_run.rerequested",
    "check_suite.rerequested",
    "repository.renamed",
    "repository.archived",
    "installation_repositories.removed",
    "installation.suspend",
    "installation.deleted",
  ]);
});

test("nothing is told where the App is not, is suspended, or did not subscribe", async () => {
  await using standIn = await GitHubStandIn.start({ events: ["issues"] });
  await standIn.createRepository({ fullName: "acme/app", files: { Pipfile: "" } });
  await standIn.openIssue("acme/app", { title: "Before" });
  const installation = await standIn.install({ account: "acme" });
  await standIn.pushFiles("acme/app", { Pipfile: "[packages]\n" });
  await standIn.openIssue("acme/app", { title: "Heard" });
  await standIn.suspend(installation);
  await standIn.openIssue("acme/app", { title: "Not heard" });
  assert.deepEqual(await told(standIn), ["installation.created", "issues.opened", "installation.suspend"]);
});

test("a delivery is redelivered under its id and replayed under a new one", async () => {
  await using listener = await listen();
  await using standIn = await GitHubStandIn.start({ webhookUrl: listener.url });
  await standIn.install({ account: "acme" });
  await standIn.delivered();
  const [first] = await standIn.deliveries();
  await standIn.redeliver(first!.id);
  const copy = await standIn.replay(first!.id);
  await standIn.delivered();
  assert.deepEqual(
    listener.heard.map(({ headers }) => headers["x-github-delivery"]),
    [first!.id, first!.id, copy],
  );
  assert.equal(new Set(listener.heard.map(({ body }) => body)).size, 1);
});

test("deliveries wait while they are held, and come in the order that a test asks for", async () => {
  await using listener = await listen();
  await using standIn = await GitHubStandIn.start({ webhookUrl: listener.url });
  await standIn.createRepository({ fullName: "acme/app" });
  await standIn.install({ account: "acme" });
  await standIn.delivered();
  await standIn.holdDeliveries();
  for (const title of ["first", "second"]) await standIn.openIssue("acme/app", { title });
  await standIn.delivered();
  assert.equal(listener.heard.length, 1);
  const second = (await standIn.deliveries()).at(-1)!.id;
  await standIn.releaseDeliveries([second]);
  await standIn.delivered();
  const titles = listener.heard
    .slice(1)
    .map(({ body }) => (JSON.parse(body) as { issue: { title: string } }).issue.title);
  assert.deepEqual(titles, ["second", "first"]);
});

test("a delivery that fails stays failed, and what has no address waits for one", async () => {
  await using standIn = await GitHubStandIn.start();
  await standIn.install({ account: "acme" });
  await using listener = await listen(() => 503);
  await standIn.deliverTo(listener.url);
  await standIn.delivered();
  assert.deepEqual(
    (await standIn.deliveries()).map(({ event, attempts }) => [event, attempts]),
    [["installation", [503]]],
  );
});
