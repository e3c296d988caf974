import assert from "node:assert/strict";
import { test } from "node:test";
import type { Advice } from "../../src/advise/advice.ts";
import { type Plan, planChange } from "../../src/advise/plan.ts";
import { assertFixture } from "../support/fixture.ts";
import { hostileStrings } from "../support/hostile-strings.ts";
import { inference, training } from "../support/example-advice.ts";
import { hostile, hostileFailures, hostileFix } from "../support/hostile-advice.ts";
import { failed, planInput, planned, settled, stories, unsolvable } from "../support/made-up-advice.ts";
import { findings } from "../support/markdown-tree.ts";

type Change = Extract<Plan, { kind: "change" }>;

function change(plan: Plan): Change {
  if (plan.kind === "nothing") assert.fail(plan.reason);
  return plan;
}

for (const [name, input] of Object.entries(stories))
  test(`the texts of the story "${name}" stand as they are`, () => {
    const plan = planChange(input);
    assertFixture(`pull-request/${name}/body.md`, `${plan.body}\n`);
    if (plan.kind === "nothing") return assertFixture(`pull-request/${name}/reason.txt`, `${plan.reason}\n`);
    assertFixture(`pull-request/${name}/title.txt`, `${plan.title}\n`);
    assertFixture(`pull-request/${name}/commit-message.txt`, `${plan.commitMessage}\n`);
    assertFixture(`pull-request/${name}/comment.md`, `${plan.comment}\n`);
  });

for (const [name, input] of Object.entries(stories))
  test(`the story "${name}" is a clean page`, () => {
    const plan = planChange(input);
    assert.deepEqual(findings(plan.body), []);
    if (plan.kind === "change") assert.deepEqual(findings(plan.comment), []);
  });

test("the same input gives the same plan", () => {
  assert.deepEqual(planChange(structuredClone(stories["changed"]!)), planChange(stories["changed"]!));
});

test("the order of packages in the advice does not matter", () => {
  const reversed = inference();
  if (reversed.outcome.kind === "solved") reversed.outcome.changes.reverse();
  const [straight, backward] = [inference(), reversed].map((advice) => planChange(planInput([planned(advice)])));
  assert.deepEqual(backward, straight);
});

test("environments stand in the order of the configuration", () => {
  const { body } = planChange(planInput([planned(training()), planned(inference())]));
  assert.ok(body.indexOf("| `training`") < body.indexOf("| `inference`"));
});

test("one commit holds every lock that differs, and no other", () => {
  const same = { ...settled(), lock_path: "overlays/settled/Pipfile.lock" };
  const input = planInput([
    planned(training()),
    planned(inference()),
    planned(same, { oldLock: "new lock of inference\n" }),
  ]);
  assert.deepEqual(change(planChange(input)).files, [
    { path: "overlays/inference/Pipfile.lock", text: "new lock of inference\n" },
    { path: "overlays/training/Pipfile.lock", text: "new lock of training\n" },
  ]);
});

test("advisories are counted by lock: what one environment writes counts for all that share it", () => {
  const first = inference();
  const second = training();
  const shared = { lock_path: first.lock_path, advisories: first.advisories };
  const none = { ...unsolvable(), ...shared };
  const input = planInput([planned(none), planned(first), planned({ ...second, ...shared })]);
  const { body, files } = change(planChange(input));
  assert.deepEqual(files, [{ path: "overlays/inference/Pipfile.lock", text: "new lock of inference\n" }]);
  assert.match(
    body,
    /^\*\*Fixes 12 advisories and changes \d+ packages in 1 environment\.\*\* No advisory known as of/,
  );
  assert.match(body, /^\| `training` .*\| 12 → 0 \| not written: `inference` has the same lock \|$/m);
  assert.match(body, /^- `reporting`: another environment writes the lock$/m);
});

test("a shared lock that stays keeps its advisories", () => {
  const same = { ...settled(), advisories: inference().advisories };
  const other = { ...training(), lock_path: same.lock_path, advisories: same.advisories };
  const lock = "new lock of inference\n";
  const plan = planChange(planInput([planned(same, { oldLock: lock }), planned(other, { oldLock: lock })]));
  assert.equal(plan.kind, "nothing");
  assert.match(plan.body, /12 advisories known as of .* remain/);
});

test("a lock that is new is written", () => {
  const input = planInput([planned(inference(), { oldLock: undefined })]);
  assert.equal(change(planChange(input)).files.length, 1);
});

test("nothing is planned where no lock changes", () => {
  const plan = planChange(stories["nothing"]!);
  assert.deepEqual([plan.kind, "files" in plan], ["nothing", false]);
});

test("an environment that failed keeps no other from its lock", () => {
  const plan = change(planChange(planInput([planned(failed()), planned(inference())])));
  assert.deepEqual(
    plan.files.map(({ path }) => path),
    ["overlays/inference/Pipfile.lock"],
  );
  assert.match(plan.body, /There is no answer for `legacy`/);
});

test("of two environments that share a lock the first writes it, and the other says so", () => {
  const shared = { ...training(), lock_path: inference().lock_path };
  const plan = change(planChange(planInput([planned(inference()), planned(shared)])));
  assert.deepEqual(plan.files, [{ path: inference().lock_path, text: "new lock of inference\n" }]);
  assert.match(plan.body, /not written: `inference` has the same lock/);
  assert.doesNotMatch(plan.body, /`boto3`/);
});

test("a first environment that keeps the shared lock is not overruled by the second", () => {
  const shared = { ...training(), lock_path: settled().lock_path };
  const plan = planChange(planInput([planned(settled(), { oldLock: "new lock of inference\n" }), planned(shared)]));
  assert.equal(plan.kind, "nothing");
});

test("two environments that agree on a shared lock write it once", () => {
  const other = inference();
  const twin = { ...other, environment: { ...other.environment, name: "twin" } };
  const plan = change(planChange(planInput([planned(inference()), planned(twin)])));
  assert.equal(plan.files.length, 1);
  assert.match(plan.body, /\| `twin` .* changed \|/);
});

for (const [project, branch] of [
  [undefined, "thoth/advise"],
  ["api", "thoth/advise--api"],
  ["services/api", "thoth/advise--services-api-36a2b0f4"],
  ["../..", "thoth/advise--"],
  ["Ünïcode.lock", "thoth/advise--"],
] as const)
  test(`the branch of the project ${project} starts with ${branch.slice(0, 26)}`, () => {
    const plan = change(planChange(planInput([planned(inference())], { project })));
    assert.ok(plan.branch.startsWith(branch.slice(0, 26)), plan.branch);
    assert.match(plan.branch, /^thoth\/advise(--[a-z0-9]+(-[a-z0-9]+)*)?$/);
  });

test("a fix has a branch and a title of its own", () => {
  const goal = { kind: "fix", advisories: ["PYSEC-2024-60"] } as const;
  for (const [project, branch] of [
    [undefined, "thoth/security"],
    ["api", "thoth/security--api"],
  ] as const) {
    const plan = change(planChange(planInput([planned(inference())], { project, goal })));
    assert.equal(plan.branch, branch);
    const scope = project === undefined ? "" : `(${project})`;
    assert.equal(
      plan.title,
      `security${scope}: fix PYSEC-2023-135, PYSEC-2022-42986, PYSEC-2023-62 and 9 more in flask and 7 more (50 packages)`,
    );
  }
});

test("a fix that fixes nothing writes nothing, though the lock is out of step", () => {
  const advice = inference();
  const goal = { kind: "fix", advisories: ["CVE-1999-0001"] } as const;
  const { before } = advice.advisories.judged ? advice.advisories : assert.fail();
  const fix = { asked: ["CVE-1999-0001"], absent: ["CVE-1999-0001"], remaining: [] };
  const same = { ...advice, advisories: { ...advice.advisories, after: before } as typeof advice.advisories, fix };
  const plan = planChange(planInput([planned(same)], { goal }));
  assert.equal(plan.kind === "nothing" && plan.reason, "No lock changes: nothing that was asked for concerns a lock");
  assert.match(plan.body, /`CVE-1999-0001` concerns no locked release/);
  const remaining = [{ id: "A-1", package: "a", version: "1", why: { kind: "unanswered" as const } }];
  const stuck: Advice = { ...same, fix: { ...fix, absent: [], remaining } };
  const left = planChange(planInput([planned(stuck)], { goal }));
  assert.equal(left.kind === "nothing" && left.reason, "No lock changes: 1 advisory cannot go");
  const open = [{ ...remaining[0]!, why: { kind: "undecided" as const } }];
  const unsure = planChange(planInput([planned({ ...stuck, fix: { ...fix, remaining: open } })], { goal }));
  assert.equal(
    unsure.kind === "nothing" && unsure.reason,
    "No lock changes: whether 1 advisory concerns a lock cannot be told",
  );
  const none = planChange(planInput([{ ...planned(same), oldLock: undefined }], { goal }));
  assert.equal(none.kind === "nothing" && none.reason, "No lock changes: there is none to fix");
});

for (const [project, scope, where] of [
  [undefined, "", ""],
  ["services/api", "(services/api)", " of services/api"],
  ["work/one.ipynb", "(work/one.ipynb)", " of work/one.ipynb"],
  ["a b", "", ""],
  ["@octocat/x", "", ""],
  ["x".repeat(51), "", ""],
] as const)
  test(`title and commit of the project ${project?.slice(0, 20)} say ${scope === "" ? "no name" : "its name"}`, () => {
    const plan = change(planChange(planInput([planned(inference())], { project })));
    assert.ok(plan.title.startsWith(`security${scope}: `), plan.title);
    assert.ok(plan.commitMessage.split("\n")[0]!.endsWith(`1 environment${where}`), plan.commitMessage);
  });

test("a lock that stands in a notebook is written into it", () => {
  const notebook = '{"metadata": {"requirements": {"packages": {}}}, "cells": []}';
  const advice = inference();
  if (advice.outcome.kind !== "solved") assert.fail();
  const inNotebook = { ...advice, lock_path: "a.ipynb", outcome: { ...advice.outcome, lock: '{"default": {}}' } };
  const plan = change(planChange(planInput([{ ...planned(inNotebook), notebook }])));
  const text = '{"metadata": {"requirements": {"packages": {}},"requirements_lock": {"default":{}}}, "cells": []}';
  assert.deepEqual(plan.files, [{ path: "a.ipynb", text }]);
});

test("projects never share a branch by accident", () => {
  const branches = ["a/b", "a-b", "a.b", "A-B"].map(
    (project) => change(planChange(planInput([planned(inference())], { project }))).branch,
  );
  assert.equal(new Set(branches).size, branches.length);
});

test("no hostile text of an advice does anything on a page, in a title or in a commit message", () => {
  // The encoder's own tests see every string; here each place of the page sees every fourth.
  for (const text of hostileStrings.filter((_, i) => i % 4 === 0)) {
    const input = planInput(
      [hostile(text), ...hostileFailures(text)].map((advice) => planned(advice)),
      {
        project: text,
        command: text,
        inputDigest: text,
        notes: [{ severity: "info", message: text, link: text }],
      },
    );
    const plan = change(planChange(input));
    assert.deepEqual(findings(plan.body), [], text);
    assert.deepEqual(findings(plan.comment), [], text);
    for (const words of [plan.title, plan.commitMessage]) assert.match(words, /^[\w.,:()>\n +!-]+$/, text);
    assert.ok(plan.title.length <= 120);
    const goal = { kind: "fix", advisories: [text] } as const;
    const edits = [{ file: text, line: 3, before: text, after: text }];
    const fix = change(
      planChange({ ...input, ...planInput([planned(hostileFix(text))]), goal, manifests: { edits, files: [] } }),
    );
    assert.deepEqual(findings(fix.body), [], text);
    for (const words of [fix.title, fix.commitMessage]) assert.match(words, /^[\w.,:()>\n +!-]+$/, text);
    assert.ok(fix.title.length <= 120);
  }
});
