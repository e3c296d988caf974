/**
 * What a source of rules holds, as bytes: nothing of it is looked into here, so that whoever works for strangers can leave
 * that to a process with limits. Each says what it is made of by a digest that is known before its files are read where
 * that is possible: of an archive that of its bytes, of a repository the commit.
 */

import { createHash } from "node:crypto";
import { join } from "node:path";

import { readCommitFiles } from "../../adapters/git/index.ts";
import { InputTooLarge, limits, readWholeFile, UserError } from "../../base/index.ts";
import { readBundle } from "../../knowledge/index.ts";
import {
  isRulePath,
  readRuleFolder,
  RuleDigest,
  ruleFile,
  type RuleFile,
  ruleFileOf,
  RulesUnreadable,
  unreadableFile,
} from "../../prescriptions/index.ts";
import { isAddress, mirrorOf } from "../sources/mirror.ts";
import { InvalidRuleSources, type RuleSourceSetting } from "./rule-settings.ts";

/** A source that was looked up. */
export interface GatheredSource {
  readonly name: string;
  /** Equal for equal contents: a source is the same while it is. */
  readonly identity: string;
  /** Reads it. @throws {UserError} */
  contents(signal: AbortSignal): Promise<SourceContents>;
}

export type SourceContents =
  | { readonly kind: "files"; readonly files: readonly RuleFile[] }
  /** A `.tar.gz`; `within` is the folder in it that counts, empty for its root. */
  | { readonly kind: "archive"; readonly place: string; readonly bytes: Buffer; readonly within: string };

export interface GatherOptions {
  /** Where fetched repositories are kept; without it nothing is fetched. */
  readonly mirrors: string | undefined;
}

/** @throws {UserError} when the source is not there, or not what its digest says. */
export async function gatherSource(
  source: RuleSourceSetting,
  options: GatherOptions,
  signal: AbortSignal,
): Promise<GatheredSource> {
  if ("folder" in source) return await gatherFolder(source, signal);
  if ("archive" in source) return await gatherArchive(source, source.archive, source.sha256, signal);
  if ("bundle" in source) return await gatherBundle(source, signal);
  return await gatherRepository(source, options, signal);
}

type Of<Key extends string> = Extract<RuleSourceSetting, Readonly<Record<Key, string>>>;

/** Its digest is that of its files, which have to be read for it, and are held: nothing may change in between. */
async function gatherFolder({ name, folder, within = "" }: Of<"folder">, signal: AbortSignal): Promise<GatheredSource> {
  const digest = new RuleDigest();
  const files = readRuleFolder(join(folder, within), signal).map((file) => readNow(file, digest));
  return { name, identity: `folder ${digest.finish()}`, contents: async () => ({ kind: "files", files }) };
}

function readNow(file: RuleFile, digest: RuleDigest): RuleFile {
  const { path } = file;
  try {
    const text = file.text();
    digest.add(path, text);
    return ruleFile(path, text);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    digest.add(path, error.message);
    return unreadableFile(path, error);
  }
}

async function gatherArchive(
  { name, within = "" }: RuleSourceSetting,
  place: string,
  sha256: string | undefined,
  signal: AbortSignal,
): Promise<GatheredSource> {
  const bytes = await readWithin(place, signal);
  const digest = createHash("sha256").update(bytes).digest("hex");
  if (sha256 !== undefined && sha256 !== digest)
    throw new InvalidRuleSources(place, `has the SHA-256 ${digest}, and ${sha256} was expected`);
  const contents = { kind: "archive", place, bytes, within } as const;
  return { name, identity: `archive ${digest} ${within}`, contents: async () => contents };
}

/** Its manifest says what the part must be. */
async function gatherBundle(source: Of<"bundle">, signal: AbortSignal): Promise<GatheredSource> {
  const { parts } = await readBundle(source.bundle, signal);
  const part = parts.find(({ kind }) => kind === "rules");
  if (part === undefined) throw new InvalidRuleSources(source.bundle, "is a bundle without a part of the kind `rules`");
  return await gatherArchive(source, join(source.bundle, part.file), part.sha256, signal);
}

async function gatherRepository(
  { name, git, commit, within }: Of<"git">,
  { mirrors }: GatherOptions,
  signal: AbortSignal,
): Promise<GatheredSource> {
  const repository = isAddress(git) ? await fetched(git, commit, mirrors, signal) : git;
  const prefix = within === undefined ? "" : `${within.replace(/\/+$/, "")}/`;
  const isWanted = (path: string) => path.startsWith(prefix) && isRulePath(path.slice(prefix.length));
  const contents = async (stop: AbortSignal): Promise<SourceContents> => {
    const found = await readCommitFiles({ repository, commit, isWanted, limit: limits.prescription }, stop);
    return {
      kind: "files",
      files: found.map((file) => {
        const path = file.path.slice(prefix.length);
        if ("bytes" in file) return ruleFileOf(path, () => file.bytes);
        return unreadableFile(path, new InputTooLarge(path, "bytes", file.size, limits.prescription.bytes));
      }),
    };
  };
  return { name, identity: `commit ${commit} ${prefix}`, contents };
}

/** @throws {InvalidRuleSources} where nothing is fetched. */
async function fetched(url: string, commit: string, mirrors: string | undefined, signal: AbortSignal): Promise<string> {
  if (mirrors === undefined)
    throw new InvalidRuleSources(url, "is not fetched here: clone it, and name the folder of the clone");
  return await mirrorOf(url, commit, mirrors, signal);
}

async function readWithin(path: string, signal: AbortSignal): Promise<Buffer> {
  try {
    return await readWholeFile(path, path, { bytes: limits.prescription.allBytes }, signal);
  } catch (cause) {
    if (signal.aborted || cause instanceof UserError) throw cause;
    throw new RulesUnreadable(path, cause);
  }
}
