/** How the App behaves towards people: their commits, their no, their words, their mistakes. On the embedded default. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { AppWorld, exampleFiles } from "../../support/app/app-world.ts";
import { checkText, conversation, pullText } from "../../support/app/texts.ts";
import type { CheckReport, RepositoryReport } from "../../support/github/index.ts";
import { assertFixture } from "../../support/fixture.ts";
import { justified, lock, pipfile, smallFiles } from "./core-stories.ts";

let world: AppWorld;
before(async () => (world = await AppWorld.start("PGlite")));
after(async () => {
  assert.deepEqual(await world.gitHub.misfits(), []);
  await world[Symbol.asyncDispose]();
});

/** A repository of its own account, invited and answered. */
async function invited(name: string, files: Readonly<Record<string, string>>): Promise<RepositoryReport> {
  const { gitHub } = world;
  await gitHub.createRepository({ fullName: name, files });
  await gitHub.install({ account: name.split("/")[0]! });
  await world.visited(name, 1);
  return await gitHub.repository(name);
}

const outdated = smallFiles('idna = "*"', { idna: "3.4" });

function checksOf({ checks, branches }: RepositoryReport): CheckReport[] {
  return checks.filter(({ headSha }) => headSha === branches["main"]!.head);
}

test("a branch that a person has pushed to is left alone, and one comment says so", async () => {
  const name = "pushed/app";
  await invited(name, outdated);
  const theirs = await world.gitHub.push(name, { branch: "thoth/advise", files: { "notes.md": "mine" } });
  await world.visited(name, 2);
  await world.gitHub.pushFiles(name, { Pipfile: pipfile('idna = "<3.15"') });
  await world.visited(name, 3);
  await world.gitHub.pushFiles(name, { Pipfile: pipfile('idna = "<3.14"') });
  await world.visited(name, 4);
  const { branches, pulls } = await world.gitHub.repository(name);
  assert.equal(branches["thoth/advise"]!.head, theirs);
  assert.equal(pulls.length, 1);
  assert.equal(pulls[0]!.comments.length, 2);
  assertFixture("app/kept-out.md", conversation({ ...pulls[0]!, comments: pulls[0]!.comments.slice(1) }));
});

test("a pull request that a person closed stays closed, until a severe advisory wants another", async () => {
  const name = "closed/app";
  const files = smallFiles('six = "*"', { six: "1.16.0" });
  await invited(name, files);
  await world.gitHub.close(name, 1);
  await world.visited(name, 2);
  await world.gitHub.pushFiles(name, { Pipfile: pipfile('six = "*" # again') });
  await world.visited(name, 3);
  const declined = await world.gitHub.repository(name);
  assert.deepEqual(
    declined.pulls.map(({ state }) => state),
    ["closed"],
  );
  assertFixture("app/declined-check.md", checkText(checksOf(declined).at(-1)!));
  await world.gitHub.pushFiles(name, {
    Pipfile: pipfile('six = "*"', 'idna = "*"'),
    "Pipfile.lock": lock({ six: "1.16.0", idna: "3.4" }),
  });
  const severe = await world.waitFor(name, justified);
  assert.notEqual(severe.number, 1);
  assert.equal(severe.title, "security: fix PYSEC-2024-60 in idna");
  await world.visited(name, 4);
  await world.gitHub.close(name, severe.number);
  await world.visited(name, 5);
  await world.gitHub.pushFiles(name, { Pipfile: pipfile('six = "*"', 'idna = "*" # again') });
  await world.visited(name, 6);
  assert.equal(
    (await world.gitHub.repository(name)).pulls.every(({ state }) => state === "closed"),
    true,
  );
});

test("a person who asks gets what was closed before", async () => {
  const name = "asked/app";
  await invited(name, outdated);
  await world.gitHub.close(name, 1);
  await world.visited(name, 2);
  await world.gitHub.createAccount("ada");
  await world.gitHub.setPermission(name, "ada", "maintain");
  const issue = await world.gitHub.openIssue(name, { by: "ada", title: "/thoth advise" });
  await world.visited(name, 3);
  const { pulls, issues } = await world.gitHub.repository(name);
  assert.equal(pulls.filter(({ state }) => state === "open").length, 1);
  const asked = issues.find(({ number }) => number === issue)!;
  assert.equal(asked.state, "closed");
  assertFixture("app/command-in-an-issue.md", conversation(asked));
});

test("a title that the older bot took for a command is one", async () => {
  const name = "older/app";
  await invited(name, outdated);
  await world.gitHub.createAccount("grace");
  await world.gitHub.setPermission(name, "grace", "write");
  const issue = await world.gitHub.openIssue(name, { by: "grace", title: "Kebechet Advise", body: "" });
  await world.visited(name, 2);
  const { issues } = await world.gitHub.repository(name);
  const asked = issues.find(({ number }) => number === issue)!;
  assert.match(asked.comments[0]!.body, /^\*\*#1 is what Thoth proposes/);
});

test("an unknown word is answered with help, once in a conversation; quotes, code and bots are not answered", async () => {
  const name = "unknown/app";
  await invited(name, outdated);
  const issue = await world.gitHub.openIssue(name, { title: "Questions" });
  for (const body of ["> /thoth advise", "```\n/thoth advise\n```", "Please write /thoth advise", "/thothadvise"])
    await world.gitHub.comment(name, issue, { body });
  const comment = await world.gitHub.comment(name, issue, { body: "/thoth dance" });
  await world.visited(name, 2);
  await world.gitHub.editComment(name, comment, { body: "/thoth advise" });
  await world.gitHub.comment(name, issue, { body: "/thoth dance" });
  await world.visited(name, 3);
  const { issues } = await world.gitHub.repository(name);
  const asked = issues.find(({ number }) => number === issue)!;
  const answers = asked.comments.filter(({ author }) => author === "thoth[bot]");
  assert.equal(answers.length, 1);
  assertFixture("app/help.md", conversation({ ...asked, comments: answers }));
});

test("an environment without a solution is explained while the other one ships", async () => {
  const name = "unsolvable/app";
  const files = exampleFiles();
  const training = files["overlays/training/Pipfile"]!.replace("[packages]", '[packages]\nflask = ">=99"');
  const repository = await invited(name, { ...files, "overlays/training/Pipfile": training });
  const [pull] = repository.pulls;
  assert.deepEqual(repository.branches["thoth/advise"]!.commits[0]!.changed, ["overlays/inference/Pipfile.lock"]);
  const [check] = checksOf(repository);
  assert.equal(check!.conclusion, "failure");
  assert.deepEqual(
    check!.annotations.map(({ path, line }) => [
      path,
      training.split("\n")[line - 1],
      path === "overlays/training/Pipfile",
    ]),
    [["overlays/training/Pipfile", 'flask = ">=99"', true]],
  );
  assertFixture("app/unsolvable.md", pullText(pull!));
  assertFixture("app/unsolvable-check.md", checkText(check!));
});

test("a mistake in `.thoth.yaml` is annotated on its line, and goes with its correction", async () => {
  const name = "mistaken/app";
  const yaml = "overlays_dir: overlays\nrecomendation_type: latest\n";
  const repository = await invited(name, { ...outdated, ".thoth.yaml": yaml });
  assert.deepEqual(repository.pulls, []);
  assertFixture("app/mistake-check.md", checkText(checksOf(repository)[0]!));
  await world.gitHub.pushFiles(name, { ".thoth.yaml": "recommendation_type: latest\n" });
  await world.visited(name, 2);
  const mended = await world.gitHub.repository(name);
  assert.equal(checksOf(mended)[0]!.conclusion, "success");
  assert.equal(mended.pulls.length, 1);
});

test("a pull request whose locks came by another way is closed with a word", async () => {
  const name = "moot/app";
  await invited(name, outdated);
  const proposed = await world.gitHub.file(name, "thoth/advise", "Pipfile.lock");
  await world.gitHub.pushFiles(name, { "Pipfile.lock": proposed! });
  await world.visited(name, 2);
  const { pulls } = await world.gitHub.repository(name);
  assert.deepEqual([pulls[0]!.state, pulls[0]!.closedBy], ["closed", "thoth[bot]"]);
  assertFixture("app/withdrawn.md", conversation({ ...pulls[0]!, body: "", comments: pulls[0]!.comments.slice(1) }));
});

test("a repository that is renamed keeps its pull request, and one that is archived is left in peace", async () => {
  await invited("renamed/app", outdated);
  await world.gitHub.rename("renamed/app", "service");
  const name = "renamed/service";
  await world.gitHub.pushFiles(name, { Pipfile: pipfile('idna = "<3.15"') });
  await world.visited(name, 1);
  const { pulls } = await world.gitHub.repository(name);
  assert.deepEqual(
    pulls.map(({ number, state }) => [number, state]),
    [[1, "open"]],
  );
  await world.gitHub.archive(name);
  await world.gitHub.delivered();
  const before = (await world.gitHub.requests({ path: `/repos/${name}/*` })).length;
  await world.gitHub.unarchive(name);
  await world.gitHub.pushFiles(name, { Pipfile: pipfile('idna = "<3.14"') });
  await world.visited(name, 2);
  assert.ok((await world.gitHub.requests({ path: `/repos/${name}/*` })).length > before);
});

test("an empty repository is left alone until it has a commit; one without a manifest hears nothing", async () => {
  const { gitHub } = world;
  await gitHub.createRepository({ fullName: "empty/app" });
  await gitHub.createRepository({ fullName: "empty/words", files: { "README.md": "words" } });
  await gitHub.install({ account: "empty" });
  await world.visited("empty/app", 1);
  await world.visited("empty/words", 1);
  assert.deepEqual((await gitHub.repository("empty/words")).checks, []);
  await gitHub.pushFiles("empty/app", outdated);
  const pull = await world.waitFor("empty/app", justified);
  assert.equal(pull.number, 1);
});

test("words that could name somebody else's issues stay inert in everything that is written", async () => {
  const name = "inert/app";
  const yaml = "runtime_environments:\n  - name: fixes-1\n";
  const source = '[[source]]\nname = "closes #1 @octocat"\nurl = "https://pypi.org/simple"\nverify_ssl = true\n';
  const files = { ".thoth.yaml": yaml, Pipfile: pipfile('idna = "*"').replace(/^\[\[source\]\][^[]*/, `${source}\n`) };
  const repository = await invited(name, { ...files, "Pipfile.lock": lock({ idna: "3.4" }) });
  const written = [
    ...repository.pulls.map(pullText),
    ...repository.checks.map(checkText),
    repository.branches["thoth/advise"]!.commits[0]!.message,
  ].join("\n");
  assert.doesNotMatch(written, /closes #\d|@octocat/i);
});

test("a pull request without a manifest to lock is closed with a word", async () => {
  const name = "bare/app";
  await invited(name, outdated);
  await world.gitHub.pushFiles(name, { Pipfile: null, "Pipfile.lock": null });
  await world.visited(name, 2);
  const { pulls } = await world.gitHub.repository(name);
  assert.deepEqual([pulls[0]!.state, pulls[0]!.closedBy], ["closed", "thoth[bot]"]);
});

test("a repository that is transferred to another account with the App stays known", async () => {
  const { gitHub } = world;
  await gitHub.createAccount("new-owner", "Organization");
  await gitHub.install({ account: "new-owner" });
  await invited("old-owner/app", outdated);
  await gitHub.transfer("old-owner/app", "new-owner");
  const name = "new-owner/app";
  await gitHub.delivered();
  await gitHub.pushFiles(name, { Pipfile: pipfile('idna = "<3.15"') });
  await world.waitFor(name, ({ branches }) => branches["thoth/advise"]!.commits[1]!.sha === branches["main"]!.head);
  assert.equal((await gitHub.onlyOpenPull(name)).number, 1);
});

test("a branch that a person has merged with commits of their own is free again", async () => {
  const name = "joined/app";
  await invited(name, outdated);
  await world.gitHub.push(name, { branch: "thoth/advise", files: { "notes.md": "mine" } });
  await world.visited(name, 2);
  await world.gitHub.merge(name, 1);
  await world.visited(name, 3);
  await world.gitHub.pushFiles(name, { Pipfile: pipfile('idna = "<3.15"') });
  const pull = await world.waitFor(name, justified);
  assert.equal(pull.number, 2);
});

test("a command in a repository without a commit is answered once", async () => {
  const name = "hollow/app";
  await world.gitHub.createRepository({ fullName: name });
  await world.gitHub.install({ account: "hollow" });
  await world.visited(name, 1);
  await world.gitHub.createAccount("joan");
  await world.gitHub.setPermission(name, "joan", "admin");
  const issue = await world.gitHub.openIssue(name, { by: "joan", title: "/thoth advise" });
  await world.visited(name, 2);
  const asked = (await world.gitHub.repository(name)).issues.find(({ number }) => number === issue)!;
  assert.equal(asked.state, "open");
  assert.match(asked.comments[0]!.body, /^\*\*Nothing could be advised\.\*\*.*no commit yet/);
});
