/** The worker believes nothing of what a process says before it has the right shape, and no plan that leaves the locks. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { planChange } from "../../../src/advise/plan.ts";
import { readAdvice, readManagers, readProjectsFound, readUrgency } from "../../../src/main/adviser/messages.ts";
import { stories } from "../../support/made-up-advice.ts";

const input = stories["changed"]!;
const told = { environments: input.environments, plan: planChange(input) };

/** As it comes over the wire, with the first file of the plan moved and the first lock at `lockPath`. */
function withPaths(file: string, lockPath?: string): unknown {
  const advice = JSON.parse(JSON.stringify(told)) as {
    plan: { files: { path: string }[] };
    environments: { advice: { lock_path: string } }[];
  };
  advice.plan.files[0]!.path = file;
  if (lockPath !== undefined) advice.environments[0]!.advice.lock_path = lockPath;
  return advice;
}

test("advice comes over as it was", () => {
  const sent: unknown = JSON.parse(JSON.stringify(told));
  assert.deepEqual(readAdvice(sent), sent);
});

const refused: readonly (readonly [name: string, value: unknown, words: RegExp])[] = [
  ["nothing", null, /no advice/],
  ["no environments", { ...told, environments: [] }, /no advice/],
  ["advice of another shape", { ...told, environments: [{ advice: { format: "advice/2" } }] }, /no advice/],
  ["a branch that is not ours", { ...told, plan: { ...told.plan, branch: "main" } }, /no advice/],
  ["a plan of another kind", { ...told, plan: { ...told.plan, kind: "delete" } }, /no advice/],
  ["a file that no environment has", withPaths("other/Pipfile.lock"), /would write `other\/Pipfile\.lock`/],
  ["a workflow", withPaths(".github/workflows/ci.yml", ".github/workflows/ci.yml"), /would write `\.github/],
  ["our own settings", withPaths(".thoth.yaml", ".thoth.yaml"), /would write `\.thoth\.yaml`/],
];

for (const [name, value, words] of refused)
  test(`${name} is no advice`, () => assert.throws(() => readAdvice(value), words));

test("a lock in another folder is one", () => {
  readAdvice(withPaths("service/Pipfile.lock", "service/Pipfile.lock"));
});

for (const value of [-1, 5, "4", null]) test(`${value} is no urgency`, () => assert.throws(() => readUrgency(value)));

test("managers have names", () => {
  assert.deepEqual(readManagers([{ name: "advise", enabled: false }]), [{ name: "advise", enabled: false }]);
  assert.throws(() => readManagers([{ enabled: false }]), /no list of managers/);
});

test("projects are places", () => {
  const place = { folder: "", hasOverlays: true };
  assert.deepEqual(readProjectsFound({ places: [place], leftOut: [], notes: [] }).places, [
    { ...place, notebook: undefined },
  ]);
  assert.throws(() => readProjectsFound({ places: [], leftOut: [], notes: [] }), /no list of projects/);
});
