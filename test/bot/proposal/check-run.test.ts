/** The verdict on a commit. */

import assert from "node:assert/strict";
import { test } from "node:test";

import type { Advice } from "../../../src/advise/index.ts";
import { planChange } from "../../../src/advise/plan.ts";
import { UserError } from "../../../src/base/index.ts";
import { checkOf } from "../../../src/bot/proposal/check-run.ts";
import type { Reason } from "../../../src/bot/proposal/decide.ts";
import type { Deed } from "../../../src/bot/proposal/outcome.ts";
import type { CheckRun, PullRequest } from "../../../src/ports/index.ts";
import { hostileStrings } from "../../support/hostile-strings.ts";
import { failed, planInput, planned, settled, unsolvable } from "../../support/made-up-advice.ts";
import { findings } from "../../support/markdown-tree.ts";

const head = "a".repeat(40);
const settledDeed: Deed = { kind: "rested", because: { kind: "settled" } };

function adviceCheck(advice: readonly Advice[], deed: Deed = settledDeed): CheckRun {
  const environments = advice.map((each) => planned(each));
  const outcome = { kind: "advised", head, advice: { environments, plan: planChange(planInput(environments)) }, deed };
  return checkOf(outcome as Parameters<typeof checkOf>[0], new Set<Reason>(["push"])) ?? assert.fail();
}

class Mistake extends UserError {
  readonly code: string;
  constructor(code: string, message: string, hint?: string) {
    super(message, hint === undefined ? {} : { hint });
    this.code = code;
  }
}

function mistakeCheck(why: Reason, ...mistake: ConstructorParameters<typeof Mistake>): CheckRun | undefined {
  return checkOf({ kind: "impossible", head, error: new Mistake(...mistake) }, new Set([why]));
}

const failing = (code: string, message: string): Advice => ({
  ...failed(),
  outcome: { kind: "failed", code, message },
});
const indexDown = failing("INDEX_DOWN", "the index `https://pypi.example:443/simple` answers 503");
const broken = failing("INVALID_PIPFILE", "overlays/legacy/Pipfile:4:11: not TOML");
const expired: Advice["notes"][number] = {
  severity: "error",
  message: "accepted until 2026-01-01",
  place: { file: ".thoth.yaml", line: 3 },
  fails: true,
};
const unjudged: Advice = { ...settled(), advisories: { judged: false, reason: "no data" } };

const conclusions: readonly (readonly [
  name: string,
  advice: readonly Advice[],
  conclusion: CheckRun["conclusion"],
  title: string,
])[] = [
  ["everything has an answer", [settled(), settled()], "success", ""],
  ["advisories could not be judged", [settled(), unjudged], "neutral", ""],
  ["an index is down", [settled(), indexDown], "neutral", ", and no answer for 1 environment"],
  ["a line of the user's is wrong", [settled(), broken], "failure", ", and no answer for 1 environment"],
  ["a note says so", [settled(), { ...settled(), notes: [expired] }], "failure", ""],
  [
    "a note only says that something is wrong",
    [{ ...settled(), notes: [{ severity: "error", message: "m" }] }],
    "success",
    "",
  ],
  ["lines of the user's contradict each other", [unsolvable()], "failure", ", and no answer for 1 environment"],
  ["what is certain counts more", [indexDown, unjudged, unsolvable()], "failure", ", and no answer for 2 environments"],
];
for (const [name, advice, conclusion, title] of conclusions)
  test(`${conclusion}: ${name}`, () => {
    const check = adviceCheck(advice);
    assert.deepEqual(
      [check.name, check.key, check.conclusion, check.title],
      ["Thoth", "advise", conclusion, `The locks are as they should be${title}`],
    );
  });

test("a note that fails the check stands on its line, once for all environments", () => {
  const { annotations } = adviceCheck([settled(), settled()].map((advice) => ({ ...advice, notes: [expired] })));
  assert.deepEqual(annotations, [
    { path: ".thoth.yaml", line: 3, level: "failure", title: "Thoth", message: "accepted until 2026-01-01" },
  ]);
});

const pullRequest: PullRequest = {
  number: 7,
  url: "",
  state: "open",
  head,
  base: "main",
  title: "",
  body: "",
  closedByUs: undefined,
};
const titles: readonly (readonly [deed: Deed, title: string])[] = [
  [{ kind: "proposed", pullRequest, isNew: true }, "A change is proposed in pull request 7"],
  [{ kind: "proposed", pullRequest, isNew: false }, "A change is proposed in pull request 7"],
  [{ kind: "withdrawn", pullRequest }, "The locks are as they should be"],
  [
    { kind: "kept-out", branch: "thoth/advise", pullRequest },
    "Branch thoth/advise has commits of somebody else and is left alone",
  ],
  [{ kind: "rested", because: { kind: "switched-off" } }, "A change is known; unasked proposals are switched off"],
];
for (const [deed, title] of titles)
  test(`title of ${deed.kind}: ${title}`, () => assert.equal(adviceCheck([settled()], deed).title, title));

test("the summary is the plan's page for a check", () => {
  const environments = [planned(settled()), planned(unsolvable())];
  const { checkPage } = planChange(planInput(environments));
  assert.equal(adviceCheck([settled(), unsolvable()]).summary, checkPage);
});

/** Of several projects: a change, nothing to do, lines that contradict each other, and a mistake. */
function severalCheck(...which: readonly ("changed" | "settled" | "unsolvable" | "mistaken")[]): CheckRun {
  const kinds = {
    changed: () => outcomeOf([settled()], { kind: "proposed", pullRequest, isNew: true }),
    settled: () => outcomeOf([settled()], settledDeed),
    unsolvable: () => outcomeOf([unsolvable()], { kind: "rested", because: { kind: "unanswered" } }),
    mistaken: () => ({ kind: "impossible", head, error: new Mistake("X", "a/Pipfile:3: bad") }) as const,
  };
  const projects = which.map((kind, i) => ({
    place: { folder: i === 0 ? "" : `p${i}`, notebook: undefined, hasOverlays: false },
    outcome: kinds[kind](),
  }));
  const choice = { leftOut: [{ path: "tests", reason: "tests" as const }], notes: ["a note"] };
  return checkOf({ kind: "several", head, projects, choice }, new Set<Reason>(["push"])) ?? assert.fail();
}

function outcomeOf(advice: readonly Advice[], deed: Deed) {
  const environments = advice.map((each) => planned(each));
  return { kind: "advised", head, advice: { environments, plan: planChange(planInput(environments)) }, deed } as const;
}

const severalTitles = [
  [["changed", "settled"], "success", "2 projects: a change is proposed for 1, 1 is as it should be"],
  [["settled", "settled", "settled"], "success", "3 projects: 3 are as they should be"],
  [["settled", "unsolvable"], "failure", "2 projects: 1 is as it should be, nothing is proposed for 1"],
  [["mistaken", "changed"], "failure", "2 projects: a change is proposed for 1, nothing is proposed for 1"],
] as const;
for (const [which, conclusion, title] of severalTitles)
  test(`several projects: ${title}`, () => {
    const check = severalCheck(...which);
    assert.deepEqual([check.conclusion, check.title], [conclusion, title]);
  });

test("the check of several projects has a line and a page for each, and what was left out", () => {
  const { summary, annotations } = severalCheck("settled", "mistaken", "unsolvable");
  assert.match(summary, /^- `\.`: The locks are as they should be\n- `p1`: .*\n- `p2`: .*\n\nWarning: a note\.\n/);
  assert.match(summary, /\n## Left out\n\n- `tests` belongs to tests\n/);
  for (const path of [".", "p1", "p2"]) assert.ok(summary.includes(`\n# \`${path}\`\n`), path);
  assert.deepEqual([...new Set(annotations.map(({ path }) => path))], ["a/Pipfile", "overlays/reporting/Pipfile"]);
  assert.deepEqual(findings(summary), []);
});

test("pages that do not fit are left out whole, and named", () => {
  const { summary } = severalCheck(...Array.from({ length: 50 }, () => "unsolvable" as const));
  const long = severalCheck(...Array.from({ length: 500 }, () => "unsolvable" as const)).summary;
  assert.ok(summary.length < 65_535);
  assert.match(long, /There is no room here for more about .*`p499`/);
  assert.deepEqual(findings(long), []);
});

test("of one project what was left out stands below its page", () => {
  const choice = { leftOut: [{ path: "docs", reason: "documentation" as const }], notes: [] };
  const { summary } = checkOf({ ...outcomeOf([settled()], settledDeed), choice }, new Set<Reason>(["push"]))!;
  const { summary: plain } = adviceCheck([settled()]);
  assert.equal(summary, `${plain}\n\n## Left out\n\n- \`docs\` belongs to the documentation`);
});

const failure = { level: "failure", title: "Thoth" } as const;

test("each of the user's own lines of a conflict is annotated, in each environment", () => {
  const message = (name: string) =>
    `No stack for \`${name}\` satisfies this line together with the others named in the summary`;
  const other = { ...unsolvable(), environment: { ...unsolvable().environment, name: "other" } };
  const path = "overlays/reporting/Pipfile";
  assert.deepEqual(
    adviceCheck([settled(), unsolvable(), other]).annotations,
    ["reporting", "other"].flatMap((name) =>
      [7, 11].map((line) => ({ ...failure, path, line, message: message(name) })),
    ),
  );
});

test("a line that is not known is not annotated", () => {
  const requirements = [{ file: "Pipfile", line: 0, text: "flask" }];
  const advice: Advice = {
    ...unsolvable(),
    outcome: { kind: "unsolvable", requirements, explanation: [], relaxations: [] },
  };
  assert.deepEqual(adviceCheck([advice, indexDown]).annotations, []);
});

test("a file that cannot be read is annotated where it is wrong", () => {
  assert.deepEqual(adviceCheck([settled(), broken]).annotations, [
    { ...failure, path: "overlays/legacy/Pipfile", line: 4, message: "not TOML" },
  ]);
});

test("a mistake that concerns all environments is told whole, and stands on its line", () => {
  const message = ".thoth.yaml:2:11: `hots` is no key";
  assert.deepEqual(mistakeCheck("push", "INVALID_CONFIGURATION", message, "did you mean `host`?"), {
    name: "Thoth",
    key: "advise",
    conclusion: "failure",
    title: "The configuration cannot be read",
    summary: "`.thoth.yaml:2`: `hots` is no key; did you mean `host`?",
    annotations: [{ ...failure, path: ".thoth.yaml", line: 2, message: "`hots` is no key" }],
  });
});

test("a mistake without a line has no annotation", () => {
  assert.deepEqual(mistakeCheck("push", "TOO_LARGE", ".thoth.yaml is too large")?.annotations, []);
});

const asked: readonly (readonly [why: Reason, code: string, conclusion: CheckRun["conclusion"] | undefined])[] = [
  ["push", "NO_MANIFEST", undefined],
  ["schedule", "NO_MANIFEST", undefined],
  ["refresh", "NO_MANIFEST", undefined],
  ["command", "NO_MANIFEST", "neutral"],
  ["rebase", "NO_MANIFEST", "neutral"],
  ["command", "UNKNOWN_ENVIRONMENT", undefined],
  ["push", "UNKNOWN_ENVIRONMENT", "neutral"],
  ["push", "HOST_FORBIDS", "neutral"],
  ["command", "BRANCH_IN_THE_WAY", "neutral"],
];
for (const [why, code, conclusion] of asked)
  test(`${why} that ends in ${code}: ${conclusion ?? "no check"}`, () => {
    assert.equal(mistakeCheck(why, code, "words")?.conclusion, conclusion);
  });

test("no hostile string is more than words in a mistake, and none can be unseen in an annotation", () => {
  for (const text of hostileStrings) {
    const check = mistakeCheck("push", "INVALID_CONFIGURATION", `Pipfile:3:1: ${text}`, text)!;
    assert.deepEqual(findings(check.summary), [], text);
    assert.equal(check.title, "The configuration cannot be read");
    const [annotation] = check.annotations;
    assert.equal(annotation?.path, "Pipfile");
    assert.doesNotMatch(annotation.message, /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}]/u, text);
    assert.deepEqual(adviceCheck([failing(text, `Pipfile:3:1: ${text}`)]).annotations, check.annotations);
  }
});
