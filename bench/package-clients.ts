/**
 * uv and pip, resolving a set on a frozen snapshot that is served on loopback. Each has a cache of its own, sees no
 * settings of this machine, takes wheels only and installs nothing.
 */

import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { createInterface } from "node:readline";
import type { RequirementSet } from "../src/main/conformance/snapshot-sets.ts";
import { packageName } from "../src/python/index.ts";
import { run } from "../test/support/command.ts";
import type { Pins } from "../test/support/snapshot-checker.ts";

/** What one run took, in milliseconds, and what it answered. */
export interface Sample {
  readonly milliseconds: number;
  /** What the program itself says that it took, where it says so. */
  readonly own?: number;
  readonly pins: Pins;
}

export interface PackageClient {
  readonly name: string;
  readonly version: string;
  /** The Python that it resolves for, such as `3.11.7`; undefined where it takes that of the set. */
  readonly python?: string;
  /** @param cache a folder, made where it is missing; empty for a cold run. */
  resolve(set: RequirementSet, index: string, cache: string): Promise<Sample>;
}

/** The Python that runs the server and pip: the one that the tests use, else that of the path. */
export const python = process.env["THOTH_TEST_PYTHON"] ?? findOnPath("python3");

/** The clients that this machine has. */
export async function packageClients(): Promise<readonly PackageClient[]> {
  const [uv, pip] = ["uv", "pip"].map(findProgram);
  const clients: PackageClient[] = [];
  if (uv !== undefined) clients.push({ name: "uv", version: await versionOf(uv), resolve: resolveWithUv(uv) });
  if (pip !== undefined && python !== undefined) {
    const own = (await versionOf(python)).replace("Python ", "");
    clients.push({ name: "pip", version: await versionOf(pip), python: own, resolve: resolveWithPip(pip) });
  }
  return clients;
}

/** Beside the Python of the tests, else on the path. */
function findProgram(name: string): string | undefined {
  const beside = python && join(dirname(python), name);
  return beside !== undefined && existsSync(beside) ? beside : findOnPath(name);
}

function findOnPath(name: string): string | undefined {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

async function versionOf(program: string): Promise<string> {
  const { stdout } = await run(program, ["--version"]);
  return stdout.trim().replace(/ from .*(?= \(python)/, "");
}

/** `3.11` means 3.11.0, as to us. */
function resolveWithUv(uv: string): PackageClient["resolve"] {
  return async ({ python: version, platform, requirements }, index, cache) => {
    const quiet = ["--no-header", "--no-annotate", "--no-config", "--only-binary", ":all:"];
    const target = [
      "--python-version",
      version,
      "--python-platform",
      platform,
      ...(python ? ["--python", python] : []),
    ];
    const args = ["pip", "compile", "-", ...quiet, "--default-index", index, ...target, "--cache-dir", cache];
    const start = performance.now();
    const { code, stdout, stderr } = await run(uv, args, { input: requirements.join("\n") });
    const milliseconds = performance.now() - start;
    if (code !== 0) throw new Error(`uv: ${stderr}`);
    const lines = stdout.split("\n").filter((line) => line.includes("=="));
    const [, amount, unit] = /Resolved \d+ packages? in ([0-9.]+)(ms|s)/.exec(stderr) ?? [];
    const own = amount === undefined ? {} : { own: Number(amount) * (unit === "s" ? 1000 : 1) };
    return { milliseconds, ...own, pins: Object.fromEntries(lines.map((line) => line.trim().split("=="))) as Pins };
  };
}

interface PipReport {
  readonly install: readonly { readonly metadata: { readonly name: string; readonly version: string } }[];
}

/** It resolves for the Python that runs it, whatever the set says. */
function resolveWithPip(pip: string): PackageClient["resolve"] {
  return async ({ requirements }, index, cache) => {
    await mkdir(cache, { recursive: true });
    const folder = await mkdtemp(join(cache, "run-"));
    const [list, report] = [join(folder, "requirements.in"), join(folder, "report.json")];
    await writeFile(list, requirements.join("\n"));
    const quiet = ["--isolated", "--quiet", "--no-input", "--disable-pip-version-check", "--only-binary", ":all:"];
    const files = ["--index-url", index, "--cache-dir", cache, "--report", report, "-r", list];
    const start = performance.now();
    const { code, stderr } = await run(pip, ["install", "--dry-run", "--ignore-installed", ...quiet, ...files]);
    const milliseconds = performance.now() - start;
    if (code !== 0) throw new Error(`pip: ${stderr}`);
    const { install } = JSON.parse(readFileSync(report, "utf8")) as PipReport;
    await rm(folder, { recursive: true });
    const pins = Object.fromEntries(install.map(({ metadata }) => [packageName(metadata.name), metadata.version]));
    return { milliseconds, pins };
  };
}

/** A snapshot as an index on loopback, without archives. */
export class SnapshotServer {
  /** The root of its simple API. */
  readonly address: string;
  readonly #process: ChildProcess;

  private constructor(address: string, process: ChildProcess) {
    this.address = address;
    this.#process = process;
  }

  /** @param delay milliseconds before each answer, to stand in for a network. */
  static async start(script: string, snapshot: string, delay: number): Promise<SnapshotServer> {
    const process = spawn(python ?? "python3", [script, snapshot, "--delay", String(delay)], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    for await (const address of createInterface(process.stdout!)) return new SnapshotServer(address, process);
    throw new Error(`${script} ended without an address`);
  }

  stop(): void {
    this.#process.kill();
  }
}
