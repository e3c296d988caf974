import { test } from "node:test";
import assert from "node:assert/strict";

import type { HeldBack } from "../../../src/advise/index.ts";
import { sayConflictLine } from "../../../src/advise/say/outcome.ts";
import { type QuestionSketch, adviceWorld, ask, changeOf, pins } from "../../support/advice-world.ts";

/** Each held release as `version xN kind: what`, newest first. */
function tell(held: readonly HeldBack[]): string[] {
  return held.map(({ version, count, hold }) => {
    const what = (): string => {
      switch (hold.kind) {
        case "excluded":
          return `${hold.rule.unit}, ${hold.rule.message}`;
        case "demanded":
          return `${hold.demand.by ?? hold.demand.line?.text} -> ${hold.demand.requirement}`;
        case "conflict":
          return hold.chain.map(sayConflictLine).join("; ");
        case "worse":
          return `${hold.tier}, ${hold.by
            .map(({ message, release }) => (release ? `${release.name} ${release.version}: ${message}` : message))
            .join(" and ")}`;
        case "parted":
          return hold.from.map((each) => `${each.name} of ${each.environment}`).join(" and ");
        case "traded":
          return hold.price.map((each) => `${each.name} ${each.version}`).join(" and ");
      }
    };
    return `${version} x${count} ${hold.kind}: ${what()}`;
  });
}

interface Case extends QuestionSketch {
  readonly title: string;
  readonly index: string;
  readonly manifest: string;
  readonly advisories?: string;
  readonly of: string;
  readonly held: readonly string[];
}

const cases: readonly Case[] = [
  {
    title: "policy removes it, neighbours with one reason together",
    index: "web 4.0 (python >=3.9)\nweb 3.0 (python >=3.9)\nweb 2.0 (yanked bad)\nweb 1.0",
    manifest: 'web = "*"',
    of: "web",
    held: [
      "4.0 x2 excluded: requires-python, Requires-Python >=3.9 excludes Python 3.8",
      "2.0 x1 excluded: yanked, Yanked: bad",
    ],
  },
  {
    title: "it is a pre-release",
    index: "web 2.0rc1\nweb 1.0",
    manifest: 'web = "*"',
    of: "web",
    held: ["2.0rc1 x1 excluded: pre-releases, Pre-release, and nothing allows one"],
  },
  {
    title: "a package of the stack does not admit it",
    index: "web 1.0 -> http<2\nhttp 3.0\nhttp 2.0\nhttp 1.0",
    manifest: 'web = "*"',
    of: "http",
    held: ["3.0 x2 demanded: web -> http<2"],
  },
  {
    title: "the user's line does not admit it",
    index: "web 2.0\nweb 1.0",
    manifest: 'web = "<2"',
    of: "web",
    held: ['2.0 x1 demanded: web = "<2" -> web<2'],
  },
  {
    title: "it has an advisory, and advisories count before freshness",
    index: "web 3.0\nweb 2.0\nweb 1.0",
    manifest: 'web = "*"',
    advisories: "web>=2.0 low",
    type: "security",
    of: "web",
    held: ["3.0 x2 worse: advisories, ADV-1 (low) affects it"],
  },
  {
    title: "what it needs has an advisory",
    index: "web 2.0 -> http>=2\nweb 1.0\nhttp 2.0\nhttp 1.0",
    manifest: 'http = "*"\nweb = "*"',
    advisories: "http>=2.0 high",
    of: "web",
    held: ["2.0 x1 worse: severe advisories, http 2.0: ADV-1 (high) affects it"],
  },
  {
    title: "another package would have to be older",
    index: "web 2.0 -> http<2\nweb 1.0\nhttp 2.0\nhttp 1.0",
    manifest: 'http = "*"\nweb = "*"',
    of: "web",
    held: ["2.0 x1 traded: http 1.0"],
  },
  {
    title: "its own requirement is on no index",
    index: "web 2.0 -> nowhere\nweb 1.0",
    manifest: 'web = "*"',
    of: "web",
    held: ["2.0 x1 conflict: `nowhere` is not on the index `pypi`; `web` 2.0 requires `nowhere`"],
  },
  {
    title: "the user's other line rules out what it requires",
    index: "web 2.0 -> http>=2\nweb 1.0\nhttp 2.0\nhttp 1.0",
    manifest: 'web = "*"\nhttp = "<2"',
    of: "web",
    held: ['2.0 x1 conflict: `web` 2.0 requires `http>=2`; `Pipfile:8` asks for `http = "<2"`'],
  },
  {
    title: "what it requires leads to a dead end, told in four steps and the number of the others",
    index: "web 2.0 -> p1\nweb 1.0\np1 1.0 -> p2\np2 1.0 -> p3\np3 1.0 -> p4\np4 1.0 -> p5\np5 1.0 -> nowhere",
    manifest: 'web = "*"',
    of: "web",
    held: [
      "2.0 x1 conflict: `nowhere` is not on the index `pypi`; `p5` 1.0 requires `nowhere`; `p4` 1.0 requires `p5`; And so on, 3 more steps; `web` 2.0 requires `p1`",
    ],
  },
];

for (const { title, index, manifest, advisories, of, held, ...sketch } of cases)
  test(`a newer release is held back because ${title}`, async () => {
    const world = await adviceWorld({
      indexes: { pypi: index },
      ...(advisories === undefined ? {} : { advisories }),
    });
    const advice = await ask(world, `[packages]\n${manifest}`, sketch);
    assert.deepEqual(tell(changeOf(advice, of).held_back), held);
  });

test("releases that are newer than what a newer stack has are asked about once more", async () => {
  const index = "web 4.0 -> nowhere\nweb 3.0 -> nowhere\nweb 2.0 -> http<2\nweb 1.0\nhttp 2.0\nhttp 1.0";
  const advice = await ask(await adviceWorld({ indexes: { pypi: index } }), '[packages]\nhttp = "*"\nweb = "*"');
  assert.equal(pins(advice), "http 2.0, web 1.0");
  assert.deepEqual(tell(changeOf(advice, "web").held_back), [
    "4.0 x2 conflict: `nowhere` is not on the index `pypi`; `web` 3.0 to 4.0 requires `nowhere`",
    "2.0 x1 traded: http 1.0",
  ]);
});

test("without time for searches only the reasons that cost none are told, and a note says so", async () => {
  const index = "web 3.0 (python >=3.9)\nweb 2.0 -> nowhere\nweb 1.0";
  const advice = await ask(await adviceWorld({ indexes: { pypi: index }, explainWithin: 0 }), '[packages]\nweb = "*"');
  assert.deepEqual(tell(changeOf(advice, "web").held_back), [
    "3.0 x1 excluded: requires-python, Requires-Python >=3.9 excludes Python 3.8",
  ]);
  const unanswered = "Why no newer release was chosen was not searched to the end, for want of time: `web`";
  assert.ok(advice.notes.some(({ message }) => message === unanswered));
});
