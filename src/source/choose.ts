/** Which files of a repository are worth reading as Python, and what part of it they are, told by their paths alone. */

import { compareText, limits } from "../base/index.ts";
import type { Part } from "./syntax/facts.ts";
import type { UnreadSource } from "./usage.ts";

export interface SourceChoice {
  /** Code first, then tests, then documents; each by path. */
  readonly paths: readonly string[];
  readonly unread: readonly UnreadSource[];
}

/** Names of folders whose files others wrote, or a tool made; lower case. */
const vendored = new Set(
  (
    "vendor vendored vendors _vendor _vendored third_party third-party thirdparty 3rdparty node_modules site-packages " +
    "dist-packages __pypackages__ __pycache__ venv virtualenv env .venv .virtualenv .tox .nox .eggs .git bower_components"
  ).split(" "),
);

const tests = new Set(
  "test tests testdata test_data unittests unit_tests integration_tests functional_tests e2e".split(" "),
);
const documents = new Set(
  "doc docs documentation example examples sample samples demo demos tutorial tutorials benchmark benchmarks".split(
    " ",
  ),
);

const order = { code: 0, tests: 1, docs: 2 } satisfies Record<Part, number>;

export function isSourcePath(path: string): boolean {
  return /\.(?:py|pyw|ipynb)$/i.test(path);
}

export function chooseSources(files: readonly string[]): SourceChoice {
  const left = new Map<string, UnreadSource>();
  const found: string[] = [];
  for (const path of files) {
    if (!isSourcePath(path)) continue;
    const folder = vendoredFolder(path);
    if (folder === undefined) found.push(path);
    else left.set(folder, { file: folder, reason: "code of others", isOwn: false });
  }
  found.sort((a, b) => order[partOf(a)] - order[partOf(b)] || compareText(a, b));
  const beyond = found.slice(limits.source.files).map((file) => ({
    file,
    reason: `more than ${limits.source.files} files`,
    isOwn: true,
  }));
  return { paths: found.slice(0, limits.source.files), unread: [...left.values(), ...beyond] };
}

/** The outermost folder of others' code, with a slash at its end. */
function vendoredFolder(path: string): string | undefined {
  const steps = path.split("/").slice(0, -1);
  const at = steps.findIndex((step) => vendored.has(step.toLowerCase()) || step.endsWith(".egg-info"));
  return at < 0 ? undefined : `${steps.slice(0, at + 1).join("/")}/`;
}

export function partOf(path: string): Part {
  const steps = path.toLowerCase().split("/");
  const name = steps.pop() ?? "";
  if (steps.some((step) => tests.has(step)) || isTestFile(name)) return "tests";
  return steps.some((step) => documents.has(step)) ? "docs" : "code";
}

function isTestFile(name: string): boolean {
  return /^(?:test_.*|.*_tests?|tests|conftest)\.(?:py|pyw|ipynb)$/.test(name);
}
