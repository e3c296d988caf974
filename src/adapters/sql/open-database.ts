/**
 * The database as a pool: a PostgreSQL server, or PGlite in a folder. What is behind the pool makes no difference to
 * whoever uses it.
 */

import { join } from "node:path";

import { PGlite } from "@electric-sql/pglite";
import { Pool } from "pg";

import { UserError } from "../../base/index.ts";
import { reasonOf } from "../reason.ts";
import { FolderInUse, FolderLock } from "./folder-lock.ts";
import { pglitePool } from "./pglite-pool.ts";

/** A server by its connection string, or a folder for the embedded engine. */
export type DatabasePlace = { readonly url: string } | { readonly folder: string };

export interface DatabaseOptions {
  /** Where names without a schema are looked for, such as `bullmq, public`. The advice store names its schema itself. */
  readonly searchPath?: string;
  /** At most so many connections to a server; 20 where nothing is said. */
  readonly connections?: number;
  /** Told when an idle connection breaks. The pool replaces it. */
  readonly onError?: (error: Error) => void;
}

export interface Database {
  readonly pool: Pool;
  /** A sentence that the operator should read at start; undefined where there is nothing to say. */
  readonly warning: string | undefined;
  /** Ends the pool, then what is behind it. */
  close(): Promise<void>;
}

/** The server does not let us in, or the folder cannot be used. */
export class DatabaseUnreachable extends UserError {
  readonly code = "DATABASE_UNREACHABLE";
  constructor(place: DatabasePlace, cause: unknown) {
    super(`the database ${"url" in place ? "server" : `in \`${place.folder}\``} cannot be opened: ${reasonOf(cause)}`, {
      cause,
    });
  }
}

/** Resolves when the database has answered. @throws {DatabaseUnreachable} @throws {FolderInUse} */
export async function openDatabase(place: DatabasePlace, options: DatabaseOptions = {}): Promise<Database> {
  try {
    const database = "url" in place ? await openServer(place.url, options) : await openFolder(place.folder, options);
    database.pool.on("error", options.onError ?? (() => undefined));
    return database;
  } catch (error) {
    throw error instanceof FolderInUse ? error : new DatabaseUnreachable(place, error);
  }
}

async function openServer(url: string, options: DatabaseOptions): Promise<Database> {
  const pool = new Pool({
    connectionString: url,
    application_name: "thoth",
    max: options.connections ?? 20,
    keepAlive: true,
    connectionTimeoutMillis: 5000,
    ...(options.searchPath === undefined ? {} : { options: `-c search_path=${options.searchPath.replace(/\s/g, "")}` }),
  });
  try {
    await pool.query("select 1");
  } catch (error) {
    await pool.end();
    throw error;
  }
  return { pool, warning: undefined, close: () => pool.end() };
}

async function openFolder(folder: string, options: DatabaseOptions): Promise<Database> {
  const lock = FolderLock.take(folder);
  try {
    const engine = await PGlite.create({ dataDir: join(folder, "data"), postgresqlconf: ["shared_buffers=16MB"] });
    if (options.searchPath !== undefined) await engine.exec(`set search_path to ${options.searchPath}`);
    const pool = pglitePool(engine);
    return {
      pool,
      warning: `the database in \`${folder}\` survives a crash of this process, but not a loss of power: use PostgreSQL where that matters`,
      close: async () => {
        await pool.end();
        await engine.close();
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}
