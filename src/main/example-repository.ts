/** The shipped example as a git repository of its own, so that the demo touches nothing of the user's. */

import { execFile } from "node:child_process";
import { cp, mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import type { Clock } from "../ports/index.ts";

const example = new URL("../../examples/two-environments", import.meta.url);
const run = promisify(execFile);

/** Copies the example into a new temporary folder, as one commit on `main`. @returns the folder. */
export async function copyExample(clock: Clock, signal: AbortSignal): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "thoth-demo-"));
  await cp(example, folder, { recursive: true });
  const date = clock.now().toISOString();
  const environment = {
    ...process.env,
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_AUTHOR_NAME: "Example",
    GIT_AUTHOR_EMAIL: "example@example.org",
    GIT_AUTHOR_DATE: date,
    GIT_COMMITTER_NAME: "Example",
    GIT_COMMITTER_EMAIL: "example@example.org",
    GIT_COMMITTER_DATE: date,
  };
  const git = (...args: readonly string[]) => run("git", args, { cwd: folder, env: environment, signal });
  await git("init", "--quiet", "--initial-branch=main");
  await git("add", "--all");
  await git("commit", "--quiet", "-m", "Two runtime environments");
  return folder;
}
