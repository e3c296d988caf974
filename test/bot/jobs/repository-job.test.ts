import assert from "node:assert/strict";
import { test } from "node:test";

import { type AdviceServices, localAdviser, type Urgency } from "../../../src/advise/index.ts";
import type { WorkDependencies } from "../../../src/bot/index.ts";
import { doRepository } from "../../../src/bot/jobs/repository-job.ts";
import {
  type Cause,
  type HostedRepository,
  HostRefused,
  HostUnavailable,
  type RepositoryFacts,
  type RepositoryStage,
  RetryAfter,
} from "../../../src/ports/index.ts";
import { type BotParts, botParts, know, wishes } from "../../support/bot-parts.ts";

const { signal } = new AbortController();
const hour = 3_600_000;

const pipfile = '[packages]\nidna = "*"\n';
const lock = JSON.stringify({ _meta: { "pipfile-spec": 6 }, default: { idna: { version: "==3.4" } }, develop: {} });

interface Scene extends BotParts {
  /** What was asked of the host, in order: `open`, and then methods with their most telling argument. */
  readonly asked: readonly string[];
  /** What the host answers; a test may replace it. */
  readonly host: Partial<HostedRepository>;
  /** Replaces what happens when the repository is opened. */
  onOpen: () => Promise<void>;
  /** What a look at a lock finds; else what the advisories say, which are missing. */
  urgency: Urgency | undefined;
  ask(...slots: readonly string[]): Promise<void>;
  visit(): Promise<void>;
}

const causes: Readonly<Record<string, Cause>> = {
  push: { kind: "push", head: "c1" },
  source: { kind: "source", base: "c0", head: "c1" },
  schedule: { kind: "schedule" },
  onboard: { kind: "onboard" },
  survey: { kind: "survey" },
  knowledge: { kind: "knowledge" },
  help: { kind: "command", place: { kind: "comment", issue: 3, comment: 9 }, author: "octocat", text: "help" },
};

/** Repository 11 of installation 1, with these files; the host has nothing else to say. */
async function scene(
  files: Readonly<Record<string, string>> = {},
  facts: Partial<RepositoryFacts> = {},
): Promise<Scene> {
  const parts = botParts();
  await know(parts, { 1: [11] });
  const asked: string[] = [];
  const note = <Answer>(what: string, answer: Answer): Answer => {
    asked.push(what);
    return answer;
  };
  const host: Partial<HostedRepository> = {
    facts: {
      id: 11,
      fullName: "account-1/r11",
      defaultBranch: "main",
      isPrivate: false,
      isArchived: false,
      isFork: false,
      isEmpty: false,
      ...facts,
    },
    head: async () => note("head", "c1"),
    listFiles: async () => note("files", Object.keys(files)),
    readFile: async (_commit, path) => note(`read ${path}`, files[path]),
    pullRequests: async () => note("pull requests", []),
    react: async (_place, reaction) => note(reaction, undefined),
    writeComment: async (issue, key) => note(`comment ${issue} ${key}`, undefined),
  };
  const open = async () => {
    asked.push("open");
    await world.onOpen();
    // What is missing would be asked in vain, and the test would say so.
    return host as HostedRepository;
  };
  // None of these visits comes as far as advice.
  const rules = { sets: [], today: "2026-11-25" };
  const services = { advisories: { kind: "missing", reason: "none" }, rules } as unknown as AdviceServices;
  const openAdviser = () => {
    const adviser = localAdviser(services);
    const { urgency } = world;
    return urgency === undefined ? adviser : { ...adviser, survey: () => Promise.resolve(urgency) };
  };
  const dependencies = { ...parts, host: { open }, openAdviser } as unknown as WorkDependencies;
  const world: Scene = {
    ...parts,
    asked,
    host,
    onOpen: () => Promise.resolve(),
    urgency: undefined,
    ask: async (...slots) => {
      for (const slot of slots)
        await parts.store.ask({ repository: 11, slot, cause: causes[slot]!, askedAt: parts.clock.now() });
    },
    visit: () => doRepository(11, signal, dependencies),
  };
  return world;
}

async function stage({ store }: BotParts): Promise<RepositoryStage | undefined> {
  return (await store.repository(11))?.stage;
}

test("where nothing is asked the host is left alone", async () => {
  const world = await scene();
  await world.visit();
  assert.deepEqual(world.asked, []);
});

test("a repository that nobody knows is no work", async () => {
  const world = await scene();
  await world.store.removeRepository(11);
  await world.visit();
  assert.deepEqual(world.asked, []);
});

test("while the installation is suspended nothing is done, and nothing is forgotten", async () => {
  const world = await scene();
  await world.ask("push");
  await world.store.saveInstallation({ id: 1, account: "account-1", isSuspended: true });
  await world.visit();
  assert.deepEqual(world.asked, []);
  assert.deepEqual(await wishes(world, 11), ["push"]);
});

test("where access is gone the wishes are dropped, and the log says so", async () => {
  const world = await scene();
  await world.ask("push", "help");
  world.onOpen = () => Promise.reject(new HostRefused("the repository is gone"));
  await world.visit();
  assert.deepEqual(await wishes(world, 11), []);
  assert.deepEqual(world.complaints, ["access is gone; its wishes are dropped"]);
});

test("a host that asks to wait is waited for, and the wishes stay", async () => {
  const world = await scene();
  await world.ask("push");
  world.onOpen = () => Promise.reject(new HostUnavailable("slow down", 5_000));
  await assert.rejects(world.visit(), (error) => error instanceof RetryAfter && error.milliseconds === 5_000);
  assert.deepEqual(await wishes(world, 11), ["push"]);
  assert.notEqual(await world.store.claim(11, 1), undefined, "the lease is given back");
});

test("a mistake of ours is the queue's to see, and the wishes stay", async () => {
  const world = await scene();
  await world.ask("push");
  world.onOpen = () => Promise.reject(new Error("a bug"));
  await assert.rejects(world.visit(), /a bug/);
  assert.deepEqual(await wishes(world, 11), ["push"]);
});

test("while another worker is there nothing is asked twice", async () => {
  const world = await scene();
  await world.ask("push");
  await world.store.claim(11, 60);
  await assert.rejects(world.visit(), RetryAfter);
  assert.deepEqual(world.asked, []);
});

test("a wish that comes during the visit stays open", async () => {
  const world = await scene();
  await world.ask("help", "survey");
  world.onOpen = () => world.ask("survey", "push");
  await world.visit();
  assert.deepEqual(await wishes(world, 11), ["survey", "push"]);
});

test("a command that is answered is not carried out again, whatever fails after it", async () => {
  const world = await scene({ Pipfile: pipfile });
  await world.ask("help", "survey");
  world.onOpen = async () => {
    world.host.head = () => Promise.reject(new HostUnavailable("slow down", 5_000));
  };
  await assert.rejects(world.visit(), RetryAfter);
  assert.deepEqual(world.asked, ["open", "comment 3 help", "rocket"]);
  assert.deepEqual(await wishes(world, 11), ["survey"]);
});

test("what could not be done within a day is given up, and whoever gave a command is told", async () => {
  const world = await scene({ Pipfile: pipfile });
  await world.ask("help", "survey");
  world.pass(24 * hour + 1);
  await world.visit();
  assert.deepEqual(world.asked, ["open", "comment 3 command-9"]);
  assert.deepEqual(await wishes(world, 11), []);
  assert.equal(await stage(world), "new");
  assert.equal(world.complaints.length, 2);
});

test("the name and state that the host says now are noted", async () => {
  const world = await scene({}, { fullName: "account-1/renamed", isArchived: true });
  await world.ask("help", "push");
  await world.visit();
  const { fullName, isArchived } = (await world.store.repository(11))!;
  assert.deepEqual([fullName, isArchived], ["account-1/renamed", true]);
  assert.deepEqual(world.asked, ["open"], "an archived repository takes no comment");
  assert.deepEqual(await wishes(world, 11), []);
});

for (const facts of [{ isEmpty: true }, { isFork: true }])
  test(`commands are answered where ${Object.keys(facts)[0]}, and nothing is said unasked`, async () => {
    const world = await scene({}, facts);
    await world.ask("onboard", "help");
    await world.visit();
    assert.deepEqual(world.asked, ["open", "comment 3 help", "rocket"]);
    assert.deepEqual(await wishes(world, 11), []);
  });

test("a silent look reads three locks at most, notes who may be invited a day later, and writes nothing", async () => {
  const locks = { "Pipfile.lock": lock, "a/Pipfile.lock": "{", "b/Pipfile.lock": lock, "c/Pipfile.lock": lock };
  const world = await scene({ Pipfile: pipfile, ...locks });
  await world.ask("survey");
  await world.visit();
  assert.deepEqual(world.asked, [
    "open",
    "head",
    "files",
    ...["Pipfile.lock", "a/Pipfile.lock", "b/Pipfile.lock"].map((path) => `read ${path}`),
  ]);
  const { urgency, dueAt } = (await world.store.repository(11))!;
  assert.equal(await stage(world), "surveyed");
  assert.equal(urgency, 0);
  assert.deepEqual(dueAt, new Date(world.clock.now().getTime() + 24 * hour));
  assert.deepEqual(await wishes(world, 11), []);
});

test("a repository without a manifest is looked at and never due", async () => {
  for (const slot of ["survey", "onboard"]) {
    const world = await scene({ "README.md": "hello" });
    await world.ask(slot);
    await world.visit();
    assert.equal(await stage(world), "surveyed", slot);
    assert.equal((await world.store.repository(11))?.dueAt, undefined, slot);
    assert.ok(!world.asked.some((what) => what.startsWith("comment")), slot);
  }
});

test("until it is invited a repository is not spoken to because of a push or a schedule", async () => {
  const world = await scene({ Pipfile: pipfile });
  await world.store.updateRepository(11, { stage: "surveyed", dueAt: world.clock.now() });
  await world.ask("push", "schedule");
  await world.visit();
  assert.deepEqual(world.asked, ["open"]);
  assert.equal(await stage(world), "surveyed");
});

test("where nothing was found before, a push has the installation looked at again", async () => {
  const world = await scene({ Pipfile: pipfile });
  await world.store.updateRepository(11, { stage: "surveyed" });
  await world.ask("push");
  await world.visit();
  assert.equal(await stage(world), "new");
  assert.deepEqual(world.queue.take(), ["installation-1"]);
});

test("a late wish for a silent look takes nobody back who has been invited", async () => {
  for (const invited of ["onboarding", "active"] as const) {
    const world = await scene({ Pipfile: pipfile });
    await world.ask("survey");
    world.onOpen = () => world.store.updateRepository(11, { stage: invited });
    await world.visit();
    assert.equal(await stage(world), invited);
    assert.deepEqual(world.asked, ["open"]);
  }
});

test("news of advisories are for those whose locks have a severe one", async () => {
  for (const urgency of [2, 3] as const) {
    const world = await scene({ Pipfile: pipfile, "Pipfile.lock": lock });
    await world.store.updateRepository(11, { stage: "active" });
    await world.ask("knowledge");
    world.urgency = urgency;
    await world.visit().catch(() => undefined);
    const looked = ["open", "head", "files", "read Pipfile.lock"];
    // Where there is one, the repository is advised: its settings are read next.
    const further = urgency < 3 ? [] : ["head", "read .thoth.yaml"];
    assert.deepEqual(world.asked.slice(0, looked.length + 2), [...looked, ...further]);
    assert.deepEqual(await wishes(world, 11), urgency < 3 ? [] : ["knowledge"]);
  }
});

test("until it is invited, a repository hears no news", async () => {
  const world = await scene({ Pipfile: pipfile, "Pipfile.lock": lock });
  await world.store.updateRepository(11, { stage: "surveyed", dueAt: world.clock.now() });
  await world.ask("knowledge");
  await world.visit();
  assert.deepEqual(world.asked, ["open"]);
});

const asksForSource = { ".thoth.yaml": "managers: [{name: source}]\n" };

test("source that was pushed is checked where the repository asks for it, and nothing else is done", async () => {
  const world = await scene({ ...asksForSource, "app.py": "x = 1\neval(y)\n", "other.py": "eval(x)\n" });
  world.host.changedFiles = async (base, head) => {
    assert.deepEqual([base, head], ["c0", "c1"]);
    return [
      { path: "app.py", lines: [[2, 2]] },
      { path: "README.md", lines: undefined },
    ];
  };
  const checks: object[] = [];
  world.host.writeCheck = async (head, { name, key, conclusion, annotations }) => {
    checks.push({ head, name, key, conclusion, annotations: annotations.map(({ path, line }) => `${path}:${line}`) });
  };
  await world.ask("source");
  await world.visit();
  assert.deepEqual(checks, [
    { head: "c1", name: "Thoth source", key: "source", conclusion: "neutral", annotations: ["app.py:2"] },
  ]);
  assert.ok(!world.asked.includes("read other.py") && !world.asked.includes("pull requests"));
  assert.equal(await stage(world), "new");
  assert.deepEqual(await wishes(world, 11), []);
});

test("source is left alone where the repository does not ask for it, or cannot be understood", async () => {
  for (const settings of ["managers: []\n", "managers: [{name: source, enabled: false}]\n", "managers: {\n"]) {
    const world = await scene({ ".thoth.yaml": settings, "app.py": "eval(x)\n" });
    await world.ask("source");
    await world.visit();
    assert.deepEqual(world.asked, ["open", "head", "read .thoth.yaml"]);
  }
});

test("where no Python was touched there is no check", async () => {
  const world = await scene({ ...asksForSource });
  world.host.changedFiles = async () => [{ path: "README.md", lines: undefined }];
  await world.ask("source");
  await world.visit();
  assert.deepEqual(world.asked, ["open", "head", "read .thoth.yaml"]);
});
