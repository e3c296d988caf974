/**
 * Knowledge bundles: dated, digested copies of outside knowledge. A part that a bundle does not have makes its verdicts
 * *not judged*, never "nothing found"; a part that is there but damaged is an error.
 */

import { createHash } from "node:crypto";
import { join } from "node:path";
import { gunzipWithin, InputTooLarge, type Limit, limits, type NestedLimit, readWholeFile } from "../base/index.ts";
import { Advisories, type AdvisoryOrigin } from "./advisories.ts";
import { type AnalysedImage, Images, parseImages } from "./images.ts";
import { BrokenKnowledge, type KnowledgePart, parseManifest } from "./manifest.ts";
import { RecordStore } from "./record-store.ts";
import { Scorecards } from "./scorecards.ts";

export interface KnowledgeBundle {
  /** Every part with its date, source, licence and attribution, also those of kinds that nothing here reads. */
  readonly parts: readonly KnowledgePart[];
  /** Undefined when the bundle has no part of the kind `advisories`: then nothing can be said about vulnerabilities. */
  readonly advisories: Advisories | undefined;
  /** Undefined when the bundle has no part of the kind `scorecards`. */
  readonly scorecards: Scorecards | undefined;
  /** Undefined when the bundle has no part of the kind `images`. */
  readonly images: Images | undefined;
}

/** A part and what its file holds, which is what the manifest says. */
interface VerifiedPart {
  readonly path: string;
  readonly part: KnowledgePart;
  readonly content: Buffer;
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
  const parts = await readParts(folder, signal, limit);
  return {
    parts: parts.map(({ part }) => part),
    advisories: await readAdvisories(parts, limit),
    scorecards: await readScorecards(parts, limit),
    images: await readImages(parts, limit),
  };
}

/** The parts of the bundle in `folder`, each verified and none looked into. @throws as {@link readBundle} does. */
async function readParts(
  folder: string,
  signal: AbortSignal,
  limit: NestedLimit = limits.knowledge,
): Promise<readonly VerifiedPart[]> {
  const manifestPath = join(folder, "manifest.json");
  const bytes = await readPart(manifestPath, limits.knowledgeManifest, signal);
  const { parts } = parseManifest(manifestPath, bytes.toString("utf8"));
  return await Promise.all(
    parts.map(async (part) => {
      const path = join(folder, part.file);
      return verified(path, part, await readPart(path, limit, signal));
    }),
  );
}

/** @throws {BrokenKnowledge} when the content is not what the manifest says. */
export function verified(path: string, part: KnowledgePart, content: Buffer): VerifiedPart {
  const digest = createHash("sha256").update(content).digest("hex");
  if (digest !== part.sha256)
    throw new BrokenKnowledge(path, `has the SHA-256 ${digest}, and the manifest says ${part.sha256}`);
  return { path, part, content };
}

async function readPart(path: string, limit: Limit, signal: AbortSignal): Promise<Buffer> {
  try {
    return await readWholeFile(path, path, limit, signal);
  } catch (cause) {
    if (cause instanceof InputTooLarge || signal.aborted) throw cause;
    throw new BrokenKnowledge(path, "cannot be read", cause);
  }
}

async function readAdvisories(parts: readonly VerifiedPart[], limit: NestedLimit): Promise<Advisories | undefined> {
  const own = ofKind(parts, "advisories");
  if (own.length === 0) return undefined;
  const store = new RecordStore();
  const textOfPart = async (part: VerifiedPart) => ({ place: part.path, text: await textOf(part, limit) });
  for (const kind of ["advisories", "severities"] as const)
    for (const part of ofKind(parts, kind)) store.addText(kind, await textOfPart(part), limit);
  for (const part of ofKind(parts, "malware")) store.addRules(await textOfPart(part), limit);
  return new Advisories(store, originOf(own));
}

/** Several databases are together as old as the oldest of them. */
function originOf(parts: readonly VerifiedPart[]): AdvisoryOrigin {
  const asOf = parts.map(({ part }) => part.as_of).reduce((oldest, date) => (date < oldest ? date : oldest));
  const [first, ...others] = parts.map(({ part }) => part.sha256);
  if (first !== undefined && others.length === 0) return { asOf, digest: first };
  const hash = createHash("sha256");
  for (const { part } of parts) hash.update(part.sha256);
  return { asOf, digest: hash.digest("hex") };
}

async function readScorecards(parts: readonly VerifiedPart[], limit: NestedLimit): Promise<Scorecards | undefined> {
  const [first] = ofKind(parts, "scorecards");
  return first && Scorecards.parse(first.path, await textOf(first, limit), first.part.as_of, limit);
}

async function readImages(parts: readonly VerifiedPart[], limit: NestedLimit): Promise<Images | undefined> {
  const own = ofKind(parts, "images");
  if (own.length === 0) return undefined;
  const images: (readonly AnalysedImage[])[] = [];
  for (const part of own) images.push(parseImages(part.path, await textOf(part, limit), limit));
  return new Images(images.flat());
}

function ofKind(parts: readonly VerifiedPart[], kind: string): readonly VerifiedPart[] {
  return parts.filter(({ part }) => part.kind === kind);
}

async function textOf({ path, content }: VerifiedPart, limit: Limit): Promise<string> {
  return (path.endsWith(".gz") ? await decompress(path, content, limit) : content).toString("utf8");
}

async function decompress(path: string, content: Buffer, limit: Limit): Promise<Buffer> {
  try {
    return await gunzipWithin(path, content, limit);
  } catch (cause) {
    if (cause instanceof InputTooLarge) throw cause;
    throw new BrokenKnowledge(path, "is not a whole gzip file", cause);
  }
}
