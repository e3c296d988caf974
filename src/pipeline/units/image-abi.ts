/**
 * The sieve for releases that the base image cannot load: every wheel that fits the environment needs a newer glibc than
 * the image has, and there is no source distribution.
 *
 * A wheel says in its name what it needs (PEP 600, and before it PEP 513, 571 and 599), and glibc names its symbols after
 * its versions; `GLIBC_2.28` is there from 2.28 on. What else a wheel needs of the image is known only by opening it, and
 * it is not opened. Without such symbols the image was not looked at, and nothing is removed.
 */

import type { Candidate } from "../../ports/index.ts";
import { tryParseWheelName } from "../../python/index.ts";
import type { PipelineContext } from "../context.ts";
import { fittingFiles, sourceFiles } from "../fitting-files.ts";
import type { Sieve } from "../unit.ts";

const name = "image-abi";

export const imageAbi: Sieve = {
  kind: "sieve",
  name,
  condition: { holds: ({ image }) => newestGlibc(image?.symbols ?? []) !== undefined },
  *facts(context, _package, candidates) {
    const glibc = newestGlibc(context.image?.symbols ?? []);
    if (glibc === undefined) return;
    for (const candidate of candidates) {
      const needed = neededGlibc(candidate, context);
      if (needed === undefined || needed <= glibc) continue;
      const message = `Needs glibc 2.${needed}, and the base image has glibc 2.${glibc}`;
      yield { kind: "remove", candidate, reason: { unit: name, message } };
    }
  },
};

/** The minor version of glibc 2; undefined where no symbol tells. */
function newestGlibc(symbols: Iterable<string>): number | undefined {
  let newest: number | undefined;
  for (const symbol of symbols) {
    const minor = /^GLIBC_2\.(\d{1,3})(?:\.\d+)?$/.exec(symbol)?.[1];
    if (minor !== undefined) newest = Math.max(newest ?? 0, Number(minor));
  }
  return newest;
}

/** The lowest that one of the candidate's files is content with; undefined where one needs none or can be built. */
function neededGlibc(candidate: Candidate, context: PipelineContext): number | undefined {
  const wheels = fittingFiles(candidate, context);
  if (wheels.length === 0 || sourceFiles(candidate, context).length > 0) return undefined;
  const tags = wheels.flatMap(({ filename }) => tryParseWheelName(filename)?.tags ?? []);
  const needed = tags.filter((tag) => context.tagRanks.rank([tag]) !== undefined).map(glibcOfTag);
  return needed.includes(0) ? undefined : Math.min(...needed);
}

const legacy: Readonly<Record<string, number>> = { manylinux1: 5, manylinux2010: 12, manylinux2014: 17 };

/** 0 for a tag that names no glibc. */
function glibcOfTag(tag: string): number {
  const [, old, minor] = /-(?:(manylinux(?:1|2010|2014))|manylinux_2_(\d{1,3}))_\w+$/.exec(tag) ?? [];
  return old === undefined ? Number(minor ?? 0) : legacy[old]!;
}
