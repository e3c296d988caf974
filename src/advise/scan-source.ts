/** The rules on source for a repository: with what its settings and locks say, which some rules ask for. */

import { limits, UserError } from "../base/index.ts";
import { isLockFile, parseLockByName, parseThothYaml, type ReadProjectFile } from "../project/index.ts";
import type { ReadSource, SourceScan as Scan } from "../source/index.ts";

export interface SourceRequest {
  /** Paths of the files to look into; what is no Python is passed over. */
  readonly files: readonly string[];
  /** Paths of locks, as far as they count. */
  readonly locks: readonly string[];
  readonly readFile: ReadProjectFile;
  /** Of code, as bytes, where it can be had: it says itself how it is to be decoded. */
  readonly readSource?: ReadSource;
}

/** Plain data. */
export interface SourceScan extends Scan {
  /** Whether the repository asks for the recommendation type `security`, for any environment. */
  readonly security: boolean;
}

/** Locks that are read for the names in them. */
const mostLocks = 20;

const settingsPath = ".thoth.yaml";

/** @param progress told before each file. @throws {UserError} for a `.thoth.yaml` that cannot be read. */
export async function scanSource(
  { files, locks, readFile, readSource = readFile }: SourceRequest,
  signal: AbortSignal,
  progress?: (path: string) => void,
): Promise<SourceScan> {
  const security = await asksForSecurity(readFile, signal);
  const locked = await lockedNames(locks.filter(isLockFile).slice(0, mostLocks), readFile, signal);
  const request = { files, readFile: readSource, circumstances: { security, locked } };
  // The parser is loaded by who looks at source, which few do.
  const { scanSources } = await import("../source/index.ts");
  const scan = await scanSources(progress === undefined ? request : { ...request, progress }, signal);
  return { ...scan, security };
}

/** Of any environment. */
async function asksForSecurity(readFile: ReadProjectFile, signal: AbortSignal): Promise<boolean> {
  const text = await readFile(settingsPath, limits.configuration.bytes, signal);
  if (text === undefined) return false;
  const { recommendationType, environments } = parseThothYaml(settingsPath, text);
  const types = environments.map(({ settings }) => settings.recommendation_type);
  return [recommendationType, ...types].includes("security");
}

/** Undefined where no lock can be read: a mistake in one is told by who advises on it. */
async function lockedNames(
  paths: readonly string[],
  readFile: ReadProjectFile,
  signal: AbortSignal,
): Promise<ReadonlySet<string> | undefined> {
  const names = new Set<string>();
  for (const path of paths) {
    try {
      const text = await readFile(path, limits.lock.bytes, signal);
      if (text === undefined) continue;
      for (const section of parseLockByName(path, text).sections.values())
        for (const { name } of section.values()) names.add(name);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
    }
  }
  return names.size === 0 ? undefined : names;
}
