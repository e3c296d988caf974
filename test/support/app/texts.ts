/** What a person reads on GitHub, as one text that stays the same from run to run. */

import type { CheckReport, IssueReport, PullReport } from "../github/index.ts";

/** Title, body and comments of a pull request. */
export function pullText(pull: PullReport): string {
  return conversation(pull);
}

export function conversation({ title, body, author, state, labels, comments }: IssueReport): string {
  const said = comments.map((comment) => section(`${comment.author} comments`, comment.body));
  const facts = [`${author}, ${state}`, ...labels.map((label) => `label ${label}`)].join(", ");
  return [section(`${title}\n(${facts})`, body), ...said].join("\n");
}

export function checkText({ name, conclusion, title, summary, annotations }: CheckReport): string {
  const lines = annotations.map(({ path, line, level, message }) => `${path}:${line}: ${level}: ${message}`);
  return section(`${name}: ${conclusion}: ${title}`, [summary ?? "", ...lines].join("\n"));
}

/** Commits and comments have other ids on another run. */
function section(title: string, text: string): string {
  return `# ${title}\n\n${text.trimEnd()}\n`
    .replace(/"head":"[0-9a-f]{40}"/g, '"head":"<commit>"')
    .replace(/ command-\d+ -->/g, " command-<id> -->");
}
