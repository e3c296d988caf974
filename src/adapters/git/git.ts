/**
 * The `git` program, called for one repository. Nothing of the repository runs: hooks and monitors are switched off, no
 * prompt opens, and only plumbing is used, which touches neither working tree nor index nor HEAD.
 */

import { spawn } from "node:child_process";

import { UserError } from "../../base/index.ts";

/** A folder that is not inside a git repository. */
export class NotARepository extends UserError {
  readonly code = "NOT_A_REPOSITORY";
  constructor(folder: string, cause: unknown) {
    super(`\`${folder}\` is not in a git repository`, { cause, hint: "run `git init` there and commit the manifest" });
  }
}

/** git itself is missing, or refused a command that should have worked. */
export class GitFailed extends UserError {
  readonly code = "GIT_FAILED";
  constructor(command: string, said: string, cause?: unknown) {
    super(`\`git ${command}\` failed: ${said}`, { cause });
  }
}

const maxOutput = 256 * 1024 * 1024;
const quiet = ["-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false", "-c", "gc.auto=0"];

export interface GitOptions {
  readonly input?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/** One repository, by the folder that holds its objects and references. */
export class Git {
  readonly #gitDirectory: string;

  private constructor(gitDirectory: string) {
    this.#gitDirectory = gitDirectory;
  }

  /** @throws {NotARepository} unless `folder` lies in a repository. */
  static async open(folder: string, signal: AbortSignal): Promise<Git> {
    try {
      const found = await execute(["-C", folder, "rev-parse", "--absolute-git-dir"], { signal });
      return new Git(found.toString("utf8").trimEnd());
    } catch (error) {
      if (error instanceof GitFailed && error.cause === undefined) throw new NotARepository(folder, error);
      throw error;
    }
  }

  /** The command's standard output, without the final newline. @throws {GitFailed} */
  async text(args: readonly string[], options: GitOptions): Promise<string> {
    return (await this.bytes(args, options)).toString("utf8").replace(/\n$/, "");
  }

  /** The command's standard output as it is. @throws {GitFailed} */
  bytes(args: readonly string[], options: GitOptions): Promise<Buffer> {
    return execute([`--git-dir=${this.#gitDirectory}`, ...quiet, ...args], options);
  }

  /** Like `text`, but undefined when the command says no. */
  async tryText(args: readonly string[], options: GitOptions): Promise<string | undefined> {
    try {
      return await this.text(args, options);
    } catch (error) {
      if (error instanceof GitFailed && error.cause === undefined) return undefined;
      throw error;
    }
  }
}

function execute(args: readonly string[], options: GitOptions): Promise<Buffer> {
  const command = args.filter((arg) => !arg.startsWith("--git-dir=") && !quiet.includes(arg)).join(" ");
  return new Promise((resolve, reject) => {
    const child = spawn("git", args, {
      env: { ...process.env, ...fixedEnvironment, ...options.environment },
      signal: options.signal,
      stdio: ["pipe", "pipe", "pipe"],
    });
    const output: Buffer[] = [];
    const complaints: Buffer[] = [];
    let size = 0;
    child.stdout.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size > maxOutput) child.kill();
      else output.push(chunk);
    });
    child.stderr.on("data", (chunk: Buffer) => complaints.push(chunk));
    child.on("error", (cause) => reject(options.signal.aborted ? cause : new GitFailed(command, cause.message, cause)));
    child.on("close", (code) => {
      if (code === 0) return resolve(Buffer.concat(output));
      if (size > maxOutput) return reject(new GitFailed(command, `more than ${maxOutput} bytes of output`));
      return reject(new GitFailed(command, Buffer.concat(complaints).toString("utf8").trim() || `exit code ${code}`));
    });
    // A command that stops early closes its input; what it says then matters, not the broken pipe.
    child.stdin.on("error", (error: NodeJS.ErrnoException) => error.code === "EPIPE" || reject(error));
    child.stdin.end(options.input ?? "");
  });
}

/** No prompt, no optional locks, no user configuration that changes what plumbing does. */
const fixedEnvironment = {
  GIT_TERMINAL_PROMPT: "0",
  GIT_OPTIONAL_LOCKS: "0",
  GIT_NO_REPLACE_OBJECTS: "1",
  LC_ALL: "C",
};
