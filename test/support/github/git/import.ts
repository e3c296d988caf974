/** A commit with its files as one stream for `git fast-import`. */

import { formatIdentity, type Identity } from "./commit-text.ts";

export interface ImportedCommit {
  readonly branch: string;
  readonly parents: readonly string[];
  readonly author: Identity;
  readonly message: string;
  /** On top of the first parent's; null removes. */
  readonly files: Readonly<Record<string, string | null>>;
}

export function formatImport({ branch, parents, author, message, files }: ImportedCommit): string {
  const [first, ...others] = parents;
  return [
    // A branch that stands anywhere else must first be forgotten, or its tip would be the parent.
    `reset refs/heads/${branch}`,
    `commit refs/heads/${branch}`,
    `committer ${formatIdentity(author)}`,
    data(message),
    ...(first === undefined ? [] : [`from ${first}`]),
    ...others.map((parent) => `merge ${parent}`),
    ...Object.entries(files).map(([path, text]) => fileCommand(path, text)),
    "done",
    "",
  ].join("\n");
}

function fileCommand(path: string, text: string | null): string {
  const name = `"${path.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`;
  return text === null ? `D ${name}` : `M 100644 inline ${name}\n${data(text)}`;
}

function data(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}`;
}
