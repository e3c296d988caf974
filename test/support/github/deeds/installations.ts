/** What owners of accounts do with Apps. */

import type { NewInstallation } from "../acts.ts";
import type { Account, App, Installation, Repository } from "../entities.ts";
import { announceInstallation, announceReach } from "../events.ts";
import type { Registration } from "../registrations.ts";
import type { World } from "../world.ts";

/** An App of its own, beside the one that the stand-in is for. */
export function registerApp(world: World, { manifest, organization }: Registration): App {
  const { name = "app", default_permissions: permissions = {}, default_events: events = [] } = manifest;
  const owner = organization === undefined ? world.account("octocat") : world.account(organization, "Organization");
  const slug = name.toLowerCase().replaceAll(/\W+/g, "-");
  const bot = world.account(`${slug}[bot]`, "Bot");
  return { id: world.nextId(), slug, owner, bot, permissions, events, createdAt: world.clock.now() };
}

export function install(world: World, wish: NewInstallation): Installation {
  const account = world.account(wish.account, "Organization");
  const isKnown = [...world.installations.values()].some((other) => other.account === account);
  if (isKnown) throw new Error(`the App is installed on ${wish.account}`);
  const selected = wish.repositories?.map((name) => find(world, account, name).id);
  const installation: Installation = {
    id: world.nextId(),
    account,
    permissions: wish.permissions ?? world.app.permissions,
    selected: selected === undefined ? undefined : new Set(selected),
    suspendedAt: undefined,
    createdAt: world.clock.now(),
  };
  world.installations.set(installation.id, installation);
  announceInstallation(world, installation, "created");
  return installation;
}

export function uninstall(world: World, installation: Installation): void {
  announceInstallation(world, installation, "deleted");
  world.installations.delete(installation.id);
}

export function suspend(world: World, installation: Installation, isSuspended: boolean): void {
  installation.suspendedAt = isSuspended ? world.clock.now() : undefined;
  announceInstallation(world, installation, isSuspended ? "suspend" : "unsuspend");
}

export function changeRepositories(
  world: World,
  installation: Installation,
  change: { readonly add?: readonly string[]; readonly remove?: readonly string[] },
): void {
  const { selected, account } = installation;
  if (selected === undefined) throw new Error(`the App is installed on all repositories of ${account.login}`);
  const added = (change.add ?? []).map((name) => find(world, account, name));
  const removed = (change.remove ?? []).map((name) => find(world, account, name));
  for (const repository of added) selected.add(repository.id);
  for (const repository of removed) selected.delete(repository.id);
  if (added.length > 0) announceReach(world, installation, { added });
  if (removed.length > 0) announceReach(world, installation, { removed });
}

/** By its full name, or by its name in the account. */
function find(world: World, account: Account, name: string): Repository {
  const whole = name.includes("/") ? name : `${account.login}/${name}`;
  const repository = world.findRepository(whole);
  if (repository?.owner === account) return repository;
  throw new Error(`${account.login} has no repository ${whole}`);
}
