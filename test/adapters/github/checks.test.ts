import assert from "node:assert/strict";
import { test } from "node:test";

import { type Annotation, type CheckRun, HostUnavailable } from "../../../src/ports/index.ts";
import { GitHubWorld, signal } from "./github-world.ts";

const world = await GitHubWorld.start();

const check: CheckRun = {
  name: "Thoth",
  key: "advise",
  conclusion: "success",
  title: "The locks are right",
  summary: "Nothing to do",
  annotations: [],
};
const annotation = (line: number): Annotation => ({
  path: ".thoth.yaml",
  line,
  level: "failure",
  title: "Thoth",
  message: `line ${line}`,
});
const annotations = (count: number) => Array.from({ length: count }, (_, i) => annotation(i + 1));

async function commit() {
  const place = await world.place();
  const repository = await place.open();
  const checks = async () => (await place.report()).checks;
  return { place, repository, head: await repository.head(signal), checks };
}

test("a check run is made once, edited in place, and left alone when it says so already", async () => {
  const { repository, head, checks } = await commit();
  const changed = { ...check, conclusion: "neutral", title: "No answer", summary: "An index is down" } as const;
  for (const each of [check, check, changed, changed]) await repository.writeCheck(head, each, signal);
  const [run, ...others] = await checks();
  assert.deepEqual(others, []);
  assert.deepEqual(
    [run!.headSha, run!.name, run!.externalId, run!.status, run!.conclusion, run!.title, run!.summary, run!.edits],
    [head, "Thoth", "advise", "completed", "neutral", "No answer", "An index is down", 1],
  );
});

test("each key, each name and each commit has a run of its own", async () => {
  const { place, repository, head, checks } = await commit();
  const next = await place.standIn.pushFiles(place.fullName, { a: "b" });
  for (const [at, wish] of [
    [head, check],
    [head, { ...check, key: "other" }],
    [head, { ...check, name: "Thoth (training)" }],
    [next, check],
    [head, check],
  ] as const)
    await repository.writeCheck(at, wish, signal);
  assert.equal((await checks()).length, 4);
});

for (const count of [1, 50, 51, 120])
  test(`${count} annotations arrive in order and once`, async () => {
    const { repository, head, checks } = await commit();
    const wish = { ...check, conclusion: "failure", annotations: annotations(count) } as const;
    await repository.writeCheck(head, wish, signal);
    await repository.writeCheck(head, wish, signal);
    const [run, ...others] = await checks();
    assert.deepEqual(others, []);
    assert.deepEqual(run!.annotations, wish.annotations);
    assert.equal(run!.edits, Math.ceil(count / 50) - 1);
  });

test("annotations that were cut short are completed by the job that runs again", async () => {
  const { place, repository, head, checks } = await commit();
  const { installation } = place;
  const wish = { ...check, annotations: annotations(120) };
  await place.standIn.fault({
    method: "PATCH",
    path: "*/check-runs/*",
    installation,
    does: { kind: "drop", when: "before" },
  });
  await assert.rejects(repository.writeCheck(head, wish, signal), HostUnavailable);
  await repository.writeCheck(head, wish, signal);
  const [run, ...others] = await checks();
  assert.deepEqual([run!.annotations, others], [wish.annotations, []]);
});

test("a text changes without its annotations doubling", async () => {
  const { repository, head, checks } = await commit();
  const wish = { ...check, annotations: annotations(2) };
  await repository.writeCheck(head, wish, signal);
  await repository.writeCheck(head, { ...wish, summary: "Another" }, signal);
  assert.deepEqual(
    (await checks()).map((run) => [run.summary, run.annotations.length]),
    [["Another", 2]],
  );
});

test("annotations that do not hold any more are taken back by a new run, which then is the one", async () => {
  const { repository, head, checks } = await commit();
  await repository.writeCheck(head, { ...check, annotations: [annotation(1)] }, signal);
  for (let i = 0; i < 2; i++) await repository.writeCheck(head, { ...check, annotations: [annotation(2)] }, signal);
  await repository.writeCheck(head, { ...check, summary: "Mended" }, signal);
  await repository.writeCheck(head, { ...check, summary: "Mended" }, signal);
  assert.deepEqual(
    (await checks()).map((run) => run.annotations.map(({ line }) => line)),
    [[1], [2], []],
  );
});

for (const when of ["before", "after"] as const)
  test(`when the answer is lost ${when} the work, the job that runs again leaves one run`, async () => {
    const { place, repository, head, checks } = await commit();
    const { installation } = place;
    await place.standIn.fault({ method: "POST", path: "*/check-runs", installation, does: { kind: "drop", when } });
    await assert.rejects(repository.writeCheck(head, check, signal), HostUnavailable);
    await repository.writeCheck(head, check, signal);
    assert.equal((await checks()).length, 1);
  });
