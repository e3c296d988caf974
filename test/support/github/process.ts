/** A stand-in as a process of its own, from the outside. */

import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

import type { Announcement, StandInOptions } from "./options.ts";

const program = fileURLToPath(new URL("main.ts", import.meta.url));

export class StandInProcess {
  readonly announcement: Announcement;
  readonly #child: ChildProcess;

  private constructor(announcement: Announcement, child: ChildProcess) {
    this.announcement = announcement;
    this.#child = child;
  }

  /** @throws {Error} when it ends before it listens, as it does where its port is taken. */
  static async start(options: StandInOptions): Promise<StandInProcess> {
    const args = [program, "--options", JSON.stringify(options)];
    const child = spawn(process.execPath, args, { stdio: ["pipe", "pipe", "inherit"] });
    const lines = createInterface({ input: child.stdout });
    const ended = once(child, "exit").then(([code]) => {
      throw new Error(`the stand-in ended with ${code} before it listened`);
    });
    const [line] = (await Promise.race([once(lines, "line"), ended])) as [string];
    return new StandInProcess(JSON.parse(line) as Announcement, child);
  }

  async stop(): Promise<void> {
    const ended = once(this.#child, "exit");
    this.#child.kill("SIGTERM");
    await ended;
  }
}
