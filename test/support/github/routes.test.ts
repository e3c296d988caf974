import assert from "node:assert/strict";
import { test } from "node:test";

import type { ProbotOctokit } from "probot";

import { clientOf, probotOf } from "./app-client.ts";
import { GitHubStandIn } from "./client.ts";

/** What was made for the questions below: a pull request #1 of `work`, an issue #2 with a comment, and a check run. */
async function furnish(standIn: GitHubStandIn, { rest }: ProbotOctokit): Promise<{ check: number; comment: number }> {
  const app = { owner: "acme", repo: "app" };
  const head_sha = await standIn.push("acme/app", { branch: "work", files: { Pipfile: "[packages]\n" } });
  await standIn.openPull("acme/app", { title: "Work", head: "work", by: "alice" });
  await rest.issues.create({ ...app, title: "Watched", labels: ["thoth"] });
  const comment = await rest.issues.createComment({ ...app, issue_number: 2, body: "Soon gone" });
  const output = {
    title: "Lines",
    summary: "One",
    annotations: [
      { path: "Pipfile", start_line: 1, end_line: 1, annotation_level: "notice", message: "here" } as const,
    ],
  };
  const check = await rest.checks.create({ ...app, name: "thoth", head_sha, conclusion: "neutral", output });
  return { check: check.data.id, comment: comment.data.id };
}

test("the questions that no other test asks are answered too", async () => {
  await using standIn = await GitHubStandIn.start();
  await standIn.createRepository({ fullName: "acme/app", files: { Pipfile: "" } });
  const installation = await standIn.install({ account: "acme" });
  const client = await clientOf(standIn, installation);
  const { check, comment } = await furnish(standIn, client);
  const ask = async (route: string) => (await client.request(route)).data as never;
  const here = "/repos/acme/app";
  const questions: readonly (readonly [route: string, answer: (data: never) => unknown, expected: unknown])[] = [
    [`GET ${here}/branches/work`, ({ name }: { name: string }) => name, "work"],
    [`GET ${here}/commits?sha=work&path=Pipfile`, ({ length }: unknown[]) => length, 2],
    [
      `GET ${here}/pulls/1/files`,
      (files: { filename: string }[]) => files.map(({ filename }) => filename),
      ["Pipfile"],
    ],
    [
      `GET ${here}/pulls?base=main&sort=updated`,
      (pulls: { number: number }[]) => pulls.map(({ number }) => number),
      [1],
    ],
    [`GET ${here}/issues?state=all`, (issues: { number: number }[]) => issues.map(({ number }) => number), [2, 1]],
    [`GET ${here}/issues?labels=thoth`, (issues: { number: number }[]) => issues.map(({ number }) => number), [2]],
    [`GET ${here}/issues?creator=alice`, (issues: { number: number }[]) => issues.map(({ number }) => number), [1]],
    [`GET ${here}/issues/2/labels`, (labels: { name: string }[]) => labels.map(({ name }) => name), ["thoth"]],
    [`GET ${here}/issues/2/reactions`, ({ length }: unknown[]) => length, 0],
    [`GET ${here}/check-runs/${check}`, (run: { conclusion: string }) => run.conclusion, "neutral"],
    [`GET ${here}/check-runs/${check}/annotations`, ([first]: { message: string }[]) => first?.message, "here"],
    [`DELETE ${here}/issues/comments/${comment}`, (nothing: unknown) => nothing, ""],
    [`GET ${here}/issues/2/comments`, ({ length }: unknown[]) => length, 0],
    ["GET /rate_limit", (limits: { rate: { limit: number } }) => limits.rate.limit, 5000],
  ];
  for (const [route, answer, expected] of questions) assert.deepEqual(answer(await ask(route)), expected, route);
  const app = await probotOf(standIn).auth();
  const { data: all } = await app.rest.apps.listInstallations();
  const { data: own } = await app.rest.apps.getRepoInstallation({ owner: "acme", repo: "app" });
  const { data: one } = await app.rest.apps.getInstallation({ installation_id: installation });
  assert.deepEqual([all.map(({ id }) => id), own.id, one.id], [[installation], installation, installation]);
  assert.deepEqual(await standIn.misfits(), []);
});

test("addresses are those of github.com, wherever the stand-in listens", async () => {
  await using standIn = await GitHubStandIn.start();
  await standIn.createRepository({ fullName: "acme/app", files: { Pipfile: "" } });
  const { rest } = await clientOf(standIn, await standIn.install({ account: "acme" }));
  const { data } = await rest.repos.get({ owner: "acme", repo: "app" });
  assert.deepEqual([data.html_url, data.url], ["https://github.com/acme/app", "https://api.github.com/repos/acme/app"]);
});
