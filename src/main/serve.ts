/** The two processes of the App, web and worker, as functions: `app.ts` runs both in one process. */

import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";

import { askForKnowledge, createReceiver, type ReceivedEvent, reconcile, sweep, workHandler } from "../bot/index.ts";
import { openAdvisers } from "./adviser/open-advisers.ts";
import type { AppRuntime } from "./app-runtime.ts";
import type { AppSettings } from "./app-settings.ts";
import { openServiceKnowledge, startKnowledgeJob } from "./knowledge/service-knowledge.ts";
import type { SealSettings } from "./repository-credentials.ts";
import { formatPublicKeys } from "../sealing/index.ts";

/** Something that runs until it is stopped. */
export interface Running {
  stop(): Promise<void>;
}

/** Receives webhooks and answers health checks. Resolves when it listens. */
export async function serveWeb(
  runtime: AppRuntime,
  settings: AppSettings,
): Promise<Running & { readonly port: number }> {
  const verify = (raw: string, signature: string) => runtime.probot.webhooks.verify(raw, signature);
  const receive = createReceiver({ ...runtime, verify, appId: settings.appId });
  const answers: Readonly<Record<string, Answer>> = { ...healthChecks, ...sealKeyAnswer(settings.indexes.seal) };
  const server = createServer({ maxHeaderSize: 16_384, requestTimeout: 10_000 }, (request, response) => {
    const answer = answers[request.url ?? ""] ?? receive;
    answer(request, response, runtime);
  });
  await listen(server, settings.port, settings.host);
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : settings.port;
  runtime.log.info({ host: settings.host, port }, "web listens");
  return { port, stop: () => close(server) };
}

type Answer = (request: IncomingMessage, response: ServerResponse, runtime: AppRuntime) => void;

/** `/healthz`: the process runs. `/readyz`: database and queue answer. */
const healthChecks: Readonly<Record<string, Answer>> = {
  "/healthz": (_request, response) => response.writeHead(200).end("ok\n"),
  "/readyz": (_request, response, { store, queue, log }) =>
    void within(readyWithin, Promise.all([store.ping(), queue.ping()])).then(
      () => response.writeHead(200).end("ready\n"),
      (error: unknown) => {
        log.warn({ err: error }, "not ready");
        response.writeHead(503).end("not ready\n");
      },
    ),
};

/** The key that everybody may seal credentials to, where there is one; `thoth seal` fetches it. */
function sealKeyAnswer({ keys }: SealSettings): Readonly<Record<string, Answer>> {
  if (keys === undefined) return {};
  const text = formatPublicKeys(keys);
  const headers = { "content-type": "application/jwk-set+json", "cache-control": "max-age=300" };
  return { "/seal-key.json": (_request, response) => response.writeHead(200, headers).end(text) };
}

/** Milliseconds for database and queue to answer. */
const readyWithin = 3_000;

async function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  const late = AbortSignal.timeout(milliseconds);
  const lateness = new Promise<never>((_resolve, reject) => {
    late.addEventListener("abort", () => reject(late.reason as Error), { once: true });
  });
  return await Promise.race([work, lateness]);
}

/** How often every installation is looked at again, in milliseconds. */
const reconcileEvery = 24 * 60 * 60_000;

/** Does jobs, and puts back on the queue what the store says is undone. */
export async function serveWork(runtime: AppRuntime, settings: AppSettings): Promise<Running> {
  const stopped = new AbortController();
  const { folder, asOf } = await openServiceKnowledge(settings, runtime, stopped.signal);
  const advisers = await openAdvisers(settings, folder, runtime.log, stopped.signal);
  const useKnowledge = (newer: string) => {
    advisers.useKnowledge(newer);
    askForKnowledge(runtime).catch((error: unknown) =>
      runtime.log.error({ err: error }, "nobody was asked to look again"),
    );
  };
  const knowledge = await startKnowledgeJob(settings, asOf, useKnowledge, runtime, stopped.signal);
  const receive = (event: ReceivedEvent) => receiveQuietly(event, runtime);
  const openAdviser = (repository: string) => advisers.open(repository);
  await runtime.queue.work(workHandler({ ...runtime, openAdviser, receive }), settings.concurrency);
  const timers = [
    repeat(() => sweep(runtime), settings.patience, runtime),
    repeat(() => reconcile(runtime), reconcileEvery, runtime),
  ];
  runtime.log.info({ concurrency: settings.concurrency }, "worker runs");
  return {
    stop: () => {
      for (const timer of timers) clearInterval(timer);
      knowledge?.stop();
      stopped.abort();
      advisers.close();
      return Promise.resolve();
    },
  };
}

/** Probot adds the whole payload to an error, which must not come into a log. @throws {Error} with its message alone. */
async function receiveQuietly({ id, name, payload }: ReceivedEvent, { probot }: AppRuntime): Promise<void> {
  type Event = Parameters<typeof probot.webhooks.receive>[0];
  try {
    await probot.webhooks.receive({ id, name, payload } as Event);
  } catch (error) {
    const errors: readonly unknown[] = error instanceof AggregateError ? error.errors : [error];
    throw new Error(
      errors.map((each) => (each instanceof Error ? (each.stack ?? each.message) : String(each))).join("\n"),
    );
  }
}

/** At once and then again and again; a failure is logged, and the next time is tried anew. */
function repeat(work: () => Promise<void>, every: number, { log }: AppRuntime): NodeJS.Timeout {
  const attempt = () => void work().catch((error: unknown) => log.error({ err: error }, "sweeping failed"));
  attempt();
  return setInterval(attempt, every);
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error === undefined ? resolve() : reject(error)));
    server.closeIdleConnections();
  });
}
