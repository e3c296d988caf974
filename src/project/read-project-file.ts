/** The one way in which this folder reaches a repository's files. */

/**
 * The files of a repository at one commit.
 *
 * @param path relative to the root, with `/`.
 * @param bytes the most that is read; a larger file is a `UserError`.
 * @returns undefined when there is no such file.
 */
export type ReadProjectFile = (path: string, bytes: number, signal: AbortSignal) => Promise<string | undefined>;
