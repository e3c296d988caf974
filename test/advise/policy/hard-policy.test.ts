/** What is never chosen, whatever "best" means, and what a repository says about that. */

import assert from "node:assert/strict";
import { test } from "node:test";

import type { Advice } from "../../../src/advise/index.ts";
import { policyUnits } from "../../../src/advise/policy/units.ts";
import { sayBecause, sayHeldBack } from "../../../src/advise/say/changes.ts";
import { recommendationTypes } from "../../../src/environments/index.ts";
import type { Sieve } from "../../../src/pipeline/index.ts";
import { packageName } from "../../../src/python/index.ts";
import { adviceWorld, ask, changeOf, lockOf, pins, type QuestionSketch } from "../../support/advice-world.ts";
import { candidate, context } from "../../support/pipeline-samples.ts";

const any = '[packages]\nweb = "*"';
const today = "2026-11-24";

async function locked(index: string, pinned: string, advisories: string, sketch: QuestionSketch = {}): Promise<Advice> {
  const world = await adviceWorld({ indexes: { pypi: index }, advisories, today });
  return await ask(world, any, { lock: lockOf(world, any, pinned), ...sketch });
}

const said = ({ notes }: Advice) => notes.map(({ severity, message }) => `${severity}: ${message}`);

for (const type of recommendationTypes)
  test(`\`${type}\` never takes a malicious release, though it is locked and fixed by nothing`, async () => {
    const advice = await locked("web 1.2\nweb 1.1\nweb 1.0", "web 1.2", "web>=1.2 unknown MAL-2026-7", { type });
    assert.equal(pins(advice), "web 1.1");
    const { because } = changeOf(advice, "web");
    assert.equal(because.kind, "fixes");
    assert.ok(
      said(advice).some((line) => line.startsWith("error: `web 1.2`, which is locked, is malicious, says ADV-1")),
    );
    assert.deepEqual(advice.advisories.judged && advice.advisories.before.map(({ malicious }) => malicious), [true]);
  });

test("a newer release that is malicious is held back with its record", async () => {
  const advice = await locked("web 1.2\nweb 1.1\nweb 1.0", "web 1.0", "web>=1.2 unknown MAL-2026-7");
  assert.equal(pins(advice), "web 1.1");
  assert.deepEqual(sayHeldBack("web", changeOf(advice, "web").held_back), [
    "`web 1.2` may not be chosen: 1.2 is malicious, says ADV-1 ([osv.dev](https://osv.dev/vulnerability/ADV-1))",
  ]);
});

test("nobody accepts malware", async () => {
  const thothYaml = "ignore: [{id: MAL-2026-7, reason: I like it, until: 2027-01-01}]";
  const advice = await locked("web 1.2\nweb 1.1", "web 1.2", "web>=1.2 unknown MAL-2026-7", { thothYaml });
  assert.equal(pins(advice), "web 1.1");
});

test("no release of a project in quarantine may be chosen, and the index says why", () => {
  const [web] = [packageName("web")];
  const statusOf = () => ({ state: "quarantined", reason: "stolen account" }) as const;
  const sieves = policyUnits({ advisories: () => [], statusOf, holds: [] }) as readonly Sieve[];
  const facts = sieves.flatMap((sieve) => [...sieve.facts(context(), web!, [candidate("web 1.0")])]);
  assert.deepEqual(
    facts.map(({ reason }) => reason.message),
    ["Its index has put it in quarantine: stolen account"],
  );
});

const releases = "web 2.0\nweb 1.1\nweb 1.0";
const holds: readonly {
  readonly title: string;
  readonly hold: string;
  readonly pins: string;
  readonly note?: string;
}[] = [
  { title: "at what is locked", hold: "{package: web, reason: r}", pins: "web 1.0" },
  { title: "within bounds", hold: '{package: Web, versions: "<2", reason: r}', pins: "web 1.1" },
  { title: "until a day to come", hold: "{package: web, until: 2026-11-25, reason: r}", pins: "web 1.0" },
  {
    title: "no longer than to its day",
    hold: "{package: web, until: 2026-11-24, reason: r}",
    pins: "web 2.0",
    note: "warning: `.thoth.yaml:2` held `web` until 2026-11-24: it moves again, and the entry can go",
  },
  {
    title: "not, where it is another one",
    hold: "{package: log, reason: r}",
    pins: "web 2.0",
    note: "info: `.thoth.yaml:2` holds `log` at the locked release, and none is locked",
  },
];

for (const { title, hold, pins: expected, note } of holds)
  test(`a package is held ${title}`, async () => {
    const advice = await locked(releases, "web 1.0", "", { type: "latest", thothYaml: `hold:\n  - ${hold}\n` });
    assert.equal(pins(advice), expected);
    if (note !== undefined) assert.ok(said(advice).includes(note), said(advice).join("\n"));
  });

test("what a hold keeps back says where it stands and why", async () => {
  const thothYaml = 'hold:\n  - {package: web, versions: "<2", until: 2027-01-01, reason: 2 breaks our pages}\n';
  const advice = await locked(releases, "web 1.0", "", { type: "latest", thothYaml });
  assert.deepEqual(sayHeldBack("web", changeOf(advice, "web").held_back), [
    "`web 2.0` may not be chosen: Held to `<2` until 2027-01-01 by `.thoth.yaml:2`: 2 breaks our pages",
  ]);
});

test("a lock that breaks a hold moves, and says that the hold is why", async () => {
  const thothYaml = 'hold:\n  - {package: web, versions: "<2", reason: r}\n';
  const advice = await locked(releases, "web 2.0", "", { thothYaml });
  assert.equal(pins(advice), "web 1.1");
  const why = sayBecause(changeOf(advice, "web").because, new Map());
  assert.equal(why, "The locked release may not be chosen: Held to `<2` by `.thoth.yaml:2`: r");
});
