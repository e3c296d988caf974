/** Real git repositories in temporary folders. */

import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { TestContext } from "node:test";

const author = {
  GIT_AUTHOR_NAME: "Ada",
  GIT_AUTHOR_EMAIL: "ada@example.org",
  GIT_COMMITTER_NAME: "Ada",
  GIT_COMMITTER_EMAIL: "ada@example.org",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_NOSYSTEM: "1",
};

/** A folder that goes when the test ends. */
export function temporaryFolder(context: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "thoth-test-"));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A repository with one commit of `files` on `main`, and the command to talk to it. */
export class TestRepository {
  readonly folder: string;

  constructor(context: TestContext, files: Readonly<Record<string, string>>) {
    this.folder = temporaryFolder(context);
    this.git("init", "--quiet", "--initial-branch=main");
    this.write(files);
    this.git("add", "--all");
    this.git("commit", "--quiet", "--allow-empty", "-m", "Start");
  }

  /** Runs git as Ada and returns what it prints, without the final newline. */
  git(...args: readonly string[]): string {
    return execFileSync("git", args, {
      cwd: this.folder,
      encoding: "utf8",
      env: { ...process.env, ...author },
    }).trimEnd();
  }

  write(files: Readonly<Record<string, string>>): void {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(this.folder, path)), { recursive: true });
      writeFileSync(join(this.folder, path), text);
    }
  }

  /** Everything that must stay as it is: HEAD, the index and the working tree. */
  untouchables(): string {
    return [
      this.git("symbolic-ref", "HEAD"),
      this.git("rev-parse", "HEAD"),
      this.git("ls-files", "--stage"),
      this.git("status", "--porcelain"),
    ].join("\n");
  }
}
