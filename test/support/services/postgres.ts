/**
 * A real PostgreSQL for tests: one server a test process, started by the first test that asks, with a database for each
 * that wants its own. It listens on a Unix socket only.
 */

import { execFileSync } from "node:child_process";
import { existsSync, globSync } from "node:fs";
import { join } from "node:path";

import { Client } from "pg";

import { asNobody, serverFolder, type ServerProcess, startServer } from "./server-process.ts";

/** Debian keeps the programs of each version in a folder of its own; the newest wins. */
const programs = globSync("/usr/lib/postgresql/*/bin")
  .filter((folder) => existsSync(join(folder, "initdb")))
  .sort((a, b) => versionOf(a) - versionOf(b))
  .at(-1);

function versionOf(folder: string): number {
  return Number(/postgresql\/(\d+)/.exec(folder)?.[1]);
}

/** For the `skip` of a test. */
export function skipWithoutPostgres(): string | false {
  return programs === undefined && "PostgreSQL is not installed: `apt-get install postgresql`";
}

export interface PostgresServer {
  /** A new, empty database. @returns its connection string, as in `DATABASE_URL` */
  createDatabase(): Promise<string>;
  /** Breaks all connections at once, as a crash does. */
  stop(): Promise<void>;
  /** Comes back with what was committed. */
  start(): Promise<void>;
}

let shared: Promise<PostgresServer> | undefined;

/** The server of this process; starts it (about a second) at the first call. */
export async function postgres(): Promise<PostgresServer> {
  shared ??= start();
  return await shared;
}

async function start(): Promise<PostgresServer> {
  if (programs === undefined) throw new Error("PostgreSQL is not installed");
  const folder = serverFolder("postgres");
  const data = join(folder, "data");
  const initialise = ["-D", data, "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"];
  execFileSync(join(programs, "initdb"), initialise, { ...asNobody, cwd: folder, stdio: "pipe" });
  let server = await startPostgres(programs, folder, data);
  let databases = 0;
  const url = (database: string) => `postgresql://postgres@localhost/${database}?host=${folder}`;
  return {
    async createDatabase() {
      const name = `test_${++databases}`;
      const client = new Client({ connectionString: url("postgres") });
      await client.connect();
      await client.query(`create database ${name}`);
      await client.end();
      return url(name);
    },
    stop: () => server.stop("SIGQUIT"),
    async start() {
      server = await startPostgres(programs, folder, data);
    },
  };
}

async function startPostgres(bin: string, folder: string, data: string): Promise<ServerProcess> {
  const settings = {
    listen_addresses: "",
    unix_socket_directories: folder,
    fsync: "off",
    max_connections: "200",
    log_min_messages: "log",
  };
  const parameters = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  return await startServer(join(bin, "postgres"), ["-D", data, ...parameters], {
    cwd: folder,
    ready: /database system is ready to accept connections/,
  });
}
