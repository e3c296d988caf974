/** `thoth fix` on small worlds: what it says and with which code it ends. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { type ProjectFolder, runAdvise, runFix } from "../../src/cli/index.ts";
import { type AdviceWorld, adviceWorld, lockOf, manifestText, signal } from "../support/advice-world.ts";

const sections = '[packages]\nweb = "*"';

interface Case {
  readonly index: string;
  readonly advisories: string;
  /** What the lock pins; no lock without it. */
  readonly lock?: string;
  readonly thothYaml?: string;
}

interface Ended {
  readonly code: number;
  readonly said: string;
}

async function worldOf({ index, advisories, lock, thothYaml = "" }: Case): Promise<[AdviceWorld, ProjectFolder]> {
  const world = await adviceWorld({ indexes: { pypi: index }, advisories });
  const texts = new Map([
    ["Pipfile", manifestText(world, sections)],
    [".thoth.yaml", thothYaml],
  ]);
  if (lock !== undefined) texts.set("Pipfile.lock", lockOf(world, sections, lock));
  const folder: ProjectFolder = {
    list: async () => [...texts.keys()].toSorted(),
    read: async (path) => texts.get(path),
    readBytes: async () => undefined,
    write: async (path) => assert.fail(`${path} is not to be written`),
  };
  return [world, folder];
}

const plainOptions = {
  write: false,
  json: false,
  online: false,
  project: undefined,
  python: undefined,
  environment: undefined,
  recommendationType: undefined,
};

/** @param asked ids as an argument; undefined for plain advice. */
async function run(story: Case, asked?: string): Promise<Ended> {
  const [{ services }, folder] = await worldOf(story);
  let said = "";
  const output = {
    data: (text: string) => void (said += text),
    say: (line: string) => void (said += `${line}\n`),
    width: 10_000,
    colours: false,
  };
  const code =
    asked === undefined
      ? await runAdvise(folder, plainOptions, services, output, signal)
      : await runFix(asked, folder, { ...plainOptions, editManifest: false }, services, output, signal);
  return { code, said };
}

function says({ said }: Ended, ...words: readonly (string | RegExp)[]): void {
  for (const each of words)
    assert.ok(typeof each === "string" ? said.includes(each) : each.test(said), `${each} is not in\n\n${said}`);
}

const flawed = { index: "web 1.0\nweb 1.1", advisories: "web<1.1 high CVE-2026-1" };

test("without a lock there is nothing to fix, and no verdict on what a lock might have", async () => {
  for (const asked of ["all", "CVE-2026-1"])
    await assert.rejects(run(flawed, asked), {
      code: "NO_LOCK_TO_FIX",
      message: "there is no lock, so there is nothing to fix",
    });
});

test("a lock without advisories is a success, and so is what goes", async () => {
  for (const lock of ["web 1.0", "web 1.1"]) {
    const ended = await run({ ...flawed, lock }, "all");
    assert.equal(ended.code, 0);
    says(ended, "No advisory known as of 2026-11-01 remains.");
  }
});

const odd = { index: "web 1.0", advisories: "web<3.7-weird-x high CVE-2026-1", lock: "web 1.0" };

for (const [asked, code] of [
  ["all", 0],
  ["CVE-2026-1", 1],
  ["ADV-1", 1],
] as const)
  test(`what cannot be judged is told, and ends with ${code} where ${asked} was asked for`, async () => {
    const ended = await run(odd, asked);
    assert.equal(ended.code, code);
    says(
      ended,
      "Whether `ADV-1` concerns a locked release cannot be told.",
      "`ADV-1` in `web 1.0`: Whether it concerns",
    );
    assert.doesNotMatch(ended.said, /concerns no locked release/);
  });

const both = (web: string, batch: string) => `runtime_environments: [{name: web, ${web}}, {name: batch, ${batch}}]\n`;
const alike = both('python_version: "3.11"', 'python_version: "3.11"');

for (const [what, thothYaml] of [
  [
    "an entry of `ignore`",
    `${alike}ignore: [{id: CVE-2026-2, reason: only web, until: 2030-01-01, scope: {environment: web}}]\n`,
  ],
  ["the label `allow-cve`", both('python_version: "3.11", labels: {allow-cve: CVE-2026-2}', 'python_version: "3.11"')],
] as const)
  test(`${what} for one environment accepts nothing for another one that shares its lock`, async () => {
    const story = {
      index: "web 1.0\nweb 1.1 -> log\nweb 1.2 -> log ==2.0\nlog 1.0\nlog 2.0",
      advisories: "web<1.1 high CVE-2026-1\nlog<3.0 high CVE-2026-2\nweb>=1.1 low CVE-2026-3",
      lock: "web 1.0, log 1.0",
      thothYaml,
    };
    const ended = await run(story, "all");
    assert.equal(ended.code, 1, ended.said);
    says(ended, "besides 1 that is accepted", "`web` writes the lock, and keeps it", /^.*ADV-2.*\(`batch`\)$/m);
    assert.doesNotMatch(ended.said, /No advisory known/);
  });

/** The fix has no release for Python 3.9, and the locked one fits everywhere. */
const parted = {
  index: "web 2.0 (python >=3.10)\nweb 1.1 (python <3.10)\nweb 1.0",
  advisories: "web<1.1 high CVE-2026-1",
  lock: "web 1.0",
  thothYaml: both('python_version: "3.11"', 'python_version: "3.9"'),
};

for (const asked of ["all", undefined])
  test(`a lock that breaks another environment is told first, and no success of ${asked === undefined ? "advice" : "a fix"}`, async () => {
    const ended = await run(parted, asked);
    assert.equal(ended.code, 1);
    says(
      ended,
      /^Fixes 1 advisory and changes 1 package in 1 environment\. The lock does not hold for `batch` any more\. /m,
      "Risk: high, the lock does not hold for `batch` any more; new major version of `web`.",
      "Give `batch` a lock of its own, with an overlay, before you merge it.",
      "needs another lock than web",
      "Error: `Pipfile.lock` as `web` writes it does not hold here: ",
      /Proved (best|smallest) for `web`: /,
    );
  });

test("an environment whose lock never held loses nothing", async () => {
  const ended = await run({ ...parted, index: parted.index.replace("web 1.0", "web 1.0 (python >=3.10)") }, "all");
  assert.equal(ended.code, 0, ended.said);
  says(ended, "needs another lock than web", "Risk: high, new major version of `web`.");
  assert.doesNotMatch(ended.said, /any more/);
});

test("a lock that another environment writes and that holds is a success", async () => {
  const index = "web 2.0 (python >=3.9)\nweb 1.1 (python <3.9)\nweb 1.0";
  const ended = await run({ ...parted, index }, "all");
  assert.equal(ended.code, 0, ended.said);
  assert.doesNotMatch(ended.said, /another lock/);
});
