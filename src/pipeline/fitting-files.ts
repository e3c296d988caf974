/**
 * Which files of a release an environment can install without a build. The sieves ask, and so does whoever reads a
 * release's metadata or writes its hashes: all of them must speak of the same file.
 */

import { compareText } from "../base/index.ts";
import type { Candidate, ReleaseFile } from "../ports/index.ts";
import {
  type BuildTag,
  SpecifierSet,
  type TagRanks,
  compareBuildTags,
  isWheelName,
  tryParseWheelName,
} from "../python/index.ts";
import type { PipelineContext } from "./context.ts";

/** The part of the context that decides about files. One object of tag ranks belongs to one Python. */
export type FileContext = Pick<PipelineContext, "python" | "tagRanks">;

/** Several sieves, the reader of metadata and the lock writer ask about the same candidate. */
const remembered = new WeakMap<TagRanks, WeakMap<Candidate, readonly ReleaseFile[]>>();

/**
 * Wheels of `candidate` that fit, best first: files that are not yanked before yanked ones (PEP 592), then by the
 * rank of their tags (PEP 425), then the higher build number, then by name. Empty when nothing fits.
 */
export function fittingFiles(candidate: Candidate, context: FileContext): readonly ReleaseFile[] {
  const known = remembered.get(context.tagRanks) ?? new WeakMap<Candidate, readonly ReleaseFile[]>();
  remembered.set(context.tagRanks, known);
  const files = known.get(candidate) ?? rankFiles(candidate, context);
  known.set(candidate, files);
  return files;
}

function rankFiles(candidate: Candidate, context: FileContext): readonly ReleaseFile[] {
  return candidate.files
    .flatMap((file) => fittingWheel(file, context) ?? [])
    .toSorted(compareWheels)
    .map((wheel) => wheel.file);
}

/** The file that an installer would take here, whose metadata speaks for `candidate`; undefined when nothing fits. */
export function bestFile(candidate: Candidate, context: FileContext): ReleaseFile | undefined {
  return fittingFiles(candidate, context)[0];
}

/** Source distributions of `candidate` that admit the Python, those that are not yanked first (PEP 592). */
export function sourceFiles(candidate: Candidate, context: FileContext): readonly ReleaseFile[] {
  return candidate.files
    .filter((file) => !isWheel(file) && admitsPython(file, context))
    .toSorted((a, b) => Number(a.yanked !== undefined) - Number(b.yanked !== undefined));
}

/** How well `file` fits: the rank of its tags, lower is better, or undefined where it cannot be installed. */
export function fileRank(file: ReleaseFile, context: FileContext): number | undefined {
  return fittingWheel(file, context)?.rank;
}

/** Whether the link of `file` admits the Python. */
export function admitsPython({ requiresPython }: ReleaseFile, context: Pick<PipelineContext, "python">): boolean {
  return requiresPython === undefined || admitsBound(requiresPython, context);
}

/**
 * Whether a `Requires-Python` admits the Python. Old spellings such as `>=3.6.*` bound it, as they do in metadata; as in
 * pip, one that cannot be read excludes nothing.
 */
export function admitsBound(requiresPython: string, { python }: Pick<PipelineContext, "python">): boolean {
  return SpecifierSet.tryParseLenient(requiresPython)?.admits(python) ?? true;
}

export function isWheel(file: ReleaseFile): boolean {
  return isWheelName(file.filename);
}

interface FittingWheel {
  readonly file: ReleaseFile;
  readonly rank: number;
  readonly build: BuildTag | undefined;
}

function fittingWheel(file: ReleaseFile, context: FileContext): FittingWheel | undefined {
  if (!isWheel(file) || !admitsPython(file, context)) return undefined;
  const wheel = tryParseWheelName(file.filename);
  const rank = wheel && context.tagRanks.rank(wheel.tags);
  return rank === undefined ? undefined : { file, rank, build: wheel?.build };
}

function compareWheels(a: FittingWheel, b: FittingWheel): number {
  return (
    Number(a.file.yanked !== undefined) - Number(b.file.yanked !== undefined) ||
    a.rank - b.rank ||
    compareBuildTags(b.build, a.build) ||
    compareText(a.file.filename, b.file.filename)
  );
}
