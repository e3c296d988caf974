/** Comments of ours, each known by a key that hides in its last line. */

import { HostForbids } from "../../ports/index.ts";
import { isAnswer } from "./errors.ts";
import { perPage, readPages } from "./pages.ts";
import { at, isOurs, type RepositoryAccess } from "./repository-access.ts";

/** GitHub takes no more characters. */
const longest = 65_536;

export interface KeyedComment {
  /** Letters, digits and `.`, `_`, `:`, `/`, `-`, but no `--`, which HTML would not hide. */
  readonly key: string;
  readonly body: string;
}

/**
 * See `HostedRepository.writeComment`. Where the issue itself is gone there is nothing to say.
 * @throws {Error} when `body` is too long: to shorten it is up to whoever knows what it says.
 */
export async function writeComment(
  issue: number,
  { key, body }: KeyedComment,
  access: RepositoryAccess,
  signal: AbortSignal,
): Promise<void> {
  const mark = markOf(key);
  const text = `${body}\n\n${mark}`;
  if (text.length > longest)
    throw new Error(`comment \`${key}\`: ${text.length} characters, and GitHub takes ${longest}`);
  const { issues } = access.octokit.rest;
  try {
    const known = await findComment(issue, mark, access, signal);
    if (known === undefined) await issues.createComment({ ...at(access, signal), issue_number: issue, body: text });
    else if (known.body !== text)
      await issues.updateComment({ ...at(access, signal), comment_id: known.id, body: text });
  } catch (error) {
    if (!isAnswer(error, 404, 410) && !(error instanceof HostForbids)) throw error;
    access.log.warn(`${access.repository.full_name}#${issue} is gone or locked, so comment \`${key}\` is not written`);
  }
}

function markOf(key: string): string {
  if (!/^[\w.:/-]+$/.test(key) || key.includes("--")) throw new Error(`\`${key}\` cannot be the key of a comment`);
  return `<!-- thoth-comment: ${key} -->`;
}

/** The first of ours with the mark. Others may quote it: they are not looked at. */
async function findComment(issue: number, mark: string, access: RepositoryAccess, signal: AbortSignal) {
  const { octokit } = access;
  const wish = { ...at(access, signal), issue_number: issue, per_page: perPage };
  const pages = octokit.paginate.iterator(octokit.rest.issues.listComments, wish);
  for (const comment of await readPages(`comments on #${issue}`, pages)) {
    if (lastLine(comment.body ?? "") === mark && (await isOurs(comment, access, signal))) return comment;
  }
  return undefined;
}

function lastLine(text: string): string {
  return text.trimEnd().split("\n").at(-1)!.trim();
}
