/** A route of the API as a value: what it answers, to whom, and what a request has to look like. */

import { type Static, type TSchema, Type } from "typebox";

import type { ArchiveLinks } from "./archive-links.ts";
import type { Budget } from "./budget.ts";
import type { Repository } from "./entities.ts";
import type { Permissions } from "./options.ts";
import type { Registrations } from "./registrations.ts";
import type { InstallationToken, Tokens } from "./tokens.ts";
import type { World } from "./world.ts";

export type Method = "GET" | "POST" | "PATCH" | "PUT" | "DELETE";

export interface Services {
  readonly world: World;
  readonly tokens: Tokens;
  readonly budget: Budget;
  readonly registrations: Registrations;
  readonly archives: ArchiveLinks;
}

export interface Reply {
  readonly status: number;
  /** JSON, or bytes that are sent as they are. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** `{name}` in a path. */
type ParameterName<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | ParameterName<Rest>
  : never;

/** A request that fits its route. */
export interface Call<Path extends string = string, Query = unknown, Body = unknown> {
  readonly services: Services;
  readonly world: World;
  readonly parameters: { readonly [Name in ParameterName<Path>]: string };
  readonly query: Query;
  readonly body: Body;
  readonly accept: string;
  /** The address asked for, without its query. */
  readonly address: string;
  /** Whether credentials came along, whatever they are worth. */
  readonly hasCredentials: boolean;
}

export interface InstallationCall<Path extends string = string, Query = unknown, Body = unknown> extends Call<
  Path,
  Query,
  Body
> {
  readonly token: InstallationToken;
}

export interface RepositoryCall<Path extends string = string, Query = unknown, Body = unknown> extends InstallationCall<
  Path,
  Query,
  Body
> {
  readonly repository: Repository;
}

export interface Route {
  readonly method: Method;
  readonly path: string;
  /** Who may ask: anybody, the App itself, an installation, or an installation that reaches the repository in the path. */
  readonly audience: "anyone" | "app" | "installation" | "repository";
  /** Any of these suffices. */
  readonly needs: readonly Permissions[];
  readonly query: TSchema;
  /** Undefined: none is read. */
  readonly body: TSchema | undefined;
  /** `never`, since a table of routes forgets what each call is; dispatch has checked it. */
  handle(call: never): Promise<Reply>;
}

interface Shape<Path extends string, Query extends TSchema, Body extends TSchema> {
  readonly method: Method;
  readonly path: Path;
  readonly query?: Query;
  readonly body?: Body;
}

const noQuery = Type.Object({}, { additionalProperties: false });
type NoQuery = typeof noQuery;

/** For whoever asks, with a token or without. */
export function openRoute<Path extends string, Query extends TSchema = NoQuery, Body extends TSchema = TSchema>(
  route: Shape<Path, Query, Body> & { handle(call: Call<Path, Static<Query>, Static<Body>>): Promise<Reply> },
): Route {
  return { audience: "anyone", needs: [{}], query: noQuery, body: undefined, ...route };
}

/** For the App itself. */
export function appRoute<Path extends string, Query extends TSchema = NoQuery, Body extends TSchema = TSchema>(
  route: Shape<Path, Query, Body> & { handle(call: Call<Path, Static<Query>, Static<Body>>): Promise<Reply> },
): Route {
  return { audience: "app", needs: [{}], query: noQuery, body: undefined, ...route };
}

/** For an installation, about no repository in particular. */
export function installationRoute<Path extends string, Query extends TSchema = NoQuery, Body extends TSchema = TSchema>(
  route: Shape<Path, Query, Body> & {
    handle(call: InstallationCall<Path, Static<Query>, Static<Body>>): Promise<Reply>;
  },
): Route {
  return { audience: "installation", needs: [{}], query: noQuery, body: undefined, ...route };
}

/** Under `/repos/{owner}/{repo}`. */
export function repositoryRoute<Path extends string, Query extends TSchema = NoQuery, Body extends TSchema = TSchema>(
  route: Shape<Path, Query, Body> & {
    readonly needs: Permissions | readonly Permissions[];
    handle(call: RepositoryCall<Path, Static<Query>, Static<Body>>): Promise<Reply>;
  },
): Route {
  const needs = Array.isArray(route.needs) ? (route.needs as readonly Permissions[]) : [route.needs as Permissions];
  return { audience: "repository", query: noQuery, body: undefined, ...route, needs };
}

export function ok(body: unknown): Reply {
  return { status: 200, body };
}

export function created(body: unknown): Reply {
  return { status: 201, body };
}

export const noContent: Reply = { status: 204 };
