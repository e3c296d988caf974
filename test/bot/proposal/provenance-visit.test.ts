/**
 * The check "Thoth provenance": when it is written, what it says, and that a pull request from a fork has no say in whom we
 * ask. The host is one of a few files by commit; everything else is the real thing, with a real index on loopback.
 */

import assert from "node:assert/strict";
import { test } from "node:test";

import { type AdviceServices, type ProvenanceReport, localAdviser } from "../../../src/advise/index.ts";
import type { UserError } from "../../../src/base/index.ts";
import type { Cause, CheckRun, HostedRepository } from "../../../src/ports/index.ts";
import { provenanceRun } from "../../../src/bot/proposal/provenance-run.ts";
import { doRepository } from "../../../src/bot/jobs/repository-job.ts";
import type { WorkDependencies } from "../../../src/bot/index.ts";
import { HttpIndex, HttpTransport, IndexPolicy } from "../../../src/package-index/index.ts";
import { parsePipfile, pipfileHashes, rootPlace } from "../../../src/project/index.ts";
import { botParts, know } from "../../support/bot-parts.ts";
import { IndexServer, jsonPage, sha256 } from "../../support/index-server.ts";

const { signal } = new AbortController();
const clock = { now: () => new Date("2026-11-25T00:00:00Z") };
const filename = "foo-1.0-py3-none-any.whl";
const digest = sha256(filename);
const switchedOn = "managers:\n  - name: provenance\n";

/** The public address is asked at `server`. */
function servicesAt(server: IndexServer): AdviceServices {
  const transport = new HttpTransport({ proxies: "none" });
  const address = (url: string) => (url === "https://pypi.org/simple" ? server.simple : url);
  const open = ({ name, url }: { readonly name: string; readonly url: string }) =>
    new HttpIndex({ name, address: address(url), transport, clock, retryDelays: [] });
  return {
    openIndexes: (own, _offers, rank) => new IndexPolicy(own.map(open), rank),
    advisories: { kind: "missing", reason: "no advisories are installed" },
    rules: { sets: [], today: "2026-11-25" },
    searchWithin: 0,
    explainWithin: 0,
  };
}

type Files = Readonly<Record<string, string>>;

function lockFiles(
  sha: string,
  source = { name: "pypi", url: "https://pypi.org/simple" },
): { readonly Pipfile: string; readonly "Pipfile.lock": string } {
  const { name, url } = source;
  const pipfile = `[[source]]\nname = "${name}"\nurl = "${url}"\nverify_ssl = true\n\n[packages]\nfoo = "*"\n`;
  const hash = { sha256: pipfileHashes(parsePipfile("Pipfile", pipfile)).canonical };
  const meta = { hash, "pipfile-spec": 6, requires: {}, sources: [{ name, url, verify_ssl: true }] };
  const foo = { hashes: [`sha256:${sha}`], index: name, version: "==1.0" };
  return {
    Pipfile: pipfile,
    "Pipfile.lock": JSON.stringify({ _meta: meta, default: { foo }, develop: {} }, undefined, 4),
  };
}

interface Visited {
  readonly checks: readonly (CheckRun & { readonly head: string })[];
  readonly asked: readonly string[];
}

/** Visits a repository of these commits; `base` is the head of its default branch. */
async function visit(server: IndexServer, commits: Readonly<Record<string, Files>>, cause: Cause): Promise<Visited> {
  const parts = botParts();
  await know(parts, { 1: [11] });
  await parts.store.updateRepository(11, { stage: "active" });
  const checks: (CheckRun & { readonly head: string })[] = [];
  const asked: string[] = [];
  const facts = {
    id: 11,
    fullName: "a/b",
    defaultBranch: "main",
    isPrivate: false,
    isArchived: false,
    isFork: false,
    isEmpty: false,
  };
  const host: Partial<HostedRepository> = {
    facts,
    head: async () => "base",
    listFiles: async (commit) => Object.keys(commits[commit]!),
    readFile: async (commit, path) => {
      asked.push(`${commit} ${path}`);
      return commits[commit]![path];
    },
    writeCheck: async (head, run) => void checks.push({ ...run, head }),
  };
  const open = async () => host as HostedRepository;
  const openAdviser = () => localAdviser(servicesAt(server));
  await parts.store.ask({ repository: 11, slot: "one", cause, askedAt: parts.clock.now() });
  await doRepository(11, signal, { ...parts, host: { open }, openAdviser } as unknown as WorkDependencies);
  return { checks, asked };
}

const pull = (isFork: boolean): Cause => ({ kind: "pull-request", number: 5, head: "theirs", isFork });

async function publicIndex(): Promise<IndexServer> {
  const server = await IndexServer.start();
  const other = { filename: "foo-0.9.tar.gz", hashes: { sha256: sha256("old") } };
  return server.on("/simple/foo/", jsonPage([{ filename, hashes: { sha256: digest }, size: 1 }, other]));
}

test("a pull request that changes a lock is checked, with its mistakes on their lines", async () => {
  await using server = await publicIndex();
  const base = { ".thoth.yaml": switchedOn, ...lockFiles(digest) };
  const theirs = { ".thoth.yaml": switchedOn, ...lockFiles("1".repeat(64)) };
  const { checks } = await visit(server, { base, theirs }, pull(false));
  assert.deepEqual(
    checks.map(({ head, name, conclusion }) => [head, name, conclusion]),
    [["theirs", "Thoth provenance", "failure"]],
  );
  const line = theirs["Pipfile.lock"]!.split("\n").findIndex((each) => each.includes('"foo"')) + 1;
  assert.deepEqual(
    checks[0]!.annotations.map((each) => `${each.path}:${each.line} ${each.level} ${each.title}`),
    [
      `Pipfile.lock:${line} failure Thoth provenance: INVALID-ARTIFACT-HASH`,
      `Pipfile.lock:${line} failure Thoth provenance: P09`,
    ],
  );
});

test("one that changes no lock is not spoken about, and nobody asks an index for it", async () => {
  await using server = await publicIndex();
  const base = { ".thoth.yaml": switchedOn, ...lockFiles(digest) };
  const { checks } = await visit(server, { base, theirs: { ...base, "a.py": "" } }, pull(false));
  assert.deepEqual([checks, server.seen], [[], []]);
});

test("unless the default branch asks for it there is no check, whatever the pull request says", async () => {
  await using server = await publicIndex();
  const theirs = { ".thoth.yaml": switchedOn, ...lockFiles("1".repeat(64)) };
  const { checks, asked } = await visit(server, { base: lockFiles(digest), theirs }, pull(false));
  assert.deepEqual([checks, [...new Set(asked)]], [[], ["base .thoth.yaml"]]);
});

test("a fork that adds an index has nobody asked there, by its settings or by its lock, and the check says why", async () => {
  await using server = await publicIndex();
  await using evil = await IndexServer.start();
  const base = { ".thoth.yaml": switchedOn, ...lockFiles(digest) };
  const theirs = {
    ".thoth.yaml": "managers:\n  - name: provenance\n    enabled: false\n",
    ...lockFiles(digest, { name: "evil", url: evil.simple }),
  };
  const { checks, asked } = await visit(server, { base, theirs }, pull(true));
  assert.deepEqual(evil.seen, []);
  assert.ok(!asked.includes("theirs .thoth.yaml"));
  assert.equal(checks[0]!.conclusion, "neutral");
  assert.match(checks[0]!.summary, /index `evil` is not asked for files of a fork, only the public index is/);
});

test("a fork is checked against the public index as anybody is", async () => {
  await using server = await publicIndex();
  const base = { ".thoth.yaml": switchedOn, ...lockFiles("2".repeat(64)) };
  const { checks } = await visit(server, { base, theirs: { ...base, ...lockFiles(digest) } }, pull(true));
  assert.deepEqual(
    checks.map(({ conclusion, title }) => [conclusion, title]),
    [["success", "What is locked comes from where the locks say"]],
  );
});

test("only sources that the default branch allows may be used", async () => {
  await using server = await publicIndex();
  const allowing = `${switchedOn}    configuration:\n      allowed_indexes: ["https://corp.example/simple"]\n`;
  const base = { ".thoth.yaml": allowing, ...lockFiles("2".repeat(64)) };
  const { checks } = await visit(server, { base, theirs: { ...base, ...lockFiles(digest) } }, pull(false));
  assert.equal(checks[0]!.conclusion, "failure");
  assert.match(checks[0]!.summary, /SOURCE-NOT-WHITELISTED/);
});

const nothing: ProvenanceReport = {
  schema: "provenance-1",
  today: "2026-11-25",
  locks: [],
  unchecked: [],
  counts: { failure: 0, warning: 0, "not-checked": 0, info: 0 },
  findings: [],
};
const lock = { environment: "default", path: "Pipfile.lock", packages: 1 };
const finding = {
  package: "foo",
  version: "1",
  section: "default",
  environment: "default",
  path: "Pipfile.lock",
  line: 3,
};

function conclusionOf(report: Partial<ProvenanceReport>): CheckRun["conclusion"] | undefined {
  return provenanceRun([{ place: rootPlace, outcome: { ...nothing, locks: [lock], ...report } }])?.conclusion;
}

test("what nobody could ask is neutral, and what is never verified is not", () => {
  const unasked = { ...finding, id: "P09", level: "not-checked", message: "m", evidence: {} } as const;
  const unverified = { ...unasked, id: "P14", evidence: { verification: "not checked" } } as const;
  const counts = { ...nothing.counts, "not-checked": 1 };
  assert.equal(conclusionOf({ findings: [unasked], counts }), "neutral");
  assert.equal(conclusionOf({ findings: [unverified], counts }), "success");
  assert.equal(conclusionOf({ counts: { ...counts, failure: 1 } }), "failure");
  const unread = { environment: "b", path: "b/Pipfile.lock", code: "INVALID_PIPFILE", reason: "r" };
  assert.equal(conclusionOf({ unchecked: [unread] }), "neutral");
});

test("no lock is no check; a project that cannot be read is one of several, by its path", () => {
  assert.equal(provenanceRun([{ place: rootPlace, outcome: nothing }]), undefined);
  const error = { code: "NO_MANIFEST", message: "nothing to read" } as UserError;
  const other = { folder: "api", notebook: undefined, hasOverlays: false };
  const run = provenanceRun([
    { place: rootPlace, outcome: { ...nothing, locks: [lock] } },
    { place: other, outcome: error },
  ]);
  assert.equal(run?.conclusion, "neutral");
  assert.match(run?.summary ?? "", /# `api`\n\nnothing to read/);
});
