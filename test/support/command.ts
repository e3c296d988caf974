/** Whole commands of ours, as a user runs them: a process of its own, its two streams and its exit code. */

import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly input?: string;
  readonly cwd?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Runs a program until it ends. Package clients must not see this machine's own settings: `PIP_*` and `UV_*` are unset. */
export function run(program: string, args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(PIP|UV|PIPENV|NODE_TEST)_/.test(name));
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: options.cwd ?? root,
      env: { ...Object.fromEntries(inherited), NO_COLOR: "1", ...options.environment },
    });
    const streams = { stdout: "", stderr: "" };
    for (const name of ["stdout", "stderr"] as const) {
      child[name].setEncoding("utf8").on("data", (text: string) => (streams[name] += text));
    }
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, ...streams }));
    // A program that ends without reading its input is judged by how it ends.
    child.stdin.on("error", () => undefined);
    child.stdin.end(options.input ?? "");
  });
}

/** Runs one of our composition roots, such as `demo`, on the Node that runs the tests. */
export function runMain(name: string, args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  return run(process.execPath, [`${options.cwd ?? root}/src/main/${name}.ts`, ...args], options);
}
