/**
 * From what sources hold to one bundle. A source with a manifest is a bundle; of others, one with bills of materials tells of
 * images, and any other one is a database of records.
 */

import { checkCount, InputTooLarge, limits, UserError } from "../../base/index.ts";
import {
  BrokenKnowledge,
  isBillOfMaterials,
  type KnowledgeDatabase,
  makeBundle,
  parseManifest,
  readBillOfMaterials,
  readDatabase,
  verified,
} from "../../knowledge/index.ts";
import { UnreadableArchive } from "../../package-index/index.ts";
import { archiveFiles } from "../sources/archive-files.ts";
import { isWantedFile } from "./files.ts";
import type { GatheredKnowledge, KnowledgeFile } from "./gather.ts";

/** The files of a bundle by name, the manifest among them. */
export type BundleFiles = ReadonlyMap<string, Buffer>;

/**
 * Makes the bundle of all sources.
 *
 * @param today ISO 8601 date: what claims to be of a later day dates nothing.
 * @throws {UserError} naming the source, the file and what is wrong.
 */
export type PackKnowledge = (
  sources: readonly GatheredKnowledge[],
  today: string,
  signal: AbortSignal,
) => Promise<BundleFiles>;

/** In this very process. */
export const packHere: PackKnowledge = async (sources, today, signal) => {
  const databases: KnowledgeDatabase[] = [];
  for (const source of sources) databases.push(await readSource(source, signal));
  return makeBundle(databases, today);
};

/** @throws {UserError} */
export async function readSource(source: GatheredKnowledge, signal: AbortSignal): Promise<KnowledgeDatabase> {
  const { origin, asOf } = source;
  const { name } = origin;
  const files = await filesOf(source, signal);
  const manifest = files.find(({ path }) => /^(?:[^/]+\/)?manifest\.json$/.test(path));
  if (manifest === undefined)
    return files.some(({ path }) => isBillOfMaterials(path))
      ? { kind: "images", origin, images: imagesOf(source, files) }
      : { kind: "records", origin, asOf, records: readDatabase(name, files) };
  const folder = manifest.path.slice(0, -"manifest.json".length);
  const place = `${name}/${manifest.path}`;
  const { parts } = parseManifest(place, manifest.bytes.toString("utf8"));
  const contents = new Map(files.map(({ path, bytes }) => [path, bytes]));
  return {
    kind: "bundle",
    name,
    parts: parts.map((part) => {
      const content = contents.get(folder + part.file);
      if (content === undefined) throw new BrokenKnowledge(`${name}/${folder}${part.file}`, "cannot be read");
      return verified(`${name}/${folder}${part.file}`, part, content);
    }),
  };
}

/** @throws {UserError} at the first file that is of no image: a source is of one kind. */
function imagesOf({ origin, asOf }: GatheredKnowledge, files: readonly KnowledgeFile[]) {
  return files.map(({ path, bytes }) => readBillOfMaterials(`${origin.name}/${path}`, bytes, asOf));
}

async function filesOf(
  { origin, contents }: GatheredKnowledge,
  signal: AbortSignal,
): Promise<readonly KnowledgeFile[]> {
  if (contents.kind === "files") return contents.files;
  try {
    return await readArchive(origin.name, contents.bytes, contents.within, signal);
  } catch (cause) {
    if (cause instanceof UserError || !(cause instanceof UnreadableArchive)) throw cause;
    throw new BrokenKnowledge(origin.source, cause.message, cause);
  }
}

/** As whoever unpacks it: the last member of a name is the one that stays. */
async function readArchive(
  name: string,
  archive: Buffer,
  within: string,
  signal: AbortSignal,
): Promise<readonly KnowledgeFile[]> {
  const unpacked = { bytes: 3 * limits.advisory.allBytes };
  const request = { within, isWanted: isWantedFile, limit: { bytes: limits.knowledge.bytes }, unpacked };
  const files = new Map<string, KnowledgeFile>();
  let all = 0;
  for await (const file of archiveFiles(archive, request, signal)) {
    if (!("bytes" in file)) throw new InputTooLarge(`${name}/${file.path}`, "bytes", file.size, limits.knowledge.bytes);
    all += file.bytes.length;
    if (all > limits.advisory.allBytes) throw new InputTooLarge(name, "bytes", all, limits.advisory.allBytes);
    files.set(file.path, file);
    checkCount(name, "files", files.size, limits.advisory.files);
  }
  return [...files.values()].toSorted((a, b) => (a.path < b.path ? -1 : 1));
}
