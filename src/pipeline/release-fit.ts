/**
 * What a release offers to an environment, told without touching its files where its index has them as columns of
 * numbers: a few thousand files of one stack have a few hundred endings and bounds, and each is judged once.
 */

import type { Candidate, ReleaseRow, ReleaseTable, SharedTexts } from "../ports/index.ts";
import { isWheelName, type TagRanks, tryParseWheelName } from "../python/index.ts";
import { admitsBound, admitsPython, type FileContext, fittingFiles, sourceFiles } from "./fitting-files.ts";

/** What can be done with the files of a release. */
export type ReleaseFit =
  /** No file admits the Python. */
  | "not admitted"
  /** Some admit it, and none of those can be installed here. */
  | "useless"
  /** No wheel fits, and there is a source distribution that admits the Python. */
  | "buildable"
  /** A wheel fits. */
  | "installable";

/** What `candidate` offers to the environment. Whether files are yanked does not matter. */
export function releaseFit(candidate: Candidate, context: FileContext): ReleaseFit {
  const { place } = candidate;
  if (place !== undefined) return rowFit(place, columnsOf(place.table.shared, context));
  if (!candidate.files.some((file) => admitsPython(file, context))) return "not admitted";
  if (fittingFiles(candidate, context).length > 0) return "installable";
  return sourceFiles(candidate, context).length > 0 ? "buildable" : "useless";
}

/** Whether any file of `candidate` may be yanked, as far as that is known without looking at the files. */
export function mayBeYanked({ place }: Candidate): boolean {
  return place === undefined || place.table.yanked[place.row] !== 0;
}

function rowFit({ table, row }: ReleaseRow, columns: SharedFits): ReleaseFit {
  let fit: ReleaseFit = "not admitted";
  for (let file = table.firstFile[row]!; file < table.firstFile[row + 1]!; file++) {
    if (!columns.admits(table.filePython[file]!)) continue;
    const use = columns.useOf(table.ending[file]!);
    if (use === wheel) return "installable";
    if (use === source) fit = "buildable";
    else if (fit === "not admitted") fit = "useless";
  }
  return fit;
}

const unknown = 0;
const yes = 1;
const no = 2;
/** What the file with an ending is good for. */
const wheel = 3;
const source = 4;

/** Answers by the numbers of texts. */
class SharedFits {
  readonly #shared: SharedTexts;
  readonly #context: FileContext;
  readonly #admits: Uint8Array;
  readonly #uses: Uint8Array;

  constructor(shared: SharedTexts, context: FileContext) {
    this.#shared = shared;
    this.#context = context;
    this.#admits = new Uint8Array(shared.textCount);
    this.#uses = new Uint8Array(shared.textCount);
  }

  /** @param python 1 plus the text of a `Requires-Python`, 0 for none. */
  admits(python: number): boolean {
    if (python === 0) return true;
    const text = python - 1;
    if (this.#admits[text] === unknown)
      this.#admits[text] = admitsBound(this.#shared.text(text), this.#context) ? yes : no;
    return this.#admits[text] === yes;
  }

  /** @param text the ending of a file name: of a wheel the tags, which must fit. */
  useOf(text: number): number {
    if (this.#uses[text] === unknown) this.#uses[text] = this.#judge(this.#shared.text(text));
    return this.#uses[text]!;
  }

  #judge(ending: string): number {
    if (!isWheelName(ending)) return source;
    const name = tryParseWheelName(`name-1${ending}`);
    return name !== undefined && this.#context.tagRanks.rank(name.tags) !== undefined ? wheel : no;
  }
}

/** One object of tag ranks belongs to one Python. */
const remembered = new WeakMap<TagRanks, WeakMap<SharedTexts, SharedFits>>();

function columnsOf(shared: ReleaseTable["shared"], context: FileContext): SharedFits {
  const byShared = remembered.get(context.tagRanks) ?? new WeakMap<SharedTexts, SharedFits>();
  remembered.set(context.tagRanks, byShared);
  const columns = byShared.get(shared) ?? new SharedFits(shared, context);
  byShared.set(shared, columns);
  return columns;
}
