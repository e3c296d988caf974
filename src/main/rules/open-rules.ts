/**
 * The rules of an operator's sources, each compiled once and kept by what it was made of, so that the next run opens them
 * in place of reading them. A kept file that is damaged, or of another version, is made anew.
 */

import { createHash } from "node:crypto";

import type { RuleSet } from "../../advise/index.ts";
import { limits } from "../../base/index.ts";
import type { DiskCache } from "../../package-index/index.ts";
import { isWholePack, PackedStore, packPrescriptions } from "../../prescriptions/index.ts";
import { filesOf } from "./rule-archive.ts";
import { type GatheredSource, gatherSource, type SourceContents } from "./gather.ts";
import type { RuleSourceSetting } from "./rule-settings.ts";

/** A source in compiled form. */
export interface CompiledSource {
  readonly name: string;
  /** What it was made of: a SHA-256 in hex. */
  readonly origin: string;
  readonly bytes: Buffer;
  /** What stands before a link that is only a slug, where the operator says so. */
  readonly linkBase?: string;
}

export interface CompileOptions {
  /** A SHA-256 that stands for what the source is made of. */
  readonly origin: Buffer;
  /** Those before it, whose names it may not repeat. */
  readonly earlier: readonly CompiledSource[];
}

/** Makes the compiled form of a source. @throws {UserError} */
export type CompileSource = (contents: SourceContents, options: CompileOptions, signal: AbortSignal) => Promise<Buffer>;

export interface OpenRulesOptions {
  readonly cache: DiskCache;
  /** Where fetched repositories are kept; without it nothing is fetched. */
  readonly mirrors: string | undefined;
  /** {@link compileHere}, or elsewhere. */
  readonly compile: CompileSource;
}

/** Compiled forms in the order of `sources`, out of the cache where they are in it. @throws {UserError} */
export async function compileSources(
  sources: readonly RuleSourceSetting[],
  options: OpenRulesOptions,
  signal: AbortSignal,
): Promise<readonly CompiledSource[]> {
  const compiled: CompiledSource[] = [];
  for (const source of sources) {
    const { link_base: linkBase } = source;
    const made = await compileOne(await gatherSource(source, options, signal), compiled, options, signal);
    compiled.push(linkBase === undefined ? made : { ...made, linkBase });
  }
  return compiled;
}

/** As rules in force. */
export function openSources(compiled: readonly CompiledSource[]): readonly RuleSet[] {
  return compiled.map(({ name, origin, bytes, linkBase }) =>
    ruleSetOf(name, PackedStore.open(bytes, Buffer.from(origin, "hex"), linkBase)),
  );
}

/** In this very process. */
export const compileHere: CompileSource = async (contents, { origin, earlier }, signal) => {
  const sets = openSources(earlier);
  const taken = (unit: string) => holderOf(unit, sets);
  return packPrescriptions(await filesOf(contents, signal), origin, { taken });
};

/** Where a rule of this full name stands. */
function holderOf(unit: string, sets: readonly RuleSet[]): string | undefined {
  for (const { name, pathOf } of sets) {
    const path = pathOf(unit);
    if (path !== undefined) return `${path} of \`${name}\``;
  }
  return undefined;
}

async function compileOne(
  source: GatheredSource,
  earlier: readonly CompiledSource[],
  { cache, compile }: OpenRulesOptions,
  signal: AbortSignal,
): Promise<CompiledSource> {
  const { name, identity } = source;
  const hash = createHash("sha256")
    .update(`${earlier.at(-1)?.origin ?? ""}\0${name}\0${identity}`)
    .digest();
  const origin = hash.toString("hex");
  const kept = cache.readAsIs("rules", origin, limits.knowledge.bytes);
  if (kept !== undefined && isWholePack(kept, hash)) return { name, origin, bytes: kept };
  const bytes = await compile(await source.contents(signal), { origin: hash, earlier }, signal);
  await cache.writeAsIs("rules", origin, bytes);
  return { name, origin, bytes };
}

function ruleSetOf(name: string, store: PackedStore): RuleSet {
  const { release, digest } = store.summary;
  return { name, asOf: release, digest, store, pathOf: (unit) => store.pathOf(unit) };
}
