/** Releases that are too young, from a question to its answer. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { sayHeldBack } from "../../../src/advise/say/changes.ts";
import { type RecommendationType, recommendationTypes } from "../../../src/environments/index.ts";
import { adviceWorld, ask, changeOf, lockOf, pins } from "../../support/advice-world.ts";

const today = "2026-11-24";
const any = '[packages]\nweb = "*"';

interface Story {
  readonly title: string;
  readonly index: string;
  readonly manifest?: string;
  readonly advisories?: string;
  readonly locked?: string;
  readonly thothYaml?: string;
  readonly type?: RecommendationType;
  readonly pins: string;
  /** A note that is told. */
  readonly note?: string;
}

const young = "web 1.2 (uploaded 2026-11-23)\nweb 1.1 (uploaded 2026-11-21)\nweb 1.0";

const stories: readonly Story[] = [
  { title: "a release waits three days", index: young, pins: "web 1.1" },
  {
    title: "one that has waited to the day may be chosen",
    index: "web 1.1 (uploaded 2026-11-21)\nweb 1.0",
    pins: "web 1.1",
  },
  { title: "a repository sets another time", index: young, thothYaml: "cooldown: 14", pins: "web 1.0" },
  { title: "a repository sets none", index: young, thothYaml: "cooldown: {days: 0}", pins: "web 1.2" },
  {
    title: "a single package has a time of its own",
    index: `${young}\nlog 1.1 (uploaded 2026-11-23)\nlog 1.0`,
    manifest: '[packages]\nweb = "*"\nlog = "*"',
    thothYaml: "cooldown: {days: 14, packages: {WEB: 0}}",
    pins: "log 1.0, web 1.2",
  },
  { title: "what is locked does not wait", index: young, locked: "web 1.2", pins: "web 1.2" },
  {
    title: "what the user's line asks for does not wait where nothing older fits it",
    index: young,
    manifest: '[packages]\nweb = ">=1.2"',
    pins: "web 1.2",
    note: "warning: `web` 1.2 was uploaded 1 day ago, and its cooldown is waived: nothing older is asked for",
  },
  {
    title: "what others require waits, too",
    index: "app 2.0 -> web>=1.2\napp 1.0 -> web\n" + young,
    manifest: '[packages]\napp = "*"',
    pins: "app 1.0, web 1.1",
  },
  {
    title: "a release that alone fixes what the lock has does not wait",
    index: young,
    advisories: "web<1.2 low",
    locked: "web 1.0",
    pins: "web 1.2",
    note: "warning: `web` 1.2 was uploaded 1 day ago, and its cooldown is waived: it does not have ADV-1, which 1.0 has",
  },
  {
    title: "one that has waited is better if it fixes the same",
    index: young,
    advisories: "web<1.1 high",
    locked: "web 1.0",
    pins: "web 1.1",
  },
  {
    title: "a fix does not wait where the one that has waited does not fit",
    index: "web 2.0\nweb 1.1 (uploaded 2026-11-23)\nweb 1.0",
    manifest: '[packages]\nweb = "<2"',
    advisories: "web<1.1 high",
    locked: "web 1.0",
    pins: "web 1.1",
    note: "warning: `web` 1.1 was uploaded 1 day ago, and its cooldown is waived: it does not have ADV-1, which 1.0 has",
  },
  {
    title: "an advisory that is accepted is no reason to hurry",
    index: young,
    advisories: "web<1.2 high",
    locked: "web 1.1",
    thothYaml: "ignore: [{id: ADV-1, reason: not used, until: 2027-01-01}]",
    pins: "web 1.1",
  },
  {
    title: "a fix does not wait for a type that only reports advisories",
    index: young,
    advisories: "web<1.2 high",
    locked: "web 1.1",
    type: "latest",
    pins: "web 1.2",
    note: "warning: `web` 1.2 was uploaded 1 day ago, and its cooldown is waived: it does not have ADV-1, which 1.1 has",
  },
  {
    title: "where nothing is locked, what would be chosen counts",
    index: young,
    advisories: "web<1.2 high",
    pins: "web 1.2",
    note: "warning: `web` 1.2 was uploaded 1 day ago, and its cooldown is waived: it does not have ADV-1, which 1.1 has",
  },
];

for (const { title, index, manifest = any, advisories, locked, pins: expected, note, ...sketch } of stories)
  test(title, async () => {
    const world = await adviceWorld({ indexes: { pypi: index }, advisories: advisories ?? "", today });
    const lock = locked === undefined ? {} : { lock: lockOf(world, manifest, locked) };
    const advice = await ask(world, manifest, { ...sketch, ...lock });
    assert.equal(pins(advice), expected);
    const said = advice.notes.map(({ severity, message }) => `${severity}: ${message}`);
    if (note !== undefined) assert.ok(said.includes(note), said.join("\n"));
    else assert.ok(!said.some((line) => line.includes("cooldown")), said.join("\n"));
  });

for (const type of recommendationTypes)
  test(`\`${type}\` waits and says until when`, async () => {
    const world = await adviceWorld({ indexes: { pypi: young }, today });
    const advice = await ask(world, any, { type, lock: lockOf(world, any, "web 1.0") });
    assert.equal(pins(advice), "web 1.1");
    assert.deepEqual(sayHeldBack("web", changeOf(advice, "web").held_back), [
      "`web 1.2` may not be chosen: 1.2 was uploaded 1 day ago; eligible from 2026-11-26",
    ]);
  });
