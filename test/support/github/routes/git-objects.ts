/** The git data API: blobs, trees and commits. */

import { Type } from "typebox";

import type { Repository } from "../entities.ts";
import type { TreeEntry } from "../git/git-store.ts";
import type { TreeEdit } from "../git/write-tree.ts";
import { conflict, custom, forbidden, notFound, unprocessable } from "../refusal.ts";
import { created, ok, repositoryRoute, type Route } from "../route.ts";
import { body, oneOf, optional, orNull, sha, text } from "../schemas.ts";
import { apiOf, nodeId } from "../views/addresses.ts";
import { viewGitCommit } from "../views/commits.ts";
import { identityOf } from "../deeds/repositories.ts";
import type { World } from "../world.ts";

const read = { contents: "read" } as const;
const write = { contents: "write" } as const;

const treeEntry = body({
  path: text,
  mode: oneOf("100644", "100755", "120000"),
  type: optional(oneOf("blob")),
  sha: optional(orNull(sha)),
  content: optional(text),
});
type WrittenEntry = Type.Static<typeof treeEntry>;

const identity = body({ name: text, email: text, date: optional(text) });
const writtenCommit = body({
  message: text,
  tree: sha,
  parents: optional(Type.Array(sha)),
  author: optional(identity),
  committer: optional(identity),
});
type WrittenCommit = Type.Static<typeof writtenCommit>;

export const gitObjectRoutes: readonly Route[] = [
  repositoryRoute({
    method: "GET",
    path: "/repos/{owner}/{repo}/git/blobs/{sha}",
    needs: read,
    handle: async ({ repository, parameters, accept }) => {
      const content = await repository.git.readBlob(parameters.sha);
      if (content === undefined) throw notFound();
      return ok(accept.includes("raw") ? content : { ...viewBlob(repository, parameters.sha), ...contentOf(content) });
    },
  }),
  repositoryRoute({
    method: "POST",
    path: "/repos/{owner}/{repo}/git/blobs",
    needs: write,
    body: body({ content: text, encoding: optional(oneOf("utf-8", "base64")) }),
    handle: async ({ repository, body: blob }) => {
      await refuseEmpty(repository);
      const content = Buffer.from(blob.content, blob.encoding === "base64" ? "base64" : "utf8");
      const { sha: id, url } = viewBlob(repository, await repository.git.writeBlob(content));
      return created({ sha: id, url });
    },
  }),
  repositoryRoute({
    method: "GET",
    path: "/repos/{owner}/{repo}/git/trees/{ref}",
    needs: read,
    query: body({ recursive: optional(text) }),
    handle: async ({ repository, parameters, query }) => {
      await refuseEmpty(repository);
      const tree = await repository.git.resolve(`${parameters.ref}^{tree}`);
      if (tree === undefined) throw notFound();
      return ok(await viewTree(repository, tree, query.recursive !== undefined));
    },
  }),
  repositoryRoute({
    method: "POST",
    path: "/repos/{owner}/{repo}/git/trees",
    needs: write,
    body: body({ base_tree: optional(text), tree: Type.Array(treeEntry, { minItems: 1 }) }),
    handle: async ({ repository, body: wish, token }) => {
      await refuseEmpty(repository);
      if (token.permissions["workflows"] !== "write") refuseWorkflows(wish.tree);
      return created(await viewTree(repository, await writeTree(repository, wish.base_tree, wish.tree), false));
    },
  }),
  repositoryRoute({
    method: "GET",
    path: "/repos/{owner}/{repo}/git/commits/{sha}",
    needs: read,
    handle: async ({ repository, parameters }) => {
      const commit = await repository.git.readCommit(parameters.sha);
      if (commit?.sha !== parameters.sha) throw notFound();
      return ok(viewGitCommit(repository, commit));
    },
  }),
  repositoryRoute({
    method: "POST",
    path: "/repos/{owner}/{repo}/git/commits",
    needs: write,
    body: writtenCommit,
    handle: async ({ world, repository, body: commit }) => {
      await refuseEmpty(repository);
      return created(viewGitCommit(repository, await writeCommit(world, repository, commit)));
    },
  }),
];

/** @throws {Refusal} 409, as the whole git data API does where there is no commit yet. */
export async function refuseEmpty(repository: Repository): Promise<void> {
  if ((await repository.git.refs("refs/heads/")).length === 0) throw conflict("Git Repository is empty.");
}

function refuseWorkflows(entries: readonly WrittenEntry[]): void {
  const isWorkflow = entries.some((entry) => entry.path.startsWith(".github/workflows/"));
  if (isWorkflow) throw forbidden("Resource not accessible by integration");
}

async function writeTree(
  repository: Repository,
  base: string | undefined,
  entries: readonly WrittenEntry[],
): Promise<string> {
  const tree = base === undefined ? undefined : await repository.git.resolve(`${base}^{tree}`);
  if (base !== undefined && tree === undefined) throw unprocessable("base_tree is not a valid tree oid");
  const edits: TreeEdit[] = [];
  for (const entry of entries) edits.push(await readEdit(repository, tree, entry));
  return await repository.git.writeTree(tree, edits);
}

async function readEdit(repository: Repository, base: string | undefined, entry: WrittenEntry): Promise<TreeEdit> {
  const { path, mode, sha: blob, content } = entry;
  if (path.split("/").some((part) => part === "" || part === "." || part === ".." || part.toLowerCase() === ".git")) {
    throw unprocessable("tree.path contains a malformed path component");
  }
  if (content !== undefined && blob !== undefined)
    throw unprocessable("Must supply either tree.sha or tree.content, not both");
  if (content !== undefined) return { path, mode, sha: await repository.git.writeBlob(Buffer.from(content)) };
  if (blob === undefined) throw unprocessable("Must supply either tree.sha or tree.content");
  if (blob === null) {
    if ((await repository.git.resolve(`${base}:${path}`)) === undefined) throw unprocessable("GitRPC::BadObjectState");
    return { path, mode, sha: undefined };
  }
  if ((await repository.git.type(blob)) !== "blob") throw custom("Tree", `tree.sha ${blob} is not a valid blob`);
  return { path, mode, sha: blob };
}

/** Without an author GitHub commits as the App's bot and signs; with one it does neither. */
async function writeCommit(world: World, repository: Repository, wish: WrittenCommit) {
  if ((await repository.git.type(wish.tree)) !== "tree") throw unprocessable("Tree SHA does not exist");
  const parents = wish.parents ?? [];
  for (const parent of parents) {
    if ((await repository.git.type(parent)) === "commit") continue;
    throw unprocessable("Parent SHA does not exist or is not a commit object");
  }
  const isSigned = wish.author === undefined && wish.committer === undefined;
  const date = world.clock.now();
  const given = ({ name, email, date: at }: NonNullable<WrittenCommit["author"]>) => ({
    name,
    email,
    date: at === undefined ? date : new Date(at),
  });
  const author = wish.author === undefined ? identityOf(world, world.app.bot) : given(wish.author);
  const committer = wish.committer === undefined ? (isSigned ? gitHub(date) : author) : given(wish.committer);
  const content = { tree: wish.tree, parents, author, committer, message: wish.message };
  const id = await repository.git.writeCommit(content);
  if (isSigned) repository.signed.add(id);
  return { sha: id, ...content };
}

function gitHub(date: Date) {
  return { name: "GitHub", email: "noreply@github.com", date };
}

function viewBlob(repository: Repository, id: string) {
  return { sha: id, node_id: nodeId("B", repository.id) + id, url: `${apiOf(repository)}/git/blobs/${id}` };
}

/** Base64 in lines of 60, as GitHub breaks it. */
function contentOf(content: Buffer) {
  const lines = content.toString("base64").match(/.{1,60}/g) ?? [];
  return { size: content.length, content: lines.map((line) => `${line}\n`).join(""), encoding: "base64" };
}

async function viewTree(repository: Repository, tree: string, isRecursive: boolean) {
  const entries = await repository.git.readTree(tree, isRecursive);
  return {
    sha: tree,
    url: `${apiOf(repository)}/git/trees/${tree}`,
    tree: entries.map((entry) => viewEntry(repository, entry)),
    truncated: false,
  };
}

function viewEntry(repository: Repository, { path, mode, type, sha: id, size }: TreeEntry) {
  const url = type === "commit" ? {} : { url: `${apiOf(repository)}/git/${type}s/${id}` };
  return { path, mode, type, sha: id, ...(size === undefined ? {} : { size }), ...url };
}
