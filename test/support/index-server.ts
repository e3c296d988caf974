/**
 * A package index on loopback, real HTTP and nothing else: pages, metadata files, wheels that can be read in pieces, and
 * whatever misbehaviour a test wants, answer by answer.
 */

import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo } from "node:net";
import { pipeline, Readable } from "node:stream";
import { setTimeout as wait } from "node:timers/promises";
import { zip, type ZipMember } from "./zip.ts";

/** What the server sends, and how it misbehaves. */
export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  /**
   * `silence`: nothing at all; `stall`: the head and half of the body, then nothing; `cut`: the same, then the connection
   * ends; `drip`: the body without end, a piece every 5 ms; `flood`: the body without end, as fast as it is taken.
   */
  readonly fault?: "silence" | "stall" | "cut" | "drip" | "flood";
}

export type Responder = (request: IncomingMessage) => Answer;

/** In PEM. */
interface Certificate {
  readonly key: string;
  readonly cert: string;
}

/** What was asked. */
export interface SeenRequest {
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
}

export class IndexServer implements AsyncDisposable {
  readonly seen: SeenRequest[] = [];
  /** The most requests that were open at one time. */
  busiest = 0;
  readonly #routes = new Map<string, { readonly answers: readonly (Answer | Responder)[]; served: number }>();
  readonly #server: Server;
  readonly #scheme: "http" | "https";
  #open = 0;
  #port = 0;

  private constructor(certificate: Certificate | undefined) {
    const answer = (request: IncomingMessage, response: ServerResponse) => this.#answer(request, response);
    this.#scheme = certificate === undefined ? "http" : "https";
    this.#server = certificate === undefined ? createServer(answer) : createSecureServer(certificate, answer);
  }

  /** Plain HTTP without a certificate. */
  static async start(certificate?: Certificate): Promise<IndexServer> {
    const server = new IndexServer(certificate);
    await new Promise<void>((listening) => server.#server.listen(0, "127.0.0.1", listening));
    server.#port = (server.#server.address() as AddressInfo).port;
    return server;
  }

  get origin(): string {
    return `${this.#scheme}://127.0.0.1:${this.#port}`;
  }

  /** The root of the simple API. */
  get simple(): string {
    return `${this.origin}/simple`;
  }

  /** Answers requests for `path` one after another; the last answer is for all that follow. Without a route: 404. */
  on(path: string, ...answers: readonly (Answer | Responder)[]): this {
    this.#routes.set(path, { answers, served: 0 });
    return this;
  }

  /** How often `path` was asked for. */
  count(path: string): number {
    return this.seen.filter((request) => request.path === path).length;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((closed) => this.#server.close(closed));
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const path = request.url ?? "";
    this.seen.push({ path, headers: request.headers });
    this.busiest = Math.max(this.busiest, ++this.#open);
    response.once("close", () => this.#open--);
    const route = this.#routes.get(path);
    const next = route?.answers[Math.min(route.served++, route.answers.length - 1)] ?? { status: 404 };
    send(response, typeof next === "function" ? next(request) : next);
  }
}

function send(response: ServerResponse, { status = 200, headers = {}, body = "", fault }: Answer): void {
  if (fault === "silence") return;
  if (fault === "drip" || fault === "flood") {
    const piece = Buffer.from(body);
    response.writeHead(status, headers);
    pipeline(Readable.from(endless(piece, fault === "drip" ? 5 : 0)), response, () => undefined);
    return;
  }
  response.writeHead(status, { "content-length": Buffer.byteLength(body), ...headers });
  if (fault === undefined) {
    response.end(body);
    return;
  }
  const half = Buffer.from(body).subarray(0, Buffer.byteLength(body) / 2);
  response.write(half, () => {
    if (fault === "cut") response.destroy();
  });
}

async function* endless(piece: Buffer, every: number): AsyncGenerator<Buffer> {
  for (;;) {
    yield piece;
    if (every > 0) await wait(every);
  }
}

/** A file of a JSON page; only what a test cares about has to be said. */
export type PageFile = { readonly filename: string } & Readonly<Record<string, unknown>>;

export const jsonType = "application/vnd.pypi.simple.v1+json";

/** A page of PEP 691. Files lie in `/files/` and have no hashes unless they say otherwise. */
export function jsonPage(
  files: readonly PageFile[],
  meta: Readonly<Record<string, unknown>> = { "api-version": "1.4" },
): Answer {
  const listed = files.map((file) => ({ url: `/files/${file.filename}`, hashes: {}, ...file }));
  return {
    headers: { "content-type": jsonType },
    body: JSON.stringify({ meta, name: "any", versions: [], files: listed }),
  };
}

export function htmlPage(body: string): Answer {
  return {
    headers: { "content-type": "text/html; charset=utf-8" },
    body: `<!DOCTYPE html><html><body>${body}</body></html>`,
  };
}

/** A file that may be read in pieces. RFC 9110, section 14. */
export function ranged(file: Buffer): Responder {
  return (request) => {
    const range = /^bytes=(\d*)-(\d*)$/.exec(request.headers.range ?? "");
    if (range === null) return { body: file };
    const start = range[1] === "" ? Math.max(0, file.length - Number(range[2])) : Number(range[1]);
    const end = range[1] === "" ? file.length : Math.min(file.length, Number(range[2]) + 1);
    const headers = { "content-range": `bytes ${start}-${end - 1}/${file.length}` };
    return { status: 206, headers, body: file.subarray(start, end) };
  };
}

/** METADATA with the given lines behind name and version. */
export function metadataText(name: string, version: string, ...lines: readonly string[]): string {
  return ["Metadata-Version: 2.1", `Name: ${name}`, `Version: ${version}`, ...lines, "", "Described.", ""].join("\n");
}

/** A wheel of one module; `before` stand before its METADATA. */
export function wheel(name: string, version: string, metadata: string, before: readonly ZipMember[] = []): Buffer {
  const info = `${name}-${version}.dist-info`;
  return zip([...before, { path: `${name}.py`, content: "" }, { path: `${info}/METADATA`, content: metadata }]);
}

export function sha256(content: string | Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}
