/** The `git` program, run on a bare repository without anybody's own settings. */

import { spawn } from "node:child_process";

export interface GitRun {
  readonly input?: string | Buffer;
  readonly environment?: Readonly<Record<string, string>>;
}

export interface GitResult {
  readonly code: number;
  readonly output: Buffer;
  readonly complaint: string;
}

const environment = {
  PATH: process.env["PATH"] ?? "/usr/bin:/bin",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_CONFIG_GLOBAL: "/dev/null",
  LC_ALL: "C",
};

/** Whatever the exit code. */
export function runGit(folder: string, args: readonly string[], run: GitRun = {}): Promise<GitResult> {
  return new Promise((resolve, reject) => {
    const child = spawn("git", ["--git-dir", folder, ...args], { env: { ...environment, ...run.environment } });
    const output: Buffer[] = [];
    let complaint = "";
    child.stdout.on("data", (part: Buffer) => output.push(part));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (complaint += text));
    // git may end before it has read everything; its exit code tells.
    child.stdin.on("error", () => {});
    child.on("error", reject);
    child.on("close", (code) => resolve({ code: code ?? -1, output: Buffer.concat(output), complaint }));
    child.stdin.end(run.input ?? "");
  });
}

/** @throws {Error} unless git ends well. */
export async function git(folder: string, args: readonly string[], run: GitRun = {}): Promise<Buffer> {
  const result = await runGit(folder, args, run);
  if (result.code !== 0) throw new Error(`git ${args.join(" ")} ended with ${result.code}: ${result.complaint}`);
  return result.output;
}

/** Text without white space around it; undefined when git ends badly, as it does where an object is missing. */
export async function tryGit(folder: string, args: readonly string[], run: GitRun = {}): Promise<string | undefined> {
  const result = await runGit(folder, args, run);
  return result.code === 0 ? result.output.toString("utf8").trim() : undefined;
}
