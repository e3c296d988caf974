/**
 * What a source of knowledge holds, as bytes: nothing of it is looked into here, so that whoever works for strangers can
 * leave that to a process with limits.
 */

import { createHash } from "node:crypto";
import { readdir } from "node:fs/promises";
import { join } from "node:path";

import { branchTip, type CommitFile, readCommitFiles } from "../../adapters/git/index.ts";
import { checkBytes, checkCount, InputTooLarge, limits, readWholeFile, UserError } from "../../base/index.ts";
import type { DatabaseOrigin } from "../../knowledge/index.ts";
import type { Wire } from "../../package-index/index.ts";
import { FileUnreadable } from "../folder.ts";
import { isAddress, mirrorOf } from "../sources/mirror.ts";
import { download } from "./download.ts";
import { isWantedFile } from "./files.ts";
import { InvalidKnowledgeSources, type KnowledgeSource } from "./knowledge-settings.ts";

/** A source and all bytes of it. */
export interface GatheredKnowledge {
  readonly origin: DatabaseOrigin;
  /** ISO 8601 date, where somebody stated one. */
  readonly asOf: string | undefined;
  readonly contents: KnowledgeContents;
}

export type KnowledgeContents =
  | { readonly kind: "files"; readonly files: readonly KnowledgeFile[] }
  /** A `.tar.gz` or `.zip`; `within` is the folder in it that counts, empty for its root. */
  | { readonly kind: "archive"; readonly bytes: Buffer; readonly within: string };

export interface KnowledgeFile {
  readonly path: string;
  readonly bytes: Buffer;
}

export interface GatherOptions {
  /** Where fetched repositories are kept. */
  readonly mirrors: string;
  /** The way to `https` archives. */
  readonly wire: Wire;
  /** Of one source; the usual one without it. */
  readonly limit?: SourceLimit;
}

interface SourceLimit {
  readonly files: number;
  readonly allBytes: number;
}

/** @throws {UserError} naming the source and what is wrong with it. */
export async function gatherKnowledge(
  source: KnowledgeSource,
  options: GatherOptions,
  signal: AbortSignal,
): Promise<GatheredKnowledge> {
  const { place, revision, contents } = await contentsOf(source, options, signal);
  const { name, licence = "NOASSERTION", attribution = place, as_of: asOf } = source;
  const origin = { name, source: source.source ?? `${place}${revision}`, licence, attribution };
  return { origin, asOf, contents };
}

interface Found {
  readonly place: string;
  /** Completes the place, and may be empty. */
  readonly revision: string;
  readonly contents: KnowledgeContents;
}

async function contentsOf(source: KnowledgeSource, options: GatherOptions, signal: AbortSignal): Promise<Found> {
  const { within = "" } = source;
  const { limit = limits.advisory } = options;
  if ("folder" in source) {
    const files = await readFolder(join(source.folder, within), limit, signal);
    return { place: source.folder, revision: "", contents: { kind: "files", files } };
  }
  if ("archive" in source) {
    const { archive: place, sha256 } = source;
    const bytes = isAddress(place) ? await download(place, options.wire, signal) : await readArchive(place, signal);
    const digest = createHash("sha256").update(bytes).digest("hex");
    if (sha256 !== undefined && sha256 !== digest)
      throw new InvalidKnowledgeSources(place, `has the SHA-256 ${digest}, and ${sha256} was expected`);
    return { place, revision: ` with the SHA-256 ${digest}`, contents: { kind: "archive", bytes, within } };
  }
  const { git: place } = source;
  const commit = "commit" in source ? source.commit : await branchTip(place, source.branch, signal);
  const repository = isAddress(place) ? await mirrorOf(place, commit, options.mirrors, signal) : place;
  const files = await readCommit(repository, commit, within, limit, signal);
  return { place, revision: ` at ${commit}`, contents: { kind: "files", files } };
}

async function readCommit(
  repository: string,
  commit: string,
  within: string,
  { files }: SourceLimit,
  signal: AbortSignal,
): Promise<readonly KnowledgeFile[]> {
  const prefix = within === "" ? "" : `${within.replace(/\/+$/, "")}/`;
  const isWanted = (path: string) => path.startsWith(prefix) && isWantedFile(path.slice(prefix.length));
  const limit = { bytes: limits.knowledge.bytes, files };
  const found = await readCommitFiles({ repository, commit, isWanted, limit }, signal);
  return found.map((file) => whole(repository, { ...file, path: file.path.slice(prefix.length) }));
}

/** @throws {InputTooLarge} for a file that was left out by its size: half a database is none. */
export function whole(place: string, file: CommitFile): KnowledgeFile {
  if ("bytes" in file) return file;
  throw new InputTooLarge(`${place}/${file.path}`, "bytes", file.size, limits.knowledge.bytes);
}

/** Files in the folder and below, by path; links are not followed, and what is hidden is not entered. */
async function readFolder(root: string, limit: SourceLimit, signal: AbortSignal): Promise<readonly KnowledgeFile[]> {
  const paths: string[] = [];
  const folders = [""];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    signal.throwIfAborted();
    const entries = await readdir(join(root, folder), { withFileTypes: true }).catch((cause: unknown) => {
      throw new FileUnreadable(join(root, folder ?? ""), cause);
    });
    for (const entry of entries) {
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory() && !entry.name.startsWith(".")) folders.push(path);
      else if (entry.isFile() && isWantedFile(path)) paths.push(path);
    }
    checkCount(root, "files", paths.length, limit.files);
  }
  const files: KnowledgeFile[] = [];
  let all = 0;
  for (const path of paths.toSorted()) {
    const bytes = await readWhole(join(root, path), limits.knowledge.bytes, signal);
    all += bytes.length;
    checkBytes(root, all, { bytes: limit.allBytes });
    files.push({ path, bytes });
  }
  return files;
}

async function readArchive(path: string, signal: AbortSignal): Promise<Buffer> {
  return await readWhole(path, limits.advisory.allBytes, signal);
}

async function readWhole(path: string, bytes: number, signal: AbortSignal): Promise<Buffer> {
  try {
    return await readWholeFile(path, path, { bytes }, signal);
  } catch (cause) {
    if (signal.aborted || cause instanceof UserError) throw cause;
    throw new FileUnreadable(path, cause);
  }
}
