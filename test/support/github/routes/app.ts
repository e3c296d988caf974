/** The App itself: what it is, where it is installed, its tokens and its deliveries. */

import { Type } from "typebox";

import { registerApp } from "../deeds/installations.ts";
import { inPages } from "../paging.ts";
import { notFound } from "../refusal.ts";
import { appRoute, created, installationRoute, ok, openRoute, type Route } from "../route.ts";
import { body, count, digits, oneOf, optional, paging, text, texts } from "../schemas.ts";
import { mustFindInstallation, reachOf } from "../tokens.ts";
import { viewApp, viewInstallation, viewRegistered } from "../views/accounts.ts";
import { timestamp } from "../views/addresses.ts";
import { viewRepository } from "../views/repositories.ts";
import type { Delivery } from "../webhooks.ts";

const narrowing = body({
  repository_ids: optional(Type.Array(count)),
  repositories: optional(texts),
  permissions: optional(Type.Record(text, oneOf("read", "write"))),
});

export const appRoutes: readonly Route[] = [
  openRoute({
    method: "POST",
    path: "/app-manifests/{code}/conversions",
    handle: async ({ world, services, parameters }) => {
      const registration = services.registrations.convert(parameters.code);
      return created(viewRegistered(registerApp(world, registration), registration));
    },
  }),
  appRoute({ method: "GET", path: "/app", handle: async ({ world }) => ok(viewApp(world.app)) }),
  appRoute({
    method: "GET",
    path: "/app/installations",
    query: body({ ...paging, since: optional(text), outdated: optional(text) }),
    handle: async (call) => {
      const { app, installations } = call.world;
      return inPages(
        call,
        [...installations.values()].map((installation) => viewInstallation(app, installation)),
      );
    },
  }),
  appRoute({
    method: "GET",
    path: "/app/installations/{id}",
    handle: async ({ world, parameters }) =>
      ok(viewInstallation(world.app, mustFindInstallation(world, Number(parameters.id)))),
  }),
  appRoute({
    method: "GET",
    path: "/repos/{owner}/{repo}/installation",
    handle: async ({ world, parameters }) => {
      const repository = world.findRepository(`${parameters.owner}/${parameters.repo}`);
      const installation = repository === undefined ? undefined : world.installationOf(repository);
      if (installation === undefined) throw notFound();
      return ok(viewInstallation(world.app, installation));
    },
  }),
  appRoute({
    method: "POST",
    path: "/app/installations/{id}/access_tokens",
    body: narrowing,
    handle: async ({ world, services, parameters, body: wish }) => {
      const installation = mustFindInstallation(world, Number(parameters.id));
      const { token, expiresAt, permissions, repositories } = services.tokens.mint(installation, wish);
      const isSelected = repositories !== undefined || installation.selected !== undefined;
      return created({
        token,
        expires_at: timestamp(expiresAt),
        permissions,
        repository_selection: isSelected ? "selected" : "all",
        ...(repositories === undefined ? {} : { repositories: repositories.map(viewRepository) }),
      });
    },
  }),
  appRoute({
    method: "GET",
    path: "/app/hook/deliveries",
    query: body({ per_page: optional(digits), cursor: optional(text), status: optional(text) }),
    handle: async ({ world }) => ok(world.webhooks.all.toReversed().slice(0, 100).map(viewDelivery)),
  }),
  appRoute({
    method: "POST",
    path: "/app/hook/deliveries/{id}/attempts",
    handle: async ({ world, parameters }) => {
      const delivery = world.webhooks.all.find(({ id }) => id === Number(parameters.id));
      if (delivery === undefined) throw notFound();
      world.webhooks.again(delivery, false);
      return { status: 202, body: {} };
    },
  }),
  installationRoute({
    method: "GET",
    path: "/installation/repositories",
    query: body(paging),
    handle: async (call) => {
      const reached = reachOf(call.world, call.token);
      const repository_selection = call.token.installation.selected === undefined ? "all" : "selected";
      return inPages(call, reached, (page) => ({
        total_count: reached.length,
        repository_selection,
        repositories: page.map(viewRepository),
      }));
    },
  }),
];

function viewDelivery({ id, guid, name, at, attempts, payload, installation }: Delivery) {
  const status = attempts.at(-1) ?? 0;
  return {
    id,
    guid,
    delivered_at: timestamp(at),
    redelivery: attempts.length > 1,
    duration: 0,
    status: status >= 200 && status < 300 ? "OK" : "failed to connect to host",
    status_code: status,
    event: name,
    action: payload["action"] ?? null,
    installation_id: installation,
    repository_id: null,
  };
}
