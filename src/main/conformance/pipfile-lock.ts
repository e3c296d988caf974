/**
 * The door `pipfile-lock`: a Pipfile, pins and what an index says of them in, the bytes of the lock out. One JSON object
 * a line, checked before it is used; nothing is fetched.
 */

import { markerEnvironment } from "../../environments/index.ts";
import {
  type LockPin,
  type Pipfile,
  type PipfileEntry,
  formatPipfileLock,
  lockSectionName,
  parsePipfile,
  parsePipfileLock,
} from "../../project/index.ts";
import {
  type MarkerEnvironment,
  type PackageName,
  Requirement,
  packageName,
  tryParseWheelName,
} from "../../python/index.ts";
import { type Static, Type } from "typebox";
import { Ajv } from "ajv";
import { type HashedFile, pipenvHashes } from "./pipenv-hashes.ts";

const release = Type.Object({
  requires_python: Type.Optional(Type.Union([Type.String(), Type.Null()])),
  requires_dist: Type.Optional(Type.Union([Type.Array(Type.String()), Type.Null()])),
  hashes: Type.Optional(Type.Union([Type.Array(Type.String()), Type.Null()])),
});

const question = Type.Object({
  pipfile: Type.String(),
  /** By the lock's section; the Pipfile's names of sections are understood too. */
  pins: Type.Record(Type.String(), Type.Record(Type.String(), Type.Union([Type.String(), Type.Null()]))),
  index: Type.Record(Type.String(), Type.Record(Type.String(), release)),
  old_lock: Type.Optional(Type.Union([Type.String(), Type.Null()])),
  /** `3.11` or `3.11.7`. */
  python: Type.String({ pattern: "^[0-9]+\\.[0-9]+(\\.[0-9]+)?$" }),
});

type Question = Static<typeof question>;
type Release = Static<typeof release>;
type Index = ReadonlyMap<PackageName, ReadonlyMap<string, Release>>;

const isQuestion = new Ajv().compile<Question>(question);

/** The answer to one line: `{"result": TEXT}` or `{"error": SENTENCE}`, as JSON. Never throws. */
export function answerPipfileLock(line: string): string {
  try {
    return JSON.stringify({ result: writeLock(readQuestion(line)) });
  } catch (error) {
    return JSON.stringify({ error: error instanceof Error ? error.message : String(error) });
  }
}

function readQuestion(line: string): Question {
  const value: unknown = JSON.parse(line);
  if (isQuestion(value)) return value;
  const [mistake] = isQuestion.errors ?? [];
  throw new Error(`the question${mistake?.instancePath ?? ""} ${mistake?.message ?? "has another form"}`);
}

function writeLock(asked: Question): string {
  const pipfile = parsePipfile("Pipfile", asked.pipfile);
  const oldLock = typeof asked.old_lock === "string" ? parsePipfileLock("Pipfile.lock", asked.old_lock) : undefined;
  const index: Index = new Map(
    Object.entries(asked.index).map(([name, releases]) => [packageName(name), new Map(Object.entries(releases))]),
  );
  const sections = new Map<string, ReadonlyMap<PackageName, LockPin>>();
  for (const [section, pins] of Object.entries(asked.pins)) {
    const name = lockSectionName(section);
    sections.set(name, readPins(pipfile, name, pins, index));
  }
  addRemoteWheels(pipfile, sections, index);
  return formatPipfileLock({ pipfile, markers: environmentOf(asked.python), sections, oldLock });
}

function readPins(
  pipfile: Pipfile,
  section: string,
  versions: Question["pins"][string],
  index: Index,
): Map<PackageName, LockPin> {
  const entries = new Map(sectionEntries(pipfile, section).map((entry) => [entry.name, entry]));
  const pins = new Map<PackageName, LockPin>();
  for (const [key, written] of Object.entries(versions)) {
    const name = packageName(key);
    const version = written?.replace(/^==/, "") ?? "*";
    const kind = entries.get(name)?.source.kind ?? "index";
    // A repository can be pinned to a commit, a folder to nothing; `*` stands where Pipenv did not resolve a version.
    if (kind === "vcs")
      pins.set(name, { version, index: undefined, requiresPython: undefined, requires: [], hashes: [] });
    else if (kind === "index" && version !== "*")
      pins.set(name, readPin(pipfile, entries.get(name), name, version, index));
  }
  return pins;
}

function sectionEntries(pipfile: Pipfile, section: string): readonly PipfileEntry[] {
  return [...pipfile.sections].flatMap(([name, entries]) => (lockSectionName(name) === section ? entries : []));
}

function readPin(
  pipfile: Pipfile,
  entry: PipfileEntry | undefined,
  name: PackageName,
  version: string,
  index: Index,
): LockPin {
  const found = index.get(name)?.get(version);
  if (found === undefined) throw new Error(`the index has no \`${name}\` ${version}`);
  const pinned = entry?.source.kind === "index" ? entry.source.index : undefined;
  const source = pipfile.sources.find((candidate) => candidate.name === pinned) ?? pipfile.sources[0];
  return {
    version,
    index: undefined,
    requiresPython: found.requires_python ?? undefined,
    requires: (found.requires_dist ?? []).map((text) => Requirement.parseLenient(text)),
    hashes: pipenvHashes(source?.url ?? "", version, filesOf(index.get(name) ?? new Map())),
  };
}

/** Files as far as the question knows them: by version and hash, so that their names are `VERSION`. */
function filesOf(releases: ReadonlyMap<string, Release>): readonly HashedFile[] {
  return [...releases].flatMap(([version, { hashes }]) =>
    (hashes ?? []).map((hash) => ({ filename: version, version, sha256: hash.replace(/^sha256:/, "") })),
  );
}

/** Pipenv takes the hashes of a remote wheel from its release, if the index has that. */
function addRemoteWheels(
  pipfile: Pipfile,
  sections: Map<string, ReadonlyMap<PackageName, LockPin>>,
  index: Index,
): void {
  for (const [section, entries] of pipfile.sections) {
    const pins = new Map(sections.get(lockSectionName(section)));
    for (const entry of entries) {
      if (entry.source.kind !== "file") continue;
      const wheel = tryParseWheelName(decodeURIComponent(entry.source.url.replace(/#.*$/, "").split("/").at(-1) ?? ""));
      const version = wheel?.version.toString() ?? "";
      if (index.get(entry.name)?.has(version) === true)
        pins.set(entry.name, readPin(pipfile, entry, entry.name, version, index));
    }
    sections.set(lockSectionName(section), pins);
  }
}

/** CPython on Linux x86_64; `3.11` means 3.11.0, and a patch version that very one. */
function environmentOf(python: string): MarkerEnvironment {
  const [major, minor, patch = "0"] = python.split(".");
  const pythonVersion = `${major}.${minor}`;
  return markerEnvironment({ pythonVersion, pythonFullVersion: `${pythonVersion}.${patch}`, platform: "linux-x86_64" });
}
