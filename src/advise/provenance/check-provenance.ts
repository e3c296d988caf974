/**
 * The whole job for one project: the locks of its environments at one commit become findings. Reading is the caller's, so
 * that a folder and GitHub give the same answer; what was locked before is told by whoever knows how the files were.
 */

import { type Static, Type } from "typebox";

import { closed, UserError } from "../../base/index.ts";
import type { SealedCredentials } from "../../ports/index.ts";
import {
  type EnvironmentProject,
  lockedEntries,
  type ProjectOptions,
  type ReadProjectFile,
  readLockClaims,
  readProject,
  type ReadyProject,
} from "../../project/index.ts";
import { type PackageName, Version } from "../../python/index.ts";
import { AdvisoryReader } from "../advisory-reader.ts";
import { redact } from "../redact.ts";
import type { AdviceServices } from "../services.ts";
import type { LockedRelease, LockFacts, LockHead, ProvenanceFacts, SourceFacts } from "./facts.ts";
import { FindingSchema, type Level } from "./finding.ts";
import { gatherFacts } from "./gather.ts";
import { judgeProvenance } from "./judge.ts";

export interface ProvenanceRequest {
  readonly readFile: ReadProjectFile;
  /** The same repository as it was; without it nothing is known to be new. */
  readonly readBefore?: ReadProjectFile | undefined;
  readonly options: Pick<ProjectOptions, "place" | "environment">;
  /** Addresses of sources; all are allowed without it. */
  readonly allowed?: readonly string[] | undefined;
  /** ISO 8601 day on which the lock was written. */
  readonly lockedOn?: string | undefined;
  /** Asks every source about every package, also one that would not have heard of it. */
  readonly comparesAll?: boolean;
  /** The files are a stranger's: only the public index is asked, and with no credentials. */
  readonly onlyPublic?: boolean;
  readonly progress?: (words: string) => void;
}

const Text = Type.String({ maxLength: 4_000 });

export const ProvenanceReportSchema = closed({
  schema: Type.Literal("provenance-1"),
  /** ISO 8601 day by which ages were judged. */
  today: Text,
  /** Locks that were checked, one for each environment. */
  locks: Type.Array(closed({ environment: Text, path: Text, packages: Type.Integer({ minimum: 0 }) })),
  /** Environments without a lock to check, and why. */
  unchecked: Type.Array(closed({ environment: Text, path: Text, code: Text, reason: Text })),
  /** All that was found, by level, whether it is listed or not. */
  counts: closed({
    failure: Type.Integer({ minimum: 0 }),
    warning: Type.Integer({ minimum: 0 }),
    "not-checked": Type.Integer({ minimum: 0 }),
    info: Type.Integer({ minimum: 0 }),
  }),
  /** Worst first, as many as there is room for. */
  findings: Type.Array(FindingSchema),
});

export type ProvenanceReport = Static<typeof ProvenanceReportSchema>;

/** Findings that are listed; the rest is counted. */
const mostFindings = 3_000;

/** @throws {UserError} when there is nothing to check: no manifest, or a configuration that cannot be read. */
export async function checkProvenance(
  request: ProvenanceRequest,
  services: AdviceServices,
  signal: AbortSignal,
): Promise<ProvenanceReport> {
  const { readFile, readBefore, options } = request;
  const projects = await readProject(readFile, options, signal);
  const before = readBefore && (await readBeforeLocks(readBefore, options, signal));
  const opened = new Map<LockFacts, ReadyProject>();
  for (const project of projects) {
    const lock = lockFacts(project, before, services);
    if (lock !== undefined && project.kind === "ready") opened.set(lock, project);
  }
  const locks = [...opened.keys()];
  const facts = await gatherFacts(
    { ...outsideFacts(request, services), locks },
    {
      open: (source, lock) => openSource(source, opened.get(lock)!, request, services),
      comparesAll: request.comparesAll ?? false,
      onlyPublic: request.onlyPublic ?? false,
      progress: request.progress,
    },
    signal,
  );
  const findings = judgeProvenance(facts);
  const countOf = (level: Level) => findings.filter((finding) => finding.level === level).length;
  return {
    schema: "provenance-1",
    today: facts.today,
    locks: locks.map(({ environment, path, releases }) => ({ environment, path, packages: releases.length })),
    unchecked: projects.flatMap(sayUnchecked),
    counts: {
      failure: countOf("failure"),
      warning: countOf("warning"),
      "not-checked": countOf("not-checked"),
      info: countOf("info"),
    },
    findings: findings.slice(0, mostFindings),
  };
}

function outsideFacts(
  { allowed, lockedOn }: ProvenanceRequest,
  { advisories, scorecards, wellKnownNames = new Set(), rules }: AdviceServices,
): Omit<ProvenanceFacts, "listings" | "origins" | "links" | "locks"> {
  const reader = new AdvisoryReader(advisories);
  return {
    today: rules.today,
    lockedOn,
    allowed,
    scanned: (name) => scorecards?.of(name)?.repository,
    advisories:
      advisories.kind === "missing"
        ? { reason: advisories.reason }
        : { asOf: advisories.advisories.asOf, hits: (name, version) => reader.hits(name, version) },
    wellKnown: wellKnownNames,
  };
}

function openSource(
  { name }: SourceFacts,
  { manifest, settings }: ReadyProject,
  { onlyPublic }: ProvenanceRequest,
  services: AdviceServices,
) {
  const own = manifest.sources.find((source) => source.name === name);
  const vouched = services.catalogue?.find((index) => index.name === name);
  const sealed: readonly SealedCredentials[] = onlyPublic === true ? [] : settings.sealedCredentials;
  if (own !== undefined)
    return services.openIndexes([{ ...own, verify: own.verifySsl, sealed }], [], () => 0, "first-index");
  if (vouched === undefined) throw new Error(`${name} is no source`);
  return services.openIndexes([vouched], [], () => 0, "first-index");
}

/** Undefined where there is no lock. */
function lockFacts(
  project: EnvironmentProject,
  before: BeforeLocks | undefined,
  { catalogue = [] }: AdviceServices,
): LockFacts | undefined {
  if (project.kind === "broken" || project.oldLock === undefined) return undefined;
  const { environment, lockPath, manifest, oldLock, settings, notebook } = project;
  const { moreSources, ...claims } = readLockClaims(manifest, oldLock.content, { text: oldLock.text, notebook });
  const own = manifest.sources.map(({ name, url, verifySsl }) => ({ name, url: bare(url), verify: verifySsl }));
  const vouched = moreSources.filter(({ url }) => catalogue.some((index) => isSameAddress(index.url, url)));
  const strange = moreSources.filter((source) => !vouched.includes(source));
  const differences = strange.map(
    ({ name }) => `the lock takes packages from \`${redact(name)}\`, which \`${manifest.place}\` does not name`,
  );
  const head: LockHead = { ...claims, differences: [...claims.differences, ...differences] };
  return {
    environment: environment.name,
    path: lockPath,
    sources: [...own, ...vouched.map(({ name, url }) => ({ name, url: bare(url), verify: true }))],
    pins: pinsOf(project),
    releases: readReleases(project),
    before: before?.(environment.name),
    head,
    cooldown: settings.policy.cooldown,
  };
}

function pinsOf({ manifest }: ReadyProject): ReadonlyMap<PackageName, string> {
  const entries = [...manifest.sections.values()].flat();
  return new Map(
    entries.flatMap(({ name, source }) =>
      source.kind === "index" && source.index !== undefined ? [[name, source.index] as const] : [],
    ),
  );
}

function readReleases({ oldLock, notebook }: ReadyProject): readonly LockedRelease[] {
  if (oldLock === undefined) return [];
  return lockedEntries(oldLock.content, oldLock.text).map(({ version, source, line, ...entry }) => ({
    ...entry,
    version: version === undefined ? undefined : Version.tryParse(version),
    isOfIndex: source.kind === "index",
    // The lines of a lock inside a notebook are not those of the notebook.
    line: notebook === undefined ? line : 1,
  }));
}

/** What an environment had locked, empty where it had no lock; undefined where nobody can tell. */
type BeforeLocks = (environment: string) => readonly LockedRelease[] | undefined;

async function readBeforeLocks(
  readBefore: ReadProjectFile,
  options: ProvenanceRequest["options"],
  signal: AbortSignal,
): Promise<BeforeLocks> {
  try {
    const projects = await readProject(readBefore, options, signal);
    const locks = new Map(
      projects.map((each) => [each.environment.name, each.kind === "ready" ? readReleases(each) : undefined]),
    );
    return (environment) => (locks.has(environment) ? locks.get(environment) : []);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    // There was no such project; whatever else was wrong with the files, nobody can tell what they locked.
    const isNew = error.code === "NO_MANIFEST" || error.code === "UNKNOWN_ENVIRONMENT";
    return () => (isNew ? [] : undefined);
  }
}

function sayUnchecked(project: EnvironmentProject): ProvenanceReport["unchecked"] {
  const where = { environment: project.environment.name, path: project.lockPath };
  if (project.kind === "broken")
    return [{ ...where, code: project.error.code, reason: project.error.message.slice(0, 4_000) }];
  return project.oldLock === undefined ? [{ ...where, code: "NO_LOCK", reason: "there is no lock yet" }] : [];
}

/** Without what lets somebody in. */
function bare(url: string): string {
  return url.replace(/^(https?:\/\/)[^/?#]*@/i, "$1").split(/[?#]/, 1)[0]!;
}

function isSameAddress(one: string, other: string): boolean {
  return one.replace(/\/$/, "") === other.replace(/\/$/, "");
}
