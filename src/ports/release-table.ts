/**
 * The releases of one package as an index lists them, in columns of numbers: what a search may read of thousands of
 * releases without touching a text. The same as the candidates say, which name their rows. Numbers of texts and lists
 * belong to one `shared`: there equal numbers are equal texts, and unequal ones unequal texts.
 */

/** Texts and lists of texts by number. */
export interface SharedTexts {
  readonly textCount: number;
  readonly listCount: number;
  text(id: number): string;
  /** The numbers of the texts of a list, in its order; not to be changed. */
  list(id: number): Uint32Array;
}

/** Releases newest first; a row is the place of one. No column is to be changed. */
export interface ReleaseTable {
  readonly shared: SharedTexts;
  /** Releases. */
  readonly count: number;
  /** By release: the sort key of its version, compared number by number in this order; -1 for a version that has none. */
  readonly head: Float64Array;
  readonly tail: Uint32Array;
  readonly dev: Uint32Array;
  /** By release: 1 for a pre-release, else 0. */
  readonly prerelease: Uint8Array;
  /** By release: 0 when no file is yanked, 1 when some are, 2 when all are. */
  readonly yanked: Uint8Array;
  /** By release, and one more: its files are those from here up to where the next release's start. */
  readonly firstFile: Uint32Array;
  /**
   * By file: the text of the end of its name. Of a wheel that is its tags, such as `-cp311-cp311-win_amd64.whl`, and
   * nothing else decides where it fits; of a source distribution its kind, such as `.tar.gz`.
   */
  readonly ending: Uint32Array;
  /** By file: 1 plus the text of `Requires-Python` as the index states it, 0 for none. */
  readonly filePython: Uint32Array;
  /** By file: 1 plus the text of the reason why it is yanked, 0 when it is not. */
  readonly fileYank: Uint32Array;
  /** By file: microseconds since 1970, NaN where it is not stated. */
  readonly uploaded: Float64Array;
  /**
   * By release: 1 plus the list of its `Requires-Dist`, 0 where that stands in no index page. Neighbours of one list
   * require the same.
   */
  readonly requires: Uint32Array;
  /** By release: 1 plus the text of the `Requires-Python` of its metadata, 0 where it is not known. */
  readonly python: Uint32Array;
  /** By release: 1 plus the list of its `Provides-Extra`, 0 where it is not known. */
  readonly extras: Uint32Array;
}

/** Where a candidate stands in a table. */
export interface ReleaseRow {
  readonly table: ReleaseTable;
  readonly row: number;
}
