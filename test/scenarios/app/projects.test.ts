/** Repositories with several projects, and with notebooks, as the App looks after them. On the embedded default. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { AppWorld } from "../../support/app/app-world.ts";
import { checkText, conversation, pullText } from "../../support/app/texts.ts";
import { assertFixture } from "../../support/fixture.ts";
import type { CheckReport, PullReport, RepositoryReport } from "../../support/github/index.ts";
import { lock, pipfile, smallFiles } from "./core-stories.ts";

let world: AppWorld;
before(async () => (world = await AppWorld.start("PGlite")));
after(async () => {
  assert.deepEqual(await world.gitHub.misfits(), []);
  await world[Symbol.asyncDispose]();
});

async function invited(name: string, files: Readonly<Record<string, string>>): Promise<RepositoryReport> {
  const { gitHub } = world;
  await gitHub.createRepository({ fullName: name, files });
  await gitHub.install({ account: name.split("/")[0]! });
  await world.visited(name, 1);
  return await gitHub.repository(name);
}

/** `files` in a folder. */
function inFolder(folder: string, files: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [`${folder}/${path}`, text]));
}

const outdated = smallFiles('six = "*"', { six: "1.15.0" });
const api = "thoth/advise--services-api-fe3b7a5f";

function checkOf({ checks, branches }: RepositoryReport): CheckReport {
  return checks.findLast(({ headSha }) => headSha === branches["main"]!.head) ?? assert.fail("no check");
}

/** Branch and state of each pull request. */
const outline = ({ pulls }: RepositoryReport): string[] =>
  pulls.map(({ head, state }) => `${head.branch} ${state}`).sort();

function pullOf({ pulls }: RepositoryReport, branch: string): PullReport {
  return pulls.find(({ head, state }) => head.branch === branch && state === "open") ?? assert.fail(branch);
}

test("each project has a pull request of its own; a broken one and what is left out are told by the check", async () => {
  const name = "several/app";
  const repository = await invited(name, {
    ...outdated,
    ...inFolder("services/api", outdated),
    "services/web/Pipfile": "[packages\n",
    "tests/requirements.txt": "pytest\n",
  });
  assert.deepEqual(outline(repository), ["thoth/advise open", `${api} open`]);
  const { branches } = repository;
  assert.deepEqual(branches["thoth/advise"]!.commits[0]!.changed, ["Pipfile.lock"]);
  assert.deepEqual(branches[api]!.commits[0]!.changed, ["services/api/Pipfile.lock"]);
  const check = checkOf(repository);
  assert.deepEqual(
    check.annotations.map(({ path, line }) => [path, line]),
    [["services/web/Pipfile", 1]],
  );
  assertFixture("app/several-check.md", checkText(check));
  assertFixture("app/several-pull-request.md", pullText(pullOf(repository, api)));
  const own = repository.checks.find(({ headSha }) => headSha === branches[api]!.head);
  assert.equal(own?.conclusion, "success");
});

test("one that a person closed stays closed while the other one is kept right", async () => {
  const name = "closing/app";
  const first = await invited(name, { ...outdated, ...inFolder("services/api", outdated) });
  await world.gitHub.close(name, pullOf(first, api).number);
  await world.visited(name, 2);
  await world.gitHub.pushFiles(name, {
    Pipfile: pipfile('six = "<1.16"', 'idna = "*"'),
    "services/api/Pipfile": pipfile('six = "*" # again'),
  });
  await world.visited(name, 3);
  const second = await world.gitHub.repository(name);
  assert.deepEqual(outline(second), ["thoth/advise open", `${api} closed`]);
  assert.notEqual(second.branches["thoth/advise"]!.head, first.branches["thoth/advise"]!.head);
  assert.equal(checkOf(second).title, "2 projects: a change is proposed for 1, nothing is proposed for 1");
});

test("a command may be for one project, and its reply tells of those that it was for", async () => {
  const name = "commanding/app";
  await invited(name, { ...outdated, ...inFolder("services/api", outdated), ...inFolder("examples/a", outdated) });
  await world.gitHub.createAccount("ada");
  await world.gitHub.setPermission(name, "ada", "write");
  const issue = await world.gitHub.openIssue(name, { by: "ada", title: "Locks" });
  const lines = ["/thoth advise", "/thoth advise project=examples/a", "/thoth advise project=services/app"];
  for (const [i, body] of lines.entries()) {
    await world.gitHub.comment(name, issue, { by: "ada", body });
    await world.visited(name, i + 2);
  }
  const repository = await world.gitHub.repository(name);
  const asked = repository.issues.find(({ number }) => number === issue)!;
  assertFixture("app/several-commands.md", conversation(asked));
  assert.equal(outline(repository).length, 3);
});

test("of many projects some are proposed at once, and the others with the next look", async () => {
  const name = "many/app";
  const files = Array.from({ length: 7 }, (_, i) => inFolder(`p${i}`, outdated));
  const repository = await invited(name, Object.assign({}, ...files) as Record<string, string>);
  assert.equal(repository.pulls.length, 5);
  assert.equal(checkOf(repository).title, "7 projects: a change is proposed for 5, nothing is proposed for 2");
  await world.gitHub.pushFiles(name, { "p0/Pipfile": pipfile('six = "*" # again') });
  await world.visited(name, 2);
  assert.equal((await world.gitHub.repository(name)).pulls.length, 7);
});

test("what was proposed for the root is withdrawn where its manifest moves into a folder", async () => {
  const name = "moving/app";
  await invited(name, outdated);
  await world.gitHub.push(name, {
    files: { ...inFolder("services/api", outdated), Pipfile: null, "Pipfile.lock": null },
  });
  await world.visited(name, 2);
  assert.deepEqual(outline(await world.gitHub.repository(name)), ["thoth/advise closed", `${api} open`]);
});

test("a notebook that carries requirements gets its lock proposed", async () => {
  const name = "notebooks/app";
  const old = JSON.parse(lock({ idna: "3.4" })) as object;
  const metadata = {
    language_info: { name: "python", version: "3.8.6" },
    requirements: { packages: { idna: "*" } },
    requirements_lock: old,
  };
  const notebook = `${JSON.stringify({ cells: [], metadata, nbformat: 4, nbformat_minor: 5 }, null, 1)}\n`;
  const repository = await invited(name, { "work/one.ipynb": notebook, "work/two.ipynb": "{}" });
  const [branch] = Object.keys(repository.branches).filter((each) => each.startsWith("thoth/"));
  assert.deepEqual(repository.branches[branch!]!.commits[0]!.changed, ["work/one.ipynb"]);
  assert.match(repository.pulls[0]!.title, /^security: fix 1 advisory in 1 environment \(idna\)$|\(work\/one\.ipynb\)/);
  const now = (await world.gitHub.file(name, branch!, "work/one.ipynb"))!;
  const { metadata: written, ...rest } = JSON.parse(now) as { metadata: typeof metadata };
  assert.deepEqual({ ...rest, metadata: { ...written, requirements_lock: old } }, JSON.parse(notebook));
  assert.notDeepEqual(written.requirements_lock, old);
});
