/**
 * The `git` program, called for one repository. Nothing of the repository runs: hooks and monitors are switched off, no
 * prompt opens, and only plumbing is used, which touches neither working tree nor index nor HEAD.
 */

import { spawn } from "node:child_process";
import { resolve } from "node:path";

import { InputTooLarge, type Limit, limits, UserError } from "../../base/index.ts";

/** A folder that is not inside a git repository. */
export class NotARepository extends UserError {
  readonly code = "NOT_A_REPOSITORY";
  constructor(folder: string, cause: unknown) {
    super(`\`${folder}\` is not in a git repository`, { cause, hint: "run `git init` there and commit the manifest" });
  }
}

/** A folder inside a repository that is not its root: which project is meant must not be guessed. */
export class NotTheRoot extends UserError {
  readonly code = "NOT_THE_ROOT";
  constructor(folder: string, root: string) {
    super(`\`${folder}\` is a folder inside the repository \`${root}\``, { hint: "give the root of the repository" });
  }
}

/** git itself is missing, or refused a command that should have worked. */
export class GitFailed extends UserError {
  readonly code = "GIT_FAILED";
  constructor(command: string, said: string, cause?: unknown) {
    super(`\`git ${command}\` failed: ${said}`, { cause });
  }
}

const quiet = ["-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false", "-c", "gc.auto=0"];

export interface GitOptions {
  readonly input?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/** One repository, by the folder that holds its objects and references. */
export class Git {
  readonly #gitDirectory: string;
  readonly #limit: Limit;

  private constructor(gitDirectory: string, limit: Limit) {
    this.#gitDirectory = gitDirectory;
    this.#limit = limit;
  }

  /**
   * @param folder the root of a working tree, or a bare repository.
   * @param limit of what one command may say.
   * @throws {NotARepository | NotTheRoot}
   */
  static async open(folder: string, signal: AbortSignal, limit: Limit = limits.repository): Promise<Git> {
    try {
      const ask = ["-C", folder, "rev-parse", "--absolute-git-dir", "--show-prefix", "--show-cdup"];
      const [directory, prefix, up] = (await execute(ask, { signal }, limit)).toString("utf8").split("\n");
      if (prefix !== "") throw new NotTheRoot(folder, resolve(folder, up ?? ""));
      return new Git(directory!, limit);
    } catch (error) {
      if (error instanceof GitFailed && error.cause === undefined) throw new NotARepository(folder, error);
      throw error;
    }
  }

  /** The bare repository in `folder`, which is made where it is missing. @throws {GitFailed} */
  static async openBare(folder: string, signal: AbortSignal, limit: Limit = limits.repository): Promise<Git> {
    await execute(["init", "--quiet", "--bare", "--template=", "--", folder], { signal }, limit);
    return new Git(folder, limit);
  }

  /** The commit of a branch of the repository at `url`, which is asked over `https`; undefined where it has none. @throws {GitFailed} */
  static async remoteTip(url: string, branch: string, signal: AbortSignal): Promise<string | undefined> {
    const allowed = ["-c", "protocol.allow=never", "-c", "protocol.https.allow=always"];
    const args = [...quiet, ...allowed, "ls-remote", "--quiet", "--", url, `refs/heads/${branch}`];
    const said = await execute(args, { signal }, limits.repository);
    return /^[0-9a-f]+/.exec(said.toString("utf8"))?.[0];
  }

  /** The command's standard output, without the final newline. @throws {GitFailed | InputTooLarge} */
  async text(args: readonly string[], options: GitOptions): Promise<string> {
    return (await this.bytes(args, options)).toString("utf8").replace(/\n$/, "");
  }

  /** The command's standard output as it is. @throws {GitFailed | InputTooLarge} */
  bytes(args: readonly string[], options: GitOptions): Promise<Buffer> {
    return execute([`--git-dir=${this.#gitDirectory}`, ...quiet, ...args], options, this.#limit);
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

function execute(args: readonly string[], options: GitOptions, limit: Limit): Promise<Buffer> {
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
      if (size > limit.bytes) child.kill();
      else output.push(chunk);
    });
    child.stderr.on("data", (chunk: Buffer) => complaints.push(chunk));
    child.on("error", (cause) => reject(options.signal.aborted ? cause : new GitFailed(command, cause.message, cause)));
    child.on("close", (code) => {
      if (size > limit.bytes) return reject(new InputTooLarge(`\`git ${command}\``, "bytes", size, limit.bytes));
      if (code === 0) return resolve(Buffer.concat(output));
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
