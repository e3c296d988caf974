/** Another process of this program, for what only another process can show: locks, and work that is cut off. */

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

import { within } from "../deadline.ts";
import { atExit } from "./server-process.ts";

export interface Child {
  /** Ends it without a chance to tidy up, and waits until it is gone. */
  kill(): Promise<void>;
}

/**
 * Runs a script and waits for its first line on stdout, which has to be `ready`. @throws {Error} with what it wrote, when
 * it ends before
 */
export async function startChild(script: URL, ...parameters: readonly string[]): Promise<Child> {
  const child = spawn(process.execPath, [fileURLToPath(script), ...parameters], { stdio: ["ignore", "pipe", "pipe"] });
  const ended = once(child, "exit");
  const kill = () => child.kill("SIGKILL");
  atExit.add(kill);
  const written: string[] = [];
  child.stderr.on("data", (chunk: Buffer) => written.push(chunk.toString()));
  const ready = once(createInterface(child.stdout), "line").then(([line]) => line === "ready");
  const started: Child = {
    async kill() {
      atExit.delete(kill);
      kill();
      await ended;
    },
  };
  const starting = within(Promise.race([ready, ended.then(() => false)]), `the start of ${script.pathname}`, 30_000);
  if (await starting.catch(() => false)) return started;
  await started.kill();
  throw new Error(`${script.pathname} did not get ready:\n${written.join("")}`);
}
