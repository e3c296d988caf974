/**
 * Whole questions in a few lines: indexes in the notation below, a Pipfile, an environment. Behind them stand the real
 * reader, index, units, resolver and lock writer; only the data is made up.
 *
 *     web 2.0 -> http >=2, log          a release and what it requires
 *     web 1.0 (python >=3.9)            what its link says
 *     web 0.9 (yanked wrong build)
 *     web 0.8 (uploaded 2019-05-01)     else 2024-01-01
 *     web 0.7 (wheel cp312-cp312-win_amd64)    else py3-none-any
 *     web 0.6 (sdist)                   only a source distribution, and nobody knows what it requires
 *     web 0.5 (recorded)                only a source distribution, which records what it requires
 *     ? web 3.0                         exists in the world, and not in this index
 */

import assert from "node:assert/strict";
import { createHash } from "node:crypto";

import { Compile } from "typebox/compile";

import {
  type Advice,
  type AdviceChange,
  type AdviceOutcome,
  type AdviceServices,
  type AdvisoryKnowledge,
  AdviceSchema,
  advise,
  type RuleSet,
} from "../../src/advise/index.ts";
import { type RecommendationType, markerEnvironment, runtimeEnvironment } from "../../src/environments/index.ts";
import { Advisories } from "../../src/knowledge/index.ts";
import { IndexPolicy, SnapshotIndex, parseSnapshot } from "../../src/package-index/index.ts";
import { listStore, type Unit } from "../../src/pipeline/index.ts";
import type { Candidate, MetadataAnswer, ReleaseFile } from "../../src/ports/index.ts";
import {
  type Goal,
  type OwnRules,
  type ReadyProject,
  parsePipfile,
  parsePipfileLock,
  parseThothYaml,
  policyFor,
  pipfileHashes,
} from "../../src/project/index.ts";
import { packageName } from "../../src/python/index.ts";
import { type PlainWorld, checkLock } from "./lock-checker.ts";
import { type SnapshotRelease, gzipJson, snapshotDocument } from "./package-index.ts";
import { splitRequirements } from "./world.ts";

const schema = Compile(AdviceSchema);

export const signal = new AbortController().signal;

/** What a test may say of the services; every index is whole, so that an unknown name is absent and not outside. */
export interface WorldSketch {
  /** By name of the index, in the notation above. */
  readonly indexes: Readonly<Record<string, string>>;
  /**
   * `NAME>=FIRST<FIXED severity ALIAS,ALIAS`, one a line, of which one bound and the aliases may be missing; the id is `ADV-`
   * and the line's number. Without it nothing is judged.
   */
  readonly advisories?: string;
  readonly units?: readonly Unit[];
  readonly explainWithin?: number;
  /** Else a day on which Python 3.8 still gets fixes. */
  readonly today?: string;
}

export interface AdviceWorld {
  /** Names of the indexes in the order of asking. */
  readonly indexes: readonly string[];
  readonly services: AdviceServices;
  /** The same data for the second checker. */
  readonly plain: PlainWorld;
}

export async function adviceWorld(sketch: WorldSketch): Promise<AdviceWorld> {
  const parsed = Object.entries(sketch.indexes).map(([name, text]) => [name, parseIndex(text)] as const);
  const snapshots = new Map(
    await Promise.all(
      parsed.map(async ([name, { releases, unknown }]) => {
        const document = snapshotDocument(releases, unknown);
        return [name, await parseSnapshot(name, gzipJson(document))] as const;
      }),
    ),
  );
  const services: AdviceServices = {
    openIndexes: (own, offers, rank, strategy) => {
      const open = (name: string) => new SketchedIndex(snapshots.get(name)!, { name, names: "whole" });
      return new IndexPolicy(
        own.map(({ name }) => open(name)),
        rank,
        offers.map(({ name, packages }) => ({ index: open(name), packages })),
        strategy,
      );
    },
    advisories: knowledge(sketch.advisories),
    rules: { sets: [testRules(sketch.units ?? [])], today: sketch.today ?? "2024-10-01" },
    searchWithin: 60_000,
    explainWithin: sketch.explainWithin ?? 60_000,
  };
  const plain = Object.fromEntries(parsed.map(([name, { releases }]) => [name, plainIndex(releases)]));
  return { indexes: Object.keys(sketch.indexes), services, plain };
}

function testRules(units: readonly Unit[]): RuleSet {
  const isThere = (rule: string) => units.some(({ name }) => name === rule);
  return {
    name: "test",
    asOf: "2026-11-24",
    digest: "0".repeat(64),
    store: listStore(units),
    pathOf: (rule) => (isThere(rule) ? "test.yaml" : undefined),
  };
}

interface ParsedIndex {
  readonly releases: Record<string, SnapshotRelease[]>;
  readonly unknown: Record<string, string[]>;
}

function parseIndex(text: string): ParsedIndex {
  const releases: Record<string, SnapshotRelease[]> = {};
  const unknown: Record<string, string[]> = {};
  for (const line of text.split("\n").map((raw) => raw.trim())) {
    const [, mark, name, version, options, requires] =
      /^(\? )?(\S+) (\S+)((?: \([^)]*\))*)(?: -> (.+))?$/.exec(line) ?? [];
    if (name === undefined || version === undefined) continue;
    if (mark !== undefined) (unknown[name] ??= []).push(version);
    else (releases[name] ??= []).push(release(name, version, options ?? "", requires ?? ""));
  }
  for (const name of Object.keys(unknown)) releases[name] ??= [];
  return { releases, unknown };
}

function release(name: string, version: string, options: string, requires: string): SnapshotRelease {
  const option = (key: string) => new RegExp(`\\(${key} ?([^)]*)\\)`).exec(options)?.[1];
  const stem = `${name.replaceAll("-", "_")}-${version}`;
  const filename = `${stem}${ending(option)}`;
  const sha256 = createHash("sha256").update(filename).digest("hex");
  const yanked = option("yanked");
  return {
    v: version,
    requires: splitRequirements(requires),
    python: option("python") ?? "",
    extras: [...new Set([...requires.matchAll(/extra == "([^"]+)"/g)].map((match) => match[1]!))],
    ...(yanked === undefined ? {} : { yanked }),
    files: [[filename, sha256, 1, `${option("uploaded") ?? "2024-01-01"}T00:00:00Z`, "aa/bb/cc"]],
  };
}

/** An sdist that can be read is a ZIP file here, so that it can be told from one that cannot. */
function ending(option: (key: string) => string | undefined): string {
  if (option("sdist") !== undefined) return ".tar.gz";
  return option("recorded") === undefined ? `-${option("wheel") ?? "py3-none-any"}.whl` : ".zip";
}

/** Sdists that record their metadata, on top of what a snapshot holds. */
class SketchedIndex extends SnapshotIndex {
  override async metadata(
    candidate: Candidate,
    speaker: () => ReleaseFile,
    stop: AbortSignal,
  ): Promise<MetadataAnswer> {
    const file = speaker();
    if (!file.filename.endsWith(".zip")) return super.metadata(candidate, speaker, stop);
    const wheel = { ...file, filename: file.filename.replace(/zip$/, "whl") };
    const answer = await super.metadata(candidate, () => wheel, stop);
    return answer.kind === "unknown" ? answer : { ...answer, metadata: { ...answer.metadata, grade: "recorded" } };
  }
}

function plainIndex(releases: ParsedIndex["releases"]): PlainWorld[string] {
  const plainRelease = ({ requires, python, files }: SnapshotRelease) => ({
    requires: requires ?? [],
    requiresPython: python ?? "",
    files: (files ?? []).map(([filename, sha256]) => ({ filename: filename as string, sha256: sha256 as string })),
  });
  return Object.fromEntries(
    Object.entries(releases).map(([name, list]) => [
      name,
      Object.fromEntries(list.map((each) => [each.v, plainRelease(each)])),
    ]),
  );
}

function knowledge(text: string | undefined): AdvisoryKnowledge {
  if (text === undefined) return { kind: "missing", reason: "no advisories are installed" };
  const lines = text.split("\n").flatMap((line) => line.trim() || []);
  const records = lines.map((line, i) => {
    const form = /^(.+?)(?:>=([^<\s]+))?(?:<(\S+))? (\S+)(?: (\S+))?$/;
    const [, name = "", introduced = "0", fixed, severity = "", aliases] = form.exec(line.trim()) ?? [];
    const ranges = [{ type: "ECOSYSTEM", events: [{ introduced }, ...(fixed === undefined ? [] : [{ fixed }])] }];
    return {
      id: `ADV-${i + 1}`,
      aliases: aliases?.split(",") ?? [],
      database_specific: { severity: severity.toUpperCase() },
      affected: [{ package: { ecosystem: "PyPI", name }, ranges }],
    };
  });
  const origin = { asOf: "2026-11-01", digest: "1".repeat(64) };
  return { kind: "loaded", advisories: Advisories.of(records, origin) };
}

/** What a test may say of the question. */
export interface QuestionSketch {
  readonly type?: RecommendationType;
  /** Else 3.8. */
  readonly python?: string;
  readonly lock?: string;
  /** What the run is for; else the best stack. */
  readonly goal?: Goal;
  /** Of the environment. */
  readonly labels?: Readonly<Record<string, string>>;
  /** What `.thoth.yaml` allows. */
  readonly allowPrereleases?: readonly string[];
  readonly name?: string;
  readonly remarks?: readonly string[];
  /** `.thoth.yaml`, as far as it supplies metadata or speaks of rules. */
  readonly thothYaml?: string;
  /** The files that its `prescriptions.files` names. */
  readonly ownRules?: OwnRules["files"];
}

/** A Pipfile of these sections, with the indexes of the world as its sources. `pypi` has the address of the public one. */
export function manifestText(world: AdviceWorld, sections: string): string {
  const url = (name: string) => (name === "pypi" ? "https://pypi.org/simple" : `https://${name}.example/simple`);
  const sources = world.indexes.map(
    (name) => `[[source]]\nname = "${name}"\nurl = "${url(name)}"\nverify_ssl = true\n`,
  );
  return `${sources.join("\n")}\n${sections.replaceAll(/^ +/gm, "").trim()}\n`;
}

export function requestOf(manifest: string, sketch: QuestionSketch = {}): ReadyProject {
  const pipfile = parsePipfile("Pipfile", manifest);
  const system = { name: "rhel", version: "8" };
  const environment = runtimeEnvironment(
    { name: sketch.name ?? "test", operating_system: system, labels: sketch.labels ?? {} },
    { pythonVersion: sketch.python ?? "3.8", recommendationType: sketch.type },
  );
  const stated = [...(pipfile.thoth?.allowPrereleases ?? [])].flatMap(([name, allowed]) => (allowed ? [name] : []));
  const { lock } = sketch;
  const configuration = parseThothYaml(".thoth.yaml", sketch.thothYaml ?? "");
  return {
    kind: "ready",
    environment,
    manifest: pipfile,
    manifestPath: "Pipfile",
    lockPath: "Pipfile.lock",
    oldLock: lock === undefined ? undefined : { text: lock, content: parsePipfileLock("Pipfile.lock", lock) },
    settings: {
      suppliedMetadata: configuration.suppliedMetadata,
      indexStrategy: configuration.indexStrategy,
      sealedCredentials: configuration.sealedCredentials,
      rules: { ...configuration.rules, files: sketch.ownRules ?? [] },
      policy: policyFor(configuration.policy, ".", environment.name),
      disableIndexAdjustment: pipfile.thoth?.disableIndexAdjustment ?? false,
      allowPrereleases: new Set([...stated, ...(sketch.allowPrereleases ?? []).map(packageName)]),
    },
    moved: undefined,
    goal: sketch.goal,
    remarks: sketch.remarks ?? [],
  };
}

/** Advice on the manifest of these sections. Its lock, if there is one, has passed the second checker. */
export async function ask(world: AdviceWorld, sections: string, sketch: QuestionSketch = {}): Promise<Advice> {
  const manifest = manifestText(world, sections);
  const request = requestOf(manifest, sketch);
  const advice = await advise(request, world.services, signal);
  assert.deepEqual([...schema.Errors(advice)], []);
  if (advice.outcome.kind === "solved") {
    const { lock } = advice.outcome;
    const environment = { ...markerEnvironment(request.environment) };
    const platform = {
      minor: Number(request.environment.pythonVersion.split(".")[1]),
      glibc: 28,
      architecture: "x86_64",
    };
    const check = { manifest, lock, oldLock: sketch.lock, world: world.plain, environment, platform };
    assert.deepEqual(checkLock(check), []);
  }
  return advice;
}

/** A lock of the manifest that pins exactly `pins`, such as `web 1.0, http 2.0`, in `default`; known hashes where there are any. */
export function lockOf(world: AdviceWorld, sections: string, pins: string): string {
  const manifest = parsePipfile("Pipfile", manifestText(world, sections));
  const entries = pins.split(", ").map((pin) => {
    const [name = "", version = ""] = pin.split(" ");
    const files = Object.values(world.plain).flatMap((index) => index[name]?.[version]?.files ?? []);
    return [name, { hashes: files.map(({ sha256 }) => `sha256:${sha256}`), version: `==${version}` }] as const;
  });
  const meta = { hash: { sha256: pipfileHashes(manifest).canonical }, "pipfile-spec": 6, requires: {}, sources: [] };
  return JSON.stringify({ _meta: meta, default: Object.fromEntries(entries), develop: {} });
}

export type SolvedOutcome = Extract<AdviceOutcome, { readonly kind: "solved" }>;

/** @throws {AssertionError} unless there is a stack. */
export function solved(advice: Advice): SolvedOutcome {
  if (advice.outcome.kind !== "solved") assert.fail(JSON.stringify(advice.outcome));
  return advice.outcome;
}

/** Such as `http 2.0, web 2.0`. */
export function pins(advice: Advice): string {
  return Object.entries(solved(advice).packages)
    .map(([name, { version }]) => `${name} ${version}`)
    .join(", ");
}

/** @throws {AssertionError} unless the package changes. */
export function changeOf(advice: Advice, name: string): AdviceChange {
  const change = solved(advice).changes.find((each) => each.name === name);
  return change ?? assert.fail(`${name} does not change`);
}
