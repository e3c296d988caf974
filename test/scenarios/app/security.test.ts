/**
 * The pull request for advisories, beside the one with the best locks: small, at once, and never against it. On the
 * embedded default, with the shipped advisories.
 */

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

const branch = "thoth/security";

/** A repository at work: its first pull request, with what these lines pin, is merged. */
async function atWork(name: string, ...lines: readonly string[]): Promise<void> {
  const { gitHub } = world;
  await gitHub.createRepository({ fullName: name, files: { Pipfile: pipfile(...lines) } });
  await gitHub.install({ account: name.split("/")[0]! });
  await world.visited(name, 1);
  await gitHub.merge(name, 1);
  await looked(name);
}

/** Waits until the newest commit of the default branch has been looked at. */
async function looked(name: string): Promise<CheckReport> {
  await world.gitHub.delivered();
  return await world.waitFor(name, headCheck);
}

function headCheck({ checks, branches }: RepositoryReport): CheckReport | undefined {
  return checks.findLast(({ headSha }) => headSha === branches["main"]!.head);
}

/** Waits for an open pull request from a branch, with its reasons. */
async function pullFrom(name: string, from: string): Promise<PullReport> {
  return await world.waitFor(name, (repository) =>
    openPulls(repository).find(({ head, comments }) => head.branch === from && comments.length > 0),
  );
}

function openPulls({ pulls }: RepositoryReport): readonly PullReport[] {
  return pulls.filter(({ state }) => state === "open");
}

/** Such as `idna ==3.4`, by name. */
function pinsIn(text: string): Readonly<Record<string, string>> {
  const { default: entries } = JSON.parse(text) as { default: Record<string, { version: string }> };
  return Object.fromEntries(Object.entries(entries).map(([name, { version }]) => [name, version]));
}

test("a push is answered by the smallest change, and where that is a fix, by the security pull request", async () => {
  const name = "careful/app";
  const { gitHub } = world;
  await atWork(name, 'idna = "==3.4"', 'six = "==1.16.0"');
  await gitHub.pushFiles(name, { Pipfile: pipfile('idna = "*"', 'six = "*"') });
  const pull = await pullFrom(name, branch);
  const check = await looked(name);
  const repository = await gitHub.repository(name);
  assert.deepEqual(
    openPulls(repository).map(({ number }) => number),
    [pull.number],
  );
  assert.equal(pull.title, "security: fix PYSEC-2024-60 in idna");
  assert.deepEqual(repository.branches[branch]!.commits[0]!.changed, ["Pipfile.lock"]);
  assert.deepEqual(pinsIn((await gitHub.file(name, branch, "Pipfile.lock"))!), { idna: "==3.7", six: "==1.16.0" });
  assertFixture("app/security-pull-request.md", pullText(pull));
  assert.equal(check.title, `A security fix is proposed in pull request ${pull.number}`);

  // A person says no: nothing comes back of itself, until there is another one.
  await gitHub.close(name, pull.number);
  await gitHub.pushFiles(name, { Pipfile: pipfile('idna = "*"', 'six = "*" # again') });
  await looked(name);
  assert.deepEqual(openPulls(await gitHub.repository(name)), []);
  await gitHub.pushFiles(name, {
    Pipfile: pipfile('idna = "*"', 'six = "*"', 'urllib3 = "*"'),
    "Pipfile.lock": lock({ idna: "3.4", six: "1.16.0", urllib3: "1.26.12" }),
  });
  const next = await pullFrom(name, branch);
  assert.equal(
    next.title,
    "security: fix PYSEC-2024-60, PYSEC-2023-192 and PYSEC-2023-212 in idna, urllib3 (2 packages)",
  );
  await looked(name);
  assert.deepEqual(
    openPulls(await gitHub.repository(name)).map(({ number }) => number),
    [next.number],
  );
});

test("a pull request says where the code comes near to a flaw", async () => {
  const name = "near/app";
  const { gitHub } = world;
  const files = { ...smallFiles('idna = "*"', { idna: "3.4" }), "src/app.py": "import sys\nimport idna\n" };
  await gitHub.createRepository({ fullName: name, files });
  await gitHub.install({ account: "near" });
  const pull = await pullFrom(name, "thoth/advise");
  assert.match(pull.body, /PYSEC-2024-60.*`src\/app\.py:2`/);
});

test("a lock that is valid and has nothing severe gets nothing for a push, however much is newer", async () => {
  const name = "calm/app";
  const { gitHub } = world;
  await atWork(name, 'six = "==1.16.0"');
  const files = {
    Pipfile: pipfile('six = ">=1.16"'),
    "Pipfile.lock": (await gitHub.file(name, "main", "Pipfile.lock"))!,
  };
  await gitHub.pushFiles(name, files);
  await looked(name);
  const repository = await gitHub.repository(name);
  const [repair, ...more] = openPulls(repository);
  // The lock's own digest of the Pipfile is out of step, and that is all.
  assert.deepEqual(more, []);
  assert.deepEqual(pinsIn((await gitHub.file(name, "thoth/advise", "Pipfile.lock"))!), { six: "==1.16.0" });
  assert.match(repair!.title, /^dependencies: rewrite the lock/);
  await gitHub.merge(name, repair!.number);
  await gitHub.pushFiles(name, { Pipfile: pipfile('six = ">=1.16" # the same') });
  // That its pull request was merged is looked into as well, perhaps at this very commit, and before the push.
  const calm = /^# Thoth: success: The locks hold; what could be better comes with the next schedule/;
  await world.waitFor(name, (repository) => {
    const check = headCheck(repository);
    return check !== undefined && calm.test(checkText(check));
  });
  assert.deepEqual(openPulls(await gitHub.repository(name)), []);
});

test("the pull request for advisories goes when the default branch or the other pull request has the fix", async () => {
  const name = "covered/app";
  const { gitHub } = world;
  await atWork(name, 'idna = "==3.4"', 'six = "==1.16.0"');
  await gitHub.pushFiles(name, { Pipfile: pipfile('idna = "*"', 'six = "*"') });
  const pull = await pullFrom(name, branch);
  await looked(name);
  await gitHub.createAccount("mia");
  await gitHub.setPermission(name, "mia", "write");
  await gitHub.openIssue(name, { by: "mia", title: "/thoth advise" });
  const best = await pullFrom(name, "thoth/advise");
  const { pulls } = await world.waitFor(name, (repository) => openPulls(repository).length === 1 && repository);
  const moot = pulls.find(({ number }) => number === pull.number)!;
  assert.deepEqual([moot.state, moot.closedBy], ["closed", "thoth[bot]"]);
  assert.match(moot.comments.at(-1)!.body, new RegExp(`^#${best.number} fixes the same advisories`));
});

test("a flaw that two parents cap is proved to stay while a line pins one, and then goes by moving both", async () => {
  const name = "capped/app";
  const { gitHub } = world;
  await atWork(name, 'boto3 = "==1.15.5"', 'six = "==1.16.0"');
  await gitHub.createAccount("lena");
  await gitHub.setPermission(name, "lena", "write");
  const issue = await gitHub.openIssue(name, { by: "lena", title: "/thoth fix CVE-2023-43804" });
  const answered = await world.waitFor(name, ({ issues }) =>
    issues.find(({ number, comments }) => number === issue && /What stays/.test(comments.at(-1)?.body ?? "")),
  );
  assertFixture("app/fix-proof.md", conversation(answered));
  assert.deepEqual(openPulls(await gitHub.repository(name)), []);

  await gitHub.pushFiles(name, { Pipfile: pipfile('boto3 = "*"', 'six = "*"') });
  const pull = await pullFrom(name, branch);
  await looked(name);
  assertFixture("app/capped-pull-request.md", pullText(pull));
  const before = pinsIn((await gitHub.file(name, "main", "Pipfile.lock"))!);
  const after = pinsIn((await gitHub.file(name, branch, "Pipfile.lock"))!);
  assert.deepEqual(
    Object.keys(after).filter((each) => after[each] !== before[each]),
    ["boto3", "botocore", "urllib3"],
  );
  assert.equal(openPulls(await gitHub.repository(name)).length, 1);
});

test("`/thoth fix` proposes the smallest change, and proves why what stays has to stay", async () => {
  const name = "commanded/app";
  const { gitHub } = world;
  const files = smallFiles('requests = "*"\nurllib3 = "<1.26.10"\nidna = "*"', {
    certifi: "2024.8.30",
    "charset-normalizer": "2.1.1",
    idna: "3.4",
    requests: "2.28.1",
    urllib3: "1.26.9",
  });
  await gitHub.createRepository({ fullName: name, files });
  await gitHub.install({ account: "commanded" });
  await world.visited(name, 1);
  await gitHub.createAccount("noor");
  await gitHub.setPermission(name, "noor", "write");
  const issue = await gitHub.openIssue(name, { by: "noor", title: "Advisories" });
  const ask = async (body: string, visits: number) => {
    await gitHub.comment(name, issue, { by: "noor", body });
    await world.visited(name, visits);
    const { issues } = await gitHub.repository(name);
    return issues.find(({ number }) => number === issue)!.comments.at(-1)!.body;
  };
  const proof = await ask("/thoth fix CVE-2023-43804", 2);
  assert.match(proof, /Hint: allow `urllib3 1\.26\.\d+` \(`Pipfile:8` asks for `<1\.26\.10`\)/);
  const done = await ask("/thoth fix cve-2024-3651", 3);
  assert.match(done, /^\*\*Proposed in #\d+\.\*\* security: fix PYSEC-2024-60 in idna\. The reasons stand there\./);
  assert.deepEqual(
    openPulls(await gitHub.repository(name))
      .map(({ head }) => head.branch)
      .toSorted(),
    ["thoth/advise", branch],
  );
  const absent = await ask("/thoth fix CVE-1999-0001", 4);
  assert.match(absent, /`CVE-1999-0001` concerns no locked release/);
  const { issues } = await gitHub.repository(name);
  assertFixture("app/fix-command.md", conversation(issues.find(({ number }) => number === issue)!));
});
