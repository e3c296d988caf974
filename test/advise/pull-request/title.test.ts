import assert from "node:assert/strict";
import { test } from "node:test";
import type { Advice } from "../../../src/advise/advice.ts";
import { summarise } from "../../../src/advise/pull-request/summary.ts";
import { writeCommitMessage, writeTitle } from "../../../src/advise/pull-request/title.ts";
import { inference, training } from "../../support/example-advice.ts";
import { bulk } from "../../support/hostile-advice.ts";
import { planInput, planned } from "../../support/made-up-advice.ts";

function title(advice: Advice, project?: string): string {
  return writeTitle(summarise(planInput([planned(advice)], { project })));
}

const fresh: Advice = { ...training(), advisories: { judged: false, reason: "no data" } };

test("fixes come first, with the packages they are in", () => {
  assert.equal(title(inference()), "security: fix 12 advisories in 1 environment (flask, certifi, idna and 5 more)");
});

test("without fixes the direct dependencies are named", () => {
  assert.equal(
    title(fresh),
    "dependencies: update 42 packages in 1 environment (boto3, tensorflow, absl-py and 39 more)",
  );
});

test("fixes are said of the environments that have them, and of no other", () => {
  const input = planInput([planned(inference()), planned(fresh)]);
  assert.ok(writeTitle(summarise(input)).startsWith("security: fix 12 advisories in 1 environment ("));
});

test("a project of several is the scope", () => {
  assert.ok(title(fresh, "api").startsWith("dependencies(api): update"));
  assert.ok(title(fresh, "services/api [skip ci]").startsWith("dependencies: update"));
});

test("names that do not fit into 120 characters are counted", () => {
  const advice = bulk("web", 3);
  if (advice.outcome.kind === "solved")
    advice.outcome.changes = advice.outcome.changes.map((change, i) => ({
      ...change,
      name: `${"long-".repeat(14)}${i}`,
    }));
  const text = title({ ...advice, advisories: { judged: false, reason: "no data" } });
  assert.equal(text, "dependencies: update 3 packages in 1 environment");
});

test("a lock that changes without a package says so", () => {
  const advice: Advice = {
    ...fresh,
    outcome: { kind: "solved", proved: true, lock: "new\n", packages: {}, changes: [] },
  };
  assert.equal(title(advice), "dependencies: rewrite the lock of 1 environment");
});

test("a commit message lists pins, and what is no name or version is only counted", () => {
  const advice = bulk("web", 3);
  if (advice.outcome.kind === "solved") {
    const [first, second, third] = advice.outcome.changes;
    advice.outcome.changes = [
      first!,
      { ...second!, name: "x\n\nSigned-off-by: y" },
      { ...third!, to: "latest [skip ci]" },
    ];
  }
  const message = writeCommitMessage(summarise(planInput([planned(advice)])));
  assert.equal(message, "Fix 3 advisories in 1 environment\n\nweb:\n  package-0 1.0.0 -> 1.1.0\n  and 2 more");
});

test("a commit message of 3,000 packages stays short", () => {
  const message = writeCommitMessage(summarise(planInput([planned(bulk("web", 3_000))])));
  assert.equal(message.split("\n").length, 204);
});
