/**
 * How long it takes to resolve sets of requirements, beside uv and pip on the same data:
 *
 *     node bench/resolve.ts DIR SETS.json [--set NAME] [--objective freshness|latest] [--way NAME] [--runs N] [--without NAME] [--json]
 *
 * `DIR` holds `index-snapshot.json.gz`, and `SETS.json` is of the format `sets/1`. The others are asked where they are on
 * the machine (beside `THOTH_TEST_PYTHON`, or on the path) and `../shared/tools/snapshot/serve.py` can serve the snapshot
 * to them. Three ways are measured and never mixed; `--way` takes some of them:
 *
 * - `in-process`, warm: ours from the opened cache to the stack, uv's own figure (`Resolved … in`);
 * - `whole-process`, warm: from start to exit, each with its cache filled;
 * - `cold`: empty caches, and an index that waits before each answer. Ours asks it in process, the others are whole
 *   processes.
 *
 * All sides take turns. No time counts unless the second checker finds nothing wrong with the pins. A Python of `3.11`
 * means 3.11.0 to uv and to us; to pip it is the Python that runs it, and what it finds is judged
 * for that one.
 */

import { readFile } from "node:fs/promises";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { answerSet, describe, snapshotFile } from "../src/main/conformance/snapshot.ts";
import { setProblem, type SnapshotObjective } from "../src/main/conformance/snapshot-problem.ts";
import { parseSets, type RequirementSet } from "../src/main/conformance/snapshot-sets.ts";
import { DiskCache, HttpIndex, HttpTransport, IndexPolicy, readSnapshot } from "../src/package-index/index.ts";
import { fileRank } from "../src/pipeline/index.ts";
import { resolve } from "../src/resolver/index.ts";
import { runMain } from "../test/support/command.ts";
import { readRawSnapshot, SnapshotChecker } from "../test/support/snapshot-checker.ts";
import { type PackageClient, packageClients, type Sample, SnapshotServer } from "./package-clients.ts";
import { formatMeasured, type Measured, type Outcome } from "./resolve-table.ts";
import { type Side, takeTurns, timesOf } from "./rounds.ts";
import { machine } from "./side-by-side.ts";

/** Milliseconds before each answer of the index of cold runs. */
const DELAY = 20;
const WARM_UP = 10;
const PROCESS_ROUNDS = 10;
const COLD_ROUNDS = 5;
/** It takes seconds. */
const PIP_ROUNDS = 2;

const usage =
  "usage: node bench/resolve.ts DIR SETS.json [--set NAME] [--objective freshness|latest] " +
  "[--way in-process|whole-process|cold] [--runs N] [--without uv|pip] [--json]";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    set: { type: "string" },
    objective: { type: "string", default: "freshness" },
    way: { type: "string", multiple: true, default: ["in-process", "whole-process", "cold"] },
    runs: { type: "string", default: "30" },
    without: { type: "string", multiple: true, default: [] },
    json: { type: "boolean", default: false },
  },
});
const [folder, setsFile] = positionals;
const objectives: readonly string[] = ["freshness", "latest"] satisfies SnapshotObjective[];
if (folder === undefined || setsFile === undefined || !objectives.includes(values.objective)) throw new Error(usage);
const objective = values.objective as SnapshotObjective;
const path = join(folder, snapshotFile);
const script = fileURLToPath(new URL("../../shared/tools/snapshot/serve.py", import.meta.url));
const { signal } = new AbortController();

const ways = { "in-process": inProcess, "whole-process": wholeProcess, cold };
const work = mkdtempSync(join(tmpdir(), "thoth-bench-"));
const cache = new DiskCache(join(work, "ours", "thoth"));
const { cut } = await readSnapshot(path, signal, cache);
const raw = readRawSnapshot(path);
const clients = existsSync(script) ? (await packageClients()).filter(({ name }) => !values.without.includes(name)) : [];
const servers = clients.length === 0 ? [] : [await serve(0), await serve(DELAY)];
try {
  const measured: Measured[] = [];
  const versions = {
    ...machine(),
    snapshot: cut.slice(0, 10),
    objective,
    clients: clients.map(({ version }) => version),
  };
  if (!values.json)
    console.log(
      `${Object.entries(versions)
        .map(([name, value]) => `${name}: ${String(value)}`)
        .join("\n")}\n`,
    );
  for (const set of parseSets(JSON.parse(await readFile(setsFile, "utf8")), values.set))
    for (const [name, way] of Object.entries(ways)) {
      const result = values.way.includes(name) ? await way(set) : undefined;
      if (result === undefined) continue;
      measured.push(result);
      if (!values.json) console.log(formatMeasured(result));
    }
  if (values.json) console.log(JSON.stringify({ versions, measured }, undefined, 2));
} finally {
  for (const server of servers) server.stop();
  rmSync(work, { recursive: true });
}

function serve(delay: number): Promise<SnapshotServer> {
  return SnapshotServer.start(script, path, delay);
}

/** Empty the first time. */
function cacheOf(name: string): string {
  return join(work, name);
}

async function inProcess(set: RequirementSet): Promise<Measured> {
  const ours = (part: "solve" | "total") => async (): Promise<Sample> => {
    const { found, times } = await answerSet(set, path, { objective, cache }, signal);
    return { milliseconds: times[part], pins: found.pins };
  };
  const sides = [
    { name: "thoth", run: ours("solve") },
    { name: "thoth, with opening the cache", run: ours("total") },
    ...clients
      .filter(({ name }) => name === "uv")
      .map((uv) => ({ name: "uv, its own figure", run: ownFigure(uv, set) })),
  ];
  return await measure(set, "in process, warm", sides, { rounds: Number(values.runs), warmUp: WARM_UP });
}

/** Those that can resolve for the Python of the set. */
function clientsFor(set: RequirementSet): readonly PackageClient[] {
  return clients.filter(({ python = set.python }) => `${python}.`.startsWith(`${set.python}.`));
}

function ownFigure(client: PackageClient, set: RequirementSet): () => Promise<Sample> {
  return async () => {
    const sample = await client.resolve(set, servers[0]!.address, cacheOf(client.name));
    return { ...sample, milliseconds: sample.own! };
  };
}

async function wholeProcess(set: RequirementSet): Promise<Measured> {
  const ours = async (): Promise<Sample> => {
    const args = ["snapshot", folder!, "--sets", setsFile!, "--set", set.id, "--objective", objective];
    const start = performance.now();
    const { code, stdout, stderr } = await runMain("conformance", args, {
      cwd: process.cwd(),
      environment: { XDG_CACHE_HOME: join(work, "ours") },
    });
    const milliseconds = performance.now() - start;
    if (code !== 0) throw new Error(stderr);
    return { milliseconds, pins: (JSON.parse(stdout) as { pins: Sample["pins"] }).pins };
  };
  const theirs = clientsFor(set).map((client) => ({
    name: client.name,
    ...(client.name === "pip" && { rounds: PIP_ROUNDS }),
    run: () => client.resolve(set, servers[0]!.address, cacheOf(client.name)),
  }));
  return await measure(set, "whole process, warm", [{ name: "thoth", run: ours }, ...theirs], {
    rounds: PROCESS_ROUNDS,
    warmUp: 1,
  });
}

/** @returns undefined where nobody serves the snapshot. */
async function cold(set: RequirementSet): Promise<Measured | undefined> {
  const server = servers[1];
  if (server === undefined) return undefined;
  const ours = async (): Promise<Sample> => {
    const disk = new DiskCache(mkdtempSync(cacheOf("cold-")));
    const start = performance.now();
    const problem = setProblem(set, objective, (context) => {
      const transport = new HttpTransport({ proxies: "none" });
      const clock = { now: () => new Date() };
      const index = new HttpIndex({ name: "pypi", address: server.address, transport, clock, cache: disk });
      return new IndexPolicy([index], (file) => fileRank(file, context));
    });
    const { pins } = describe(set, await resolve(problem, { signal }));
    return { milliseconds: performance.now() - start, pins };
  };
  const run = (client: PackageClient) => () => client.resolve(set, server.address, mkdtempSync(cacheOf("cold-")));
  const theirs = clientsFor(set).map((client) => ({
    name: client.name,
    ...(client.name === "pip" && { rounds: 1 }),
    run: run(client),
  }));
  return await measure(set, `cold, ${DELAY} ms a request`, [{ name: "thoth, in process", run: ours }, ...theirs], {
    rounds: COLD_ROUNDS,
    warmUp: 0,
  });
}

async function measure(
  set: RequirementSet,
  way: string,
  sides: readonly Side<Sample>[],
  turns: { readonly rounds: number; readonly warmUp: number },
): Promise<Measured> {
  const outcomes: Outcome[] = [];
  const invalid: Measured["invalid"][number][] = [];
  for (const [name, { first, counted }] of await takeTurns(sides, turns)) {
    const python = clients.find((client) => client.name === name)?.python ?? set.python;
    const checker = new SnapshotChecker(raw, { ...set, python });
    const faults = [...new Set([first, ...counted].flatMap(({ pins }) => checker.faults(pins)))];
    if (faults.length > 0) invalid.push({ name, faults });
    const times = timesOf(
      first.milliseconds,
      counted.map(({ milliseconds }) => milliseconds),
    );
    const { pins } = counted[0]!;
    if (faults.length === 0)
      outcomes.push({ name, times, pins: Object.keys(pins).length, freshness: checker.freshness(pins) });
  }
  return { set: set.id, way, outcomes, invalid };
}
