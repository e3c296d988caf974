import assert from "node:assert/strict";
import { test } from "node:test";

import type { Advice } from "../../src/advise/index.ts";
import type { Step, Wrap } from "../../src/pipeline/index.ts";
import { SpecifierSet, packageName } from "../../src/python/index.ts";
import { adviceWorld, ask, changeOf, pins } from "../support/advice-world.ts";

const web = '[packages]\nweb = "*"';
const snapshot = "The lock lists only the files that the snapshot of `pypi` of 2026-11-24 holds";

function notes({ notes: all }: Advice): string[] {
  return all.map(({ severity, message }) => `${severity}: ${message}`);
}

test("newer releases without a wheel are left out and named", async () => {
  const advice = await ask(await adviceWorld({ indexes: { pypi: "web 3.0 (sdist)\nweb 2.0\nweb 1.0 (sdist)" } }), web);
  assert.equal(pins(advice), "web 2.0");
  assert.deepEqual(notes(advice), [
    "info: Newer releases that have only a source distribution were left out, since nothing is built: `web`",
    `info: ${snapshot}`,
  ]);
  assert.deepEqual(changeOf(advice, "web").held_back[0]!.hold, {
    kind: "excluded",
    rule: { unit: "fitting-file", message: "Only a source distribution: its metadata is unknown without a build" },
  });
});

test("a unit's note is told if the stack matches, with the unit and its link", async () => {
  const note = (versions: string): Wrap => ({
    kind: "wrap",
    name: "test.Note",
    notes: [
      {
        kind: "note",
        when: [[{ name: packageName("web"), versions: SpecifierSet.parse(versions) }]],
        severity: "warning",
        reason: { unit: "test.Note", message: `web ${versions} is loud`, link: "https://x.example/loud" },
      },
    ],
  });
  const world = await adviceWorld({ indexes: { pypi: "web 2.0" }, units: [note(">=2"), note("<2")] });
  const { notes: all } = await ask(world, web);
  assert.deepEqual(all, [
    { severity: "warning", message: "web >=2 is loud", unit: "test.Note", link: "https://x.example/loud" },
    { severity: "info", message: snapshot },
  ]);
});

test("a rule that keeps releases apart is obeyed, and listed among the rules", async () => {
  const reason = { unit: "test.Apart", message: "They crash together" };
  const apart: Step = {
    kind: "step",
    name: "test.Apart",
    *facts(_context, name) {
      const when = [{ name: packageName("web"), versions: SpecifierSet.parse("==2.0") }, { name: packageName("http") }];
      if (name === "web") yield { kind: "forbid", when, reason };
    },
  };
  const world = await adviceWorld({ indexes: { pypi: "web 2.0 -> http\nweb 1.0 -> http\nhttp 1.0" }, units: [apart] });
  const advice = await ask(world, web);
  assert.equal(pins(advice), "http 1.0, web 1.0");
  assert.deepEqual(advice.rules, [reason]);
  const [held] = changeOf(advice, "web").held_back;
  assert.deepEqual(held?.hold, {
    kind: "conflict",
    chain: [
      { kind: "forbidden", names: ["http", "web"], rule: reason },
      { kind: "requires", name: "web", versions: "2.0", requirement: "http" },
    ],
  });
});

test("what readers remark comes first", async () => {
  const world = await adviceWorld({ indexes: { pypi: "web 2.0" } });
  const advice = await ask(world, web, { remarks: ["`host` is of no effect any more"] });
  assert.deepEqual(notes(advice), ["info: `host` is of no effect any more", `info: ${snapshot}`]);
});
