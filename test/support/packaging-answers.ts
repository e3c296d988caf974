/**
 * Our answers to questions about the standards beside those of pypa's `packaging`: through the conformance door where it
 * has the operation, else from the same modules.
 */

import { UserError } from "../../src/base/index.ts";
import { answerStandards } from "../../src/main/conformance/standards.ts";
import {
  Marker,
  Requirement,
  Specifier,
  SpecifierSet,
  type TagRequest,
  Version,
  manylinuxPlatforms,
  musllinuxPlatforms,
  packageName,
  parseMetadata,
  supportedTags,
} from "../../src/python/index.ts";
import type { StandardsQuestion } from "./standards-cases.ts";

/** @param theirs JSON. Nothing where the answers agree: equal results, or an error on both sides in whatever words. */
export function describeDifference(question: StandardsQuestion, theirs: string): string[] {
  const ours = answer(question);
  const isEqual = isError(ours) ? isError(theirs) : compact(ours) === compact(theirs);
  return isEqual ? [] : [`${JSON.stringify(question)}\n  ours   ${ours}\n  theirs ${theirs}`];
}

/** Without the differences of two JSON writers; numbers that are no doubles stay what they are. */
function compact(json: string): string {
  return JSON.stringify(
    JSON.parse(json, (_key, value, context?: { source?: string }) =>
      typeof value === "number" ? context?.source : value,
    ),
  );
}

function isError(json: string): boolean {
  return /^\{"error": ?"/.test(json);
}

/** What the door does not ask and the tables do. */
const operations: Readonly<Record<string, (question: StandardsQuestion) => unknown>> = {
  properties: ({ text }) => properties(Version.parse(String(text))),
  set: ({ text }) => SpecifierSet.parse(String(text)).toString(),
  specifier: ({ text }) => {
    const clause = Specifier.parse(String(text));
    return [clause.operator, clause.version, clause.toString()];
  },
  print: ({ text }) => Requirement.parse(String(text)).toString(),
  "marker-text": ({ text }) => Marker.parse(String(text)).toString(),
  "valid-name": ({ text }) => packageName(String(text)),
  "normal-name": ({ text }) => isNormal(String(text)),
  metadata: ({ text }) => {
    const core = parseMetadata("METADATA", String(text));
    return { ...core, version: core.version.normalized, requiresPython: core.requiresPython ?? null };
  },
  tags: (question) => supportedTags(question as unknown as TagRequest),
  platforms: ({ architectures, glibc }) => withoutNative(manylinuxPlatforms(...machine(architectures, glibc))),
  musllinux: ({ architectures, musl }) => withoutNative(musllinuxPlatforms(...machine(architectures, musl))),
};

function answer(question: StandardsQuestion): string {
  const operation = operations[question.op];
  if (operation === undefined) return answerStandards(JSON.stringify(question));
  try {
    return `{"result":${JSON.stringify(operation(question), digitByDigit)}}`;
  } catch (error) {
    if (error instanceof UserError) return JSON.stringify({ error: error.message });
    throw error;
  }
}

/** Node has it, TypeScript does not know of it yet. */
const { rawJSON } = JSON as typeof JSON & { readonly rawJSON: (text: string) => unknown };

function digitByDigit(_key: string, value: unknown): unknown {
  return typeof value === "bigint" ? rawJSON(String(value)) : value;
}

function properties(version: Version): unknown[] {
  const { pre, post, dev } = version.parts;
  const parts = [version.epoch, version.release, pre ?? null, post ?? null, dev ?? null, version.local ?? null];
  const { isPrerelease, isPostrelease, isDevrelease } = version;
  return [version.normalized, version.public, version.base, ...parts, isPrerelease, isPostrelease, isDevrelease];
}

function isNormal(text: string): boolean {
  try {
    return packageName(text) === text;
  } catch (error) {
    if (error instanceof UserError) return false;
    throw error;
  }
}

/** The first of the architectures that a machine runs is its own. */
function machine(architectures: unknown, library: unknown): [architecture: string, version: readonly [number, number]] {
  return [(architectures as readonly string[])[0]!, library as readonly [number, number]];
}

/** `packaging` puts `linux_*` before them at another place. */
function withoutNative(platforms: readonly string[]): readonly string[] {
  return platforms.filter((platform) => !platform.startsWith("linux_"));
}
