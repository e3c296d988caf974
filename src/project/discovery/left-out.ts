/**
 * Folders that are no projects though they have a manifest: one table of names and reasons. What is left out is always
 * told, so that nobody wonders why nothing is proposed there.
 */

/** Why something with a manifest is no project. */
export type LeftOutReason = keyof typeof words;

export interface LeftOut {
  /** A folder or a notebook, relative to the root; `.` is the root itself. */
  readonly path: string;
  readonly reason: LeftOutReason;
}

/** Each completes "`PATH` is left out: it …". */
const words = {
  tests: "belongs to tests",
  examples: "is an example",
  documentation: "belongs to the documentation",
  vendored: "holds code of others",
  hidden: "is hidden",
  template: "is a template",
  excluded: "is excluded by `projects` in `.thoth.yaml`",
  unnamed: "is not named by `projects` in `.thoth.yaml`",
  overlay: "is an overlay of no environment",
  part: "holds requirements of the project above it",
  "lock-only": "has a lock and no manifest",
  "no-requirements": "names no requirements",
  "not-looked-into": "was not looked into, because there are too many notebooks",
  "too-many": "comes after as many projects as one repository may have",
} as const;

/** All of them. */
export const leftOutReasons = Object.keys(words) as readonly LeftOutReason[];

/** Why `reason`; a clause such as "belongs to tests". */
export function sayLeftOutReason(reason: LeftOutReason): string {
  return words[reason];
}

const vendored =
  "vendor vendored vendors _vendor _vendored third_party third-party thirdparty 3rdparty node_modules bower_components " +
  "site-packages dist-packages __pypackages__ __pycache__ venv virtualenv";

/** Names of folders, in lower case. */
const names = {
  tests: ["test", "tests", "testing", "testdata", "test_data", "test-data", "fixtures", "__tests__", "__fixtures__"],
  examples: ["example", "examples", "sample", "samples", "demo", "demos", "tutorial", "tutorials"],
  documentation: ["doc", "docs", "documentation"],
  vendored: vendored.split(" "),
} satisfies Partial<Record<LeftOutReason, readonly string[]>>;

const reasonByName: ReadonlyMap<string, LeftOutReason> = new Map(
  Object.entries(names).flatMap(([reason, folders]) =>
    folders.map((folder): [string, LeftOutReason] => [folder, reason as keyof typeof names]),
  ),
);

/** Why a folder of this name is left out, with all that is in it; undefined where nothing speaks against it. */
export function reasonAgainst(step: string): LeftOutReason | undefined {
  if (step.includes("{{")) return "template";
  const name = step.toLowerCase();
  return (
    reasonByName.get(name) ??
    (/[-_]tests$/.test(name) ? "tests" : undefined) ??
    (isEnvironment(name) ? "vendored" : undefined) ??
    (step.startsWith(".") ? "hidden" : undefined)
  );
}

/** Made by tools, large, and seldom committed: whoever walks through a folder on disk need not enter. */
export function isMachineMade(step: string): boolean {
  return [".git", "node_modules", "site-packages", "__pycache__", "venv"].includes(step) || isEnvironment(step);
}

function isEnvironment(name: string): boolean {
  return [".venv", ".virtualenv", ".tox", ".nox", ".eggs"].includes(name);
}
