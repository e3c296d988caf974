import assert from "node:assert/strict";
import { test } from "node:test";

import { type AdviceServices, localAdviser } from "../../../src/advise/index.ts";
import { surveyRepository } from "../../../src/bot/jobs/survey.ts";
import type { Visit } from "../../../src/bot/visit.ts";
import { Advisories } from "../../../src/knowledge/index.ts";
import type { RepositoryRecord } from "../../../src/ports/index.ts";
import { botParts, know } from "../../support/bot-parts.ts";

const hour = 3_600_000;

/** One advisory on each package, of the severity that it is named after. */
const records = ["low", "moderate", "critical"].map((severity) => ({
  id: `ADV-${severity}`,
  database_specific: { severity: severity.toUpperCase() },
  affected: [
    { package: { ecosystem: "PyPI", name: severity }, ranges: [{ type: "ECOSYSTEM", events: [{ introduced: "0" }] }] },
  ],
}));
const advisories = { kind: "loaded", advisories: Advisories.of(records, { asOf: "2026-11-01", digest: "0" }) };

/** Files by path; a lock is the package that it pins. */
async function survey(files: Readonly<Record<string, string>>) {
  const parts = botParts();
  await know(parts, { 1: [11] });
  const read: string[] = [];
  const host = {
    head: async () => "c1",
    listFiles: async () => Object.keys(files),
    readFile: async (_commit: string, path: string) => {
      read.push(path);
      return path.endsWith(".lock") ? lock(files[path]!) : files[path];
    },
  };
  const repository = (await parts.store.repository(11))!;
  const adviser = localAdviser({ advisories, rules: { sets: [], today: "2026-11-25" } } as unknown as AdviceServices);
  const { signal } = new AbortController();
  // A silent look has nothing but these of the host and of what advice is made with.
  const visit = { repository, host, now: parts.clock.now(), signal, adviser, dependencies: parts } as unknown as Visit;
  await surveyRepository(visit);
  const found = (await parts.store.repository(11)) as RepositoryRecord;
  const rest = found.dueAt === undefined ? undefined : found.dueAt.getTime() - visit.now.getTime();
  return { read, stage: found.stage, urgency: found.urgency, rest };
}

function lock(name: string): string {
  if (name === "") return "{";
  return JSON.stringify({ _meta: { "pipfile-spec": 6 }, default: { [name]: { version: "==1.0" } }, develop: {} });
}

function ignore(until: string, scope = "{}"): string {
  return `ignore: [{id: adv-critical, reason: "not our use of it", until: "${until}", scope: ${scope}}]\n`;
}

for (const [sentence, files, urgency] of [
  ["no lock", { Pipfile: "" }, 0],
  ["a harmless lock", { Pipfile: "", "Pipfile.lock": "harmless" }, 0],
  ["a lock with an advisory", { Pipfile: "", "Pipfile.lock": "moderate" }, 2],
  [
    "two locks, of which the worse counts",
    { "a/Pipfile": "", "a/Pipfile.lock": "critical", "b/Pipfile.lock": "low" },
    4,
  ],
  [
    "a lock whose advisory is ignored",
    { Pipfile: "", "Pipfile.lock": "critical", ".thoth.yaml": ignore("2026-12-01") },
    0,
  ],
  [
    "one whose advisory is ignored no more",
    { Pipfile: "", "Pipfile.lock": "critical", ".thoth.yaml": ignore("2026-11-25") },
    4,
  ],
  ["one beside settings that cannot be read", { Pipfile: "", "Pipfile.lock": "critical", ".thoth.yaml": "[" }, 4],
  [
    "one whose advisory is ignored elsewhere",
    { Pipfile: "", "a/Pipfile.lock": "critical", ".thoth.yaml": ignore("2026-12-01", "{project: b}") },
    4,
  ],
  [
    "one whose advisory is ignored in one of its environments",
    { Pipfile: "", "Pipfile.lock": "critical", ".thoth.yaml": ignore("2026-12-01", "{environment: default}") },
    4,
  ],
  ["a lock that cannot be read beside a good one", { Pipfile: "", "Pipfile.lock": "", "x/Pipfile.lock": "low" }, 1],
] as const)
  test(`a silent look finds ${sentence}, and the repository rests for a day`, async () => {
    const found = await survey(files);
    assert.deepEqual([found.stage, found.urgency, found.rest], ["surveyed", urgency, 24 * hour]);
  });

test("a repository without a manifest is never invited", async () => {
  const found = await survey({ "README.md": "", "my-Pipfile": "", "Pipfile.lock": "critical" });
  assert.deepEqual([found.stage, found.rest], ["surveyed", undefined]);
});

test("settings count as one of the three files that are read", async () => {
  const { read } = await survey({
    ".thoth.yaml": ignore("2026-12-01"),
    "Pipfile.lock": "low",
    "a/Pipfile.lock": "low",
    "b/Pipfile.lock": "low",
  });
  assert.deepEqual(read, [".thoth.yaml", "Pipfile.lock", "a/Pipfile.lock"]);
});

test("three locks are read at most, and nothing else", async () => {
  const { read } = await survey({
    Pipfile: "",
    "Pipfile.lock": "low",
    "a/Pipfile.lock": "low",
    "b/Pipfile.lock": "low",
    "c/Pipfile.lock": "low",
  });
  assert.deepEqual(read, ["Pipfile.lock", "a/Pipfile.lock", "b/Pipfile.lock"]);
});
