/** A child that does on request what a stranger might make it do, and tells what came of it. */

import { spawnSync } from "node:child_process";
import { createSocket } from "node:dgram";
import { lookup } from "node:dns/promises";
import { readFileSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { Worker } from "node:worker_threads";

import { type Message, type Received, serveParent } from "../../../src/adapters/child/index.ts";
import { UserError } from "../../../src/base/index.ts";

class Mistake extends UserError {
  readonly code = "MISTAKE";
}

type Deed = (value: unknown) => unknown;

/** Each answers what it got, or throws. */
const deeds: Readonly<Record<string, Deed>> = {
  environment: () => process.env,
  connect: (port) =>
    new Promise((resolve, reject) =>
      connect(Number(port), "127.0.0.1", () => resolve("connected")).on("error", reject),
    ),
  fetch: async (port) => (await fetch(`http://127.0.0.1:${String(port)}/`)).status,
  listen: () =>
    new Promise((resolve, reject) =>
      createServer()
        .on("error", reject)
        .listen(0, "127.0.0.1", () => resolve("listens")),
    ),
  datagram: (port) =>
    new Promise((resolve, reject) => {
      const socket = createSocket("udp4").on("error", reject);
      socket.send("x", Number(port), "127.0.0.1", (error) => (error ? reject(error) : resolve("sent")));
    }),
  resolve: () => lookup("localhost"),
  write: (path) => writeFileSync(String(path), "x"),
  read: (path) => readFileSync(String(path), "utf8"),
  spawn: () => {
    const { error } = spawnSync("true");
    if (error) throw error;
  },
  thread: () => new Worker("0", { eval: true }),
  signal: () => process.kill(process.ppid, 0),
  binding: () => (process as unknown as { binding(name: string): object }).binding("tcp_wrap"),
  loop: () => {
    for (;;);
  },
  heap: () => {
    const all: unknown[] = [];
    for (;;) all.push(Array.from({ length: 1_000 }, () => ({})));
  },
  buffers: () => {
    const all: Buffer[] = [];
    for (;;) all.push(Buffer.alloc(64 * 1024 * 1024, 1));
  },
  abort: () => process.abort(),
  exit: () => process.exit(3),
  mistake: () => {
    throw new Mistake("line 3 is wrong", { hint: "mend it" });
  },
  bug: () => {
    throw new Error("a bug");
  },
  long: (length) => "x".repeat(Number(length)),
  raw: (text) => process.stdout.write(String(text)),
};

await serveParent((ask) => ({
  ...Object.fromEntries(
    Object.entries(deeds).map(([name, deed]) => [
      name,
      async ({ value }: Received): Promise<Message> => ({ value: (await deed(value)) ?? null }),
    ]),
  ),
  echo: async ({ value, bytes }) => ({ value, bytes }),
  until: (_question, signal) =>
    new Promise((resolve) => {
      signal.addEventListener("abort", () => resolve({ value: (signal.reason as Error).name }), { once: true });
    }),
  back: ({ value }, signal) => ask("parent", { value }, signal),
  flood: async ({ value }, signal) => {
    for (let i = 0; i < Number(value); i++) await ask("parent", { value: i }, signal);
    return { value: null };
  },
}));
process.exit();
