/** A real Redis for tests: one server a test process, started by the first test that asks. Nothing is written to disk. */

import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

import { freePort, serverFolder, type ServerProcess, startServer } from "./server-process.ts";

const program = (process.env["PATH"] ?? "")
  .split(delimiter)
  .map((folder) => join(folder, "redis-server"))
  .find((path) => existsSync(path));

/** For the `skip` of a test. */
export function skipWithoutRedis(): string | false {
  return program === undefined && "Redis is not installed: `apt-get install redis-server`";
}

/** One that a test may stop. */
export interface RedisServer {
  /** As in `REDIS_URL`. */
  readonly url: string;
  /** Breaks all connections at once, as a crash does; what it held is gone. */
  stop(): Promise<void>;
  /** Comes back empty, at the same address. */
  start(): Promise<void>;
}

let shared: Promise<RedisServer> | undefined;

/** The address of this process's server, as in `REDIS_URL`; starts it at the first call. */
export async function redis(): Promise<string> {
  shared ??= startRedis();
  return (await shared).url;
}

/** A server for one test. */
export async function startRedis(): Promise<RedisServer> {
  const [port, folder] = [await freePort(), serverFolder("redis")];
  let server = await startOn(port, folder);
  return {
    url: `redis://127.0.0.1:${port}`,
    stop: () => server.stop("SIGKILL"),
    async start() {
      server = await startOn(port, folder);
    },
  };
}

async function startOn(port: number, folder: string): Promise<ServerProcess> {
  if (program === undefined) throw new Error("Redis is not installed");
  const settings = { port, bind: "127.0.0.1", save: "", appendonly: "no", "maxmemory-policy": "noeviction" };
  const parameters = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
  return await startServer(program, parameters, { cwd: folder, ready: /Ready to accept connections/ });
}
