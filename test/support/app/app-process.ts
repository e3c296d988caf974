/** A composition root of the App as a process of its own, started and stopped as an operator does, its log lines at hand. */

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

import { root } from "../command.ts";

/** One structured line. */
export type LogLine = Readonly<Record<string, unknown>> & { readonly msg: string };

export class AppProcess {
  readonly #name: string;
  readonly #child: ChildProcess;
  readonly #lines: LogLine[] = [];
  readonly #waiting = new Set<() => void>();
  #errors = "";

  private constructor(name: string, child: ChildProcess) {
    this.#name = name;
    this.#child = child;
    createInterface({ input: child.stdout! }).on("line", (line) => this.#hear(JSON.parse(line) as LogLine));
    child.stderr!.setEncoding("utf8").on("data", (text: string) => (this.#errors += text));
    child.once("exit", () => this.#wake());
  }

  /** @param name of a file in `src/main`, such as `app`; resolves when it says `ready`. */
  static async start(name: string, environment: Readonly<Record<string, string>>, ready: string): Promise<AppProcess> {
    const inherited = Object.entries(process.env).filter(([key]) => !/^(NODE_TEST_|THOTH_)/.test(key));
    const child = spawn(process.execPath, [`${root}/src/main/${name}.ts`], {
      cwd: root,
      env: { ...Object.fromEntries(inherited), ...environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const app = new AppProcess(name, child);
    try {
      await app.said((line) => line.msg === ready);
      return app;
    } catch (error) {
      // Nobody else knows it: it would go on without its folder, as fast as it can.
      await app.kill();
      throw error;
    }
  }

  get lines(): readonly LogLine[] {
    return this.#lines;
  }

  /** The first line that fits, waiting for it. @throws {Error} when the process ends or nothing comes within two minutes. */
  async said(fits: (line: LogLine) => boolean): Promise<LogLine> {
    const late = AbortSignal.timeout(120_000);
    for (;;) {
      const found = this.#lines.find(fits);
      if (found !== undefined) return found;
      if (this.#child.exitCode !== null || this.#child.signalCode !== null || late.aborted)
        throw new Error(`${this.#name} did not say it:\n${this.#errors}${this.transcript()}`);
      await this.#somethingHappens(late);
    }
  }

  transcript(): string {
    return this.#lines.map((line) => JSON.stringify(line)).join("\n");
  }

  /** As an operator stops it. @returns its exit code. */
  async stop(): Promise<number | null> {
    return await this.#end("SIGTERM");
  }

  /** As a crash ends it. */
  async kill(): Promise<void> {
    await this.#end("SIGKILL");
  }

  async #end(signal: NodeJS.Signals): Promise<number | null> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      const ended = once(this.#child, "exit");
      this.#child.kill(signal);
      await ended;
    }
    return this.#child.exitCode;
  }

  #hear(line: LogLine): void {
    this.#lines.push(line);
    this.#wake();
  }

  #wake(): void {
    for (const wake of this.#waiting) wake();
    this.#waiting.clear();
  }

  async #somethingHappens(late: AbortSignal): Promise<void> {
    await new Promise<void>((wake) => {
      this.#waiting.add(wake);
      late.addEventListener("abort", () => wake(), { once: true });
    });
  }
}
