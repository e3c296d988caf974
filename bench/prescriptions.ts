/**
 * What a large collection of rules costs: read and compiled for the first time, opened again, and asked by a run.
 *
 *     node bench/prescriptions.ts [--runs N] [--js-yaml FILE]
 *
 * It writes the made-up tree of `prescription-tree.ts` into a temporary folder, and packs it. Each figure is one child
 * process: milliseconds of the work alone, and the most memory that the process ever had, Node's own included. Cold, it
 * has the heap of the process that the program compiles rules in. `FILE` is the module of js-yaml, where somebody has it,
 * to compare with.
 */

import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";

import { tryReadPlainYaml } from "../src/base/plain-yaml.ts";
import { limits } from "../src/base/index.ts";
import { runtimeEnvironment } from "../src/environments/index.ts";
import { type PipelineContext, plainRun, statementsOf, unitsOf } from "../src/pipeline/index.ts";
import type { Candidate } from "../src/ports/index.ts";
import { packageName, TagRanks, Version } from "../src/python/index.ts";
import { packPrescriptions, PackedStore, readRuleFolder } from "../src/prescriptions/index.ts";
import { packageOf, ruleTree, wholeTree } from "./prescription-tree.ts";
import { machine } from "./side-by-side.ts";

/** What a child found. */
interface Figure {
  readonly milliseconds: number;
  readonly megabytes: number;
  readonly found: string;
}

interface Places {
  readonly folder: string;
  readonly archive: string;
  readonly pack: string;
  readonly json: string;
  readonly jsYaml: string | undefined;
}

const { signal } = new AbortController();
const origin = Buffer.alloc(32);

/** What is measured, by the name of the child's task. */
const tasks: Readonly<
  Record<string, (places: Places) => Promise<{ work: () => unknown; say: (result: never) => string }>>
> = {
  "nothing: the process alone": async () => ({ work: () => undefined, say: () => "" }),
  "cold: read and compile the folder": async ({ folder, pack }) => ({
    work: async () => packPrescriptions(readRuleFolder(folder, signal), origin),
    say: (bytes: Buffer) => {
      writeFileSync(pack, bytes);
      return `${megabytes(bytes.length)} compiled`;
    },
  }),
  "cold: read and compile the archive": async ({ archive }) => {
    // Loaded here, for what else it needs is no part of the other figures.
    const { compileHere } = await import("../src/main/rules/open-rules.ts");
    const contents = () => ({ kind: "archive", place: archive, bytes: readFileSync(archive), within: "" }) as const;
    return {
      work: () => compileHere(contents(), { origin, earlier: [] }, signal),
      say: (bytes: Buffer) => `${megabytes(bytes.length)} compiled`,
    };
  },
  "warm: digest of the archive, open": async ({ archive, pack }) => ({
    work: () => {
      createHash("sha256").update(readFileSync(archive)).digest();
      return PackedStore.open(readFileSync(pack), origin);
    },
    say: ({ summary }: PackedStore) => `${summary.unitCount} units, ${summary.rejected.length} files left out`,
  }),
  "warm: read the folder for its digest, open": async ({ folder, pack }) => ({
    work: async () => {
      const hash = createHash("sha256");
      for (const file of readRuleFolder(folder, signal)) hash.update(file.text());
      return PackedStore.open(readFileSync(pack), origin);
    },
    say: ({ summary }: PackedStore) => `${summary.files} files`,
  }),
  "facts on 150 packages of 20 releases": async ({ pack }) => {
    const store = PackedStore.open(readFileSync(pack), origin);
    const candidates = Array.from({ length: 150 }, (_, i) => candidatesOf(i));
    return {
      work: () => {
        const units = unitsOf([store], context);
        return candidates.flatMap((all) => [...statementsOf(units.of(all[0]!.name), context, all[0]!.name, all)]);
      },
      say: (facts: readonly unknown[]) => `${facts.length} facts`,
    };
  },
  "units that may tell of a stack of 150": async ({ pack }) => {
    const store = PackedStore.open(readFileSync(pack), origin);
    const stack = Array.from({ length: 150 }, (_, i) => candidatesOf(i)[0]!);
    return {
      work: () => unitsOf([store], context).on(stack),
      say: (units: readonly unknown[]) => `${units.length} units`,
    };
  },
  "beside it: our plain YAML, values alone": async ({ json }) => {
    const texts = JSON.parse(readFileSync(json, "utf8")) as string[];
    return {
      work: () => texts.filter((text) => tryReadPlainYaml(text, limits.prescription) !== undefined).length,
      say: (count: number) => `${count} of ${texts.length} files are plain`,
    };
  },
  "beside it: js-yaml, values alone": async ({ json, jsYaml }) => {
    const texts = JSON.parse(readFileSync(json, "utf8")) as string[];
    const { load } = (await import(pathToFileURL(jsYaml!).href)) as { load: (text: string) => unknown };
    return {
      work: () => texts.filter((text) => load(text) !== undefined).length,
      say: (count: number) => `${count} files`,
    };
  },
  "beside it: JSON.parse of the same values": async ({ json }) => {
    const texts = JSON.parse(readFileSync(json, "utf8")) as string[];
    const values = JSON.stringify(texts.map((text) => tryReadPlainYaml(text, limits.prescription)?.value));
    return { work: (): unknown => JSON.parse(values), say: () => `${megabytes(values.length)} of JSON` };
  },
};

const context: PipelineContext = {
  ...plainRun,
  environment: runtimeEnvironment(
    {
      name: "bench",
      operating_system: { name: "rhel", version: "8" },
      base_image: "quay.example.org/team3/image:v0.3.0",
    },
    { pythonVersion: "3.9", recommendationType: "stable" },
  ),
  python: Version.parse("3.9.20"),
  tagRanks: TagRanks.of([]),
  requirements: [],
  developed: new Set(),
  indexes: new Map(),
  locked: new Map(),
  recommendationType: "stable",
  labels: new Map(),
};

/** Of the package with this number, newest first; the first packages are those with the most rules. */
function candidatesOf(index: number): readonly Candidate[] {
  return Array.from({ length: 20 }, (_, i) => ({
    name: packageName(packageOf(index)),
    version: Version.parse(`1.${1 - (i >> 4)}.${15 - (i & 15)}`),
    index: "pypi",
    files: [],
  })) as unknown as readonly Candidate[];
}

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "5" },
    "js-yaml": { type: "string" },
    task: { type: "string" },
    places: { type: "string" },
  },
});
if (values.task !== undefined) await measureHere(values.task, JSON.parse(values.places!) as Places);
else await measureAll(Number(values.runs), values["js-yaml"]);

async function measureAll(runs: number, jsYaml: string | undefined): Promise<void> {
  // Loaded here, for what else it needs is no part of what a child measures.
  const { usualCompileLimits } = await import("../src/main/rules/compile-in-child.ts");
  const { memory, young } = usualCompileLimits;
  const flagsOf = (task: string): readonly string[] =>
    task.startsWith("cold") ? [`--max-old-space-size=${memory}`, `--max-semi-space-size=${young}`] : [];
  const base = mkdtempSync(join(tmpdir(), "thoth-bench-"));
  try {
    const places = {
      folder: join(base, "rules"),
      archive: join(base, "rules.tar.gz"),
      pack: join(base, "pack"),
      json: join(base, "texts.json"),
      jsYaml,
    };
    writeTree(places);
    console.log(
      Object.entries(machine())
        .map(([key, value]) => `${key} ${value}`)
        .join(", "),
    );
    console.log(`medians of ${runs} processes: milliseconds of the work, most megabytes of the process\n`);
    // Compiled by Node once, as that of an installed program is.
    inChild("nothing: the process alone", places, []);
    for (const task of Object.keys(tasks)) {
      if (task.includes("js-yaml") && jsYaml === undefined) continue;
      const figures = Array.from({ length: runs }, () => inChild(task, places, flagsOf(task)));
      const [time, size] = (["milliseconds", "megabytes"] as const).map((key) =>
        median(figures.map((figure) => figure[key])),
      );
      console.log(
        `${task.padEnd(46)} ${time!.toFixed(1).padStart(8)} ms ${size!.toFixed(0).padStart(5)} MB   ${figures[0]!.found}`,
      );
    }
    console.log(`load at the end ${machine().load}`);
  } finally {
    rmSync(base, { recursive: true });
  }
}

function writeTree({ folder, archive, json }: Places): void {
  const texts: string[] = [];
  for (const { path, text } of ruleTree(wholeTree)) {
    const place = join(folder, path);
    mkdirSync(dirname(place), { recursive: true });
    writeFileSync(place, text);
    texts.push(text);
  }
  execFileSync("tar", ["-czf", archive, "-C", folder, "."]);
  writeFileSync(json, JSON.stringify(texts));
  // That the system still writes them to its disk is no part of any figure.
  execFileSync("sync");
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  console.log(`${texts.length} files, ${megabytes(bytes)}; the archive has ${megabytes(statSync(archive).size)}`);
}

function inChild(task: string, places: Places, flags: readonly string[]): Figure {
  const args = [...flags, fileURLToPath(import.meta.url), "--task", task, "--places", JSON.stringify(places)];
  const env = { ...process.env, NODE_COMPILE_CACHE: join(dirname(places.folder), "compile-cache") };
  return JSON.parse(execFileSync(process.execPath, args, { encoding: "utf8", env })) as Figure;
}

async function measureHere(task: string, places: Places): Promise<void> {
  const { work, say } = await tasks[task]!(places);
  const start = performance.now();
  const result = await work();
  const milliseconds = performance.now() - start;
  const found = say(result as never);
  console.log(JSON.stringify({ milliseconds, megabytes: process.resourceUsage().maxRSS / 1024, found }));
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1]!;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(2)} MB`;
}
