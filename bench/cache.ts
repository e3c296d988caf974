/**
 * What the ready cache of index knowledge costs, warm and in one process, beside parsing the same pages:
 *
 *     node bench/cache.ts SNAPSHOT... [--packages N] [--runs N]
 *
 * Each `SNAPSHOT` is an `index-snapshot.json.gz`. Their packages are taken together, with renamed copies where they are
 * fewer than asked for (1,000), packed, and kept in a folder for the time of the run.
 */

import { hash } from "node:crypto";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { arch, cpus, platform, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { gunzipSync, gzipSync } from "node:zlib";
import { DiskCache, readSnapshot, type Snapshot, SnapshotIndex } from "../src/package-index/index.ts";
import { packSnapshot, ReadySnapshot } from "../src/package-index/ready-cache/ready-snapshot.ts";
import { parseSnapshotDocument } from "../src/package-index/snapshot-document.ts";
import type { PackageName } from "../src/python/index.ts";

/** What is changed in a document of `index-snapshot/1` to put several together. */
interface Document {
  readonly requires: unknown[];
  readonly pythons: unknown[];
  readonly extras: unknown[];
  readonly packages: Record<string, Package>;
}

interface Package {
  readonly unknown: readonly string[];
  readonly releases: readonly Release[];
}

interface Release {
  readonly r: number;
  readonly p: number;
  readonly e: number;
  readonly f: readonly unknown[];
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { packages: { type: "string", default: "1000" }, runs: { type: "string", default: "31" } },
});
if (positionals.length === 0) throw new Error("usage: node bench/cache.ts SNAPSHOT... [--packages N] [--runs N]");
const runs = Number(values.runs);
const { signal } = new AbortController();
const text = JSON.stringify(await together(positionals, Number(values.packages)));
const gzip = gzipSync(text);
const origin = hash("sha256", gzip, "buffer");
const { packages } = JSON.parse(text) as Document;
const pages = Object.values(packages).map((entry) => JSON.stringify(entry));
const releases = Object.values(packages).flatMap((entry) => entry.releases);
const files = releases.reduce((count, { f }) => count + f.length, 0);
console.log(`Node ${process.version} on ${platform()} ${arch()}, ${cpus().length} x ${cpus()[0]?.model.trim() ?? "?"}`);
console.log(`${pages.length} packages, ${releases.length} releases, ${files} files; medians of ${runs} runs in ms:`);
console.log("by the clock, and of the thread, which does not count what else the machine does\n");

const folder = await mkdtemp(join(tmpdir(), "thoth-bench-"));
try {
  const path = join(folder, "index-snapshot.json.gz");
  await writeFile(path, gzip);
  await measure(path, new DiskCache(folder));
} finally {
  await rm(folder, { recursive: true });
}

async function measure(path: string, cache: DiskCache): Promise<void> {
  const document = await parseSnapshotDocument(path, gzip);
  const packed = packSnapshot(document, origin);
  await readSnapshot(path, signal, cache);
  const names = [...document.names] as PackageName[];
  const bytes = `${size(packed.length)} ready, ${size(gzip.length)} gzip, ${size(Buffer.byteLength(text))} JSON`;
  console.log(`on disk: ${bytes}\n`);
  await print("ready: read the file and open it", async () => {
    ReadySnapshot.open(cache.readAsIs("snapshots", origin.toString("hex"), 2 ** 30)!, origin);
  });
  await print("ready: the same, with the digest of the snapshot", () => readSnapshot(path, signal, cache));
  const columns = () => {
    const snapshot = ReadySnapshot.open(packed, origin);
    for (const name of names) snapshot.package(name);
  };
  await print("ready: columns and versions of all packages", columns);
  await print("ready: list the candidates of all packages", async () => list(await opened(path, cache), names));
  await print("ready: the files of all candidates as well", async () => {
    for (const candidates of await list(await opened(path, cache), names))
      for (const { files: all } of candidates) void all;
  });
  await print("JSON.parse of the same pages", () => pages.map((page): unknown => JSON.parse(page)));
  await print("JSON.parse of the whole document", (): unknown => JSON.parse(text));
  await print("gunzip and JSON.parse of the snapshot", (): unknown => JSON.parse(gunzipSync(gzip).toString("utf8")));
  await print("without a cache: parse, check and pack", async () => {
    packSnapshot(await parseSnapshotDocument(path, gzip), origin);
  });
  console.log(`\nthe snapshot's file has ${size((await stat(path)).size)}`);
}

async function opened(path: string, cache: DiskCache): Promise<Snapshot> {
  return readSnapshot(path, signal, cache);
}

async function list(snapshot: Snapshot, names: readonly PackageName[]) {
  const index = new SnapshotIndex(snapshot, { name: "pypi" });
  const answers = await Promise.all(names.map((name) => index.list(name, signal)));
  return answers.map((answer) => (answer.kind === "found" ? answer.candidates : []));
}

async function print(what: string, work: () => unknown): Promise<void> {
  const walls: number[] = [];
  const threads: number[] = [];
  for (let run = -5; run < runs; run++) {
    const [start, used] = [performance.now(), process.threadCpuUsage()];
    await work();
    const { user, system } = process.threadCpuUsage(used);
    if (run < 0) continue;
    walls.push(performance.now() - start);
    threads.push((user + system) / 1_000);
  }
  const [wall, thread] = [walls, threads].map((times) => times.toSorted((a, b) => a - b)[runs >> 1]!.toFixed(2));
  console.log(`${what.padEnd(50)} ${wall!.padStart(8)} ${thread!.padStart(8)}`);
}

function size(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(2)} MB`;
}

/** The packages of several snapshots in one document, then copies under other names up to `count`. */
async function together(paths: readonly string[], count: number): Promise<Document> {
  const documents = await Promise.all(
    paths.map(async (path) => JSON.parse(gunzipSync(await readFile(path)).toString("utf8")) as Document),
  );
  const [first, ...others] = documents;
  const all: Document = { ...first!, packages: { ...first!.packages } };
  for (const other of others) {
    const [r, p, e] = [all.requires.length, all.pythons.length, all.extras.length];
    all.requires.push(...other.requires);
    all.pythons.push(...other.pythons);
    all.extras.push(...other.extras);
    const moved = (release: Release) => ({ ...release, r: release.r + r, p: release.p + p, e: release.e + e });
    for (const [name, entry] of Object.entries(other.packages))
      all.packages[name] ??= { ...entry, releases: entry.releases.map(moved) };
  }
  const own = Object.entries(all.packages);
  for (let i = 0; Object.keys(all.packages).length < count; i++) {
    const [name, entry] = own[i % own.length]!;
    all.packages[`${name}-copy-${Math.floor(i / own.length)}`] = entry;
  }
  return { ...all, packages: Object.fromEntries(Object.entries(all.packages).slice(0, count)) };
}
