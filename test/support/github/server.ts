/** The API over HTTP: what is asked is written down, trouble strikes where it was ordered, and every answer has its headers. */

import { createHash, randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";

import { dispatch, findRoute, isFree, isWrite, type FoundRoute, type Request } from "./dispatch.ts";
import type { Faults, Strike } from "./faults.ts";
import type { Ledger } from "./ledger.ts";
import { readJson } from "./read-json.ts";
import { Misfit, Refusal } from "./refusal.ts";
import type { RequestReport } from "./reports.ts";
import type { Reply, Services } from "./route.ts";
import type { Caller } from "./tokens.ts";

export interface ApiServices extends Services {
  readonly faults: Faults;
  readonly ledger: Ledger;
  /** Such as `/api/v3`, or nothing. */
  readonly basePath: string;
}

type Entry = { -readonly [Key in keyof RequestReport]: RequestReport[Key] };

/** No answer: the connection ends. */
const dropped = Symbol("dropped");

export function apiServer(services: ApiServices): Server {
  return createServer((incoming, outgoing) => {
    answer(services, incoming, outgoing).catch((mistake: unknown) => {
      // A mistake of the stand-in itself: loud, and a test fails on it.
      services.ledger.misfits.push({ method: incoming.method!, path: incoming.url!, why: String(mistake) });
      outgoing.writeHead(500, { "content-type": "application/json" }).end(JSON.stringify({ message: String(mistake) }));
    });
  });
}

async function answer(services: ApiServices, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const { ledger, faults, world } = services;
  const request = await readRequest(services, incoming);
  const caller = callerOf(services, request);
  const installation = caller instanceof Refusal || caller.kind === "app" ? undefined : caller.token.installation.id;
  const entry = newEntry(world.clock.now(), request, installation);
  ledger.requests.push(entry);
  const strike = faults.strike(entry);
  const reply = await meet(strike, async () => await reach(services, request, caller, entry));
  if (reply === dropped) {
    outgoing.destroy();
    return;
  }
  const cached = withTag(services, reply, incoming, entry);
  entry.status = cached.status;
  send(services, outgoing, cached, installation);
}

/** Does the work between what the fault does before it and after it. */
async function meet(strike: Strike | undefined, work: () => Promise<Reply>): Promise<Reply | typeof dropped> {
  if (strike === undefined) return await work();
  const { does, released } = strike;
  switch (does.kind) {
    case "answer": {
      const body = does.body ?? JSON.stringify({ message: "Something went wrong" });
      const headers = { "content-type": does.type ?? "application/json; charset=utf-8", ...does.headers };
      return { status: does.status, body: Buffer.from(body), headers };
    }
    case "drop":
      if (does.when === "after") await work();
      return dropped;
    case "delay":
      await new Promise((passed) => setTimeout(passed, does.milliseconds));
      return await work();
    case "hold": {
      if (does.when === "before") await released;
      const reply = await work();
      if (does.when === "after") await released;
      return reply;
    }
  }
}

/** To the route and back; a refusal is a reply as well. */
async function reach(services: ApiServices, request: Request, caller: Caller | Refusal, entry: Entry): Promise<Reply> {
  try {
    const found = findRoute(request);
    if (caller instanceof Refusal && found.route.audience !== "anyone") throw caller;
    spend(services, found, entry);
    return await dispatch(services, request, found, caller);
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    if (refusal instanceof Misfit || refusal.status === 501) {
      services.ledger.misfits.push({ method: entry.method, path: entry.path, why: refusal.message });
    }
    return { status: refusal.status, body: refusal.body, headers: refusal.headers };
  }
}

function spend({ budget }: ApiServices, { route }: FoundRoute, entry: Entry): void {
  entry.creates = isWrite(route);
  entry.isLimited = true;
  if (!isFree(route)) budget.spend(entry.installation, entry.creates);
  entry.isLimited = false;
  entry.counts = !isFree(route);
}

/** What the client has already is not sent again. */
function withTag({ budget }: ApiServices, reply: Reply, incoming: IncomingMessage, entry: Entry): Reply {
  if (incoming.method !== "GET" || reply.status !== 200) return reply;
  const tag = `W/"${createHash("sha256").update(bytesOf(reply.body)).digest("hex")}"`;
  const headers = { ...reply.headers, etag: tag, "cache-control": "private, max-age=60, s-maxage=60" };
  if (incoming.headers["if-none-match"] !== tag) return { ...reply, headers };
  if (entry.counts) budget.refund(entry.installation);
  entry.counts = false;
  return { status: 304, headers };
}

function send(
  { world, budget }: ApiServices,
  outgoing: ServerResponse,
  reply: Reply,
  installation: number | undefined,
): void {
  const isText = Buffer.isBuffer(reply.body);
  outgoing.sendDate = false;
  outgoing.writeHead(reply.status, {
    date: world.clock.system().toUTCString(),
    server: "github.com",
    "x-github-media-type": "github.v3; format=json",
    "x-github-request-id": randomUUID(),
    ...(isText ? { "content-type": "application/octet-stream" } : {}),
    ...(reply.body === undefined || isText ? {} : { "content-type": "application/json; charset=utf-8" }),
    ...budget.headers(installation),
    ...reply.headers,
  });
  outgoing.end(reply.body === undefined ? undefined : bytesOf(reply.body));
}

function bytesOf(body: unknown): Buffer {
  return Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body ?? null));
}

async function readRequest(services: ApiServices, incoming: IncomingMessage): Promise<Request> {
  const base = `http://${incoming.headers.host}${services.basePath}`;
  const url = new URL(`http://${incoming.headers.host}${incoming.url}`);
  return {
    method: incoming.method!,
    rawPath: withoutBase(services.basePath, url.pathname),
    query: Object.fromEntries(url.searchParams),
    authorization: incoming.headers.authorization,
    accept: incoming.headers.accept ?? "",
    body: await readJson(incoming),
    base,
  };
}

/** An Enterprise server has its API at `/api/v3` and GraphQL beside it, and archives at `/_codeload`. Outside of both nothing is a route. */
function withoutBase(basePath: string, path: string): string {
  if (basePath !== "" && path === "/api/graphql") return "/graphql";
  if (path.startsWith("/_codeload/")) return path;
  return path.startsWith(basePath) ? path.slice(basePath.length) || "/" : `outside of ${basePath}: ${path}`;
}

function callerOf({ tokens }: ApiServices, request: Request): Caller | Refusal {
  try {
    return tokens.caller(request.authorization);
  } catch (refusal) {
    if (refusal instanceof Refusal) return refusal;
    throw refusal;
  }
}

function newEntry(at: Date, request: Request, installation: number | undefined): Entry {
  return {
    at: at.toISOString(),
    method: request.method,
    path: decodeURIComponent(request.rawPath),
    query: new URLSearchParams(request.query).toString(),
    installation,
    status: 0,
    counts: false,
    creates: false,
    isLimited: false,
    body: request.body,
  };
}
