/** A commit object as git writes it, text to value and back. */

export interface Identity {
  readonly name: string;
  readonly email: string;
  /** Of whole seconds, in UTC. */
  readonly date: Date;
}

export interface CommitContent {
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: Identity;
  readonly committer: Identity;
  readonly message: string;
}

export function formatCommit(commit: CommitContent): string {
  const head = [
    `tree ${commit.tree}`,
    ...commit.parents.map((parent) => `parent ${parent}`),
    `author ${formatIdentity(commit.author)}`,
    `committer ${formatIdentity(commit.committer)}`,
  ];
  return `${head.join("\n")}\n\n${commit.message}`;
}

export function formatIdentity({ name, email, date }: Identity): string {
  return `${name} <${email}> ${Math.floor(date.getTime() / 1000)} +0000`;
}

export function parseCommit(text: string): CommitContent {
  const end = text.indexOf("\n\n");
  const lines = text.slice(0, end).split("\n");
  const values = (key: string) =>
    lines.flatMap((line) => (line.startsWith(`${key} `) ? [line.slice(key.length + 1)] : []));
  return {
    tree: values("tree")[0]!,
    parents: values("parent"),
    author: parseIdentity(values("author")[0]!),
    committer: parseIdentity(values("committer")[0]!),
    message: text.slice(end + 2),
  };
}

function parseIdentity(text: string): Identity {
  const start = text.indexOf(" <");
  const end = text.indexOf("> ", start);
  const seconds = Number(text.slice(end + 2).split(" ")[0]);
  return { name: text.slice(0, start), email: text.slice(start + 2, end), date: new Date(seconds * 1000) };
}
