/**
 * Which bundle is in use. In order: what `THOTH_KNOWLEDGE` names, a folder or an archive, for places without a network; the
 * bundle that was last made of the sources in `THOTH_KNOWLEDGE_SOURCES`; the one that ships.
 */

import { stat } from "node:fs/promises";
import { join, resolve } from "node:path";

import { EgressPolicy, HttpTransport, type Wire } from "../../package-index/index.ts";
import type { Clock } from "../../ports/index.ts";
import { FileUnreadable } from "../folder.ts";
import type { IndexSettings } from "../index-settings.ts";
import { sharedKnowledge, sharedMirrors } from "../shared-cache.ts";
import { KeptBundle } from "./kept-bundle.ts";
import { type KnowledgeSource, readKnowledgeSources } from "./knowledge-settings.ts";
import { packInChild } from "./pack-in-child.ts";
import { type KnowledgeSettings, shippedKnowledge } from "./settings.ts";
import { updateKnowledge, type UpdateOptions } from "./update.ts";

export interface KnowledgeInUse {
  readonly kind: "own" | "sources" | "shipped";
  /** What somebody named, or where it lies. */
  readonly place: string;
  /** Of a bundle. */
  readonly folder: string;
}

/** An archive may be large, and its server slow. In milliseconds. */
const downloadWithin = 600_000;

/** @throws {UserError} when what is named is not there, or is no knowledge. */
export async function openKnowledge(
  { place, sources }: KnowledgeSettings,
  clock: Clock,
  signal: AbortSignal,
): Promise<KnowledgeInUse> {
  if (place !== undefined) return { kind: "own", place, folder: await ownFolder(place, clock, signal) };
  const kept = sources === undefined ? undefined : await keptKnowledge().current();
  if (kept !== undefined) return { kind: "sources", place: kept, folder: kept };
  return { kind: "shipped", place: shippedKnowledge, folder: shippedKnowledge };
}

/** Where bundles that were made of sources are kept. */
export function keptKnowledge(): KeptBundle {
  return new KeptBundle(sharedKnowledge("sources"));
}

/** How the sources of the list at `path` are made into the bundle that is kept. @throws {UserError} */
export async function usualUpdate(path: string, wire: Wire, clock: Clock, signal: AbortSignal): Promise<UpdateOptions> {
  const sources = await readKnowledgeSources(path, signal);
  return { sources, kept: keptKnowledge(), pack: packInChild(), mirrors: sharedMirrors(), wire, clock };
}

/** On a person's own machine. */
export function ownWire(): Wire {
  return new HttpTransport({ proxies: "environment", timeouts: { total: downloadWithin } });
}

/** For a service, no further than its operator allows. */
export function serviceWire({ allow, proxy }: Pick<IndexSettings, "allow" | "proxy">): Wire {
  const proxies = proxy === undefined ? "none" : { address: proxy };
  return new HttpTransport({ proxies, egress: new EgressPolicy(allow), timeouts: { total: downloadWithin } });
}

/** A bundle in a folder is read where it lies; anything else is made into one. */
async function ownFolder(path: string, clock: Clock, signal: AbortSignal): Promise<string> {
  const place = resolve(path);
  const found = await stat(place).catch((cause: unknown) => Promise.reject(new FileUnreadable(path, cause)));
  if (found.isDirectory() && (await isThere(join(place, "manifest.json")))) return place;
  const source: KnowledgeSource = found.isDirectory()
    ? { name: "own", folder: place }
    : { name: "own", archive: place };
  const kept = new KeptBundle(sharedKnowledge("own"));
  const options = { sources: [source], kept, pack: packInChild(), mirrors: sharedMirrors(), wire: ownWire(), clock };
  return (await updateKnowledge(options, signal)).folder;
}

async function isThere(path: string): Promise<boolean> {
  return await stat(path).then(
    () => true,
    () => false,
  );
}
