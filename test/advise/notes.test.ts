import assert from "node:assert/strict";
import { test } from "node:test";

import { type Advice, advise } from "../../src/advise/index.ts";
import { stackMatches, type Step, type Wrap } from "../../src/pipeline/index.ts";
import { SpecifierSet, packageName } from "../../src/python/index.ts";
import { adviceWorld, ask, changeOf, manifestText, pins, requestOf, signal, solved } from "../support/advice-world.ts";

const web = '[packages]\nweb = "*"';
const snapshot = "The lock lists only the files that the snapshot of `pypi` of 2026-11-24 holds";

/** But for what is told in a report alone. */
function shown({ notes: all }: Advice): Advice["notes"] {
  return all.filter(({ detail }) => detail === undefined);
}

function notes(advice: Advice): string[] {
  return shown(advice).map(({ severity, message }) => `${severity}: ${message}`);
}

test("newer releases of which nobody knows what they require are left out and named", async () => {
  const world = await adviceWorld({ indexes: { pypi: "web 3.0 (sdist)\nweb 2.0\nweb 1.0 (sdist)" } });
  // The other types hold it against a release that it has no wheel, and do not come to read it.
  const advice = await ask(world, web, { type: "latest" });
  assert.equal(pins(advice), "web 2.0");
  assert.deepEqual(notes(advice), [
    "info: Newer releases were left out, since what they require is not known without a build: `web`",
    `info: ${snapshot}`,
  ]);
  assert.deepEqual(changeOf(advice, "web").held_back[0]!.hold, {
    kind: "excluded",
    rule: {
      unit: "metadata",
      message: "has unknown metadata: a source distribution, into which a snapshot does not look",
    },
  });
});

/** The index, what `.thoth.yaml` supplies, the stack, the notes and the grades in the document. */
const sources: readonly (readonly [
  title: string,
  index: string,
  supplied: string,
  stack: string,
  told: readonly string[],
  grades: Readonly<Record<string, string>>,
])[] = [
  ["a wheel", "web 1.0 -> http\nhttp 1.0", "", "http 1.0, web 1.0", [], {}],
  [
    "what its author's build recorded",
    "web 1.0 (recorded) -> http\nhttp 1.0",
    "",
    "http 1.0, web 1.0",
    [
      "info: No wheel fits, so that an installer builds them: `web`",
      "info: What they require is what their authors' builds recorded: `web`",
    ],
    { web: "recorded" },
  ],
  [
    "what its user supplies for its version",
    "web 1.0 (recorded) -> http\nhttp 1.0\nlog 1.0",
    "{name: Web, version: 1.0, requires_dist: [log]}, {name: web, requires_dist: [other]}",
    "log 1.0, web 1.0",
    [
      "info: No wheel fits, so that an installer builds them: `web`",
      "info: What they require is taken from `dependency_metadata` in `.thoth.yaml`: `web`",
    ],
    { web: "supplied" },
  ],
  [
    "what its user supplies for all versions",
    "web 1.0 (sdist)",
    "{name: web, requires_dist: []}, {name: web, version: 2.0, requires_dist: [other]}",
    "web 1.0",
    [
      "info: No wheel fits, so that an installer builds them: `web`",
      "info: What they require is taken from `dependency_metadata` in `.thoth.yaml`: `web`",
    ],
    { web: "supplied" },
  ],
  ["its wheel, whatever its user supplies", "web 1.0", "{name: web, requires_dist: [other]}", "web 1.0", [], {}],
];
for (const [title, index, supplied, stack, told, grades] of sources)
  test(`a release is chosen by ${title}, and the notes say so`, async () => {
    const world = await adviceWorld({ indexes: { pypi: index } });
    const request = requestOf(manifestText(world, web), { thothYaml: `dependency_metadata: [${supplied}]` });
    const advice = await advise(request, world.services, signal);
    assert.equal(pins(advice), stack);
    assert.deepEqual(notes(advice), [...told, `info: ${snapshot}`]);
    const { packages } = solved(advice);
    const marked = Object.entries(packages).flatMap(([name, { metadata }]) => (metadata ? [[name, metadata]] : []));
    assert.deepEqual(Object.fromEntries(marked), grades);
  });

test("a Python that supplied metadata excludes is excluded", async () => {
  const world = await adviceWorld({ indexes: { pypi: "web 2.0 (sdist)\nweb 1.0" } });
  const thothYaml = 'dependency_metadata: [{name: web, requires_dist: [], requires_python: ">=3.9"}]';
  assert.equal(pins(await ask(world, web, { thothYaml })), "web 1.0");
});

test("a unit's note is told if the stack matches, with the unit and its link", async () => {
  const note = (versions: string): Wrap => ({
    kind: "wrap",
    name: "test.Note",
    *notes(_context, stack) {
      const pin = { name: packageName("web"), versions: SpecifierSet.parse(versions) };
      const reason = { unit: "test.Note", message: `web ${versions} is loud`, link: "https://x.example/loud" };
      if (stackMatches([pin], stack)) yield { kind: "note", severity: "warning", reason };
    },
  });
  const world = await adviceWorld({ indexes: { pypi: "web 2.0" }, units: [note(">=2"), note("<2")] });
  assert.deepEqual(shown(await ask(world, web)), [
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
