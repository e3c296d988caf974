/** The App's parts, opened in order and closed in reverse: database, store, queue, GitHub. Web and worker use the same ones. */

import { type Logger, pino } from "pino";
import { Probot } from "probot";

import { openQueue, queueSchema } from "../adapters/bullmq/index.ts";
import { createCodeHost, usualPace } from "../adapters/github/index.ts";
import { type Database, openAdviceStore, openDatabase } from "../adapters/sql/index.ts";
import { type IntakeDependencies, thothApp } from "../bot/index.ts";
import type { Clock, CodeHost } from "../ports/index.ts";
import type { AppSettings } from "./app-settings.ts";

export interface AppRuntime extends IntakeDependencies {
  readonly log: Logger;
  readonly probot: Probot;
  readonly host: CodeHost;
  /** As in `AppSettings`. */
  readonly patience: number;
  /** Waits at most `grace` milliseconds for running jobs, then ends everything. */
  close(grace: number): Promise<void>;
}

/** @throws {UserError} when the database or the queue cannot be opened. */
export async function openRuntime(settings: AppSettings): Promise<AppRuntime> {
  const log = createLog(settings.logLevel);
  const clock = { now: () => new Date() };
  const database = await openDatabase(settings.database, {
    searchPath: `${queueSchema}, public`,
    onError: (error) => log.warn({ err: error }, "a database connection broke"),
  });
  if (database.warning !== undefined) log.warn(database.warning);
  try {
    return await openRest(settings, database, log, clock);
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function openRest(settings: AppSettings, database: Database, log: Logger, clock: Clock): Promise<AppRuntime> {
  const store = await openAdviceStore(database.pool, clock);
  const queue = await openQueue(
    settings.redisUrl === undefined ? { pool: database.pool } : { redisUrl: settings.redisUrl },
    {
      lock: settings.patience,
      reports: {
        failed: (key, error, restFor) => log.error({ job: key, err: error, restFor }, "a job failed"),
        trouble: (error) => log.warn({ err: error }, "the queue is in trouble"),
      },
    },
  );
  const { appId, privateKey, webhookSecret: secret, baseUrl, patience, writePause } = settings;
  const enterprise = baseUrl === undefined ? {} : { baseUrl };
  // Probot logs a handler's failure with the whole payload; whoever calls it logs the failure alone.
  const probot = new Probot({ appId, privateKey, secret, log: log.child({}, { level: "silent" }), ...enterprise });
  const pace = { ...usualPace, betweenWrites: writePause };
  const host = createCodeHost({ appId, privateKey, log, ...enterprise }, clock, pace);
  await probot.load(thothApp({ store, queue, clock, log }));
  const close = async (grace: number) => {
    await queue.close(grace);
    await store.close();
    await database.close();
  };
  return { log, clock, store, queue, probot, host, patience, close };
}

/** Structured lines on stdout. Only what a caller names is logged; secrets that slip into a request's headers go. */
function createLog(level: string): Logger {
  return pino({
    level,
    redact: {
      paths: [
        "*.authorization",
        "*.headers.authorization",
        "err.request.headers",
        "err.config",
        "payload",
        "event.payload",
      ],
      remove: true,
    },
  });
}
