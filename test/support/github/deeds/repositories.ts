/** What people do with whole repositories, and with files in them. */

import type { NewRepository, Push } from "../acts.ts";
import { fullName, type Account, type Repository } from "../entities.ts";
import { announce, announceReach } from "../events.ts";
import type { Identity } from "../git/commit-text.ts";
import { GitStore } from "../git/git-store.ts";
import { viewAccount } from "../views/accounts.ts";
import type { World } from "../world.ts";
import { tellRefMoved } from "./refs.ts";

/** An installation on all of the account reaches it at once. */
export async function createRepository(world: World, wish: NewRepository): Promise<Repository> {
  const [owner, name] = wish.fullName.split("/");
  if (!owner || !name) throw new Error(`\`${wish.fullName}\` is not \`owner/name\``);
  if (world.findRepository(wish.fullName) !== undefined) throw new Error(`${wish.fullName} exists`);
  const id = world.nextId();
  const defaultBranch = wish.defaultBranch ?? "main";
  const now = world.clock.now();
  const repository: Repository = {
    id,
    owner: world.account(owner, "Organization"),
    name,
    git: await GitStore.create(`${world.folder}/${id}.git`, defaultBranch),
    defaultBranch,
    isPrivate: wish.isPrivate ?? false,
    isFork: wish.isFork ?? false,
    isTemplate: wish.isTemplate ?? false,
    isArchived: wish.isArchived ?? false,
    createdAt: now,
    pushedAt: now,
    issues: new Map(),
    suites: [],
    checks: [],
    roles: new Map(),
    signed: new Set(),
  };
  if (wish.files !== undefined) {
    const author = identityOf(world, world.account("octocat"));
    const message = wish.message ?? "Begin";
    await repository.git.import({ branch: defaultBranch, parents: [], author, message, files: wish.files });
  }
  world.repositories.set(id, repository);
  const installation = world.installationOf(repository);
  if (installation !== undefined) announceReach(world, installation, { added: [repository] });
  return repository;
}

/** @returns the new head. */
export async function push(world: World, repository: Repository, actor: Account, wish: Push): Promise<string> {
  const branch = wish.branch ?? repository.defaultBranch;
  const name = `refs/heads/${branch}`;
  const before = await repository.git.ref(name);
  const tip = before ?? (await repository.git.ref(`refs/heads/${repository.defaultBranch}`));
  const parents = tip === undefined ? [] : await parentsOf(repository, tip, wish.amend ?? false);
  const author = identityOf(world, actor);
  const message = wish.message ?? "Change files";
  const after = await repository.git.import({ branch, parents, author, message, files: wish.files });
  if (after !== before) await tellRefMoved(world, repository, actor, { name, before, after });
  return after;
}

export function rename(world: World, repository: Repository, actor: Account, name: string): void {
  const from = repository.name;
  world.rememberName(repository);
  repository.name = name;
  announce(world, repository, actor, "repository", { action: "renamed", changes: { repository: { name: { from } } } });
}

export function transfer(world: World, repository: Repository, actor: Account, owner: Account): void {
  const from = repository.owner;
  const left = world.installationOf(repository);
  world.rememberName(repository);
  left?.selected?.delete(repository.id);
  repository.owner = owner;
  if (left !== undefined) announceReach(world, left, { removed: [repository] });
  const joined = world.installationOf(repository);
  if (joined !== undefined) announceReach(world, joined, { added: [repository] });
  const kind = from.type === "Organization" ? "organization" : "user";
  const changes = { owner: { from: { [kind]: viewAccount(from) } } };
  announce(world, repository, actor, "repository", { action: "transferred", changes });
}

export function archive(world: World, repository: Repository, actor: Account, isArchived: boolean): void {
  repository.isArchived = isArchived;
  announce(world, repository, actor, "repository", { action: isArchived ? "archived" : "unarchived" });
}

export function deleteRepository(world: World, repository: Repository, actor: Account): void {
  announce(world, repository, actor, "repository", { action: "deleted" });
  world.repositories.delete(repository.id);
  for (const installation of world.installations.values()) installation.selected?.delete(repository.id);
}

/** How GitHub names an account as the author of a commit. */
export function identityOf(world: World, { id, login }: Account): Identity {
  return { name: login, email: `${id}+${login}@users.noreply.github.com`, date: world.clock.now() };
}

/** @throws {Error} */
export function mustFind(world: World, name: string): Repository {
  const repository = world.findRepository(name);
  if (repository === undefined) throw new Error(`there is no repository ${name}`);
  return repository;
}

async function parentsOf(repository: Repository, tip: string, isAmended: boolean): Promise<readonly string[]> {
  return isAmended ? (await repository.git.readCommit(tip))!.parents : [tip];
}

export function mustBeWritable(repository: Repository): void {
  if (repository.isArchived) throw new Error(`${fullName(repository)} is archived`);
}
