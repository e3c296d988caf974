/** Servers that tests start: as an unprivileged user, in a folder of their own, gone when the test process ends. */

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chownSync, mkdtempSync, rmSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** `nobody`: PostgreSQL refuses to run as root. */
const nobody = 65534;

const isRoot = process.getuid?.() === 0;

/** What `spawn` needs to run as somebody who may do little. */
export const asNobody: { readonly uid?: number; readonly gid?: number } = isRoot ? { uid: nobody, gid: nobody } : {};

/** What is done when this process ends, however many servers it has: the latest first. */
export const atExit = new Set<() => void>();
process.once("exit", () => {
  for (const tidy of [...atExit].reverse()) tidy();
});

/** A new folder that the server owns; removed when the process ends. */
export function serverFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `thoth-${name}-`));
  if (isRoot) chownSync(folder, nobody, nobody);
  atExit.add(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export interface ServerProcess {
  /** Ends it by a signal and waits until it is gone. */
  stop(signal: NodeJS.Signals): Promise<void>;
}

/**
 * Starts a server and waits for the line that says it is ready. It does not keep the test process alive, and is killed
 * when that ends. @throws {Error} with what it printed, when it ends before
 */
export async function startServer(
  command: string,
  parameters: readonly string[],
  options: { readonly cwd: string; readonly ready: RegExp },
): Promise<ServerProcess> {
  const child = spawn(command, parameters, { ...asNobody, cwd: options.cwd, stdio: ["ignore", "pipe", "pipe"] });
  const kill = () => child.kill("SIGKILL");
  atExit.add(kill);
  child.once("exit", () => atExit.delete(kill));
  await readiness(child, command, options.ready);
  unref(child);
  return {
    async stop(signal) {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.ref();
      child.kill(signal);
      await once(child, "exit");
    },
  };
}

async function readiness(child: ChildProcess, command: string, ready: RegExp): Promise<void> {
  const printed: string[] = [];
  await new Promise<void>((resolve, reject) => {
    for (const output of [child.stdout!, child.stderr!]) {
      createInterface(output).on("line", (line) => {
        printed.push(line);
        if (ready.test(line)) resolve();
      });
    }
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`${command} ended with ${code}:\n${printed.join("\n")}`)));
  });
}

function unref(child: ChildProcess): void {
  child.unref();
  for (const output of [child.stdout, child.stderr]) (output as unknown as { unref(): void }).unref();
}

/** A TCP port on loopback that nobody uses at the moment. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
