/**
 * How many real Pipfiles get a verified lock from the real indexes without any configuration:
 *
 *     node bench/real-life.ts [--mirror ADDRESS=OTHER] [FOLDER [ID…]]
 *
 * `FOLDER` holds a Pipfile in each of its own folders, however deep, with its lock where there is one; without it the
 * corpus beside the repository is read. An id is the start of such a path. Of equal texts one is asked about. One
 * question goes out at a time, and answers are cached on disk as for any user of the command line. With `--mirror` the
 * second address is asked wherever a file names the first.
 *
 * A file whose question cannot be put today is *unavailable* and left out of the shares: an index of it is not
 * reachable, or a release that its own lock pins is on no index any more. Whether Pipenv refuses a file that we refuse
 * is asked of the Pipenv beside `THOTH_TEST_PYTHON`, where one is named. Repositories, folders and files that an entry
 * names pass through and count as reached.
 */

import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

import { type Advice, type AdviceServices, type IndexSetting, adviseProject } from "../src/advise/index.ts";
import { InputTooLarge, UserError } from "../src/base/index.ts";
import { projectReport } from "../src/cli/index.ts";
import { openServices } from "../src/main/services.ts";
import { parsePipfileLock, type ReadProjectFile } from "../src/project/index.ts";

/** Of one question, in milliseconds; a person would have given up by then. */
const patience = 300_000;
const python = process.env["THOTH_TEST_PYTHON"];
const unreachable: ReadonlySet<string> = new Set(["INDEX_UNAVAILABLE", "INDEX_REFUSED", "UNSET_VARIABLE"]);

type Verdict = "reached" | "missed" | "refused by Pipenv too" | "unavailable";

interface Outcome {
  readonly verdict: Verdict;
  readonly reason: string;
}

const corpus = fileURLToPath(new URL("../../shared/data/pipfile-corpus", import.meta.url));
const { values, positionals } = parseArgs({ options: { mirror: { type: "string" } }, allowPositionals: true });
const [folder = corpus, ...wanted] = positionals;
const [mirrored, mirror] = values.mirror?.split("=") ?? [];
if (!existsSync(folder)) throw new Error(`usage: node bench/real-life.ts FOLDER, since \`${folder}\` is not here`);
const { services } = await openServices(
  { indexes: "own machine", progress: () => undefined },
  new AbortController().signal,
);
const own: AdviceServices = {
  ...services,
  explainWithin: 0,
  openIndexes: (indexes, ...rest) => services.openIndexes(indexes.map(throughMirror), ...rest),
};
const count = new Map<Verdict, number>();
for (const id of distinct(pipfiles(folder))) {
  const start = performance.now();
  const { verdict, reason } = await ask(join(folder, id));
  const seconds = (performance.now() - start) / 1000;
  count.set(verdict, (count.get(verdict) ?? 0) + 1);
  console.log(`${id.padEnd(66)} ${verdict.padEnd(21)} ${seconds.toFixed(1).padStart(6)} s  ${reason}`.trimEnd());
}
const [reached, missed, refused, unavailable] = (
  ["reached", "missed", "refused by Pipenv too", "unavailable"] as const
).map((verdict) => count.get(verdict) ?? 0) as [number, number, number, number];
console.log(`\n${share(reached, reached + missed + refused)} whose indexes answer reach a verified lock`);
if (refused > 0) console.log(`${share(reached, reached + missed)} reach one of those that Pipenv does not refuse`);
console.log(`${unavailable} more are unavailable`);

function share(part: number, whole: number): string {
  return `${part} of ${whole} (${((100 * part) / whole).toFixed(0)} %)`;
}

function throughMirror(index: IndexSetting): IndexSetting {
  return index.url === mirrored && mirror !== undefined ? { ...index, url: mirror } : index;
}

/** Folders below `root` with a Pipfile, sorted. */
function pipfiles(root: string): readonly string[] {
  const paths = readdirSync(root, { recursive: true, encoding: "utf8" });
  const ids = paths.filter((path) => /(^|\/)Pipfile$/.test(path)).map((path) => path.slice(0, -"/Pipfile".length));
  return ids.filter((id) => wanted.length === 0 || wanted.some((start) => id.startsWith(start))).sort();
}

function distinct(ids: readonly string[]): readonly string[] {
  const seen = new Set<string>();
  return ids.filter((id) => {
    const text = readFileSync(join(folder, id, "Pipfile"), "utf8");
    return seen.size < seen.add(text).size;
  });
}

/** Asks as someone would who has nothing but a Pipfile and its lock. */
async function ask(path: string): Promise<Outcome> {
  const readFile: ReadProjectFile = (file, bytes) => Promise.resolve(readPipenvFile(path, file, bytes));
  const request = { readFile, options: {}, command: "thoth advise --online" };
  try {
    const answer = await adviseProject(request, own, AbortSignal.timeout(patience));
    const { error } = projectReport(answer, null).environments[0]!;
    if (error === undefined) return { verdict: "reached", reason: "" };
    const verdict = verdictOn(path, error.code, answer.environments[0]!.advice);
    return { verdict, reason: `${error.code}: ${error.message}` };
  } catch (error) {
    if (error instanceof UserError) return { verdict: "missed", reason: `${error.code}: ${error.message}` };
    return { verdict: "missed", reason: `a bug: ${String(error)}` };
  }
}

function readPipenvFile(path: string, file: string, bytes: number): string | undefined {
  if ((file !== "Pipfile" && file !== "Pipfile.lock") || !existsSync(join(path, file))) return undefined;
  const text = readFileSync(join(path, file));
  if (text.length > bytes) throw new InputTooLarge(file, "bytes", text.length, bytes);
  return text.toString("utf8");
}

function verdictOn(path: string, code: string, advice: Advice): Verdict {
  if (unreachable.has(code) || isForDeletedRelease(path, advice)) return "unavailable";
  return code === "INVALID_PIPFILE" && pipenvRefuses(path) ? "refused by Pipenv too" : "missed";
}

/** Whether there is no stack only because a package has no such release, which the lock shows to have had one. */
function isForDeletedRelease(path: string, { outcome }: Advice): boolean {
  if (outcome.kind !== "unsolvable" || !existsSync(join(path, "Pipfile.lock"))) return false;
  const lock = parsePipfileLock("Pipfile.lock", readFileSync(join(path, "Pipfile.lock"), "utf8"));
  const locked = new Set([...lock.sections.values()].flatMap((entries) => [...entries.keys()].map(String)));
  return outcome.explanation.every((line) => {
    if (line.kind === "root") return true;
    const isGone = line.kind === "missing" || (line.kind === "excluded" && line.rule.unit === "index");
    return isGone && locked.has(line.name);
  });
}

/** `pipenv verify` reads the whole Pipfile, asks no index, and ends with a stack trace where it refuses the file. */
function pipenvRefuses(path: string): boolean {
  if (python === undefined) return false;
  const copy = mkdtempSync(join(tmpdir(), "thoth-real-life-"));
  try {
    for (const file of ["Pipfile", "Pipfile.lock"])
      if (existsSync(join(path, file))) cpSync(join(path, file), join(copy, file));
    const environment = { ...process.env, PIPENV_IGNORE_VIRTUALENVS: "1", PIPENV_PIPFILE: join(copy, "Pipfile") };
    const { stderr } = spawnSync(python, ["-m", "pipenv", "verify"], { cwd: copy, env: environment, encoding: "utf8" });
    return /DataValidationError/.test(stderr);
  } finally {
    rmSync(copy, { recursive: true });
  }
}
