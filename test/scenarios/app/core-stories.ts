/** What has to hold wherever the App keeps its truth and its jobs. Whole texts stand in `test/data/app/`. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import type { PullReport, RepositoryReport } from "../../support/github/index.ts";
import { AppWorld, exampleFiles, type Storage } from "../../support/app/app-world.ts";
import { assertFixture } from "../../support/fixture.ts";
import { conversation, pullText } from "../../support/app/texts.ts";

/** Tells the stories against an App that keeps its things in `storage`. */
export function tellCoreStories(storage: Storage, skip: string | false): void {
  let world: AppWorld;
  const story = (name: string, tell: () => Promise<void>) => test(`${storage}: ${name}`, { skip }, tell);

  before(async () => {
    if (skip === false) world = await AppWorld.start(storage, { patience: 3 });
  });
  after(async () => {
    if (skip !== false) return;
    assert.deepEqual(await world.gitHub.misfits(), []);
    await world[Symbol.asyncDispose]();
  });

  story(
    "a push leads to one pull request with the locks of both environments, and the next push edits it",
    async () => {
      const name = "acme/two-environments";
      const { gitHub } = world;
      await gitHub.createRepository({ fullName: name, files: exampleFiles() });
      await gitHub.install({ account: "acme", repositories: [name] });
      const first = await world.waitFor(name, justified);
      assert.deepEqual(await changedFiles(world, name), [
        "overlays/inference/Pipfile.lock",
        "overlays/training/Pipfile.lock",
      ]);
      assertFixture("app/first-pull-request.md", pullText(first));
      await world.visited(name, 1);

      const pipfile = exampleFiles()["overlays/inference/Pipfile"]!.replace(/^flask = .*$/m, 'flask = "<3"');
      await gitHub.pushFiles(name, { "overlays/inference/Pipfile": pipfile });
      const second = await world.waitFor(name, (repository) => {
        const pull = justified(repository);
        return pull !== undefined && pull.head.sha !== first.head.sha && pull.comments[0]!.edits > 0 && pull;
      });
      assert.equal(second.number, first.number);
      assert.equal(second.comments.length, 1);
      assertFixture("app/second-push.md", pullText(second));
      const { pulls, branches } = await gitHub.repository(name);
      assert.equal(pulls.length, 1);
      const [commit, base] = branches["thoth/advise"]!.commits;
      assert.equal(commit!.isVerified, true);
      assert.equal(base!.sha, branches["main"]!.head, "one commit on top of the default branch");
    },
  );

  story("one delivery that comes three times leads to one pull request, and changes nothing afterwards", async () => {
    const name = "thrice/app";
    const { gitHub } = world;
    await gitHub.createRepository({ fullName: name, files: smallFiles('idna = "*"', { idna: "3.4" }) });
    await gitHub.install({ account: "thrice", repositories: [name] });
    await world.waitFor(name, justified);
    await world.visited(name, 1);
    await gitHub.pushFiles(name, { "README.md": "words", Pipfile: pipfile('idna = "*" # again') });
    await world.visited(name, 2);
    const push = (await gitHub.deliveries()).findLast(
      ({ event, repository }) => event === "push" && repository === name,
    );
    const before = await gitHub.repository(name);
    await gitHub.redeliver(push!.id);
    await gitHub.replay(push!.id);
    await gitHub.delivered();
    assert.deepEqual(await gitHub.repository(name), before);
    // Whatever they had led to would have come before what is asked now.
    const issue = await gitHub.openIssue(name, { title: "/thoth help" });
    await world.visited(name, 3);
    const { issues, ...rest } = await gitHub.repository(name);
    assert.deepEqual({ ...rest, issues: issues.filter(({ number }) => number !== issue) }, before);
  });

  story("a worker that is killed in the middle of its job leaves one pull request", async () => {
    const { gitHub } = world;
    for (const [index, path] of writesInOrder.entries()) {
      const name = `killed-${index}/app`;
      await gitHub.createRepository({ fullName: name, files: smallFiles('idna = "*"', { idna: "3.4" }) });
      const fault = await gitHub.fault({ method: "POST", path: path(name), does: { kind: "hold", when: "after" } });
      await gitHub.install({ account: `killed-${index}` });
      await gitHub.struck(fault);
      await world.killWorker();
      await gitHub.release(fault);
      await (storage === "PGlite" ? world.startApp() : world.startWorker());
      await world.visited(name, 1);
      const { pulls, checks } = await gitHub.repository(name);
      assert.deepEqual(
        pulls.map(({ state, comments }) => [state, comments.length]),
        [["open", 1]],
        `after ${path(name)}`,
      );
      assert.equal(new Set(checks.map(({ headSha }) => headSha)).size, checks.length, "one check a commit");
    }
  });

  story("a command is answered in one comment that is edited in place", async () => {
    const name = "asking/app";
    const { gitHub } = world;
    await gitHub.createRepository({ fullName: name, files: exampleFiles() });
    await gitHub.install({ account: "asking", repositories: [name] });
    await world.waitFor(name, justified);
    await world.visited(name, 1);
    for (const [login, role] of [
      ["reader", "read"],
      ["writer", "write"],
    ] as const) {
      await gitHub.createAccount(login);
      await gitHub.setPermission(name, login, role);
    }
    const issue = await gitHub.openIssue(name, { by: "reader", title: "Which releases?" });
    await gitHub.comment(name, issue, { by: "reader", body: "/thoth advise training type=latest" });
    await world.visited(name, 2);
    await gitHub.comment(name, issue, { by: "writer", body: "/thoth advise training type=latest" });
    await world.visited(name, 3);
    const { issues, pulls } = await gitHub.repository(name);
    const asked = issues.find(({ number }) => number === issue)!;
    assert.deepEqual(
      asked.comments.map(({ author, edits }) => [author, edits]),
      [
        ["reader", 0],
        ["thoth[bot]", 0],
        ["writer", 0],
        ["thoth[bot]", 1],
      ],
    );
    assertFixture("app/command.md", conversation(asked));
    assertFixture("app/command-pull-request.md", pullText(pulls[0]!));
  });
}

/** Each write of a job, in its order. A worker dies right after each. */
const writesInOrder: readonly ((repository: string) => string)[] = [
  (repository) => `/repos/${repository}/git/trees`,
  (repository) => `/repos/${repository}/git/commits`,
  () => "/graphql",
  (repository) => `/repos/${repository}/pulls`,
  (repository) => `/repos/${repository}/issues/*/comments`,
  (repository) => `/repos/${repository}/check-runs`,
];

/** The open pull request, once its justification is there. */
export function justified({ pulls }: RepositoryReport): PullReport | undefined {
  return pulls.find(({ state, comments }) => state === "open" && comments.length > 0);
}

async function changedFiles({ gitHub }: AppWorld, name: string): Promise<readonly string[]> {
  return (await gitHub.repository(name)).branches["thoth/advise"]!.commits[0]!.changed;
}

/** A Pipfile of one environment on Python 3.8, which the shipped index knows. */
export function pipfile(...requirements: readonly string[]): string {
  return `[[source]]
name = "pypi"
url = "https://pypi.org/simple"
verify_ssl = true

[packages]
${requirements.join("\n")}

[requires]
python_version = "3.8"
`;
}

/** A repository of one environment, with a lock that pins `pins`. */
export function smallFiles(requirement: string, pins: Readonly<Record<string, string>>): Record<string, string> {
  return { Pipfile: pipfile(requirement), "Pipfile.lock": lock(pins) };
}

/** As an older tool may have written it: without hashes, and out of step with the Pipfile. */
export function lock(pins: Readonly<Record<string, string>>): string {
  const entries = Object.entries(pins).map(([name, version]) => [name, { version: `==${version}` }]);
  const meta = {
    hash: { sha256: "0".repeat(64) },
    "pipfile-spec": 6,
    requires: { python_version: "3.8" },
    sources: [],
  };
  return `${JSON.stringify({ _meta: meta, default: Object.fromEntries(entries), develop: {} }, null, 4)}\n`;
}
