/**
 * Lines of the user's that keep advisories in the lock, rewritten so that these can go: only where a person asks for it, and
 * only as far as it takes. Which lines, and how far, the resolver has said with its proof.
 */

import { compareText, limits } from "../../base/index.ts";
import type { RepositoryFile } from "../../ports/index.ts";
import { type ReadProjectFile, widenBounds } from "../../project/index.ts";
import { Version } from "../../python/index.ts";
import type { Advice, AdviceRelaxation, RemainingAdvisory } from "../advice.ts";

type RelaxedLine = AdviceRelaxation["lines"][number];

/** One line, before and after. */
export interface ManifestEdit {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly before: string;
  readonly after: string;
}

export interface EditedManifests {
  /** In the order of the advisories that want them. */
  readonly edits: readonly ManifestEdit[];
  /** By path. */
  readonly files: readonly RepositoryFile[];
}

export const noEdits: EditedManifests = { edits: [], files: [] };

/** The cheapest way out for each advisory that no stack is without. @param all the advice for each environment. */
export async function editManifests(
  all: readonly Advice[],
  readFile: ReadProjectFile,
  signal: AbortSignal,
): Promise<EditedManifests> {
  const edits: ManifestEdit[] = [];
  const texts = new Map<string, string>();
  const lines = all.flatMap(({ fix }) => (fix?.remaining ?? []).flatMap(cheapestWay));
  for (const relaxed of lines) {
    const { file, line } = relaxed.line;
    const text = texts.get(file) ?? (await readFile(file, limits.manifest.bytes, signal));
    const before = text?.split("\n")[line - 1];
    const after = before === undefined ? undefined : widenedLine(before, relaxed);
    if (text === undefined || before === undefined || after === undefined) continue;
    texts.set(
      file,
      text
        .split("\n")
        .with(line - 1, after)
        .join("\n"),
    );
    edits.push({ file, line, before: before.trim(), after: after.trim() });
  }
  const files = [...texts].map(([path, text]) => ({ path, text })).toSorted((a, b) => compareText(a.path, b.path));
  return { edits, files };
}

/** The files with what was edited in place. */
export function withEdits(readFile: ReadProjectFile, { files }: EditedManifests): ReadProjectFile {
  const edited = new Map(files.map(({ path, text }) => [path, text]));
  // The repository's own is read all the same: the digest of what was read is of that.
  return async (path, bytes, signal) => {
    const own = await readFile(path, bytes, signal);
    return edited.get(path) ?? own;
  };
}

function cheapestWay({ why }: RemainingAdvisory): readonly RelaxedLine[] {
  return (why.kind === "impossible" ? wideningWay(why.relaxations)?.lines : undefined) ?? [];
}

/** The cheapest that only widens bounds: no line is left out, and no setting changes. */
export function wideningWay(ways: readonly AdviceRelaxation[]): AdviceRelaxation | undefined {
  const isWider = ({ without, gives }: RelaxedLine): boolean => without === "bounds" && gives !== null;
  return ways.find(({ lines }) => lines.every(isWider));
}

function widenedLine(text: string, { bounds, gives }: RelaxedLine): string | undefined {
  const version = gives === null ? undefined : Version.tryParse(gives);
  return version && widenBounds(text, bounds, version);
}
