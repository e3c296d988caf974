/**
 * Moves the pins of a requirements file where they stand. Comments, order, line breaks and everything else keep their
 * bytes; a file whose pins stay is the same file.
 */

import type { PackageName } from "../../python/index.ts";
import type { LockPin } from "../pipfile-lock-request.ts";
import { exactVersion } from "./lock.ts";
import type { RequirementStatement, RequirementsFile } from "./statement.ts";

/** What a line is to pin. */
type NewPin = Pick<LockPin, "version" | "hashes">;

/** A piece of the text to be replaced. */
interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * The text with the pins of `pins`. A line keeps its hashes while its version stays, gets those of its pin when it moves,
 * and stays without any if it had none.
 *
 * @returns undefined when that is not possible: a package is missing on either side, stands there twice or is no exact pin.
 */
export function editPins(file: RequirementsFile, pins: ReadonlyMap<PackageName, NewPin>): string | undefined {
  const edits: Edit[] = [];
  const left = new Map(pins);
  for (const statement of file.statements) {
    if (statement.kind !== "requirement" || statement.source.kind !== "index") continue;
    const pin = statement.name === undefined ? undefined : left.get(statement.name);
    const own = pin === undefined ? undefined : editStatement(file.text, statement, pin);
    if (own === undefined) return undefined;
    left.delete(statement.name!);
    edits.push(...own);
  }
  return left.size === 0 ? applyEdits(file.text, edits) : undefined;
}

function editStatement(text: string, statement: RequirementStatement, pin: NewPin): readonly Edit[] | undefined {
  const version = exactVersion(statement);
  if (version === undefined) return undefined;
  if (version === pin.version) return [];
  const { whole, hashes } = statement;
  const operator = whole.text.indexOf("==");
  const index = whole.text.indexOf(version, operator);
  const start = whole.offset(index);
  // A version that a continued line cuts in two is not found in one piece.
  if (text.slice(start, start + version.length) !== version) return undefined;
  const moved = { start, end: start + version.length, text: pin.version };
  if (hashes.length === 0) return [moved];
  return pin.hashes.length === 0 ? undefined : [moved, editHashes(text, statement, pin.hashes)];
}

/** All hashes at once, parted by whatever parts the first two. */
function editHashes(text: string, { whole, options }: RequirementStatement, hashes: readonly string[]): Edit {
  const old = options.filter(({ name }) => name === "--hash");
  const ends = old.map(({ index, end }) => [whole.offset(index), whole.offset(end - 1) + 1] as const);
  const [first, second] = ends;
  const separator = second === undefined ? " \\\n    " : text.slice(first![1], second[0]);
  const words = hashes.map((hash) => `--hash=sha256:${hash}`);
  return { start: first![0], end: ends.at(-1)![1], text: words.toSorted().join(separator) };
}

function applyEdits(text: string, edits: readonly Edit[]): string {
  let edited = "";
  let at = 0;
  for (const edit of edits) {
    edited += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return edited + text.slice(at);
}
