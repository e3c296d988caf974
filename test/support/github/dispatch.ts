/** From a request to the reply of its route: who asks, whether the limits allow it, whether it fits, what it may see. */

import type { TSchema } from "typebox";
import Value from "typebox/value";

import type { Repository } from "./entities.ts";
import { forbidden, Misfit, notFound, Refusal } from "./refusal.ts";
import type { Call, InstallationCall, Reply, RepositoryCall, Route, Services } from "./route.ts";
import { archiveRoute } from "./routes/archives.ts";
import { rateLimitPath, routes } from "./routes/routes.ts";
import { covers, reachOf, type Caller, type InstallationToken } from "./tokens.ts";

export interface Request {
  readonly method: string;
  /** As sent, without base path and query: slashes inside a parameter are `%2F`. */
  readonly rawPath: string;
  readonly query: Readonly<Record<string, string>>;
  readonly authorization: string | undefined;
  readonly accept: string;
  /** Undefined where there is none, or it is not JSON. */
  readonly body: unknown;
  /** The base address that it was sent to. */
  readonly base: string;
}

export interface FoundRoute {
  readonly route: Route;
  readonly parameters: Readonly<Record<string, string>>;
}

/** Parameters that may hold slashes; all others end at one. */
const long = new Set(["ref", "branch", "basehead"]);

const patterns = routes.map((route) => ({ route, pattern: patternOf(route.path) }));

/** @throws {Misfit} 501 */
export function findRoute({ method, rawPath }: Pick<Request, "method" | "rawPath">): FoundRoute {
  const path = rawPath.replace(/^\/repositories\/(\d+)/, "/repos/:id/$1");
  for (const { route, pattern } of patterns) {
    const match = route.method === method ? pattern.exec(path) : null;
    if (match === null) continue;
    const pairs = Object.entries(match.groups ?? {}).map(([name, text]) => [name, decodeURIComponent(text)]);
    return { route, parameters: Object.fromEntries(pairs) };
  }
  throw new Misfit(501, "no such route");
}

/** Whether it makes or changes something on an account: minting a token does not. */
export function isWrite({ method, audience }: Route): boolean {
  return method !== "GET" && (audience === "installation" || audience === "repository");
}

export function isFree({ path }: Route): boolean {
  return path === rateLimitPath || path === archiveRoute.path;
}

/** What the path may be asked by whoever asks, once the limits have allowed it. @param caller may be a refusal where anybody may ask. @throws {Refusal} */
export async function dispatch(
  services: Services,
  request: Request,
  found: FoundRoute,
  caller: Caller | Refusal,
): Promise<Reply> {
  const { route, parameters } = found;
  const { world } = services;
  const address = request.base + request.rawPath;
  const call: Call = {
    services,
    world,
    parameters,
    query: request.query,
    // What a route reads may be left out whole where every key of it may.
    body: route.body === undefined ? undefined : (request.body ?? {}),
    accept: request.accept,
    address,
    hasCredentials: request.authorization !== undefined,
  };
  if (route.audience === "anyone") {
    checkShape(route, request);
    return await handle(route, call);
  }
  if (caller instanceof Refusal) throw caller;
  if (route.audience === "app") {
    if (caller.kind !== "app") throw new Refusal(401, "A JSON web token could not be decoded");
    checkShape(route, request);
    return await handle(route, call);
  }
  if (caller.kind !== "installation") throw new Refusal(401, "Requires authentication");
  const { token } = caller;
  if (route.audience === "installation") {
    checkShape(route, request);
    const own: InstallationCall = { ...call, token };
    return await handle(route, own);
  }
  const repository = findRepository(services, token, parameters);
  if (repository === undefined) return redirect(services, token, request, parameters);
  refuseForbidden(route, token, repository);
  checkShape(route, request);
  const whole: RepositoryCall = { ...call, token, repository };
  return isWrite(route)
    ? await world.exclusion.run(repository.id, async () => await handle(route, whole))
    : await handle(route, whole);
}

async function handle(route: Route, call: Call): Promise<Reply> {
  // The route was made with the schemas that the call has just been checked against.
  return await route.handle(call as never);
}

/** `/repos/{owner}/{repo}` in what follows a base path, as a pattern with named groups. */
function patternOf(path: string): RegExp {
  const source = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => `(?<${name}>${long.has(name) ? ".+" : "[^/]+"})`);
  return new RegExp(`^${source}$`);
}

function findRepository(
  services: Services,
  token: InstallationToken,
  parameters: Readonly<Record<string, string>>,
): Repository | undefined {
  const { owner, repo } = parameters;
  const { world } = services;
  const named = owner === ":id" ? world.repositories.get(Number(repo)) : world.findRepository(`${owner}/${repo}`);
  if (named === undefined) return undefined;
  if (!reachOf(world, token).includes(named)) throw notFound();
  return named;
}

/** A repository that was renamed or transferred is elsewhere, for those who may see it there. */
function redirect(
  { world }: Services,
  token: InstallationToken,
  request: Request,
  parameters: Readonly<Record<string, string>>,
): Reply {
  const { owner, repo } = parameters;
  const renamed = world.findRenamed(`${owner}/${repo}`);
  if (renamed === undefined || !reachOf(world, token).includes(renamed)) throw notFound();
  const rest = request.rawPath.split("/").slice(4).join("/");
  const query = new URLSearchParams(request.query).toString();
  const url = `${request.base}/repositories/${renamed.id}${rest && `/${rest}`}${query && `?${query}`}`;
  const status = request.method === "GET" ? 301 : 307;
  const message = status === 301 ? "Moved Permanently" : "Temporary Redirect";
  return {
    status,
    headers: { location: url },
    body: { message, url, documentation_url: "https://docs.github.com/rest" },
  };
}

function refuseForbidden(route: Route, token: InstallationToken, repository: Repository): void {
  if (!route.needs.some((needed) => covers(token.permissions, needed))) {
    const accepted = route.needs.map((needed) =>
      Object.entries(needed)
        .map((pair) => pair.join("="))
        .join(","),
    );
    throw new Refusal(
      403,
      "Resource not accessible by integration",
      {},
      { "x-accepted-github-permissions": accepted.join("; ") },
    );
  }
  if (repository.isArchived && isWrite(route)) throw forbidden("Repository was archived so is read-only.");
}

/** @throws {Misfit} 422 in GitHub's words for what fails its schema. */
function checkShape({ query, body, path }: Route, request: Request): void {
  check("query", query, request.query, path);
  if (body !== undefined) check("body", body, request.body ?? {}, path);
  else if (request.body !== undefined) throw new Misfit(422, `Invalid request.\n\n${path} takes no body.`);
}

function check(where: string, schema: TSchema, value: unknown, path: string): void {
  if (Value.Check(schema, value)) return;
  const [mistake] = Value.Errors(schema, value);
  throw new Misfit(422, `Invalid request.\n\n${path}: ${where}${mistake?.instancePath} ${mistake?.message}`);
}
