/**
 * Knowledge bundles: dated, digested copies of outside knowledge in a folder. A part that a bundle does not have makes
 * its verdicts *not judged*, never "nothing found"; a part that is there but damaged is an error.
 */

import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { checkBytes, gunzipWithin, InputTooLarge, type Limit, limits, type NestedLimit } from "../base/index.ts";
import { Advisories } from "./advisories.ts";
import { BrokenKnowledge, type KnowledgePart, parseManifest } from "./manifest.ts";
import { parseOsvRecords } from "./osv.ts";

export interface KnowledgeBundle {
  /** Every part with its date, source, licence and attribution, also those of kinds that nothing here reads. */
  readonly parts: readonly KnowledgePart[];
  /** Undefined when the bundle has no part of the kind `advisories`: then nothing can be said about vulnerabilities. */
  readonly advisories: Advisories | undefined;
}

/**
 * Reads the bundle in `folder` and verifies the digest of each part.
 *
 * @param limit of one part, packed or not.
 * @throws {BrokenKnowledge} when the manifest or a part is missing, malformed, or not what its digest says.
 * @throws {InputTooLarge | InputTooDeep} past the limits.
 */
export async function readBundle(
  folder: string,
  signal: AbortSignal,
  limit: NestedLimit = limits.knowledge,
): Promise<KnowledgeBundle> {
  const manifestPath = join(folder, "manifest.json");
  const bytes = await readPart(manifestPath, limits.knowledgeManifest, signal);
  const { parts } = parseManifest(manifestPath, bytes.toString("utf8"));
  const contents = await Promise.all(parts.map((part) => readVerified(folder, part, limit, signal)));
  const at = parts.findIndex(({ kind }) => kind === "advisories");
  const part = parts[at];
  const content = contents[at];
  if (part === undefined || content === undefined) return { parts, advisories: undefined };
  return { parts, advisories: await readAdvisories(join(folder, part.file), part, content, limit) };
}

async function readVerified(folder: string, part: KnowledgePart, limit: Limit, signal: AbortSignal): Promise<Buffer> {
  const path = join(folder, part.file);
  const content = await readPart(path, limit, signal);
  const digest = createHash("sha256").update(content).digest("hex");
  if (digest !== part.sha256)
    throw new BrokenKnowledge(path, `has the SHA-256 ${digest}, and the manifest says ${part.sha256}`);
  return content;
}

async function readPart(path: string, limit: Limit, signal: AbortSignal): Promise<Buffer> {
  try {
    const { size } = await stat(path);
    checkBytes(path, size, limit);
    return await readFile(path, { signal });
  } catch (cause) {
    if (cause instanceof InputTooLarge || signal.aborted) throw cause;
    throw new BrokenKnowledge(path, "cannot be read", cause);
  }
}

async function readAdvisories(
  path: string,
  part: KnowledgePart,
  content: Buffer,
  limit: NestedLimit,
): Promise<Advisories> {
  const text = (path.endsWith(".gz") ? await decompress(path, content, limit) : content).toString("utf8");
  return Advisories.of(parseOsvRecords(path, text, limit), { asOf: part.as_of, digest: part.sha256 });
}

async function decompress(path: string, content: Buffer, limit: Limit): Promise<Buffer> {
  try {
    return await gunzipWithin(path, content, limit);
  } catch (cause) {
    if (cause instanceof InputTooLarge) throw cause;
    throw new BrokenKnowledge(path, "is not a whole gzip file", cause);
  }
}
