/**
 * Makes the old locks of `examples/two-environments` from stacks of the past: `node scripts/make-example-locks.ts PINS`,
 * where PINS is JSON `{ENVIRONMENT: {date, pins: {NAME: VERSION}}}`. What the index says of each release comes from
 * `data/example-index/`.
 */

import { readFileSync, writeFileSync } from "node:fs";

import { markerEnvironment } from "../src/environments/index.ts";
import { IndexPolicy } from "../src/package-index/index.ts";
import { bestFile } from "../src/pipeline/index.ts";
import type { IndexSearch } from "../src/ports/index.ts";
import { formatPipfileLock, type LockPin, readProject, type ReadyProject } from "../src/project/index.ts";
import { type PackageName, packageName, TagRanks, Version } from "../src/python/index.ts";
import { environmentTags } from "../src/environments/index.ts";
import { OfflineIndexes } from "../src/main/offline-indexes.ts";
import { sharedCache } from "../src/main/shared-cache.ts";

const example = new URL("../examples/two-environments/", import.meta.url);
const signal = new AbortController().signal;
const past = JSON.parse(readFileSync(process.argv[2]!, "utf8")) as Record<string, { pins: Record<string, string> }>;
const indexes = await OfflineIndexes.open(new URL("../data/example-index/", import.meta.url), sharedCache(), signal);

const withoutLocks = async (path: string) =>
  path.endsWith(".lock") ? undefined : readFileSync(new URL(path, example), "utf8");
for (const project of await readProject(withoutLocks, {}, signal)) {
  if (project.kind === "broken") throw project.error;
  writeFileSync(new URL(project.lockPath, example), await oldLock(project));
}

async function oldLock({ environment, manifest }: ReadyProject): Promise<string> {
  const { pins } = past[environment.name]!;
  const source = new IndexPolicy(manifest.sources.map(({ name, url }) => indexes.index(name, url)));
  const pinned = new Map<PackageName, LockPin>();
  for (const [text, version] of Object.entries(pins)) {
    const name = packageName(text);
    const entry = manifest.sections.get("packages")!.find((each) => each.name === name);
    const index = entry?.source.kind === "index" ? entry.source.index : undefined;
    const search: IndexSearch = index === undefined ? { kind: "ordered" } : { kind: "pinned", index };
    const listing = await source.list(name, search, signal);
    if (listing.kind !== "found") throw new Error(`${name} is not in the snapshot`);
    const wanted = Version.parse(version);
    const candidate = listing.candidates.find((each) => Version.equal(each.version, wanted));
    if (candidate === undefined) throw new Error(`${name} ${version} is not in the snapshot`);
    const metadata = await source.metadata(candidate, signal);
    const context = {
      python: Version.parse(environment.pythonVersion),
      tagRanks: TagRanks.of(environmentTags(environment)),
    };
    pinned.set(name, {
      version,
      index: candidate.index,
      requiresPython: bestFile(candidate, context)?.requiresPython,
      requires: metadata.kind === "known" ? metadata.metadata.requires : [],
      hashes: candidate.files.flatMap(({ sha256 }) => sha256 ?? []),
    });
  }
  const markers = markerEnvironment(environment);
  if (manifest.kind !== "pipfile") throw new Error(`${manifest.place} is no Pipfile`);
  return formatPipfileLock({
    pipfile: manifest,
    markers,
    sections: new Map([["default", pinned]]),
    oldLock: undefined,
  });
}
