/**
 * The network of a process that has none: it names an address, and the worker fetches the bytes within its own limits. How
 * an exchange failed has to survive the way, because whoever asks tells one failure from another.
 */

import type { Answer, AskParent, Message, Received } from "../../adapters/child/index.ts";
import {
  AddressRefused,
  UnreadableBody,
  type Wire,
  type WireRequest,
  type WireResponse,
} from "../../package-index/index.ts";
import { UserError } from "../../base/index.ts";
import { type FetchQuestion, questions } from "./messages.ts";

/** `isWhole` is false where the body is longer than the limit, and was left out. */
type Told =
  | {
      readonly kind: "response";
      readonly status: number;
      readonly headers: readonly (readonly [string, string])[];
      readonly isWhole: boolean;
    }
  | { readonly kind: "refused" | "unreadable"; readonly message: string }
  | { readonly kind: "fault"; readonly name: string; readonly code: string | undefined };

/** In the process. Every certificate is checked, whatever is asked. */
export function remoteWire(ask: AskParent): Wire {
  return {
    get: async (request: WireRequest, signal: AbortSignal): Promise<WireResponse> => {
      const { value, bytes } = await ask("fetch", { value: tellRequest(request) }, signal);
      // Its parent says nothing else.
      const told = value as Told;
      if (told.kind !== "response") throw faultOf(told);
      return { status: told.status, headers: new Map(told.headers), body: told.isWhole ? bytes : undefined };
    },
  };
}

/** What a repository has in the open goes along as it is; what it has sealed, or an operator keeps, is only named. */
function tellRequest({ url, headers, limit, credentials }: WireRequest): object {
  const request = { url: url.href, headers, limit };
  if (credentials === undefined) return request;
  if (credentials.kind === "known")
    return { ...request, headers: { ...headers, authorization: credentials.basic.header() } };
  return { ...request, credentials: { ...credentials, scope: credentials.scope.href } };
}

function faultOf(told: Exclude<Told, { readonly kind: "response" }>): Error {
  switch (told.kind) {
    case "refused":
      return new AddressRefused(told.message);
    case "unreadable":
      return new UnreadableBody(told.message);
    case "fault":
      return Object.assign(new Error("the exchange failed"), { name: told.name, code: told.code });
  }
}

/** What may be asked for beside the address; a process has no say in anything else. */
const passed: ReadonlySet<string> = new Set([
  "accept",
  "accept-encoding",
  "authorization",
  "if-modified-since",
  "if-none-match",
  "range",
  "user-agent",
]);

/** In the worker. @param wireNow undefined while nothing may be fetched. */
export function answerFetch(wireNow: () => Wire | undefined): Answer {
  return async ({ value }: Received, signal: AbortSignal): Promise<Message> => {
    const wire = wireNow();
    if (wire === undefined || !questions.fetch.Check(value)) throw new Error("this is no request");
    try {
      const { status, headers: head, body } = await wire.get(readRequest(value), signal);
      const told: Told = { kind: "response", status, headers: [...head], isWhole: body !== undefined };
      return { value: told, bytes: body };
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof UserError) throw error;
      return { value: tellFault(error) };
    }
  };
}

function readRequest({ url, headers, limit, credentials }: FetchQuestion): WireRequest {
  const asked = Object.fromEntries(Object.entries(headers).filter(([name]) => passed.has(name)));
  const request = { url: new URL(url), headers: asked, limit, verify: true };
  return credentials === undefined
    ? request
    : { ...request, credentials: { ...credentials, scope: new URL(credentials.scope) } };
}

function tellFault(error: unknown): Told {
  if (error instanceof AddressRefused) return { kind: "refused", message: error.message };
  if (error instanceof UnreadableBody) return { kind: "unreadable", message: error.message };
  if (!(error instanceof Error)) throw error;
  const { name, code } = error as NodeJS.ErrnoException;
  return { kind: "fault", name, code: typeof code === "string" ? code : undefined };
}
